import { useNavigate } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { Alert, Button, Flex } from '@backstage/ui';
import {
  type SluiceApi as Models,
  sluicePlanCreatePermission,
} from '@sluice/plugin-sluice-common';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { planRouteRef } from '../../routes';
import { ErrorState, reasonOf } from '../states';
import { useAction } from '../useAction';

/** How the same is planned anew; undefined for a plan that does not say. */
function planningOf(
  { kind, declaration, undoes }: Models.Plan,
  api: SluiceApi,
): (() => Promise<Models.Plan>) | undefined {
  if (kind === 'undo') {
    return undoes ? () => api.createUndoPlan(undoes) : undefined;
  }
  // A repair begins at the difference, which may be gone by now.
  if (kind === 'repair') return undefined;
  return declaration ? () => api.createPlan({ kind, declaration }) : undefined;
}

/** A plan that no longer fits what is there, and the way to one that does. */
export function PlanAgain({
  plan,
  conflict,
}: {
  plan: Models.Plan;
  conflict: Error;
}) {
  const api = useApi(sluiceApiRef);
  const navigate = useNavigate();
  const planRoute = useRouteRef(planRouteRef);
  const mayPlan = usePermission({ permission: sluicePlanCreatePermission });
  const planning = planningOf(plan, api);
  const planAgain = useAction({
    action: async () => planning?.(),
    onSuccess: fresh =>
      fresh && planRoute && navigate(planRoute({ planId: fresh.id })),
  });
  return (
    <Flex direction="column" gap="3">
      <Alert
        status="warning"
        icon
        title="The plan was not applied"
        description={reasonOf(conflict)}
        customActions={
          planning &&
          mayPlan.allowed && (
            <Button
              size="small"
              variant="secondary"
              isPending={planAgain.isPending}
              onPress={() => planAgain.start()}
            >
              Plan again
            </Button>
          )
        }
      />
      {planAgain.error && (
        <ErrorState error={planAgain.error} action="make" what="a new plan" />
      )}
    </Flex>
  );
}
