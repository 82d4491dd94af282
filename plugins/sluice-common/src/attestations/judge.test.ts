import fc from 'fast-check';
import {
  DENIED,
  PATIENTS_EXPECTED,
  PATIENTS_SEEN,
} from './__testUtils__/expectations';
import { judge } from './judge';
import {
  AttestationVerdict,
  TableExpectation,
  TableObservation,
} from './types';

const NAME = PATIENTS_EXPECTED.name;
const FULL = { ...PATIENTS_EXPECTED, rowFilter: undefined };

type Expected = Pick<
  TableExpectation,
  'access' | 'columns' | 'rowFilter' | 'rows' | 'rowsFrom'
>;

/** Said again in other words than the checks have. */
function isRight(
  expected: Expected,
  seen: Omit<TableObservation, 'name'> | undefined,
): boolean {
  if (expected.access === 'denied') {
    return seen?.outcome === 'denied' || seen?.outcome === 'absent';
  }
  const isCounted = expected.rows !== undefined && seen?.rows === expected.rows;
  const hasGrown =
    expected.rowsFrom === 'snapshot' &&
    seen?.rows !== undefined &&
    seen.rows > (expected.rows ?? Infinity);
  const isWithin = expected.columns.includes('state')
    ? seen?.rowsOutside === 0
    : isCounted;
  return (
    seen?.outcome === 'read' &&
    JSON.stringify(seen.columns) === JSON.stringify(expected.columns) &&
    (expected.rowFilter === undefined || isWithin) &&
    (expected.rows === undefined || isCounted || hasGrown)
  );
}

describe('judge', () => {
  it.each<
    [
      string,
      TableExpectation,
      TableObservation | undefined,
      AttestationVerdict,
      string,
    ]
  >([
    [
      'all as expected',
      PATIENTS_EXPECTED,
      PATIENTS_SEEN,
      'agrees',
      `The job read 3 columns and 8 rows of ${NAME}, all within its row filter.`,
    ],
    [
      'rows that the filter keeps away',
      PATIENTS_EXPECTED,
      {
        ...PATIENTS_SEEN,
        rows: 12,
        rowsOutside: 4,
        groups: [
          { value: 'Texas', rows: 4 },
          { value: 'New York', rows: 4 },
          { rows: 4 },
        ],
      },
      'differs',
      `The job read 12 rows, 4 of which the row filter keeps away: Texas 4, New York 4, others 4, of ${NAME}.`,
    ],
    [
      'columns too many and too few',
      PATIENTS_EXPECTED,
      { ...PATIENTS_SEEN, columns: ['patient_id', 'STATE', 'ssn', 'name'] },
      'differs',
      `Of ${NAME} the job read ssn and name, which the team is not to read; it did not find age, which the team is to read.`,
    ],
    [
      'another number of rows than a person gave',
      { ...PATIENTS_EXPECTED, rows: 9 },
      PATIENTS_SEEN,
      'differs',
      `The job read 8 rows of ${NAME} instead of 9.`,
    ],
    [
      'fewer rows than were observed',
      { ...FULL, rows: 9, rowsFrom: 'snapshot' },
      PATIENTS_SEEN,
      'unproved',
      `The job read 8 rows of ${NAME}, which had 9 when Sluice last looked; whether the others were deleted or are kept from the team cannot be told. Verify again, or give the number of rows that are to be there.`,
    ],
    [
      'more rows than were observed',
      { ...FULL, rows: 7, rowsFrom: 'snapshot' },
      PATIENTS_SEEN,
      'agrees',
      `The job read 3 columns and 8 rows of ${NAME}, as is to be.`,
    ],
    [
      'all rows of a table without a filter',
      { ...FULL, rows: 8, rowsFrom: 'snapshot' },
      PATIENTS_SEEN,
      'agrees',
      `The job read 3 columns and 8 rows of ${NAME}, as is to be.`,
    ],
    [
      'a denial of what is to be read',
      PATIENTS_EXPECTED,
      { name: NAME, outcome: 'denied', error: 'AccessDeniedException: no' },
      'differs',
      `The job was denied ${NAME}, which the team is to read.`,
    ],
    [
      'no such table where one is to be read',
      PATIENTS_EXPECTED,
      { name: NAME, outcome: 'absent' },
      'differs',
      `The job found no ${NAME}, which the team is to read.`,
    ],
    [
      'an expected denial',
      DENIED,
      { name: NAME, outcome: 'denied' },
      'agrees',
      `The job was denied ${NAME}, as is to be.`,
    ],
    [
      'no such table where it is to be denied',
      DENIED,
      { name: NAME, outcome: 'absent' },
      'agrees',
      `The job found no ${NAME}, so that nothing of it is read, as is to be.`,
    ],
    [
      'a table read that is to be denied',
      DENIED,
      { ...PATIENTS_SEEN, rows: 1 },
      'differs',
      `The job read 1 row of ${NAME}, of which the team is to read nothing.`,
    ],
    [
      'an error',
      PATIENTS_EXPECTED,
      { name: NAME, outcome: 'error', error: 'SparkException: task lost' },
      'unproved',
      `What a job reads of ${NAME} is not known: SparkException: task lost.`,
    ],
    [
      'an error where it is to be denied',
      DENIED,
      { name: NAME, outcome: 'error' },
      'unproved',
      `What a job reads of ${NAME} is not known: it ended in an error.`,
    ],
    [
      'nothing said',
      PATIENTS_EXPECTED,
      undefined,
      'unproved',
      `The job says nothing of ${NAME}.`,
    ],
    [
      'rows not counted',
      PATIENTS_EXPECTED,
      { ...PATIENTS_SEEN, rowsOutside: undefined },
      'unproved',
      `Whether the rows of ${NAME} meet its row filter was not counted.`,
    ],
    [
      'a filter on a column that the team may not read',
      { ...PATIENTS_EXPECTED, columns: ['patient_id', 'age'] },
      { ...PATIENTS_SEEN, columns: ['patient_id', 'age'] },
      'unproved',
      `Whether the rows of ${NAME} meet its row filter cannot be told by a job of the team, which may not read state; give the number of rows that are to be there.`,
    ],
    [
      'the same with the right number of rows',
      { ...PATIENTS_EXPECTED, columns: ['patient_id', 'age'], rows: 8 },
      { ...PATIENTS_SEEN, columns: ['patient_id', 'age'] },
      'agrees',
      `The job read 2 columns and 8 rows of ${NAME}, all within its row filter.`,
    ],
    [
      'doubt about what is to be read',
      { ...PATIENTS_EXPECTED, doubt: 'The account was not read.' },
      PATIENTS_SEEN,
      'unproved',
      'The account was not read.',
    ],
  ])('judges %s', (_, expectation, observation, verdict, text) => {
    expect(judge(expectation, observation)).toMatchObject({ verdict, text });
  });

  it('shows each check on its own', () => {
    const { checks } = judge({ ...PATIENTS_EXPECTED, rows: 8 }, PATIENTS_SEEN);
    expect(checks.map(each => [each.check, each.verdict])).toEqual([
      ['access', 'agrees'],
      ['columns', 'agrees'],
      ['rowFilter', 'agrees'],
      ['rows', 'agrees'],
    ]);
  });

  it('agrees only where everything was seen and is right', () => {
    const some = <T>(value: fc.Arbitrary<T>) =>
      fc.option(value, { nil: undefined });
    const names = fc.subarray(['patient_id', 'state', 'age', 'ssn']);
    const few = fc.nat({ max: 3 });
    const expectation = fc.record({
      access: fc.constantFrom('readable' as const, 'denied' as const),
      columns: names,
      rowFilter: some(fc.constant("state = 'Texas'")),
      rows: some(few),
      rowsFrom: some(fc.constantFrom('person' as const, 'snapshot' as const)),
    });
    const observation = some(
      fc.record({
        outcome: fc.constantFrom(
          ...(['read', 'denied', 'absent', 'error'] as const),
        ),
        columns: some(names),
        rows: some(few),
        rowsOutside: some(few),
      }),
    );
    fc.assert(
      fc.property(expectation, observation, (expected, seen) => {
        const { verdict, checks } = judge(
          { ...PATIENTS_EXPECTED, ...expected },
          seen && { name: NAME, ...seen },
        );
        expect(checks.every(({ text }) => text.endsWith('.'))).toBe(true);
        expect(verdict !== 'agrees' || isRight(expected, seen)).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
