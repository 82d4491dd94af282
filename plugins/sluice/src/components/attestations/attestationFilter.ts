import type { SluiceApi } from '@sluice/plugin-sluice-common';
import type { AttestationQuery } from '../../api';
import { VERDICTS } from './verdict';

/** What is looked for; stands in the URL. */
export type AttestationFilter = Omit<AttestationQuery, 'cursor' | 'limit'>;

/** Verdicts to choose from. */
export const VERDICT_OPTIONS = (
  Object.keys(VERDICTS) as SluiceApi.AttestationVerdict[]
).map(id => ({ id, label: VERDICTS[id].title }));

/** The filter that stands in the URL; what makes no sense there is left out. */
export function filterIn(search: URLSearchParams): AttestationFilter {
  const verdict = VERDICT_OPTIONS.find(
    ({ id }) => id === search.get('verdict'),
  )?.id;
  const team = search.get('team');
  const table = search.get('table');
  return {
    ...(team && { team }),
    ...(table && { table }),
    ...(verdict && { verdict }),
  };
}

/** The URL with another filter; what is given as undefined goes. */
export function withFilter(
  search: URLSearchParams,
  change: AttestationFilter,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}
