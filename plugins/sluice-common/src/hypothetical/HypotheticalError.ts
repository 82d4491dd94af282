import { InputError } from '@backstage/errors';

/**
 * A change that cannot be tried out. An `InputError`, so that a router answers
 * 400 without knowing of changes.
 * @public
 */
export class HypotheticalError extends InputError {
  constructor(
    /** Which of the changes, from 1. */
    readonly change: number,
    problem: string,
  ) {
    super(`Change ${change}: ${problem}`);
  }
}
