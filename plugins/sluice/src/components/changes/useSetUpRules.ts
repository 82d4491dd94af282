import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';

/**
 * The rules that a plan is checked against, to explain its findings. A plan
 * without findings needs none, and one with findings can be read without.
 */
export function useSetUpRules(
  plan: SluiceApi.Plan | undefined,
): SluiceApi.SetUpRule[] | undefined {
  const api = useApi(sluiceApiRef);
  return useQuery({
    queryKey: ['set-up-rules'],
    queryFn: () => api.getSetUpRules(),
    enabled: plan !== undefined && plan.findings.length > 0,
    staleTime: Infinity,
  }).data;
}
