import { EffectiveAccess, RowAccess, TableColumn } from '../accessModel';
import {
  ALL_ROWS,
  NO_ROWS,
  parseRowExpression,
  RowFilterExpression,
  rowFilterImplies,
  rowFiltersOverlap,
} from '../rowFilter';

/** An answer that says which columns and rows are open. */
export type KnownAccess = Extract<
  EffectiveAccess,
  { level: 'full' | 'partial' }
>;

/** How many of some rows are open. */
export type Cover = 'all' | 'some' | 'none';

/** What cannot be shown to be all or none is some. */
export function coverOf(
  open: RowAccess,
  rows: RowFilterExpression,
  columns: TableColumn[],
): Cover {
  if (open.kind !== 'expression') return open.kind;
  const opened = expressionOf(open);
  if (rowFilterImplies(rows, opened, columns) === 'yes') return 'all';
  return rowFiltersOverlap(rows, opened, columns) === 'no' ? 'none' : 'some';
}

/** Rows in which a column can be read. */
export function rowsOfColumn(
  { columns }: KnownAccess,
  fieldId: number,
): RowAccess {
  return (
    columns.find(each => each.fieldId === fieldId)?.rows ?? { kind: 'none' }
  );
}

export function expressionOf(rows: RowAccess): RowFilterExpression {
  if (rows.kind === 'expression') return parseRowExpression(rows.expression);
  return rows.kind === 'all' ? ALL_ROWS : NO_ROWS;
}

/** Columns that are open in the same rows, together. */
export function groupedByRows(
  columns: { name: string; rows: RowAccess }[],
): { names: string[]; rows: RowAccess }[] {
  const groups = new Map<string, { names: string[]; rows: RowAccess }>();
  for (const { name, rows } of columns) {
    const key = JSON.stringify(rows);
    const group = groups.get(key);
    if (group) group.names.push(name);
    else groups.set(key, { names: [name], rows });
  }
  return [...groups.values()];
}
