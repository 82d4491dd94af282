import { useRef } from 'react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { isConflict } from '../states';
import { useAction } from '../useAction';
import { refreshDependents, refreshRequest } from './useRequestUpdates';

/**
 * Does something to a request as somebody saw it, then shows what came of it.
 * When somebody else was faster, the request is read anew, so that one sees
 * what it is now.
 */
export function useRequestAct(options: {
  requestId: string;
  /** The one that the person saw. */
  revision: number;
  action: (revision: number) => Promise<SluiceApi.AccessRequest>;
  onSuccess?: (request: SluiceApi.AccessRequest) => void;
}) {
  const { requestId, revision, action, onSuccess } = options;
  const queries = useQueryClient();
  const doneAt = useRef<number>();
  const { start, ...state } = useAction({
    action: async (seen: number) => {
      try {
        return await action(seen);
      } catch (error) {
        if (isConflict(error as Error)) refreshRequest(queries, requestId);
        throw error;
      }
    },
    onSuccess: async request => {
      doneAt.current = revision;
      onSuccess?.(request);
      const queryKey = ['request', request.summary.id];
      // An answer that is on its way is older than this one.
      await queries.cancelQueries({ queryKey });
      queries.setQueryData(queryKey, request);
      refreshDependents(queries);
    },
  });
  return {
    ...state,
    /** Does nothing to a revision that it was done to: a click may come before its answer is drawn. */
    start: () => {
      if (doneAt.current !== revision) start(revision);
    },
  };
}
