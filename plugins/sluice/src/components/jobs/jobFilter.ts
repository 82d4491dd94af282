import type { JobRunQuery } from '../../api';
import { STATE_OPTIONS } from './jobState';
import { KIND_OPTIONS } from './jobText';

/** What is looked for; stands in the URL. */
export type JobFilter = Omit<JobRunQuery, 'cursor' | 'limit'>;

/** The filter that stands in the URL; what makes no sense there is left out. */
export function filterIn(search: URLSearchParams): JobFilter {
  const team = search.get('team');
  const kind = KIND_OPTIONS.find(({ id }) => id === search.get('kind'))?.id;
  const state = STATE_OPTIONS.find(({ id }) => id === search.get('state'))?.id;
  return {
    ...(team && { team }),
    ...(kind && { kind }),
    ...(state && { state }),
  };
}

/** The URL with another filter; what is given as undefined goes. */
export function withFilter(
  search: URLSearchParams,
  change: JobFilter,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}
