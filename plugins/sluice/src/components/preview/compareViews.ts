import type { SluiceApi } from '@sluice/plugin-sluice-common';

/** What one team sees of a table, as far as it is shown. */
export type View = Pick<SluiceApi.Preview, 'columns' | 'rows' | 'rowCount'>;

/**
 * Where a row stands, by its values in the columns that both views have:
 * `both`, also as often; `more`, in both but more often here; `only`, here and
 * not there; `unknown`, not found there, where not all rows are shown.
 */
export type RowStanding = 'both' | 'more' | 'only' | 'unknown';

/** One view beside another. */
export interface ComparedView {
  /** Names of columns that the other has not. */
  ownColumns: string[];
  /** Of each row, in their order; undefined where no column is in both. */
  rows: RowStanding[] | undefined;
}

/**
 * How two views of one table differ. Rows have no key, so they are compared as
 * multisets of values; which of several equal rows is the surplus one cannot be
 * told, so they all stand alike.
 */
export function compareViews(
  left: View,
  right: View,
): [ComparedView, ComparedView] {
  const names = new Set(right.columns.map(({ name }) => name));
  const shared = left.columns
    .map(({ name }) => name)
    .filter(name => names.has(name));
  return [besides(left, right, shared), besides(right, left, shared)];
}

function besides(here: View, there: View, shared: string[]): ComparedView {
  const ownColumns = here.columns
    .map(({ name }) => name)
    .filter(name => !shared.includes(name));
  if (shared.length === 0) return { ownColumns, rows: undefined };
  const keys = keysOf(here, shared);
  const countsHere = countsOf(keys);
  const countsThere = countsOf(keysOf(there, shared));
  const isAllThere = there.rows.length === there.rowCount;
  return {
    ownColumns,
    rows: keys.map(key => {
      const count = countsThere.get(key) ?? 0;
      if (count >= countsHere.get(key)!) return 'both';
      // What is not shown there may be equal.
      if (!isAllThere) return count > 0 ? 'both' : 'unknown';
      return count > 0 ? 'more' : 'only';
    }),
  };
}

/** The values of each row in some columns; NULL is none of the texts. */
function keysOf({ columns, rows }: View, names: string[]): string[] {
  const positions = names.map(name =>
    columns.findIndex(column => column.name === name),
  );
  return rows.map(row => JSON.stringify(positions.map(i => row[i])));
}

function countsOf(keys: string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}
