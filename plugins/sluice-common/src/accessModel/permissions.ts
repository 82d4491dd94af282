import { ColumnSelection } from './tables';

/** Permission words of Lake Formation's API (LF reference A2). @public */
export const LF_PERMISSIONS = [
  'ALL',
  'SELECT',
  'ALTER',
  'DROP',
  'DELETE',
  'INSERT',
  'DESCRIBE',
  'CREATE_DATABASE',
  'CREATE_TABLE',
  'DATA_LOCATION_ACCESS',
  'CREATE_LF_TAG',
  'ASSOCIATE',
  'GRANT_WITH_LF_TAG_EXPRESSION',
  'CREATE_LF_TAG_EXPRESSION',
  'CREATE_CATALOG',
  'SUPER_USER',
] as const;

/** @public */
export type LfPermission = (typeof LF_PERMISSIONS)[number];

/** Whoever a permission is given to (LF reference A4). @public */
export type Principal =
  | { kind: 'iamRole'; arn: string; accountId: string }
  | { kind: 'iamUser'; arn: string; accountId: string }
  | { kind: 'account'; accountId: string }
  /** IAM_ALLOWED_PRINCIPALS: IAM policies alone decide, LF does not restrict. */
  | { kind: 'iamAllowedPrincipals' }
  /** `<account>:IAMPrincipals`: every principal of the account. */
  | { kind: 'allIamPrincipals'; accountId: string }
  | { kind: 'organization'; arn: string }
  | { kind: 'organizationalUnit'; arn: string }
  /** Anything else (SAML, QuickSight, Identity Center): shown, never guessed at. */
  | { kind: 'unrecognised'; id: string };

/** One condition of an LF-Tag expression: the key has any of the values. @public */
export interface LfTagCondition {
  key: string;
  values: string[];
}

/** What a permission is on (LF reference A1). @public */
export type PermissionResource =
  | { kind: 'catalog'; catalogId: string }
  | { kind: 'database'; catalogId: string; databaseName: string }
  | {
      kind: 'table';
      catalogId: string;
      databaseName: string;
      tableName: string;
    }
  | { kind: 'allTables'; catalogId: string; databaseName: string }
  | {
      kind: 'columns';
      catalogId: string;
      databaseName: string;
      tableName: string;
      columns: ColumnSelection;
    }
  | {
      kind: 'dataCellsFilter';
      catalogId: string;
      databaseName: string;
      tableName: string;
      filterName: string;
    }
  | { kind: 'dataLocation'; catalogId: string; resourceArn: string }
  | { kind: 'lfTag'; catalogId: string; key: string; values: string[] }
  | {
      kind: 'lfTagPolicy';
      catalogId: string;
      resourceType: 'DATABASE' | 'TABLE';
      /** AND between conditions, OR between the values of one. */
      expression: LfTagCondition[];
    }
  /** A saved LF-Tag expression itself; gives no access to tables. */
  | { kind: 'lfTagExpression'; catalogId: string; name: string }
  | { kind: 'unrecognised'; json: string };

/**
 * One row exactly as `lakeformation:ListPermissions` returned it, kept so that
 * a person can check us against the AWS console.
 * @public
 */
export interface LfPermissionRow {
  principal: string;
  /** The `Resource` member, as JSON. */
  resource: string;
  permissions: string[];
  permissionsWithGrantOption: string[];
  condition?: string;
  resourceShareArns: string[];
  /** ISO 8601. */
  lastUpdated?: string;
  lastUpdatedBy?: string;
}

/**
 * A permission after normalisation: the two rows that LF returns for SELECT on
 * a table (LF reference A11.1) are one permission again.
 * @public
 */
export interface Permission {
  /** Canonical identity: catalog, principal, resource, condition. LF has no grant ids (A11.9). */
  id: string;
  /** Account whose Lake Formation returned it. */
  observedIn: string;
  region: string;
  principal: Principal;
  resource: PermissionResource;
  permissions: LfPermission[];
  grantable: LfPermission[];
  condition?: string;
  rows: LfPermissionRow[];
}
