import { InputError } from '@backstage/errors';

/** What is wrong, and where; `start` and `end` are offsets into the text. @public */
export interface RowFilterProblem {
  message: string;
  /** Offset of the first character concerned. */
  start: number;
  /** Offset after the last character concerned. */
  end: number;
  /** What could stand there instead; empty when that says nothing. */
  expected: string[];
}

/**
 * A text that is not a row filter. An `InputError`, so that a router answers
 * 400 without knowing of row filters.
 * @public
 */
export class RowFilterError extends InputError implements RowFilterProblem {
  readonly start: number;
  readonly end: number;
  readonly expected: string[];

  constructor(problem: RowFilterProblem) {
    super(problem.message);
    this.start = problem.start;
    this.end = problem.end;
    this.expected = problem.expected;
  }
}
