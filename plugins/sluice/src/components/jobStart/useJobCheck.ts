import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { useSettled } from '../useSettled';

/** Without a new letter for this long, somebody has finished a word. */
const PAUSE_MS = 400;

/** What the backend says of a draft. */
export interface DraftCheck {
  /** Of this draft or, while `isChecking`, of the one before. */
  data: SluiceApi.JobCheck | undefined;
  error: Error | null;
  isChecking: boolean;
  retry: () => void;
}

/**
 * What a draft would start, kept up to date while it is written.
 *
 * @param draft - undefined while it makes no sense to ask
 */
export function useJobCheck(draft: SluiceApi.JobDraft | undefined): DraftCheck {
  const api = useApi(sluiceApiRef);
  // By what it says: a form makes a new object with each drawing.
  const key = draft && JSON.stringify(draft);
  const settled = useSettled(key, PAUSE_MS);
  const query = useQuery({
    queryKey: ['job-check', settled],
    queryFn: () => api.checkJob(JSON.parse(settled!)),
    enabled: settled !== undefined,
    placeholderData: keepPreviousData,
    refetchOnWindowFocus: false,
    // A script of one's own is no thing to keep once the dialog is closed.
    gcTime: 0,
  });
  const isOfThis = key !== undefined && key === settled;
  return {
    data: draft && query.data,
    error: isOfThis ? query.error : null,
    isChecking:
      key !== undefined &&
      (!isOfThis || query.isPlaceholderData || query.isFetching),
    retry: () => query.refetch(),
  };
}
