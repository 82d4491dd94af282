import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueries } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';

/** The tables of these entity refs: those that are here, and whether the rest is still to come. */
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
      isPending: answers.some(({ isPending }) => isPending),
    }),
  });
}
