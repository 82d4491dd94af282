import { REQUEST_PHASES } from '@sluice/plugin-sluice-common';
import type { RequestQuery } from '../../api';

/** Which of the lists is looked at. */
export type RequestList = NonNullable<RequestQuery['list']>;

/** What is looked for in a list; entity refs. */
export type RequestFilter = Pick<
  RequestQuery,
  'phase' | 'team' | 'table' | 'product' | 'person'
>;

const LISTS: readonly string[] = ['toDecide', 'mine', 'all'];
const REFS = ['team', 'table', 'product', 'person'] as const;

/** The list that the URL names, if it names one. */
export function listIn(search: URLSearchParams): RequestList | undefined {
  const list = search.get('list') ?? '';
  return LISTS.includes(list) ? (list as RequestList) : undefined;
}

/** The filter that stands in the URL; what makes no sense there is left out. */
export function filterIn(search: URLSearchParams): RequestFilter {
  const phase = REQUEST_PHASES.filter(each =>
    search.getAll('phase').includes(each),
  );
  return {
    ...(phase.length > 0 && { phase }),
    ...Object.fromEntries(
      REFS.flatMap(key => {
        const ref = search.get(key);
        return ref ? [[key, ref]] : [];
      }),
    ),
  };
}

/** The URL with another list or filter; what is given as undefined goes. */
export function withFilter(
  search: URLSearchParams,
  change: { list?: RequestList } & RequestFilter,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    next.delete(key);
    for (const each of [value ?? []].flat()) next.append(key, each);
  }
  return next;
}
