import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueries } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';

type Summary = Pick<SluiceApi.AccessRequestSummary, 'id' | 'revision'>;

/** The key of what a request as it stands comes to. */
export function checkKeyOf({ id, revision }: Summary): unknown[] {
  return ['request-check', id, revision];
}

/** What approving each of several requests would come to, in their order. */
export function useRequestChecks(requests: Summary[], enabled: boolean) {
  const api = useApi(sluiceApiRef);
  return useQueries({
    queries: requests.map(request => ({
      queryKey: checkKeyOf(request),
      queryFn: () => api.checkRequest(request.id),
      enabled,
    })),
  });
}
