import { TemplateExample } from '@backstage/plugin-scaffolder-node';
import { stringify } from 'yaml';

const example = (
  description: string,
  action: string,
  input: object,
): TemplateExample[] => [
  {
    description,
    example: stringify({
      steps: [{ id: 'sluice', name: description, action, input }],
    }),
  },
];

const GRANT = {
  producerAccount: 'healthcare-producer',
  database: 'healthcare_db',
  table: 'patients',
  columns: ['patient_id', 'state', 'city'],
  rowFilter: "state in ('Texas', 'New York')",
};

/** @internal */
export const planExamples = example(
  'Show what onboarding would do',
  'sluice:plan',
  {
    declaration: {
      kind: 'consumerTeam',
      team: 'group:default/population-research',
      account: 'healthcare-consumer',
      jobExecutionRole: 'population_research_job_role',
      grants: [GRANT],
    },
  },
);

/** @internal */
export const connectAccountExamples = example(
  'Set up the account whose tables are shared',
  'sluice:account:connect',
  {
    account: 'healthcare-producer',
    role: 'producer',
    producer: {
      dataBucket: 'healthcare-data',
      athenaResultBucket: 'healthcare-athena-results',
      consumerAccountIds: ['444455556666'],
    },
    reason: 'First producer account',
  },
);

/** @internal */
export const publishProductExamples = example(
  'Make the table of a data product',
  'sluice:product:publish',
  {
    account: 'healthcare-producer',
    product: 'dataproduct:default/patients',
    owner: 'group:default/patient-records',
    database: 'healthcare_db',
    tables: [
      {
        name: 'patients',
        columns: [
          { name: 'patient_id', type: 'string' },
          { name: 'state', type: 'string' },
        ],
        partitionedBy: ['state'],
      },
    ],
    reason: 'Publish the patients data product',
  },
);

/** @internal */
export const onboardTeamExamples = example(
  'Onboard a team that reads a part of a table',
  'sluice:team:onboard',
  {
    team: 'group:default/population-research',
    account: 'healthcare-consumer',
    jobExecutionRole: 'population_research_job_role',
    namespace: 'population-research',
    quota: { cpu: '16', memory: '64Gi', pods: 20 },
    grants: [GRANT],
    reason: 'Study of regional health, ticket DATA-42',
  },
);

/** @internal */
export const applyGrantExamples = example(
  'Let a team read a part of a table',
  'sluice:grant:apply',
  {
    team: 'group:default/population-research',
    grant: GRANT,
    reason: 'Study of regional health, ticket DATA-42',
  },
);

/** @internal */
export const requestAccessExamples = example(
  'Ask the owner for a part of a table, for a month',
  'sluice:access:request',
  {
    team: 'group:default/population-research',
    tables: [GRANT],
    purpose: 'Study of regional health, ticket DATA-42',
    durationDays: 30,
  },
);

/** @internal */
export const offboardTeamExamples = example(
  'Take back what a team was given',
  'sluice:team:offboard',
  { team: 'group:default/population-research', reason: 'The study has ended' },
);

/** @internal */
export const runJobExamples = [
  ...example('Prove what a team reads', 'sluice:job:run', {
    team: 'group:default/patients-care',
    kind: 'verification',
    expectedRows: [
      {
        table: 'resource:healthcare-producer/healthcare_db.patients',
        rows: 8,
      },
    ],
  }),
  ...example('Start a script of the house as a team', 'sluice:job:run', {
    team: 'group:default/patients-care',
    kind: 'script',
    script: 'patients_care_team.py',
    wait: false,
  }),
];
