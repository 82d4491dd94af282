import { ObservedTable, Permission, RowAccess } from '../accessModel';
import {
  ALL_ROWS,
  NO_ROWS,
  RowFilterExpression,
  andRowFilters,
  orRowFilters,
  printRowFilter,
  rowFilterImplies,
  rowFiltersOverlap,
} from '../rowFilter';
import { TableMemo } from './TableMemo';

/**
 * A part of a table that some grant opens: these columns, in these rows. Lake
 * Formation has no deny, so what a principal reads is the union of its sources.
 */
export interface GrantSource {
  /** Positions in the table's columns; never empty. */
  columns: ReadonlySet<number>;
  rows: RowFilterExpression;
  permissions: Permission[];
}

const HIDDEN: RowAccess = { kind: 'none' };

/** What a union of sources opens. */
export interface OpenedTable {
  /** By position of the column; `none` where it is hidden. */
  columns: RowAccess[];
  rows: RowAccess;
}

/**
 * A column's cell is readable where any source that includes the column lets
 * the row through; the row comes back where any source does (LF reference A6).
 */
export function openTable(
  sources: GrantSource[],
  table: ObservedTable,
  memo = new TableMemo(),
): OpenedTable {
  const rowsOf = (included: GrantSource[]): RowAccess => {
    // Sorted, so that the text does not depend on the order of the grants.
    const filters = included
      .map(({ rows }) => ({ rows, text: printRowFilter(rows) }))
      .sort((a, b) => compare(a.text, b.text));
    const key = JSON.stringify(['any', ...filters.map(({ text }) => text)]);
    return memo.byFilters(key, () =>
      toRowAccess(orRowFilters(filters.map(({ rows }) => rows)), table),
    );
  };
  const [first] = sources;
  if (sources.length === 1) {
    // By far the most answers are of this kind.
    const rows = rowsOf(sources);
    return {
      columns: table.columns.map((_, position) =>
        first.columns.has(position) ? rows : HIDDEN,
      ),
      rows,
    };
  }
  const byGroup = new Map<string, RowAccess>();
  const columns = table.columns.map((_, position) => {
    const included = sources.filter(source => source.columns.has(position));
    const group = included.map(source => sources.indexOf(source)).join();
    const rows = byGroup.get(group) ?? rowsOf(included);
    byGroup.set(group, rows);
    return rows;
  });
  const isOpen = columns.some(({ kind }) => kind !== 'none');
  return { columns, rows: isOpen ? rowsOf(sources) : HIDDEN };
}

/**
 * What two parties both open: an account shares, and its administrator grants
 * on. Each pair of sources meets in their common columns and rows (A6).
 */
export function intersectSources(
  outer: GrantSource[],
  inner: GrantSource[],
  table: ObservedTable,
  memo: TableMemo,
): GrantSource[] {
  const left = unite(outer, table);
  const right = unite(inner, table);
  return left.flatMap(a =>
    right.flatMap(b => {
      const columns = new Set([...a.columns].filter(c => b.columns.has(c)));
      const rows = memo.byFilters(
        JSON.stringify([
          'both',
          printRowFilter(a.rows),
          printRowFilter(b.rows),
        ]),
        () => intersectRows(a.rows, b.rows, table),
      );
      const isEmpty = columns.size === 0 || printRowFilter(rows) === 'false';
      return isEmpty
        ? []
        : [
            {
              columns,
              rows,
              permissions: [...a.permissions, ...b.permissions],
            },
          ];
    }),
  );
}

/** Sources of the same columns as one, so that few pairs remain. */
function unite(sources: GrantSource[], table: ObservedTable): GrantSource[] {
  if (sources.length < 2) return sources;
  const byColumns = new Map<string, GrantSource>();
  for (const source of sources) {
    const { columns } = source;
    const key =
      columns.size === table.columns.length
        ? 'all'
        : [...columns].sort((a, b) => a - b).join();
    const same = byColumns.get(key);
    byColumns.set(
      key,
      same
        ? {
            columns: same.columns,
            rows: orRowFilters([same.rows, source.rows]),
            permissions: [...same.permissions, ...source.permissions],
          }
        : source,
    );
  }
  return [...byColumns.values()];
}

/** The narrower of two, where it is one; a shorter text for a person to read. */
function intersectRows(
  first: RowFilterExpression,
  second: RowFilterExpression,
  table: ObservedTable,
): RowFilterExpression {
  const both = andRowFilters([first, second]);
  if (both.kind !== 'and') return both;
  if (rowFilterImplies(first, second, table.columns) === 'yes') return first;
  if (rowFilterImplies(second, first, table.columns) === 'yes') return second;
  return rowFiltersOverlap(first, second, table.columns) === 'no'
    ? NO_ROWS
    : both;
}

/** Recognizes a filter that, by meaning, no row or every row meets. */
function toRowAccess(
  rows: RowFilterExpression,
  table: ObservedTable,
): RowAccess {
  if (rows.kind === 'literal') return { kind: rows.value ? 'all' : 'none' };
  if (rowFiltersOverlap(rows, ALL_ROWS, table.columns) === 'no') {
    return { kind: 'none' };
  }
  if (rowFilterImplies(ALL_ROWS, rows, table.columns) === 'yes') {
    return { kind: 'all' };
  }
  return { kind: 'expression', expression: printRowFilter(rows) };
}

function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
