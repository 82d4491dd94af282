import type { PropsWithChildren } from 'react';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';

/**
 * One cache for all of the plugin, so that a page and the dialog over it do
 * not ask twice. Retries are left to the person: an answer of 403 or 404 does
 * not change by asking again.
 */
const queryClient = new QueryClient({
  defaultOptions: {
    queries: { retry: false, staleTime: 10_000, refetchOnWindowFocus: true },
  },
});

export function QueryProvider({ children }: PropsWithChildren<{}>) {
  return (
    <QueryClientProvider client={queryClient}>{children}</QueryClientProvider>
  );
}

/** Forgets all answers; tests must not see each other's. */
export function clearQueries() {
  queryClient.clear();
}
