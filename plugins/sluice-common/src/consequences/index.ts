export { consequencesOf, type KnownReader } from './consequencesOf';
export { plannedAccess } from './plannedAccess';
