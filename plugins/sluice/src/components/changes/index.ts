export { ChangesRoutes } from './ChangesRoutes';
export { PlanLink } from './PlanLink';
