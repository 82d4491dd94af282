import type { HypotheticalChange } from '@sluice/plugin-sluice-common';

/** A change as a link may hold it. */
type Loose = HypotheticalChange | null | undefined;

/** The row filter of a change; null where a link has left it out. */
export function filterOf(change: Loose): string | null | undefined {
  return cellsOf(change)?.rowFilter;
}

/** The change with another row filter, where it is of a kind that has one. */
export function withFilter<Filter extends string | null | undefined>(
  change: HypotheticalChange,
  rowFilter: Filter,
): HypotheticalChange {
  if (!cellsOf(change)) return change;
  const changed =
    change.kind === 'grant'
      ? { ...change, on: { ...change.on, rowFilter } }
      : { ...change, rowFilter };
  return changed as HypotheticalChange;
}

/** The part of a change that says which cells; a link may hold anything. */
function cellsOf(change: Loose): { rowFilter?: string | null } | undefined {
  if (change?.kind === 'setFilter') return change;
  return change?.kind === 'grant' && change.on?.kind === 'cells'
    ? change.on
    : undefined;
}
