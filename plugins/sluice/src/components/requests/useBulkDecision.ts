import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { useOneByOne } from './useOneByOne';

type Summary = SluiceApi.AccessRequestSummary;

export type BulkDecision = 'approve' | 'deny';

/** Decides requests one by one; one that fails does not stop the others. */
export function useBulkDecision(decision: BulkDecision) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  return useOneByOne<Summary>({
    action: ({ id, revision }, comment) =>
      decision === 'approve'
        ? api.approveRequest(id, { revision, ...(comment && { comment }) })
        : api.denyRequest(id, { revision, reason: comment }),
    onDone: () =>
      Promise.all(
        ['requests', 'request'].map(key =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
}
