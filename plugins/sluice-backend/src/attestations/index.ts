export {
  AttestationStore,
  type AttestationPosition,
  type StoredAttestation,
} from './AttestationStore';
export {
  createAttestations,
  type AttestationParts,
} from './createAttestations';
export { Proofs, type ProofsAt } from './Proofs';
export {
  Reverification,
  startReverification,
  type ReverificationConfig,
  type VerificationStarter,
} from './Reverification';
