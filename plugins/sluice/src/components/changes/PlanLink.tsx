import { Navigate, useParams } from 'react-router-dom';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { planRouteRef } from '../../routes';

/**
 * The short address of a plan, `/sluice/plans/…`, as others link to it. The page
 * itself stands among the changes, since a tab of its own would have no list.
 */
export function PlanLink() {
  const { planId = '' } = useParams();
  const planRoute = useRouteRef(planRouteRef);
  return planRoute ? <Navigate to={planRoute({ planId })} replace /> : null;
}
