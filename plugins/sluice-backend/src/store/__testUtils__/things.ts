import {
  normalizePermissions,
  ObservedTable,
  RawPermission,
  RawResource,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import {
  CONSUMER,
  PRODUCER,
  table,
  TEAM1_ROLE,
  TEAM2_ROLE,
} from '../../__testUtils__/healthcare';
import { DocumentTypes, ObservedDocument } from '..';

const P = PRODUCER.accountId;
const C = CONSUMER.accountId;
const { region } = PRODUCER;
const SHARE = `arn:aws:ram:${region}:${P}:resource-share/1`;
const DATABASE = { CatalogId: P, DatabaseName: 'healthcare_db' };
const LOCAL = { CatalogId: C, DatabaseName: 'consumer_healthcare_db' };

type Variant = ObservedDocument[];

/** A thing of an account, in the forms it may be observed in; empty when it is not there. */
export interface Thing {
  account: ConnectedAccount;
  variants: Variant[];
}

function of<Type extends keyof DocumentTypes>(
  type: Type,
  key: string,
  document: DocumentTypes[Type],
): Variant {
  return [{ type, key, document } as ObservedDocument];
}

function granted(
  account: ConnectedAccount,
  principal: string,
  on: RawResource,
  ...choices: Partial<RawPermission>[]
): Thing {
  const variants = choices.map(choice =>
    normalizePermissions(
      [
        {
          Principal: { DataLakePrincipalIdentifier: principal },
          Resource: on,
          Permissions: ['SELECT'],
          PermissionsWithGrantOption: [],
          ...choice,
        },
      ],
      account,
    ).flatMap(permission => of('permission', permission.id, permission)),
  );
  return { account, variants: [...variants, []] };
}

/** Not there at the beginning. */
const later = ({ account, variants }: Thing): Thing => ({
  account,
  variants: [[], ...variants.slice(0, -1)],
});

const SELECT = { Permissions: ['SELECT'] };
const ALL = { Permissions: ['ALL'] };
const DESCRIBE = { Permissions: ['DESCRIBE'] };
const SHARED = {
  PermissionsWithGrantOption: ['SELECT'],
  AdditionalDetails: { ResourceShare: [SHARE] },
};

function tableVariants(name: string): Variant[] {
  const form = (columns: string[], more: Partial<ObservedTable> = {}) => {
    const document = table(name, columns);
    return [
      { ...document, document: { ...document.document, ...more } },
    ] as Variant;
  };
  return [
    form(['patient_id', 'state', 'ssn']),
    [],
    form(['patient_id', 'state'], { location: 's3://open/data' }),
    form(['patient_id'], { format: 'other' }),
  ];
}

const refOf = (tableName: string) => ({
  region,
  catalogId: P,
  databaseName: 'healthcare_db',
  tableName,
});

const linkRef = (tableName: string) => ({
  region,
  catalogId: C,
  databaseName: 'consumer_healthcare_db',
  tableName,
});

const tag = (value: string, source: 'database' | 'table' | 'column') => ({
  key: 'sensitivity',
  values: [value],
  source,
});

const databaseOf = (catalogId: string, databaseName: string) => ({
  region,
  catalogId,
  databaseName,
  lfTags: [],
});

const databaseTags = (value: string): Variant =>
  of('databaseTags', `${P}/healthcare_db`, {
    catalogId: P,
    databaseName: 'healthcare_db',
    lfTags: [tag(value, 'database')],
  });

function tableTags(name: string, value: string, column: string): Variant {
  const ref = refOf(name);
  return of('tableTags', `${region}/${P}/healthcare_db/${name}`, {
    table: ref,
    lfTags: [tag(value, 'table')],
    columns: [{ name: 'state', lfTags: [tag(column, 'column')] }],
  });
}

function location(path: string, mode: 'lakeFormation' | 'hybrid'): Variant {
  const resourceArn = `arn:aws:s3:::${path}`;
  return of('location', resourceArn, { resourceArn, mode });
}

function settings(allowExternalDataFiltering: boolean): Variant {
  return of('settings', 'settings', {
    admins: [TEAM2_ROLE],
    readOnlyAdmins: [],
    allowExternalDataFiltering,
    externalDataFilteringAllowList: [C],
    authorizedSessionTagValues: ['EMR on EKS Engine'],
    allowFullTableExternalDataAccess: false,
    crossAccountVersion: '4',
    defaultsToIamAllowedPrincipals: false,
  });
}

function filter(expression: string): Variant {
  return of('filter', `${region}/${P}/healthcare_db/patients/f`, {
    table: refOf('patients'),
    name: 'f',
    columns: { kind: 'exclude', names: ['ssn'] },
    rows: { kind: 'expression', expression },
  });
}

const link = (name: string, target: string): Variant =>
  of('link', `${region}/${C}/consumer_healthcare_db/${name}`, {
    ref: linkRef(name),
    target: refOf(target),
  });

const databaseLink = (databaseName: string): Variant =>
  of('database', 'all_of_it', {
    ...databaseOf(C, 'all_of_it'),
    target: { catalogId: P, databaseName },
  });

const role = (arn: string, uniqueId: string): Variant =>
  of('role', arn, {
    accountId: C,
    arn,
    name: arn.split('/')[1],
    uniqueId,
  });

const share = (status: string): Variant =>
  of('share', `received/${SHARE}`, {
    arn: SHARE,
    name: 'LakeFormation-V4',
    ownerAccountId: P,
    status,
    direction: 'received',
  });

const invitation = (status: 'PENDING' | 'ACCEPTED'): Variant =>
  of('invitation', `${SHARE}/invitation`, {
    arn: `${SHARE}/invitation`,
    shareArn: SHARE,
    senderAccountId: P,
    receiverAccountId: C,
    status,
  });

const optIn = of('optIn', TEAM1_ROLE, {
  principal: { kind: 'iamRole', arn: TEAM1_ROLE, accountId: C },
  resource: {
    kind: 'table',
    catalogId: P,
    databaseName: 'healthcare_db',
    tableName: 'claims',
  },
});

const policies = (bucket: string): Variant =>
  of('bucketPolicy', bucket, { bucket, statements: [] });

const producerThings: Variant[][] = [
  [of('database', 'healthcare_db', databaseOf(P, 'healthcare_db')), []],
  [[], databaseTags('private'), databaseTags('public')],
  tableVariants('patients'),
  tableVariants('claims'),
  [[], tableTags('patients', 'public', 'private')],
  [[], tableTags('claims', 'private', 'public')],
  [
    location('lake/warehouse', 'lakeFormation'),
    [],
    location('lake/warehouse', 'hybrid'),
  ],
  [location('lake/warehouse/healthcare_db/claims', 'hybrid'), []],
  [settings(true), settings(false)],
  [optIn, []],
  [filter("state = 'Texas'"), [], filter("state = 'Ohio'")],
  [[], policies('lake')],
];

const consumerThings: Variant[][] = [
  [of('database', LOCAL.DatabaseName, databaseOf(C, LOCAL.DatabaseName))],
  [databaseLink('healthcare_db'), [], databaseLink('other_db')],
  [link('rl_patients', 'patients'), [], link('rl_patients', 'claims')],
  [link('rl_claims', 'claims'), []],
  [role(TEAM1_ROLE, 'A'), [], role(TEAM1_ROLE, 'B')],
  [role(TEAM2_ROLE, 'A'), []],
  [share('ACTIVE'), [], share('DELETING')],
  [[], invitation('PENDING'), invitation('ACCEPTED')],
  [settings(true), settings(false)],
];

const patients = { ...DATABASE, Name: 'patients' };
const claims = { ...DATABASE, Name: 'claims' };
const onFilter = {
  DataCellsFilter: {
    TableCatalogId: P,
    DatabaseName: 'healthcare_db',
    TableName: 'patients',
    Name: 'f',
  },
};
const linkNamed = (Name: string) => ({ Table: { ...LOCAL, Name } });
const byTags = {
  LFTagPolicy: {
    CatalogId: P,
    ResourceType: 'TABLE' as const,
    Expression: [{ TagKey: 'sensitivity', TagValues: ['public'] }],
  },
};

const allTables = { Table: { ...DATABASE, TableWildcard: {} } };

/**
 * Everything that may be in the two accounts. The first form of a thing is that
 * of the beginning, when the teams read something of both tables.
 */
export const THINGS: Thing[] = [
  ...producerThings.map(variants => ({ account: PRODUCER, variants })),
  ...consumerThings.map(variants => ({ account: CONSUMER, variants })),
  granted(PRODUCER, C, onFilter, SHARED, SELECT),
  granted(PRODUCER, C, { Table: claims }, SHARED, DESCRIBE),
  later(granted(PRODUCER, C, byTags, SHARED)),
  later(granted(PRODUCER, C, allTables, SHARED)),
  later(granted(PRODUCER, TEAM2_ROLE, { Table: patients }, SHARED)),
  later(granted(PRODUCER, 'IAM_ALLOWED_PRINCIPALS', { Table: claims }, ALL)),
  granted(CONSUMER, TEAM1_ROLE, { Table: patients }, SELECT, DESCRIBE),
  granted(CONSUMER, TEAM1_ROLE, { Table: claims }, SELECT, DESCRIBE),
  granted(CONSUMER, TEAM2_ROLE, allTables, SELECT),
  later(granted(CONSUMER, `${C}:IAMPrincipals`, { Table: patients }, SELECT)),
  granted(CONSUMER, TEAM1_ROLE, linkNamed('rl_patients'), DESCRIBE),
  later(granted(CONSUMER, TEAM2_ROLE, linkNamed('rl_claims'), DESCRIBE)),
  granted(
    CONSUMER,
    TEAM1_ROLE,
    { Table: { CatalogId: C, DatabaseName: 'all_of_it', Name: 'claims' } },
    DESCRIBE,
  ),
  granted(
    CONSUMER,
    TEAM1_ROLE,
    { Database: { CatalogId: C, Name: LOCAL.DatabaseName } },
    DESCRIBE,
  ),
  later(
    granted(CONSUMER, TEAM2_ROLE, { RLSPolicy: {} } as RawResource, SELECT),
  ),
];
