export {
  attestationOf,
  overallOf,
  type AttestationParts,
} from './attestationOf';
export { expectationsDocument } from './expectationsDocument';
export { grantRevision } from './grantRevision';
export { judge } from './judge';
export { proofFailed } from './proofFailed';
export { proofOf } from './proofOf';
export { sparkPredicate } from './sparkPredicate';
export * from './types';
