import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueries } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';

/**
 * The tables of these entity refs: those that are here, and whether some were
 * not answered yet. One that failed counts as answered, also while it is tried
 * again.
 */
export function useKnownTables(tableRefs: string[]): {
  tables: ReadonlyMap<string, SluiceApi.Table>;
  isPending: boolean;
} {
  const api = useApi(sluiceApiRef);
  return useQueries({
    queries: tableRefs.map(tableRef => ({
      queryKey: ['table', tableRef],
      queryFn: () => api.getTable(tableRef),
    })),
    combine: answers => ({
      tables: new Map(
        answers.flatMap(({ data }, i) => (data ? [[tableRefs[i], data]] : [])),
      ),
      isPending: answers.some(({ isFetched }) => !isFetched),
    }),
  });
}
