import {
  type RequestEventType,
  TRANSITIONS,
} from '@sluice/plugin-sluice-common';
import type { HistoryQuery } from '../../api';

/** What is looked for in the history. */
export type HistoryFilter = Omit<HistoryQuery, 'type'> & {
  type?: RequestEventType;
};

const TEXTS = [
  'team',
  'table',
  'product',
  'request',
  'grant',
  'review',
  'person',
] as const;
const TIMES = ['since', 'until'] as const;

/** All that can happen to a request, in the order in which it does. */
export const EVENT_TYPES: readonly RequestEventType[] = TRANSITIONS.map(
  ({ event }) => event,
).filter((event, i, events) => events.indexOf(event) === i);

/** The filter that stands in the URL; what makes no sense there is left out. */
export function filterIn(search: URLSearchParams): HistoryFilter {
  const type = EVENT_TYPES.find(each => each === search.get('type'));
  const texts = TEXTS.map(key => [key, search.get(key)] as const);
  const times = TIMES.map(key => [key, timeIn(search.get(key))] as const);
  return {
    ...(type && { type }),
    ...Object.fromEntries([...texts, ...times].filter(([, value]) => value)),
  };
}

/** The URL with another filter; what is given as undefined goes. */
export function withFilter(
  search: URLSearchParams,
  change: HistoryFilter,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}

function timeIn(text: string | null): string | undefined {
  const time = new Date(text ?? '');
  return Number.isNaN(time.getTime()) ? undefined : time.toISOString();
}
