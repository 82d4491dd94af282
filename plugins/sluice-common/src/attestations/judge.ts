import { accessCheck, columnsCheck, rowFilterCheck, rowsCheck } from './checks';
import {
  AttestationCheck,
  AttestationVerdict,
  JudgedTable,
  TableExpectation,
  TableObservation,
} from './types';
import { countOf } from './words';

/**
 * Compares what a job saw of a table with what was expected. Fails closed: what
 * is not known proves nothing.
 * @public
 */
export function judge(
  expectation: TableExpectation,
  observation?: TableObservation,
): JudgedTable {
  if (expectation.doubt !== undefined) {
    return unproved(expectation, expectation.doubt);
  }
  const checks = checksOf(expectation, observation);
  const verdict = worstOf(checks.map(each => each.verdict));
  const { rows, rowsOutside, groups, columns } = observation ?? {};
  return {
    expectation,
    verdict,
    text: textOf(verdict, checks, expectation, observation),
    checks,
    ...(rows !== undefined && { rows }),
    ...(rowsOutside !== undefined && { rowsOutside }),
    ...(groups && { groups }),
    ...(columns && { columns }),
  };
}

/** A table of which nothing is proved, and why: a whole sentence. */
export function unproved(
  expectation: TableExpectation,
  reason: string,
): JudgedTable {
  return {
    expectation,
    verdict: 'unproved',
    text: reason,
    checks: [
      {
        check: 'access',
        verdict: 'unproved',
        expected: expectation.doubt ? 'not known' : expectation.access,
        observed: 'nothing',
        text: reason,
      },
    ],
  };
}

/** One that differs decides; then one of which nothing is known. */
export function worstOf(verdicts: AttestationVerdict[]): AttestationVerdict {
  if (verdicts.includes('differs')) return 'differs';
  return verdicts.includes('unproved') || verdicts.length === 0
    ? 'unproved'
    : 'agrees';
}

function checksOf(
  expectation: TableExpectation,
  observation: TableObservation | undefined,
): AttestationCheck[] {
  const access = accessCheck(expectation, observation);
  if (
    !observation ||
    observation.outcome !== 'read' ||
    expectation.access === 'denied'
  ) {
    return [access];
  }
  return [
    access,
    columnsCheck(expectation, observation),
    rowFilterCheck(expectation, observation),
    rowsCheck(expectation, observation),
  ].filter(check => check !== undefined);
}

function textOf(
  verdict: AttestationVerdict,
  checks: AttestationCheck[],
  { name, access, columns, rowFilter }: TableExpectation,
  observation: TableObservation | undefined,
): string {
  if (verdict !== 'agrees' || access === 'denied') {
    return checks
      .filter(check => check.verdict === verdict)
      .map(({ text }) => text)
      .join(' ');
  }
  const { rows } = observation!;
  const read = [
    countOf(columns.length, 'column'),
    ...(rows === undefined ? [] : [countOf(rows, 'row')]),
  ].join(' and ');
  return `The job read ${read} of ${name}, ${
    rowFilter === undefined ? 'as is to be' : 'all within its row filter'
  }.`;
}
