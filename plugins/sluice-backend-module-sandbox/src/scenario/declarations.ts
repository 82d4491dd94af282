import type { DeclarationInput } from '@sluice/plugin-sluice-common';
import { claimsTable, patientsTable } from './data';
import {
  CONSUMER,
  consumer,
  CONSUMER_NAME,
  PRODUCER,
  PRODUCER_NAME,
  producer,
} from './names';
import type { TableDefinition } from './tables';

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
