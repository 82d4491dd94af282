import {
  normalizePermissions,
  ObservationPart,
  RawPermission,
  RawResource,
  tableKey,
} from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import {
  ObservationRun,
  ObservedDocument,
  OBSERVATION_PARTS,
  DOCUMENTS_OF_PART,
} from '../store';

/** The accounts of the seed system, and what an observation of them finds. */
export const PRODUCER: ConnectedAccount = {
  name: 'healthcare-producer',
  accountId: '111122223333',
  region: 'us-west-2',
  eksClusters: [],
};
export const CONSUMER: ConnectedAccount = {
  name: 'healthcare-consumer',
  accountId: '444455556666',
  region: 'us-west-2',
  eksClusters: ['fgac-blog'],
};

const P = PRODUCER.accountId;
const C = CONSUMER.accountId;
const REGION = PRODUCER.region;

export const TEAM1_ROLE = `arn:aws:iam::${C}:role/emr_on_eks_fgac_job_team1_execution_role`;
export const TEAM2_ROLE = `arn:aws:iam::${C}:role/emr_on_eks_fgac_job_team2_execution_role`;

export const PATIENTS = 'resource:healthcare-producer/healthcare_db.patients';
export const CLAIMS = 'resource:healthcare-producer/healthcare_db.claims';

export const PATIENT_COLUMNS = [
  'patient_id',
  'first_name',
  'last_name',
  'date_of_birth',
  'gender',
  'ssn',
  'address',
  'city',
  'state',
];
export const CLAIM_COLUMNS = ['claim_id', 'patient_id', 'amount', 'status'];

function placeOf(accountId: string, databaseName: string, tableName: string) {
  return { region: REGION, catalogId: accountId, databaseName, tableName };
}

export function table(name: string, columns: string[]): ObservedDocument {
  const ref = placeOf(P, 'healthcare_db', name);
  return {
    type: 'table',
    key: tableKey(ref),
    document: {
      ref,
      tableUuid: `uuid-of-${name}`,
      format: 'iceberg',
      formatVersion: 2,
      location: `s3://lake/warehouse/healthcare_db/${name}`,
      columns: columns.map((column, index) => ({
        fieldId: index + 1,
        name: column,
        type: 'string',
        lfTags: [],
      })),
      lfTags: [],
      registration: 'unknown',
    },
  };
}

function link(name: string, target: string): ObservedDocument {
  const ref = placeOf(C, 'consumer_healthcare_db', name);
  return {
    type: 'link',
    key: tableKey(ref),
    document: { ref, target: placeOf(P, 'healthcare_db', target) },
  };
}

function database(catalogId: string, databaseName: string): ObservedDocument {
  return {
    type: 'database',
    key: databaseName,
    document: { region: REGION, catalogId, databaseName, lfTags: [] },
  };
}

function row(
  principal: string,
  resource: RawResource,
  permissions: string[],
  grantable: string[] = [],
): RawPermission {
  return {
    Principal: { DataLakePrincipalIdentifier: principal },
    Resource: resource,
    Permissions: permissions,
    PermissionsWithGrantOption: grantable,
  };
}

const claims = { CatalogId: P, DatabaseName: 'healthcare_db', Name: 'claims' };
const patients = { ...claims, Name: 'patients' };
const linkTo = (name: string) => ({
  CatalogId: C,
  DatabaseName: 'consumer_healthcare_db',
  Name: name,
});

/** LF's double rows of SELECT and DESCRIBE on a table (LF reference A11.1). */
const selectAndDescribe = (
  principal: string,
  on: typeof claims,
  grantable: boolean,
) => [
  row(
    principal,
    { TableWithColumns: { ...on, ColumnWildcard: {} } },
    ['SELECT'],
    grantable ? ['SELECT'] : [],
  ),
  row(principal, { Table: on }, ['DESCRIBE'], grantable ? ['DESCRIBE'] : []),
];

const producerRows = [
  row(
    C,
    { Database: { CatalogId: P, Name: 'healthcare_db' } },
    ['DESCRIBE'],
    ['DESCRIBE'],
  ),
  row(
    C,
    {
      DataCellsFilter: {
        TableCatalogId: P,
        DatabaseName: 'healthcare_db',
        TableName: 'patients',
        Name: 'patients_column_row_filter',
      },
    },
    ['SELECT'],
    ['SELECT'],
  ),
  ...selectAndDescribe(C, claims, true),
];

const consumerRows = [
  ...[TEAM1_ROLE, TEAM2_ROLE].flatMap(role => [
    row(role, { Database: { CatalogId: C, Name: 'consumer_healthcare_db' } }, [
      'DESCRIBE',
    ]),
    row(role, { Table: linkTo('rl_claims') }, ['DESCRIBE']),
    ...selectAndDescribe(role, claims, false),
  ]),
  row(TEAM1_ROLE, { Table: linkTo('rl_patients') }, ['DESCRIBE']),
  row(TEAM1_ROLE, { TableWithColumns: { ...patients, ColumnWildcard: {} } }, [
    'SELECT',
  ]),
];

function permissionDocuments(
  rows: RawPermission[],
  account: ConnectedAccount,
): ObservedDocument[] {
  return normalizePermissions(rows, account).map(permission => ({
    type: 'permission',
    key: permission.id,
    document: permission,
  }));
}

const share = (direction: 'owned' | 'received'): ObservedDocument => ({
  type: 'share',
  key: direction,
  document: {
    arn: `arn:aws:ram:us-west-2:${P}:resource-share/1`,
    name: 'LakeFormation-V4',
    ownerAccountId: P,
    status: 'ACTIVE',
    direction,
  },
});

const location: ObservedDocument = {
  type: 'location',
  key: 'lake',
  document: {
    resourceArn: 'arn:aws:s3:::lake/warehouse',
    mode: 'lakeFormation',
  },
};

const settings: ObservedDocument = {
  type: 'settings',
  key: 'settings',
  document: {
    admins: [],
    readOnlyAdmins: [],
    allowExternalDataFiltering: true,
    externalDataFilteringAllowList: [C],
    authorizedSessionTagValues: ['EMR on EKS Engine'],
    allowFullTableExternalDataAccess: false,
    crossAccountVersion: '4',
    defaultsToIamAllowedPrincipals: false,
  },
};

const producerDocuments: ObservedDocument[] = [
  database(P, 'healthcare_db'),
  table('patients', PATIENT_COLUMNS),
  table('claims', CLAIM_COLUMNS),
  {
    type: 'filter',
    key: 'patients_column_row_filter',
    document: {
      table: placeOf(P, 'healthcare_db', 'patients'),
      name: 'patients_column_row_filter',
      columns: {
        kind: 'include',
        names: PATIENT_COLUMNS.filter(name => name !== 'ssn'),
      },
      rows: {
        kind: 'expression',
        expression: "state IN ('Texas', 'New York')",
      },
    },
  },
  ...permissionDocuments(producerRows, PRODUCER),
  share('owned'),
  location,
  settings,
];

export const consumerDocuments: ObservedDocument[] = [
  database(C, 'consumer_healthcare_db'),
  link('rl_patients', 'patients'),
  link('rl_claims', 'claims'),
  ...permissionDocuments(consumerRows, CONSUMER),
  share('received'),
  settings,
  ...[TEAM1_ROLE, TEAM2_ROLE].map(
    (arn, index): ObservedDocument => ({
      type: 'role',
      key: arn,
      document: {
        accountId: C,
        arn,
        name: arn.split('/')[1],
        uniqueId: `AROATEAM${index + 1}`,
      },
    }),
  ),
  {
    type: 'virtualCluster',
    key: 'vc1',
    document: {
      id: 'vc1',
      name: 'emr-on-eks-fgac-blog',
      state: 'RUNNING',
      eksClusterName: 'fgac-blog',
      namespace: 'lf-fgac-user',
    },
  },
  ...['lf-fgac-user', 'lf-fgac-secure', 'kube-system'].map(
    (name): ObservedDocument => ({
      type: 'namespace',
      key: name,
      document: {
        clusterName: 'fgac-blog',
        name,
        phase: 'Active',
        labels: {} as Record<string, string>,
      },
    }),
  ),
];

/** An observation of one of the accounts, with parts failing on request. */
export function runOf(
  account: ConnectedAccount,
  options: {
    at?: Date;
    failing?: ObservationPart[];
    documents?: ObservedDocument[];
  } = {},
): ObservationRun {
  const documents =
    options.documents ??
    (account === PRODUCER ? producerDocuments : consumerDocuments);
  const startedAt = options.at ?? new Date();
  return {
    account,
    startedAt,
    finishedAt: new Date(+startedAt + 1_000),
    calls: 20,
    parts: OBSERVATION_PARTS.map(part =>
      options.failing?.includes(part)
        ? { part, failure: `AccessDeniedException: not ${part}.` }
        : {
            part,
            documents: documents.filter(({ type }) =>
              DOCUMENTS_OF_PART[part].includes(type),
            ),
          },
    ),
  };
}
