import {
  BlueprintFacts,
  Declaration,
  declarationSchema,
  heldShareKey,
  JobSubmission,
} from '@sluice/plugin-sluice-common';

const PRODUCER = {
  name: 'producer',
  accountId: '111122223333',
  region: 'us-west-2',
};
const CONSUMER = {
  name: 'consumer',
  accountId: '444455556666',
  region: 'us-west-2',
};
const TABLE = { database: 'healthcare_db', table: 'patients' };

const administratorOf = ({ accountId }: { accountId: string }) => [
  `arn:aws:iam::${accountId}:role/data-lake-administrator`,
];

/**
 * One declaration of each kind, as in the seed, with all that may be in it: what
 * they want of an account is what may be wanted of one of its kind.
 */
export const sampleDeclarations: Declaration[] = [
  {
    kind: 'producerAccount',
    account: PRODUCER.name,
    dataBucket: 'data',
    athenaResultBucket: 'athena-results',
    consumerAccountIds: [CONSUMER.accountId],
    dataLakeAdministrators: administratorOf(PRODUCER),
  },
  {
    kind: 'consumerAccount',
    account: CONSUMER.name,
    eksCluster: 'fgac-blog',
    jobsBucket: 'jobs',
    producerAccountIds: [PRODUCER.accountId],
    dataLakeAdministrators: administratorOf(CONSUMER),
  },
  {
    kind: 'dataProduct',
    account: PRODUCER.name,
    product: 'dataproduct:default/patients',
    owner: 'group:default/patient-records',
    database: TABLE.database,
    tables: [
      {
        name: TABLE.table,
        columns: [{ name: 'state', type: 'string' }],
        sampleRows: [['Texas']],
      },
    ],
  },
  {
    kind: 'share',
    producerAccount: PRODUCER.name,
    consumerAccount: CONSUMER.name,
    database: TABLE.database,
    tables: [{ table: TABLE.table }],
  },
  {
    kind: 'consumerTeam',
    team: 'group:default/patients-care',
    account: CONSUMER.name,
    jobExecutionRole: 'team-role',
    namespace: 'team',
    grants: [
      { producerAccount: PRODUCER.name, ...TABLE },
      {
        producerAccount: PRODUCER.name,
        ...TABLE,
        rowFilter: "state = 'Texas'",
      },
    ],
  },
  {
    kind: 'accessGrant',
    grant: 'sample',
    team: 'group:default/patients-care',
    tables: [
      {
        producerAccount: PRODUCER.name,
        ...TABLE,
        columns: ['state'],
        rowFilter: "state = 'Texas'",
        filterName: 'sample',
      },
    ],
  },
].map(declaration => declarationSchema.parse(declaration));

/** The world of {@link sampleDeclarations}. */
export const sampleFacts: BlueprintFacts = {
  accounts: [PRODUCER, CONSUMER],
  declarations: sampleDeclarations,
  oidcIssuers: {
    [`${CONSUMER.name}/fgac-blog`]:
      'oidc.eks.us-west-2.amazonaws.com/id/SAMPLE',
  },
  heldShares: {
    [heldShareKey({
      consumerAccountId: CONSUMER.accountId,
      catalogId: PRODUCER.accountId,
      ...TABLE,
    })]: 'whole',
  },
};

/** A team of the seed; its virtual cluster has an id that AWS could have given it. */
export const sampleSubmission: JobSubmission = {
  region: CONSUMER.region,
  accountId: CONSUMER.accountId,
  virtualClusterId: '0123456789abcdefghijklmno',
  roleArn: `arn:aws:iam::${CONSUMER.accountId}:role/emr_on_eks_fgac_job_team1_execution_role`,
  jobsBucket: `blog-emr-eks-fgac-test-${CONSUMER.accountId}-us-west-2-dev`,
  scriptPrefix: 'jobs',
  logPrefix: 'spark-logs/emr_on_eks_fgac_job_team1_execution_role',
};
