import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { planRouteRef } from '../../routes';
import { ErrorState } from '../states';
import { useAction } from '../useAction';

/** What can be done about a change in each status. */
function offersOf(status: SluiceApi.ChangeStatus) {
  return {
    stop: status === 'queued' || status === 'applying',
    undo: ['failed', 'cancelled', 'succeeded'].includes(status),
    resume: status === 'failed' || status === 'cancelled',
  };
}

/**
 * Stop, undo, resume. Where Resume was, no other button appears once it was
 * pressed: the second click of a double click must not stop the change.
 */
export function ChangeActions({
  summary: { id, status },
}: {
  summary: SluiceApi.ChangeSummary;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const planRoute = useRouteRef(planRouteRef);
  const show = async (change: SluiceApi.Change) => {
    // An answer that is on its way is older than this one.
    await queries.cancelQueries({ queryKey: ['change', id] });
    queries.setQueryData(['change', id], change);
  };
  const stop = useAction({
    action: () => api.cancelChange(id),
    onSuccess: show,
  });
  const resume = useAction({
    action: () => api.resumeChange(id),
    onSuccess: show,
  });
  const undo = useAction({
    action: () => api.createUndoPlan(id),
    onSuccess: plan => planRoute && navigate(planRoute({ planId: plan.id })),
  });
  const offers = offersOf(status);
  const isBusy = stop.isPending || resume.isPending || undo.isPending;
  return (
    <Flex direction="column" gap="3">
      <Flex gap="2">
        {offers.stop && (
          <Button
            variant="secondary"
            isPending={stop.isPending}
            onPress={() => stop.start()}
          >
            Stop
          </Button>
        )}
        {offers.undo && (
          <Button
            variant="secondary"
            isPending={undo.isPending}
            isDisabled={isBusy && !undo.isPending}
            onPress={() => undo.start()}
          >
            Undo
          </Button>
        )}
        {offers.resume && (
          <Button
            isPending={resume.isPending}
            isDisabled={isBusy && !resume.isPending}
            onPress={() => resume.start()}
          >
            Resume
          </Button>
        )}
      </Flex>
      {stop.error && (
        <ErrorState error={stop.error} action="stop" what="the change" />
      )}
      {resume.error && (
        <ErrorState error={resume.error} action="resume" what="the change" />
      )}
      {undo.error && (
        <ErrorState error={undo.error} action="undo" what="the change" />
      )}
    </Flex>
  );
}
