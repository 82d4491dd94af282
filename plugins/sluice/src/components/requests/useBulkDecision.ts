import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { reasonOf } from '../states';
import { useAction } from '../useAction';

type Summary = SluiceApi.AccessRequestSummary;

export type BulkDecision = 'approve' | 'deny';

export type BulkOutcome = 'running' | 'done' | { reason: string };

export interface BulkFailure {
  request: Summary;
  reason: string;
}

/** Decides requests one by one; one that fails does not stop the others. */
export function useBulkDecision(decision: BulkDecision) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const [outcomes, setOutcomes] = useState<ReadonlyMap<string, BulkOutcome>>(
    new Map(),
  );
  const decide = ({ id, revision }: Summary, comment: string) =>
    decision === 'approve'
      ? api.approveRequest(id, { revision, ...(comment && { comment }) })
      : api.denyRequest(id, { revision, reason: comment });
  const run = useAction({
    action: async ({
      requests,
      comment,
    }: {
      requests: Summary[];
      comment: string;
    }) => {
      for (const request of requests) {
        const note = (outcome: BulkOutcome) =>
          setOutcomes(known => new Map(known).set(request.id, outcome));
        note('running');
        try {
          await decide(request, comment);
          note('done');
        } catch (error) {
          note({ reason: reasonOf(error as Error) });
        }
      }
    },
    onSuccess: () =>
      Promise.all(
        ['requests', 'request'].map(key =>
          queries.invalidateQueries({ queryKey: [key] }),
        ),
      ),
  });
  return {
    start: run.start,
    isRunning: run.isPending,
    hasStarted: outcomes.size > 0,
    outcomes,
  };
}
