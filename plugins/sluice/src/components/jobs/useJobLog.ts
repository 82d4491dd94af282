import { useCallback, useEffect, useReducer, useRef } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';

type Page = Pick<SluiceApi.JobLog, 'text' | 'offset' | 'nextOffset'>;

/** What of a log is in the page. */
export interface LogWindow {
  /** Neighbours, in order. */
  pages: Page[];
  /** Nothing more is there now. */
  atEnd: boolean;
  /** Nothing more will come. */
  complete: boolean;
  missing?: string;
  error?: Error;
  isLoading: boolean;
}

const PAGE_BYTES = 64 * 1024;
/** A log may have hundreds of megabytes; a browser page has room for some of it. */
const MAX_PAGES = 8;
const POLL_MS = 2_000;
/** The backend gives no less at once. */
const SMALLEST_BYTES = 1_024;

const EMPTY: LogWindow = {
  pages: [],
  atEnd: false,
  complete: false,
  isLoading: true,
};

type Action =
  | { kind: 'loading' }
  | { kind: 'failed'; error: Error }
  | { kind: 'loaded'; at: 'after' | 'before' | 'anew'; log: SluiceApi.JobLog };

/** Adds a page, and lets go of those at the other end that are too many. */
function reduce(window: LogWindow, action: Action): LogWindow {
  if (action.kind === 'loading') {
    return { ...window, isLoading: true, error: undefined };
  }
  if (action.kind === 'failed') {
    return { ...window, isLoading: false, error: action.error };
  }
  const { log, at } = action;
  const page = log.text === '' ? [] : [log];
  if (at === 'before') {
    const pages = [...page, ...window.pages];
    const kept = pages.slice(0, MAX_PAGES);
    return {
      ...window,
      pages: kept,
      atEnd: window.atEnd && kept.length === pages.length,
      isLoading: false,
    };
  }
  const pages = at === 'anew' ? page : [...window.pages, ...page];
  return {
    pages: pages.slice(-MAX_PAGES),
    atEnd: log.atEnd,
    complete: log.complete,
    missing: pages.length === 0 ? log.missing : undefined,
    isLoading: false,
  };
}

/**
 * All of a log from one place to another. A page ends with a line, and has no less
 * than `SMALLEST_BYTES`, so that it takes several, and the last may be too long.
 */
async function readRange(
  read: (offset: number, bytes: number) => Promise<SluiceApi.JobLog>,
  from: number,
  until: number,
): Promise<SluiceApi.JobLog> {
  let log = await read(from, Math.max(until - from, SMALLEST_BYTES));
  const start = log.offset;
  let text = log.text;
  while (log.nextOffset < until && log.text !== '') {
    const left = until - log.nextOffset;
    log = await read(log.nextOffset, Math.max(left, SMALLEST_BYTES));
    text += log.text;
  }
  const bytes = new TextEncoder().encode(text).slice(0, until - start);
  return {
    ...log,
    text: new TextDecoder().decode(bytes),
    offset: start,
    nextOffset: start + bytes.length,
  };
}

/**
 * A window on a log, of a few pages. It begins at the start and follows what comes
 * as long as its end is in sight.
 */
export function useJobLog(
  jobRunId: string,
  stream: SluiceApi.JobLog['stream'],
) {
  const api = useApi(sluiceApiRef);
  const [window, dispatch] = useReducer(reduce, EMPTY);
  const busy = useRef(false);

  const load = useCallback(
    async (
      at: 'after' | 'before' | 'anew',
      range: { offset: number; until?: number },
    ) => {
      if (busy.current) return;
      busy.current = true;
      dispatch({ kind: 'loading' });
      try {
        const { offset, until } = range;
        const read = (from: number, bytes: number) =>
          api.getJobLog({ jobRunId, stream, offset: from, bytes });
        const log =
          until === undefined
            ? await read(offset, PAGE_BYTES)
            : await readRange(read, offset, until);
        dispatch({ kind: 'loaded', at, log });
      } catch (error) {
        dispatch({ kind: 'failed', error: error as Error });
      } finally {
        busy.current = false;
      }
    },
    [api, jobRunId, stream],
  );

  useEffect(() => {
    load('anew', { offset: 0 });
  }, [load]);

  const first = window.pages[0];
  const nextOffset = window.pages.at(-1)?.nextOffset ?? 0;
  const loadMore = useCallback(
    () => load('after', { offset: nextOffset }),
    [load, nextOffset],
  );
  const { atEnd, complete, isLoading, error } = window;
  useEffect(() => {
    if (!atEnd || complete || isLoading) return undefined;
    // A look that failed is no reason to stop looking.
    const pause = setTimeout(loadMore, error ? 5 * POLL_MS : POLL_MS);
    return () => clearTimeout(pause);
  }, [atEnd, complete, isLoading, error, loadMore]);

  const before = first?.offset ?? 0;
  return {
    ...window,
    hasEarlier: before > 0,
    loadMore,
    loadEarlier: () =>
      load('before', {
        offset: Math.max(0, before - PAGE_BYTES),
        until: before,
      }),
    toStart: () => load('anew', { offset: 0 }),
    toEnd: () => load('anew', { offset: -PAGE_BYTES }),
    retry: () => load('anew', { offset: 0 }),
  };
}
