import {
  AccountObservation,
  ObservedTable,
  Permission,
} from '../../accessModel';
import { BlueprintFacts, heldShareKey } from '../../blueprints/facts';
import {
  Declaration,
  DeclarationInput,
  declarationSchema,
} from '../../declarations';
import {
  desired,
  DesiredResource,
  ResourceProperties,
  ResourceTypeName,
} from '../../resources';
import { checkSetUp } from '../checkSetUp';

export const PRODUCER_ID = '111122223333';
export const CONSUMER_ID = '444455556666';
export const TEAM_ROLE = `arn:aws:iam::${CONSUMER_ID}:role/team1-role`;
export const TABLE = {
  catalogId: PRODUCER_ID,
  databaseName: 'healthcare_db',
  tableName: 'patients',
};

type SetUpInput = Parameters<typeof checkSetUp>[0];
export type Team = Extract<DeclarationInput, { kind: 'consumerTeam' }>;

export const declared = (input: DeclarationInput): Declaration =>
  declarationSchema.parse(input);

export const producer = (
  overrides: Partial<
    Extract<DeclarationInput, { kind: 'producerAccount' }>
  > = {},
) =>
  declared({
    kind: 'producerAccount',
    account: 'producer',
    dataBucket: 'data-bucket',
    athenaResultBucket: 'athena-results',
    consumerAccountIds: [CONSUMER_ID],
    ...overrides,
  });

export const consumer = (
  overrides: Partial<
    Extract<DeclarationInput, { kind: 'consumerAccount' }>
  > = {},
) =>
  declared({
    kind: 'consumerAccount',
    account: 'consumer',
    eksCluster: 'fgac-blog',
    jobsBucket: 'jobs-bucket',
    producerAccountIds: [PRODUCER_ID],
    ...overrides,
  });

export const product = declared({
  kind: 'dataProduct',
  account: 'producer',
  product: 'dataproduct:default/patients',
  owner: 'group:default/data',
  database: 'healthcare_db',
  tables: [
    {
      name: 'patients',
      columns: [
        { name: 'patient_id', type: 'bigint' },
        { name: 'city', type: 'string' },
        { name: 'state', type: 'string' },
        { name: 'ssn', type: 'string' },
      ],
      partitionedBy: ['city'],
    },
  ],
});

/** A team with one grant on patients. */
export const team = (
  grant: Partial<NonNullable<Team['grants']>[number]> = {},
  overrides: Partial<Team> = {},
) =>
  declared({
    kind: 'consumerTeam',
    team: 'group:default/patients-care',
    account: 'consumer',
    jobExecutionRole: 'team1-role',
    grants: [
      {
        producerAccount: 'producer',
        database: 'healthcare_db',
        table: 'patients',
        ...grant,
      },
    ],
    ...overrides,
  });

export const facts = (
  overrides: Partial<BlueprintFacts> = {},
): BlueprintFacts => ({
  accounts: [
    { name: 'producer', accountId: PRODUCER_ID, region: 'us-west-2' },
    { name: 'consumer', accountId: CONSUMER_ID, region: 'us-west-2' },
  ],
  declarations: [producer(), consumer(), product],
  oidcIssuers: {
    'consumer/fgac-blog': 'oidc.eks.us-west-2.amazonaws.com/id/A',
  },
  heldShares: {},
  ...overrides,
});

export const heldShares = (share: 'whole' | 'part') => ({
  [heldShareKey({
    consumerAccountId: CONSUMER_ID,
    catalogId: PRODUCER_ID,
    database: 'healthcare_db',
    table: 'patients',
  })]: share,
});

export const wanted = <T extends ResourceTypeName>(
  type: T,
  account: 'producer' | 'consumer',
  properties: ResourceProperties[T],
): DesiredResource => desired(type, { account, properties, why: 'A test.' });

/** A permission that the consumer gives the team's role, on the table unless told otherwise. */
export const grant = (
  overrides: Partial<ResourceProperties['lakeFormationPermission']> = {},
  account: 'producer' | 'consumer' = 'consumer',
) =>
  wanted('lakeFormationPermission', account, {
    principal: TEAM_ROLE,
    resource: { kind: 'table', ...TABLE },
    permissions: ['SELECT'],
    grantable: [],
    ...overrides,
  });

export const onFilter = (filterName: string) =>
  ({ kind: 'dataCellsFilter', ...TABLE, filterName } as const);

/** A permission that was observed. */
export const held = (
  overrides: Partial<Permission> & Pick<Permission, 'principal' | 'resource'>,
): Permission => ({
  id: 'held',
  observedIn: PRODUCER_ID,
  region: 'us-west-2',
  permissions: ['SELECT'],
  grantable: [],
  rows: [],
  ...overrides,
});

export const teamPrincipal = {
  kind: 'iamRole',
  arn: TEAM_ROLE,
  accountId: CONSUMER_ID,
} as const;

export const observedTable = (
  overrides: Partial<ObservedTable> = {},
): ObservedTable => ({
  ref: { region: 'us-west-2', ...TABLE },
  format: 'iceberg',
  columns: [
    { name: 'patient_id', type: 'bigint', lfTags: [] },
    { name: 'state', type: 'string', lfTags: [] },
  ],
  lfTags: [],
  registration: 'lakeFormation',
  ...overrides,
});

export const observation = (
  accountName: 'producer' | 'consumer',
  overrides: Partial<AccountObservation> = {},
): AccountObservation => ({
  accountName,
  accountId: accountName === 'producer' ? PRODUCER_ID : CONSUMER_ID,
  region: 'us-west-2',
  observedAt: '2026-01-01T00:00:00Z',
  databases: [],
  tables: [],
  links: [],
  filters: [],
  permissions: [],
  locations: [],
  shares: [],
  invitations: [],
  roles: [],
  virtualClusters: [],
  namespaces: [],
  optIns: [],
  principalPolicies: [],
  bucketPolicies: [],
  failures: [],
  ...overrides,
});

/** Messages of one rule, as `severity: message`. */
export function messagesOf(rule: string, setUp: Partial<SetUpInput>): string[] {
  return checkSetUp({
    declaration: team(),
    resources: [],
    facts: facts(),
    ...setUp,
  })
    .filter(finding => finding.rule === rule)
    .map(({ severity, message }) => `${severity}: ${message}`);
}

export type Case = [
  what: string,
  rule: string,
  setUp: Parameters<typeof messagesOf>[1],
  /** In the one message; absent when there is to be none. */
  message?: RegExp,
];

/** One message like this, or no message at all. */
export const onlyLike = (message?: RegExp): unknown[] =>
  message ? [expect.stringMatching(message)] : [];
