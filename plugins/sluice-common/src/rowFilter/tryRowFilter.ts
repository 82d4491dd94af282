import { columnsOf } from './ast';
import { checkRowFilter } from './check';
import { evaluateRowFilter } from './evaluate';
import { CheckedColumn } from './resolveColumn';
import { RowFilterError } from './RowFilterError';
import { SyntheticRowsOptions, syntheticRows } from './syntheticRows';
import { RowFilterVerdict, rowFilterVerdict } from './verdict';

/** What a filter does to made-up rows. @public */
export interface RowFilterTrial {
  verdict: RowFilterVerdict;
  /** The names of the table's columns; those that the filter names come first. */
  columns: string[];
  rows: { values: Record<string, unknown>; matches: boolean }[];
  matching: number;
  total: number;
}

/**
 * Tries a filter on rows that are made up from the schema, never from data, so
 * that it may be shown to a person who may not see the table.
 *
 * @throws RowFilterError when the text is no filter for these columns.
 * @public
 */
export function tryRowFilter(
  text: string,
  columns: (CheckedColumn & { required?: boolean })[],
  options?: SyntheticRowsOptions,
): RowFilterTrial {
  const { expression, problems } = checkRowFilter(text, columns);
  if (!expression || problems.length > 0) throw new RowFilterError(problems[0]);

  const rows = syntheticRows(columns, expression, options).map(values => ({
    values,
    matches: evaluateRowFilter(expression, values) === true,
  }));
  const named = new Set(columnsOf(expression).map(([name]) => name));
  const isNamed = (name: string) => named.has(name.toLowerCase());
  const names = columns.map(({ name }) => name);
  return {
    verdict: rowFilterVerdict(expression, columns),
    columns: [
      ...names.filter(isNamed),
      ...names.filter(name => !isNamed(name)),
    ],
    rows,
    matching: rows.filter(({ matches }) => matches).length,
    total: rows.length,
  };
}
