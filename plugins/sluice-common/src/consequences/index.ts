export { consequencesOf, type KnownReader } from './consequencesOf';
export { grantSteps, observedState, type ObservedState } from './grantSteps';
export { observationsOf, plannedAccess } from './plannedAccess';
