export {
  createAccessIndex,
  type AccessIndex,
  type AccessIndexOptions,
} from './AccessIndex';
export { effectiveAccess, type AccessQuestion } from './effectiveAccess';
export {
  accessSummaryOf,
  formatColumnCount,
  formatRowAccess,
  summariseAccess,
  type AccessSummary,
  type FormattableRows,
} from './format';
export {
  accessOf,
  candidatePrincipals,
  candidateTables,
  whoCanSee,
} from './reverse';
