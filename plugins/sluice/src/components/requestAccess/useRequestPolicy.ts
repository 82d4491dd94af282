import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';

/** Limits of requests; they change only with the configuration. */
export function useRequestPolicy() {
  const api = useApi(sluiceApiRef);
  return useQuery({
    queryKey: ['request-policy'],
    queryFn: () => api.getRequestPolicy(),
    staleTime: Infinity,
  });
}
