export { ChangeDialog } from './ChangeDialog';
export { ExtendDialog } from './ExtendDialog';
export { ReasonDialog } from './ReasonDialog';
export { RequestsBehind } from './RequestsBehind';
export { RequestsRoutes } from './RequestsRoutes';
export { RequestsTable } from './RequestsTable';
export { isUnderWay, PhaseBadge } from './requestPhase';
export { useRequestUpdates } from './useRequestUpdates';
