import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { CLAIMS, matrix, PATIENTS } from './fakeSluiceApi';

const [CARE_TEAM] = matrix.teams;

export const attestationSummary = (
  overrides: Partial<Models.AttestationSummary> = {},
): Models.AttestationSummary => ({
  id: 'attestation-1',
  team: CARE_TEAM,
  jobRunId: 'run-1',
  attestedAt: '2026-01-03T00:05:00Z',
  verdict: 'agrees',
  text: 'All 2 tables are as they are to be.',
  tables: [
    {
      tableEntityRef: PATIENTS,
      name: 'consumer_db.rl_patients',
      verdict: 'agrees',
    },
    {
      tableEntityRef: CLAIMS,
      name: 'consumer_db.rl_claims',
      verdict: 'agrees',
    },
  ],
  engine: 'Spark 3.5.3',
  contentHash: 'c0ffee',
  ...overrides,
});

/** A table whose row filter was widened. */
export const widenedPatients: Models.AttestedTable = {
  expectation: {
    table: matrix.tables[0].ref,
    tableEntityRef: PATIENTS,
    name: 'consumer_db.rl_patients',
    access: 'readable',
    columns: ['patient_id', 'state'],
    rowFilter: "state in ('Texas', 'New York')",
    basis: 'declared',
    revision: 'r1',
  },
  verdict: 'differs',
  text: 'The job read 12 rows, 4 of which the row filter keeps away.',
  checks: [
    {
      check: 'columns',
      verdict: 'agrees',
      expected: 'patient_id, state',
      observed: 'patient_id, state',
      text: '2 columns were read, as is to be.',
    },
    {
      check: 'rowFilter',
      verdict: 'differs',
      expected: "rows where state in ('Texas', 'New York')",
      observed: '12 rows, 4 of which the row filter keeps away',
      text: 'The job read rows that the row filter keeps away.',
    },
  ],
  current: true,
  rows: 12,
  rowsOutside: 4,
  groups: [
    { value: 'Texas', rows: 5 },
    { value: 'New York', rows: 3 },
    { rows: 4 },
  ],
};

/** A table that is to be denied, and was. */
export const deniedClaims: Models.AttestedTable = {
  expectation: {
    table: matrix.tables[1].ref,
    tableEntityRef: CLAIMS,
    name: 'consumer_db.rl_claims',
    access: 'denied',
    columns: [],
    basis: 'effective',
    revision: 'r2',
  },
  verdict: 'agrees',
  text: 'The job was denied consumer_db.rl_claims, as is to be.',
  checks: [
    {
      check: 'access',
      verdict: 'agrees',
      expected: 'denied',
      observed: 'denied',
      text: 'The job was denied it.',
    },
  ],
  current: false,
};

export const attestation = (
  overrides: Partial<Models.Attestation> = {},
): Models.Attestation => ({
  summary: attestationSummary({
    verdict: 'differs',
    text: '1 of 2 tables is not as is to be.',
  }),
  tables: [widenedPatients, deniedClaims],
  roleArn: 'arn:aws:iam::444455556666:role/care_job_role',
  accountName: 'healthcare-consumer',
  requestedBy: 'user:default/amelia.park',
  script: { name: 'verify_access.py', sha256: 'abcdef0123' },
  startedAt: '2026-01-03T00:03:00Z',
  finishedAt: '2026-01-03T00:04:00Z',
  intact: true,
  document: { id: 'attestation-1', tables: [], version: 1 },
  ...overrides,
});
