export type { ChangeService } from './ChangeService';
export {
  createReconciler,
  startReconciler,
  type Reconciler,
} from './createReconciler';
export type { FactsReader } from './FactsReader';
export type { ManagedResources } from './ManagedResources';
export { PlanReview } from './PlanReview';
export type { PlanService } from './PlanService';
export type { ReadinessService } from './ReadinessService';
export { ResourceContexts } from './ResourceContexts';
export type { StateCheck } from './StateCheck';
