import { DRIFT_CAUSES, DriftCause } from '@sluice/plugin-sluice-common';
import type { DriftQuery } from '../../api';

/** What is looked for; stands in the URL. */
export type DriftFilter = Omit<DriftQuery, 'cursor' | 'limit'>;

const STATUSES = ['open', 'ignored', 'gone'] as const;
const TEXTS = ['team', 'table', 'product', 'account'] as const;

/** Causes to choose from, in the order of the catalogue of faults. */
export const CAUSES = (Object.keys(DRIFT_CAUSES) as DriftCause[])
  .map(id => ({ id, label: DRIFT_CAUSES[id].title }))
  .sort((a, b) => a.label.localeCompare(b.label, 'en'));

/** The filter that stands in the URL; what makes no sense there is left out. */
export function filterIn(search: URLSearchParams): DriftFilter {
  const status = STATUSES.find(each => each === search.get('status'));
  const cause = CAUSES.find(({ id }) => id === search.get('cause'))?.id;
  return {
    ...(status && { status }),
    ...(cause && { cause }),
    ...Object.fromEntries(
      TEXTS.flatMap(key => {
        const value = search.get(key);
        return value ? [[key, value]] : [];
      }),
    ),
  };
}

/** The URL with another filter; what is given as undefined goes. */
export function withFilter(
  search: URLSearchParams,
  change: DriftFilter,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}
