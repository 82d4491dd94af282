import {
  AccountObservation,
  DataCellsFilter,
  ObservedTable,
  TableColumn,
  TableRef,
} from '../../accessModel';
import {
  RawPermission,
  RawResource,
  normalizePermissions,
} from '../../permissions';

export const P = '111122223333';
export const C = '444455556666';
export const REGION = 'us-west-2';
export const SHARE = `arn:aws:ram:${REGION}:${P}:resource-share/tables`;
export const TEAM1 = `arn:aws:iam::${C}:role/emr_on_eks_fgac_job_team1_execution_role`;
export const TEAM2 = `arn:aws:iam::${C}:role/emr_on_eks_fgac_job_team2_execution_role`;
/** A role of the producer itself. */
export const ANALYST = `arn:aws:iam::${P}:role/analyst`;

export const PATIENTS = tableRef('patients');
export const CLAIMS = tableRef('claims');

export function tableRef(tableName: string): TableRef {
  return {
    region: REGION,
    catalogId: P,
    databaseName: 'healthcare_db',
    tableName,
  };
}

/** One row of ListPermissions, in AWS's own shape. */
export function row(
  principal: string,
  resource: RawResource,
  permissions: string[],
  more: Partial<RawPermission> = {},
): RawPermission {
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: resource,
    Permissions: permissions,
    PermissionsWithGrantOption: [],
    ...more,
  };
}

/** What a share to another account carries. */
export const SHARED: Partial<RawPermission> = {
  AdditionalDetails: { ResourceShare: [SHARE] },
};

export function onTable(tableName: string, catalogId = P): RawResource {
  return {
    Table: {
      CatalogId: catalogId,
      DatabaseName: 'healthcare_db',
      Name: tableName,
    },
  };
}

export function onAllTables(): RawResource {
  return {
    Table: {
      CatalogId: P,
      DatabaseName: 'healthcare_db',
      Name: 'ALL_TABLES',
      TableWildcard: {},
    },
  };
}

export function onColumns(tableName: string, names: string[]): RawResource {
  return {
    TableWithColumns: {
      CatalogId: P,
      DatabaseName: 'healthcare_db',
      Name: tableName,
      ColumnNames: names,
    },
  };
}

export function onAllColumnsBut(
  tableName: string,
  names: string[],
): RawResource {
  return {
    TableWithColumns: {
      CatalogId: P,
      DatabaseName: 'healthcare_db',
      Name: tableName,
      ColumnWildcard: { ExcludedColumnNames: names },
    },
  };
}

export function onFilter(tableName: string, name: string): RawResource {
  return {
    DataCellsFilter: {
      TableCatalogId: P,
      DatabaseName: 'healthcare_db',
      TableName: tableName,
      Name: name,
    },
  };
}

export function onTags(
  expression: Record<string, string[]>,
  resourceType = 'TABLE',
): RawResource {
  return {
    LFTagPolicy: {
      CatalogId: P,
      ResourceType: resourceType,
      Expression: Object.entries(expression).map(([TagKey, TagValues]) => ({
        TagKey,
        TagValues,
      })),
    },
  };
}

export function onLink(tableName: string): RawResource {
  return {
    Table: {
      CatalogId: C,
      DatabaseName: 'consumer_healthcare_db',
      Name: tableName,
    },
  };
}

export function filter(
  tableName: string,
  name: string,
  columns: string[] | 'all' | { except: string[] },
  expression?: string,
): DataCellsFilter {
  const selection = (): DataCellsFilter['columns'] => {
    if (columns === 'all') return { kind: 'all' };
    return Array.isArray(columns)
      ? { kind: 'include', names: columns }
      : { kind: 'exclude', names: columns.except };
  };
  return {
    table: tableRef(tableName),
    name,
    columns: selection(),
    rows: expression ? { kind: 'expression', expression } : { kind: 'all' },
  };
}

function columnsOf(types: Record<string, string>): TableColumn[] {
  return Object.entries(types).map(([name, type], i) => ({
    fieldId: i + 1,
    name,
    type,
    lfTags: [],
  }));
}

function table(ref: TableRef, types: Record<string, string>): ObservedTable {
  return {
    ref,
    format: 'iceberg',
    columns: columnsOf(types),
    lfTags: [],
    registration: 'lakeFormation',
  };
}

function account(accountName: string, accountId: string): AccountObservation {
  return {
    accountName,
    accountId,
    region: REGION,
    observedAt: '2026-11-23T08:00:00Z',
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
  };
}

/** What of a world a test may change before it is indexed. */
export interface World {
  producer: AccountObservation;
  consumer: AccountObservation;
  /** Rows of ListPermissions in each account. */
  producerRows: RawPermission[];
  consumerRows: RawPermission[];
}

/** The two accounts of the seed and their tables, with nothing granted. */
export function emptyWorld(): World {
  const producer = account('healthcare-producer', P);
  producer.databases = [
    {
      region: REGION,
      catalogId: P,
      databaseName: 'healthcare_db',
      lfTags: [],
    },
  ];
  producer.tables = [
    table(PATIENTS, {
      patient_id: 'bigint',
      patient_name: 'string',
      date_of_birth: 'date',
      gender: 'string',
      city: 'string',
      state: 'string',
      ssn: 'string',
      created_at: 'timestamp',
      updated_at: 'timestamp',
    }),
    table(CLAIMS, {
      claim_id: 'string',
      patient_id: 'bigint',
      claim_date: 'date',
      diagnosis_code: 'string',
      procedure_code: 'string',
      amount: 'decimal(10,2)',
      status: 'string',
      provider_id: 'string',
      created_at: 'timestamp',
      updated_at: 'timestamp',
    }),
  ];
  producer.settings = {
    admins: [`arn:aws:iam::${P}:role/admin`],
    readOnlyAdmins: [],
    allowExternalDataFiltering: true,
    externalDataFilteringAllowList: [P, C],
    authorizedSessionTagValues: ['EMR on EKS Engine'],
    allowFullTableExternalDataAccess: false,
    crossAccountVersion: '4',
    defaultsToIamAllowedPrincipals: false,
  };
  const consumer = account('healthcare-consumer', C);
  consumer.databases = [
    {
      region: REGION,
      catalogId: C,
      databaseName: 'consumer_healthcare_db',
      lfTags: [],
    },
  ];
  consumer.links = ['patients', 'claims'].map(name => ({
    ref: {
      region: REGION,
      catalogId: C,
      databaseName: 'consumer_healthcare_db',
      tableName: `rl_${name}`,
    },
    target: tableRef(name),
  }));
  consumer.shares = [
    {
      arn: SHARE,
      name: 'LakeFormation-V4',
      ownerAccountId: P,
      status: 'ACTIVE',
      direction: 'received',
    },
  ];
  consumer.invitations = [
    {
      arn: `${SHARE}/invitation`,
      shareArn: SHARE,
      senderAccountId: P,
      receiverAccountId: C,
      status: 'ACCEPTED',
    },
  ];
  consumer.roles = [TEAM1, TEAM2].map((arn, i) => ({
    accountId: C,
    arn,
    name: arn.slice(arn.lastIndexOf('/') + 1),
    uniqueId: `AROA${i}`,
  }));
  return { producer, consumer, producerRows: [], consumerRows: [] };
}

export const SEED_FILTER = filter(
  'patients',
  'patients_column_row_filter',
  [
    'patient_id',
    'patient_name',
    'date_of_birth',
    'gender',
    'city',
    'state',
    'created_at',
    'updated_at',
  ],
  "state in ('Texas', 'New York')",
);

/** The healthcare scenario of the seed system, section 0, 1.2 and 1.7g. */
export function seedWorld(): World {
  const world = emptyWorld();
  world.producer.filters = [SEED_FILTER];
  const grantable = (permissions: string[]): Partial<RawPermission> => ({
    ...SHARED,
    PermissionsWithGrantOption: permissions,
  });
  world.producerRows = [
    row(
      C,
      { Database: { CatalogId: P, Name: 'healthcare_db' } },
      ['DESCRIBE'],
      grantable(['DESCRIBE']),
    ),
    row(
      C,
      onFilter('patients', 'patients_column_row_filter'),
      ['SELECT'],
      grantable(['SELECT']),
    ),
    row(C, onTable('claims'), ['DESCRIBE'], grantable(['DESCRIBE'])),
    row(C, onAllColumnsBut('claims', []), ['SELECT'], grantable(['SELECT'])),
  ];
  world.consumerRows = [
    ...[TEAM1, TEAM2].flatMap(team => [
      row(
        team,
        { Database: { CatalogId: C, Name: 'consumer_healthcare_db' } },
        ['DESCRIBE'],
      ),
      row(team, onLink('rl_claims'), ['DESCRIBE']),
      row(team, onTable('claims'), ['DESCRIBE']),
      row(team, onAllColumnsBut('claims', []), ['SELECT']),
    ]),
    row(TEAM1, onLink('rl_patients'), ['DESCRIBE']),
    row(TEAM1, onAllColumnsBut('patients', []), ['SELECT']),
  ];
  return world;
}

/** The observations of a world, its rows normalised as the observer does. */
export function observe(world: World): AccountObservation[] {
  const { producer, consumer } = world;
  return [
    {
      ...producer,
      permissions: normalizePermissions(world.producerRows, producer),
    },
    {
      ...consumer,
      permissions: normalizePermissions(world.consumerRows, consumer),
    },
  ];
}
