import { columnsOf, parseRowExpression } from '../rowFilter';
import { namedGroups } from './namedGroups';
import { sparkPredicate } from './sparkPredicate';
import { ExpectationsDocument, TableExpectation } from './types';

/**
 * What `jobs/verify_access.py` is told. A row filter on a column that the team
 * may not read is not in it, since no job of the team could tell whether a row
 * meets it; {@link hiddenFilterColumns} names these.
 *
 * @throws TypeError for a row filter that Spark SQL cannot say
 * @public
 */
export function expectationsDocument(
  runId: string,
  team: string,
  expectations: TableExpectation[],
): ExpectationsDocument {
  return {
    version: 1,
    runId,
    team,
    tables: expectations
      .filter(({ doubt }) => doubt === undefined)
      .map(expectation => {
        const { name, access, columns, rows, rowsFrom } = expectation;
        return {
          name,
          access,
          columns,
          ...predicateOf(expectation),
          // What a snapshot had is held against the job by Sluice, not by the job.
          ...(rows !== undefined && rowsFrom !== 'snapshot' && { rows }),
        };
      }),
  };
}

/** Columns of the row filter that the team does not read. */
export function hiddenFilterColumns({
  rowFilter,
  columns,
}: TableExpectation): string[] {
  if (rowFilter === undefined) return [];
  const readable = new Set(columns.map(name => name.toLowerCase()));
  return columnsOf(parseRowExpression(rowFilter))
    .map(([name]) => name)
    .filter(name => !readable.has(name));
}

function predicateOf(
  expectation: TableExpectation,
): Pick<ExpectationsDocument['tables'][number], 'rowFilter' | 'groups'> {
  const { access, rowFilter, columns } = expectation;
  if (
    access === 'denied' ||
    rowFilter === undefined ||
    hiddenFilterColumns(expectation).length > 0
  ) {
    return {};
  }
  const expression = parseRowExpression(rowFilter);
  const named = namedGroups(expression);
  const column = columns.find(name => name.toLowerCase() === named?.column);
  return {
    rowFilter: sparkPredicate(expression),
    ...(named && column && { groups: { column, values: named.values } }),
  };
}
