import { FormEvent, useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, TextAreaField } from '@backstage/ui';
import { hasSomethingToDo, type SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { changeRouteRef } from '../../routes';
import { ErrorState, isConflict } from '../states';
import { useAction } from '../useAction';
import { PlanAgain } from './PlanAgain';

const MAX_REASON_LENGTH = 1000;

/** Why a plan cannot be applied, whatever the reason that is given for it. */
function obstacleOf(plan: SluiceApi.Plan): string | undefined {
  const errors = plan.findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return `The checks found ${
      errors.length === 1 ? 'an error' : `${errors.length} errors`
    }. Correct what was declared and plan again.`;
  }
  return hasSomethingToDo(plan)
    ? undefined
    : 'There is nothing to do: everything is as wanted.';
}

/** Applies a plan, for a reason that is kept with the change. */
export function ApplyForm({ plan }: { plan: SluiceApi.Plan }) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const navigate = useNavigate();
  const changeRoute = useRouteRef(changeRouteRef);
  const [reason, setReason] = useState('');
  const apply = useAction({
    action: () => api.createChange({ planId: plan.id, reason: reason.trim() }),
    onSuccess: change => {
      const changeId = change.summary.id;
      queries.setQueryData(['change', changeId], change);
      queries.invalidateQueries({ queryKey: ['changes'] });
      if (changeRoute) navigate(changeRoute({ changeId }));
    },
  });
  const obstacle = obstacleOf(plan);
  if (obstacle) {
    return (
      <Flex direction="column" gap="3">
        <Alert status="info" icon title={obstacle} />
        <div>
          <Button isDisabled>Apply</Button>
        </div>
      </Flex>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    apply.start();
  };
  return (
    <form onSubmit={submit} aria-label="Apply the plan">
      <Flex direction="column" gap="3">
        <TextAreaField
          label="Reason"
          description="Why it is done; kept with the change. Nothing is applied without one."
          isRequired
          maxLength={MAX_REASON_LENGTH}
          value={reason}
          onChange={setReason}
        />
        {apply.error &&
          (isConflict(apply.error) ? (
            <PlanAgain plan={plan} conflict={apply.error} />
          ) : (
            <ErrorState error={apply.error} action="apply" what="the plan" />
          ))}
        <div>
          <Button
            type="submit"
            isDisabled={reason.trim() === ''}
            isPending={apply.isPending}
          >
            Apply
          </Button>
        </div>
      </Flex>
    </form>
  );
}
