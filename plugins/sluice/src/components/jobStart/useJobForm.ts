import { useRef, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { jobRunRouteRef } from '../../routes';
import { isConflict, isRefusal, reasonOf } from '../states';
import { useAction } from '../useAction';
import {
  draftOf,
  findObstacle,
  type JobFields,
  NOTHING_FILLED_IN,
} from './jobDraft';
import { newRequestKey } from './requestKey';
import { type DraftCheck, useJobCheck } from './useJobCheck';

/** A job while it is filled in: what it holds, what stands against it, what starts it. */
export function useJobForm({
  kind,
  options,
  onDone,
}: {
  kind: SluiceApi.JobKind;
  options: SluiceApi.JobOptions;
  onDone: () => void;
}) {
  const [fields, setFields] = useState(NOTHING_FILLED_IN);
  const draft = draftOf(fields, { team: options.team.entityRef, kind });
  const incomplete = findObstacle(fields, kind, options.limits);
  const check = useJobCheck(incomplete === undefined ? draft : undefined);
  const start = useStart(draft, onDone);
  return {
    kind,
    fields,
    change: (part: Partial<JobFields>) =>
      setFields(before => ({ ...before, ...part })),
    check,
    start,
    /** Why nothing can be started yet. */
    obstacle: incomplete ?? obstacleOf(check),
  };
}

export type JobForm = ReturnType<typeof useJobForm>;

/** Starts one run, however often it is tried, and shows it. */
function useStart(draft: SluiceApi.JobDraft, onDone: () => void) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const jobRunRoute = useRouteRef(jobRunRouteRef);
  const requestKey = useRef<string>();
  return useAction({
    action: async () => {
      requestKey.current ??= newRequestKey();
      try {
        return await api.createJobRun({
          ...draft,
          requestKey: requestKey.current,
        });
      } catch (error) {
        // Nothing was started by this call. If it is because an earlier one,
        // whose answer was lost, has started something else, the message says
        // so, and whoever goes on wants another run.
        if (isConflict(error as Error)) requestKey.current = undefined;
        throw error;
      }
    },
    onSuccess: run => {
      queries.invalidateQueries({ queryKey: ['job-runs'] });
      onDone();
      if (jobRunRoute) navigate(jobRunRoute({ jobRunId: run.id }));
    },
  });
}

/** What the backend has against a draft that is complete. */
function obstacleOf({
  data,
  error,
  isChecking,
}: DraftCheck): string | undefined {
  if (isChecking) return 'Checking what would run…';
  // A failure says nothing of the draft, and the backend checks it again.
  if (error) return isRefusal(error) ? reasonOf(error) : undefined;
  const { problems = [], expectations } = data ?? {};
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 1) return 'A problem keeps it from running.';
  if (errors.length > 1)
    return `${errors.length} problems keep it from running.`;
  return expectations?.every(({ doubt }) => doubt !== undefined)
    ? 'Of no table can be told what the team is to read, so nothing can be verified.'
    : undefined;
}
