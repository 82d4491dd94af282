import { FailureReason } from '../state';

/** Why a job run ends FAILED, as EMR says it. */
export class JobFailure extends Error {
  constructor(
    readonly reason: FailureReason,
    /** Whole sentences, for `stateDetails`. */
    details: string,
    /** What the driver would have written to stderr. */
    readonly log?: string,
  ) {
    super(details);
    this.name = 'JobFailure';
  }
}
