import { useEffect } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { type QueryClient, useQueryClient } from '@tanstack/react-query';

/** Where the backend says that something happened to a request. */
const CHANNEL = 'sluice:requests';

/** What one request decides, beside itself. */
const DEPENDENT_KEYS = [
  'requests',
  'access-matrix',
  'effective-access',
  'team-access',
  'my-access',
  'history',
  'reviews',
  'review',
];

/** Asks anew for a request, and for all that may have changed with it. */
export function refreshRequest(
  queries: QueryClient,
  requestId: string,
): Promise<unknown> {
  return Promise.all([
    queries.invalidateQueries({ queryKey: ['request', requestId] }),
    queries.invalidateQueries({ queryKey: ['request-check', requestId] }),
    refreshDependents(queries),
  ]);
}

/** Asks anew for all that may have changed with some request. */
export function refreshDependents(queries: QueryClient): Promise<unknown> {
  return Promise.all(
    DEPENDENT_KEYS.map(key => queries.invalidateQueries({ queryKey: [key] })),
  );
}

/**
 * Keeps the page up to date without a reload. Subscribes itself: `useSignal`
 * holds only the last message, and two that come close together are about two
 * requests. Without the signals plugin nothing comes, and pages look again by
 * themselves while something is under way.
 */
export function useRequestUpdates() {
  const queries = useQueryClient();
  const signals = useApiHolder().get(signalApiRef);
  useEffect(() => {
    const subscription = signals?.subscribe<{ requestId: string }>(
      CHANNEL,
      ({ requestId }) => refreshRequest(queries, requestId),
    );
    return () => subscription?.unsubscribe();
  }, [queries, signals]);
}
