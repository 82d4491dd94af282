import type { DeclarationInput } from '@sluice/plugin-sluice-common';
import { claimsTable, patientsTable } from './data';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  operations,
  CONSUMER_NAME,
  PRODUCER,
  PRODUCER_NAME,
  producer,
} from './names';
import { ROSTER_COLUMNS } from './operations';
import type { TableDefinition } from './tables';

type KeptOn = Extract<DeclarationInput, { kind: 'keptPermission' }>['on'];

/** Everything but `ssn` (seed reference 1.2c). */
const PATIENTS_COLUMNS = patientsTable.columns
  .map(({ name }) => name)
  .filter(name => name !== 'ssn');

const product = (
  name: string,
  owner: string,
  { columns, description, partitionedBy, rows }: TableDefinition,
  share: { columns?: string[]; rowFilter?: string; filterName?: string },
): DeclarationInput => ({
  kind: 'dataProduct',
  account: PRODUCER_NAME,
  product: `dataproduct:default/${name}`,
  owner: `group:default/${owner}`,
  database: producer.database,
  tables: [
    {
      name,
      description,
      columns,
      partitionedBy: partitionedBy ? [partitionedBy] : [],
      sampleRows: rows,
    },
  ],
  sharedWith: [{ consumerAccount: CONSUMER_NAME, table: name, ...share }],
});

const team = (
  name: string,
  jobExecutionRole: string,
  tables: string[],
): DeclarationInput => ({
  kind: 'consumerTeam',
  team: `group:default/${name}`,
  account: CONSUMER_NAME,
  jobExecutionRole,
  grants: tables.map(table => ({
    producerAccount: PRODUCER_NAME,
    database: producer.database,
    table,
  })),
});

/**
 * The seed as declarations, in the order in which they are applied. On an empty
 * sandbox that has the EKS cluster they make what {@link loadHealthcareScenario}
 * makes by the seed's own calls.
 */
export const healthcareDeclarations: DeclarationInput[] = [
  {
    kind: 'producerAccount',
    account: PRODUCER_NAME,
    dataBucket: producer.dataBucket,
    athenaResultBucket: producer.athenaBucket,
    consumerAccountIds: [CONSUMER],
  },
  {
    kind: 'consumerAccount',
    account: CONSUMER_NAME,
    eksCluster: consumer.cluster,
    jobsBucket: consumer.jobsBucket,
    producerAccountIds: [PRODUCER],
  },
  product('patients', 'patient-records', patientsTable, {
    columns: PATIENTS_COLUMNS,
    rowFilter: "state in ('Texas', 'New York')",
    filterName: producer.patientsFilter,
  }),
  product('claims', 'claims-office', claimsTable, {}),
  team('patients-care', consumer.team1Role, [
    producer.patients,
    producer.claims,
  ]),
  team('claims-care', consumer.team2Role, [producer.claims]),
];

const PUBLIC_TABLES: KeptOn = {
  kind: 'lfTags',
  catalogId: PRODUCER,
  expression: [{ key: operations.tagKey, values: ['public'] }],
};

const ROSTER: KeptOn = {
  kind: 'columns',
  catalogId: PRODUCER,
  database: operations.database,
  table: operations.staffAssignments,
  columns: { kind: 'include', names: ROSTER_COLUMNS },
};

/**
 * What {@link loadHealthcareScenario} grants of the operations domain in ways that
 * declarations of teams and products do not know: kept as it is. Not for an empty
 * sandbox, in which the tables are missing.
 */
export const operationsDeclarations: DeclarationInput[] = [
  kept(PRODUCER_NAME, CONSUMER, PUBLIC_TABLES, true),
  kept(PRODUCER_NAME, CONSUMER, ROSTER, true),
  kept(CONSUMER_NAME, consumerRoleArn(consumer.team2Role), PUBLIC_TABLES),
  kept(CONSUMER_NAME, consumerRoleArn(consumer.team1Role), ROSTER),
];

function kept(
  account: string,
  principal: string,
  on: KeptOn,
  isGrantable = false,
): DeclarationInput {
  const permissions: ('SELECT' | 'DESCRIBE')[] =
    on.kind === 'lfTags' ? ['SELECT', 'DESCRIBE'] : ['SELECT'];
  return {
    kind: 'keptPermission',
    account,
    principal,
    on,
    permissions,
    grantable: isGrantable ? permissions : [],
  };
}
