import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { useSettled } from '../useSettled';

/** Without a new letter for this long, somebody has finished a word. */
const PAUSE_MS = 400;

/** What the backend says of terms. */
export interface TermsCheck {
  /** Of these terms or, while `isChecking`, of those before. */
  data: SluiceApi.RequestCheck | undefined;
  error: Error | null;
  isChecking: boolean;
  retry: () => void;
}

/**
 * What would come of terms, kept up to date while they are written.
 *
 * @param request - undefined while it makes no sense to ask
 */
export function useTermsCheck(
  request: SluiceApi.CheckTermsRequest | undefined,
): TermsCheck {
  const api = useApi(sluiceApiRef);
  // By what it says: a form makes a new object with each drawing.
  const key = request && JSON.stringify(request);
  const settled = useSettled(key, PAUSE_MS);
  const query = useQuery({
    queryKey: ['terms-check', settled],
    queryFn: () => api.checkTerms(JSON.parse(settled!)),
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
  });
  const isOfThese = key !== undefined && key === settled;
  return {
    data: request && query.data,
    error: isOfThese ? query.error : null,
    isChecking:
      key !== undefined &&
      (!isOfThese || query.isPlaceholderData || query.isFetching),
    retry: () => query.refetch(),
  };
}
