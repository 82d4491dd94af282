export { AttestationsRoutes } from './AttestationsRoutes';
export { VerdictChip } from './VerdictChip';
export { VERDICTS } from './verdict';
