import { SluiceApi } from '@sluice/plugin-sluice-common';

const RESOURCES = {
  driverCores: 1,
  driverMemoryGb: 2,
  executorCores: 1,
  executorMemoryGb: 2,
  maxExecutors: 2,
};
const COST = { vcpu: 6, memoryGb: 12, usdPerHour: 0.07 };

export function jobRun(
  state: SluiceApi.JobState,
  options: Partial<SluiceApi.JobRun> = {},
): SluiceApi.JobRun {
  return {
    id: 'run-1',
    team: {
      entityRef: 'group:default/population-research',
      title: 'Population Research',
      onboarded: true,
    },
    kind: 'verification',
    name: 'verify-access',
    state,
    requestedBy: 'user:default/lena.fischer',
    requestedAt: '2026-01-01T00:00:00Z',
    origin: 'template',
    script: { name: 'verify_access.py', sha256: 'a'.repeat(64) },
    arguments: [],
    profile: 'seed',
    resources: RESOURCES,
    releaseLabel: 'emr-7.7.0-latest',
    accountName: 'healthcare-consumer',
    roleArn: 'arn:aws:iam::444455556666:role/population_research_job_role',
    cost: COST,
    actions: [],
    ...options,
  };
}

/** Of a team that is to read a part of one table and nothing of another. */
export function jobCheck(
  options: Partial<SluiceApi.JobCheck> = {},
): SluiceApi.JobCheck {
  return {
    problems: [],
    cost: COST,
    expectations: [
      expectation('patients', {
        columns: ['state', 'city'],
        rowFilter: "state = 'Texas'",
        rows: 5,
      }),
      expectation('claims', { access: 'denied' }),
    ],
    ...options,
  };
}

export function expectation(
  tableName: string,
  options: Partial<SluiceApi.TableExpectation> = {},
): SluiceApi.TableExpectation {
  return {
    table: {
      region: 'us-west-2',
      catalogId: '111122223333',
      databaseName: 'healthcare_db',
      tableName,
    },
    tableEntityRef: `resource:healthcare-producer/healthcare_db.${tableName}`,
    name: `consumer_healthcare_db.rl_${tableName}`,
    access: 'readable',
    columns: [],
    basis: 'declared',
    revision: 'r1',
    ...options,
  };
}
