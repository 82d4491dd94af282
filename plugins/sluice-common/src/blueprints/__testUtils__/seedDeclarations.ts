import {
  ConsumerAccountDeclaration,
  consumerAccountSchema,
  ConsumerTeamDeclaration,
  consumerTeamSchema,
  DataProductDeclaration,
  dataProductSchema,
  Declaration,
  ProducerAccountDeclaration,
  producerAccountSchema,
  ShareDeclaration,
  shareSchema,
} from '../../declarations';
import { BlueprintFacts, heldShareKey } from '../facts';
import { CLAIMS_ROWS, PATIENTS_ROWS } from './seedRows';

/** The healthcare scenario of the seed (its section 1.0), as declarations. */

export const P = '111122223333';
export const C = '444455556666';
export const REGION = 'us-west-2';
export const PRODUCER = 'healthcare-producer';
export const CONSUMER = 'healthcare-consumer';
export const OIDC_ISSUER =
  'oidc.eks.us-west-2.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E';

const DATABASE = 'healthcare_db';

export const producerAccount: ProducerAccountDeclaration =
  producerAccountSchema.parse({
    kind: 'producerAccount',
    account: PRODUCER,
    dataBucket: `blog-emr-eks-fgac-data-${P}-${REGION}-dev`,
    athenaResultBucket: `athena-results-${P}-${REGION}`,
    consumerAccountIds: [C],
  });

export const consumerAccount: ConsumerAccountDeclaration =
  consumerAccountSchema.parse({
    kind: 'consumerAccount',
    account: CONSUMER,
    eksCluster: 'fgac-blog',
    jobsBucket: `blog-emr-eks-fgac-test-${C}-${REGION}-dev`,
    producerAccountIds: [P],
  });

export const patientsProduct: DataProductDeclaration = dataProductSchema.parse({
  kind: 'dataProduct',
  account: PRODUCER,
  product: 'dataproduct:default/patients',
  owner: 'group:default/patient-records',
  database: DATABASE,
  tables: [
    {
      name: 'patients',
      columns: [
        { name: 'patient_id', type: 'bigint' },
        { name: 'patient_name', type: 'string' },
        { name: 'date_of_birth', type: 'date' },
        { name: 'gender', type: 'string' },
        { name: 'city', type: 'string' },
        { name: 'state', type: 'string' },
        { name: 'ssn', type: 'string' },
        { name: 'created_at', type: 'timestamp' },
        { name: 'updated_at', type: 'timestamp' },
      ],
      partitionedBy: ['city'],
      sampleRows: PATIENTS_ROWS,
    },
  ],
});

export const claimsProduct: DataProductDeclaration = dataProductSchema.parse({
  kind: 'dataProduct',
  account: PRODUCER,
  product: 'dataproduct:default/claims',
  owner: 'group:default/claims-office',
  database: DATABASE,
  tables: [
    {
      name: 'claims',
      columns: [
        { name: 'claim_id', type: 'string' },
        { name: 'patient_id', type: 'bigint' },
        { name: 'claim_date', type: 'date' },
        { name: 'diagnosis_code', type: 'string' },
        { name: 'procedure_code', type: 'string' },
        { name: 'amount', type: 'decimal(10,2)' },
        { name: 'status', type: 'string' },
        { name: 'provider_id', type: 'string' },
        { name: 'created_at', type: 'timestamp' },
        { name: 'updated_at', type: 'timestamp' },
      ],
      partitionedBy: ['status'],
      sampleRows: CLAIMS_ROWS,
    },
  ],
});

export const share: ShareDeclaration = shareSchema.parse({
  kind: 'share',
  producerAccount: PRODUCER,
  consumerAccount: CONSUMER,
  database: DATABASE,
  tables: [
    {
      table: 'patients',
      columns: [
        'patient_id',
        'patient_name',
        'date_of_birth',
        'gender',
        'city',
        'state',
        'created_at',
        'updated_at',
      ],
      rowFilter: "state in ('Texas', 'New York')",
      filterName: 'patients_column_row_filter',
    },
    { table: 'claims' },
  ],
});

/** Reads what the account was given of patients, and all claims. */
export const patientsCare: ConsumerTeamDeclaration = consumerTeamSchema.parse({
  kind: 'consumerTeam',
  team: 'group:default/patients-care',
  account: CONSUMER,
  jobExecutionRole: 'emr_on_eks_fgac_job_team1_execution_role',
  grants: [
    { producerAccount: PRODUCER, database: DATABASE, table: 'patients' },
    { producerAccount: PRODUCER, database: DATABASE, table: 'claims' },
  ],
});

/** Reads claims only. */
export const claimsCare: ConsumerTeamDeclaration = consumerTeamSchema.parse({
  kind: 'consumerTeam',
  team: 'group:default/claims-care',
  account: CONSUMER,
  jobExecutionRole: 'emr_on_eks_fgac_job_team2_execution_role',
  grants: [{ producerAccount: PRODUCER, database: DATABASE, table: 'claims' }],
});

/**
 * A third team, which the seed does not have: it has a namespace of its own, and
 * a filter of its own on patients.
 */
export const populationResearch: ConsumerTeamDeclaration =
  consumerTeamSchema.parse({
    kind: 'consumerTeam',
    team: 'group:default/population-research',
    account: CONSUMER,
    jobExecutionRole: 'population_research_job_execution_role',
    namespace: 'population-research',
    grants: [
      {
        producerAccount: PRODUCER,
        database: DATABASE,
        table: 'patients',
        columns: ['patient_id', 'gender', 'city', 'state'],
        rowFilter: "state = 'California'",
      },
      { producerAccount: PRODUCER, database: DATABASE, table: 'claims' },
    ],
  });

/** In the order in which they are applied: each refers only to those before it. */
export const SEED_DECLARATIONS: readonly Declaration[] = [
  producerAccount,
  consumerAccount,
  patientsProduct,
  claimsProduct,
  share,
  patientsCare,
  claimsCare,
];

/** The world in which all of the seed's declarations are in force. */
export function seedFacts(more: Partial<BlueprintFacts> = {}): BlueprintFacts {
  const heldKey = (table: string) =>
    heldShareKey({
      consumerAccountId: C,
      catalogId: P,
      database: DATABASE,
      table,
    });
  return {
    accounts: [
      { name: PRODUCER, accountId: P, region: REGION },
      { name: CONSUMER, accountId: C, region: REGION },
    ],
    declarations: [...SEED_DECLARATIONS],
    oidcIssuers: { [`${CONSUMER}/fgac-blog`]: OIDC_ISSUER },
    heldShares: {
      [heldKey('patients')]: 'part',
      [heldKey('claims')]: 'whole',
    },
    ...more,
  };
}

/** The world in which the producer account is the consumer account as well. */
export function oneAccountFacts(): BlueprintFacts {
  return seedFacts({
    declarations: [producerAccount, { ...consumerAccount, account: PRODUCER }],
    oidcIssuers: { [`${PRODUCER}/fgac-blog`]: 'issuer.example.org/id/1' },
    heldShares: {},
  });
}
