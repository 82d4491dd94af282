import {
  ColumnSelection,
  DataCellsFilter,
  ObservedTable,
} from '../accessModel';
import {
  ALL_ROWS,
  Decision,
  RowFilterExpression,
  parseRowExpression,
  rowFiltersEquivalent,
} from '../rowFilter';
import { ResourceProperties } from '../resources';
import { resolveColumns } from '../effectiveAccess/columnSelections';

/** How a filter that is there compares with the wanted one. */
export interface FilterComparison {
  columns: Decision;
  rows: Decision;
}

/** Compares what the filters open, not how they are written. */
export function compareFilters(
  wanted: ResourceProperties['dataCellsFilter'],
  found: DataCellsFilter,
  table: ObservedTable,
): FilterComparison {
  return {
    columns: compareColumns(selectionOf(wanted), found.columns, table),
    rows: compareRows(
      wanted.rowFilter,
      found.rows.kind === 'all' ? undefined : found.rows.expression,
      table,
    ),
  };
}

export function isSameMeaning({ columns, rows }: FilterComparison): boolean {
  return columns === 'yes' && rows === 'yes';
}

export function selectionOf({
  columns,
}: ResourceProperties['dataCellsFilter']): ColumnSelection {
  return columns ? { kind: 'include', names: columns } : { kind: 'all' };
}

function compareColumns(
  wanted: ColumnSelection,
  found: ColumnSelection,
  table: ObservedTable,
): Decision {
  const [left, right] = [wanted, found].map(each =>
    resolveColumns(each, table, 'The filter'),
  );
  if (right.problems.length > 0) return 'unknown';
  const isSame =
    left.columns.size === right.columns.size &&
    [...left.columns].every(position => right.columns.has(position));
  return isSame ? 'yes' : 'no';
}

function compareRows(
  wanted: string | undefined,
  found: string | undefined,
  table: ObservedTable,
): Decision {
  if (wanted === found) return 'yes';
  const [left, right] = [wanted, found].map(parsed);
  if (!left || !right) return 'unknown';
  return rowFiltersEquivalent(left, right, table.columns);
}

/** Undefined for what Sluice cannot read. */
export function parsed(
  text: string | undefined,
): RowFilterExpression | undefined {
  if (text === undefined) return ALL_ROWS;
  try {
    return parseRowExpression(text);
  } catch {
    return undefined;
  }
}

export function printSelection(selection: ColumnSelection): string {
  switch (selection.kind) {
    case 'all':
      return 'all columns';
    case 'include':
      return selection.names.join(', ');
    default:
      return `all columns but ${selection.names.join(', ')}`;
  }
}
