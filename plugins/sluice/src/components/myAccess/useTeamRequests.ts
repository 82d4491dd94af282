import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { isUnderWay } from '../requests';

/** As many as the backend gives at once. */
const MAX_REQUESTS = 500;

/** How often to look while something is under way, in milliseconds. */
const POLL_MS = 3_000;

/** Phases of what is not over. */
const LIVE: SluiceApi.RequestPhase[] = [
  'draft',
  'pending',
  'approved',
  'applying',
  'active',
  'expiring',
  'revoking',
  'failed',
];

/** Requests of a team that are not over: those that give access now, and the others. */
export function useTeamRequests(team: string) {
  const api = useApi(sluiceApiRef);
  const { data, ...query } = useQuery({
    queryKey: ['requests', 'of-team', team],
    queryFn: () => api.getRequests({ team, phase: LIVE, limit: MAX_REQUESTS }),
    refetchInterval: ({ state }) =>
      state.data?.items.some(isUnderWay) ? POLL_MS : false,
  });
  return {
    ...query,
    requests: data?.items,
    hasMore: data?.nextCursor !== undefined,
  };
}
