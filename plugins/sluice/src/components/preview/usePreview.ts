import { useApi } from '@backstage/frontend-plugin-api';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';

/** Rows of one preview. */
const LIMIT = 50;

/** Whose view of what; entity refs. */
export interface Sight {
  team: string;
  table: string;
}

/** What a preview would cost, and the rows once they are asked for. */
export function usePreview(
  { team, table }: Partial<Sight>,
  options: {
    /** Whether the rows are asked for. */
    isAsked: boolean;
    /** Whether anything may be asked, and is chosen; yes unless told. */
    isEnabled?: boolean;
  },
) {
  const { isAsked, isEnabled = true } = options;
  const api = useApi(sluiceApiRef);
  const estimate = useQuery({
    queryKey: ['preview-estimate', team, table],
    queryFn: () => api.estimatePreview({ team: team!, table: table! }),
    enabled: isEnabled,
  });
  const preview = useQuery({
    queryKey: ['preview', team, table],
    queryFn: () =>
      api.createPreview({ team: team!, table: table!, limit: LIMIT }),
    enabled: isEnabled && isAsked && estimate.isSuccess,
    // Rows are kept no longer than they are looked at, and read once.
    gcTime: 0,
    staleTime: Infinity,
    refetchOnWindowFocus: false,
  });
  return { estimate, preview, isAsked };
}

/** The teams that the person is in, of which alone they may see rows. */
export function useOwnTeams() {
  const api = useApi(sluiceApiRef);
  const { data } = useQuery({
    queryKey: ['my-access'],
    queryFn: () => api.getMyAccess(),
  });
  return data?.teams;
}
