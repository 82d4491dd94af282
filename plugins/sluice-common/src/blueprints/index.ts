export { accessGrantFilters } from './accessGrant';
export * from './blueprintOf';
export { teamOutputs } from './consumerTeam';
export type { TeamOutputs } from './consumerTeam';
export * from './facts';
export { keptPermissionBlueprint } from './keptPermission';
