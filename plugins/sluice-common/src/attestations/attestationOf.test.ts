import {
  DENIED,
  PATIENTS_EXPECTED,
  PATIENTS_SEEN,
} from './__testUtils__/expectations';
import { attestationOf } from './attestationOf';
import { grantRevision } from './grantRevision';
import { Decision } from '../rowFilter';
import { judge } from './judge';
import { proofFailed } from './proofFailed';
import { proofOf } from './proofOf';
import { TableExpectation, TableObservation } from './types';

const CLAIMS: TableExpectation = {
  ...DENIED,
  name: 'consumer_healthcare_db.rl_claims',
  tableEntityRef: 'resource:producer/claims',
};
const WIDENED: TableObservation = {
  ...PATIENTS_SEEN,
  rows: 12,
  rowsOutside: 4,
};
const PARTS = {
  id: 'a1',
  runId: 'run-1',
  team: 'group:default/care',
  roleArn: 'arn:aws:iam::444455556666:role/care',
  accountName: 'consumer',
  requestedBy: 'user:default/ada',
  script: { name: 'verify_access.py', sha256: 'f00' },
  attestedAt: '2026-11-26T12:00:00.000Z',
};
const observations = (tables: TableObservation[]) => ({
  version: 1 as const,
  runId: 'run-1',
  team: 'group:default/care',
  engine: 'Spark 3.5.3',
  startedAt: '2026-11-26T11:58:00.000Z',
  finishedAt: '2026-11-26T11:59:00.000Z',
  expectationsSha256: 'abc',
  tables,
});

describe('attestationOf', () => {
  const of = (tables: TableObservation[]) =>
    attestationOf({
      ...PARTS,
      expectations: [PATIENTS_EXPECTED, CLAIMS],
      observations: observations(tables),
    });

  it('agrees when all tables do', () => {
    expect(
      of([PATIENTS_SEEN, { name: CLAIMS.name, outcome: 'denied' }]),
    ).toMatchObject({
      verdict: 'agrees',
      text: 'All 2 tables are as they are to be. The job read 3 columns and 8 rows of consumer_healthcare_db.rl_patients, all within its row filter. The job was denied consumer_healthcare_db.rl_claims, as is to be.',
    });
  });

  it('differs when one does, whatever the others', () => {
    const { verdict, text } = of([WIDENED]);
    expect(verdict).toBe('differs');
    expect(text).toMatch(/^1 of 2 tables is not as is to be\. .*12 rows, 4 of/);
  });

  it('proves nothing by a table of which nothing is said', () => {
    const { verdict, text } = of([PATIENTS_SEEN]);
    expect(verdict).toBe('unproved');
    expect(text).toBe(
      'Nothing is proved of 1 of 2 tables. The job says nothing of consumer_healthcare_db.rl_claims.',
    );
  });

  it('proves nothing without a result, or without tables', () => {
    const problem = 'The run failed.';
    const without = attestationOf({
      ...PARTS,
      expectations: [CLAIMS],
      problem,
    });
    expect(without).toMatchObject({ verdict: 'unproved', text: problem });
    expect(without.observations).toBeUndefined();
    expect(without.tables[0]).toMatchObject({ text: problem });
    expect(
      attestationOf({
        ...PARTS,
        expectations: [],
        observations: observations([]),
      }).verdict,
    ).toBe('unproved');
  });
});

describe('proofOf', () => {
  const of = (
    observation: TableObservation | undefined,
    expectation = PATIENTS_EXPECTED,
    current: Decision = 'yes',
  ) =>
    proofOf(judge(expectation, observation), {
      attestationId: 'a1',
      attestedAt: PARTS.attestedAt,
      current,
      tableColumns: 3,
    });

  it.each([
    [
      'a row filter',
      of(PATIENTS_SEEN),
      'partial',
      "all 3 columns, rows where state in ('Texas', 'New York'); 8 rows read",
    ],
    [
      'everything',
      of(PATIENTS_SEEN, { ...PATIENTS_EXPECTED, rowFilter: undefined }),
      'full',
      'full access; 8 rows read',
    ],
    [
      'nothing',
      of({ name: '', outcome: 'denied' }, DENIED),
      'none',
      'no access: a job got nothing',
    ],
    [
      'an earlier grant',
      of(PATIENTS_SEEN, PATIENTS_EXPECTED, 'no'),
      'notProved',
      'proved on 2026-11-26 for an earlier grant; verify again',
    ],
    [
      'a grant that may be another',
      of(PATIENTS_SEEN, PATIENTS_EXPECTED, 'unknown'),
      'notProved',
      'proved on 2026-11-26; whether the grant is still the same is not known',
    ],
    [
      'what is not known',
      of(undefined),
      'notProved',
      'not proved on 2026-11-26: The job says nothing of consumer_healthcare_db.rl_patients.',
    ],
  ])('says of a proof of %s what it shows', (_, proof, level, text) => {
    expect(proof).toMatchObject({
      level,
      text,
      at: PARTS.attestedAt,
      evidence: 'a1',
    });
    expect(proof.differsFrom).toBeUndefined();
  });

  it('says where a proof differs, with the number of rows', () => {
    expect(of(WIDENED)).toMatchObject({
      level: 'partial',
      differsFrom: 'declared',
      text: expect.stringContaining('12 rows, 4 of which'),
    });
    expect(of({ name: '', outcome: 'denied' })).toMatchObject({
      level: 'none',
      differsFrom: 'declared',
    });
  });
});

describe('proofFailed', () => {
  const of = (
    observation: TableObservation | undefined,
    expectation = PATIENTS_EXPECTED,
  ) => proofFailed(judge(expectation, observation), PARTS);

  it.each<
    [string, TableObservation, TableExpectation, string | undefined, string]
  >([
    ['more rows', WIDENED, PATIENTS_EXPECTED, 'excess', 'high'],
    ['a table to be denied', PATIENTS_SEEN, DENIED, 'excess', 'high'],
    [
      'fewer columns',
      { ...PATIENTS_SEEN, columns: ['state', 'age'] },
      PATIENTS_EXPECTED,
      'missing',
      'medium',
    ],
    [
      'other columns',
      { ...PATIENTS_SEEN, columns: ['state', 'age', 'ssn'] },
      PATIENTS_EXPECTED,
      'different',
      'high',
    ],
    [
      'a denial',
      { name: '', outcome: 'denied' },
      PATIENTS_EXPECTED,
      'missing',
      'medium',
    ],
    [
      'fewer rows',
      PATIENTS_SEEN,
      { ...PATIENTS_EXPECTED, rows: 9 },
      'missing',
      'medium',
    ],
  ])('finds %s', (_, observation, expectation, direction, severity) => {
    expect(of(observation, expectation)).toMatchObject({
      cause: 'proofFailed',
      direction,
      severity,
      team: PARTS.team,
    });
  });

  it('has one id per team and table, and none where nothing was shown', () => {
    expect(of(WIDENED)!.id).toBe(of({ name: '', outcome: 'absent' })!.id);
    expect(of(undefined)).toBeUndefined();
    expect(of(PATIENTS_SEEN)).toBeUndefined();
  });
});

describe('grantRevision', () => {
  const grant = {
    roleArn: PARTS.roleArn,
    tableIdentity: 'uuid-1',
    columns: ['a', 'B'],
    rowFilter: 'a = 1',
  };
  it('is the same for the same grant, whatever the order of columns', () => {
    expect(grantRevision({ ...grant, columns: ['b', 'A'] })).toBe(
      grantRevision(grant),
    );
  });

  it.each([
    { roleArn: 'another' },
    { tableIdentity: 'uuid-2' },
    { columns: ['a'] },
    { columns: ['a,b'] },
    { rowFilter: 'a = 2' },
    { rowFilter: undefined },
  ])('is another one with %j', change => {
    expect(grantRevision({ ...grant, ...change })).not.toBe(
      grantRevision(grant),
    );
  });
});
