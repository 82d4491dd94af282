import { TableColumn, tableKey } from '../accessModel';
import {
  ALL_ROWS,
  parseRowFilter,
  RowFilterError,
  RowFilterExpression,
  rowFilterImplies,
} from '../rowFilter';
import { AccessTerms, RequestedTable } from './terms';

/**
 * What makes terms wider than others, in words; nothing when they are the same
 * or narrower. A row filter that cannot be shown to be narrower is not, and a
 * table that was made anew is another one.
 *
 * @param columnsOf - of a table, to compare row filters by
 * @public
 */
export function widenings(
  terms: AccessTerms,
  than: AccessTerms,
  columnsOf: (table: string) => readonly TableColumn[],
): string[] {
  const before = new Map(than.tables.map(each => [each.table, each]));
  return [
    ...terms.tables.flatMap(table => {
      const old = before.get(table.table);
      return old
        ? tableWidenings(table, old, [...columnsOf(table.table)])
        : [`${nameOf(table)} was not asked for`];
    }),
    ...(terms.durationMinutes > than.durationMinutes
      ? ['It would last longer than was asked for']
      : []),
    ...(startOf(terms) < startOf(than)
      ? ['It would begin earlier than was asked for']
      : []),
  ];
}

function tableWidenings(
  table: RequestedTable,
  old: RequestedTable,
  columns: TableColumn[],
): string[] {
  if (isAnotherTable(table, old)) {
    return [`${nameOf(table)} is not the table that was asked for`];
  }
  const known = new Set(old.columns.map(({ fieldId }) => fieldId));
  const added = table.columns.filter(({ fieldId }) => !known.has(fieldId));
  return [
    ...added.map(
      ({ name }) => `Column ${name} of ${nameOf(table)} was not asked for`,
    ),
    ...(isNarrowerFilter(table.rowFilter, old.rowFilter, columns)
      ? []
      : [
          `The rows of ${nameOf(
            table,
          )} are not certain to be among those that were asked for`,
        ]),
  ];
}

function isAnotherTable(table: RequestedTable, old: RequestedTable): boolean {
  return (
    tableKey(table.ref) !== tableKey(old.ref) ||
    table.tableUuid !== old.tableUuid
  );
}

function isNarrowerFilter(
  filter: string | undefined,
  than: string | undefined,
  columns: TableColumn[],
): boolean {
  if (filter === than) return true;
  const narrower = expressionOf(filter);
  const wider = expressionOf(than);
  if (!narrower || !wider) return false;
  return rowFilterImplies(narrower, wider, columns) === 'yes';
}

/** Undefined for what is no row filter, of which nothing can be shown. */
function expressionOf(
  filter: string | undefined,
): RowFilterExpression | undefined {
  if (!filter) return ALL_ROWS;
  try {
    return parseRowFilter(filter);
  } catch (error) {
    if (error instanceof RowFilterError) return undefined;
    throw error;
  }
}

function startOf({ startsAt }: AccessTerms): number {
  return startsAt ? Date.parse(startsAt) : 0;
}

function nameOf({ ref }: RequestedTable): string {
  return `${ref.databaseName}.${ref.tableName}`;
}
