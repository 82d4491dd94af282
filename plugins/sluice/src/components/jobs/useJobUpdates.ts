import { useEffect } from 'react';
import { useApiHolder } from '@backstage/frontend-plugin-api';
import { signalApiRef } from '@backstage/plugin-signals-react';
import { useQueryClient } from '@tanstack/react-query';

/** Where the backend says that a run is otherwise than it was. */
const CHANNEL = 'sluice:job-runs';

/**
 * Keeps what is shown of runs up to date. Without the signals plugin nothing
 * comes, and pages look again by themselves while something is under way.
 */
export function useJobUpdates() {
  const queries = useQueryClient();
  const signals = useApiHolder().get(signalApiRef);
  useEffect(() => {
    const subscription = signals?.subscribe<{ jobRunId: string }>(
      CHANNEL,
      ({ jobRunId }) => {
        queries.invalidateQueries({ queryKey: ['job-run', jobRunId] });
        queries.invalidateQueries({ queryKey: ['job-runs'] });
      },
    );
    return () => subscription?.unsubscribe();
  }, [queries, signals]);
}
