import type { JsonObject } from '@backstage/types';
import { LfPermission, PermissionResource } from '../accessModel';

/** One statement of an IAM policy or trust document. @public */
export interface IamStatement {
  /** Tells our statements from those of others in one document; letters and digits. */
  Sid: string;
  Effect: 'Allow' | 'Deny';
  Principal?: '*' | Record<string, string | string[]>;
  Action: string | string[];
  Resource?: string | string[];
  Condition?: Record<string, Record<string, string | string[]>>;
}

/** A bucket with what a bucket of data should have: see `s3Bucket.ts`. @public */
export interface S3BucketProperties {
  name: string;
  region: string;
  /** No public access, default encryption, TLS only; absent means as found. */
  hygiene: boolean;
}

/** A customer managed policy, and the statements that must be in it. @public */
export interface IamPolicyProperties {
  name: string;
  statements: IamStatement[];
  /** False: statements with other Sids are left alone. */
  exclusive: boolean;
}

/**
 * Membership: an ARN among the `Resource` of a statement of a policy. The
 * statement is made with its first member and goes with its last.
 * @public
 */
export interface IamPolicyMemberProperties {
  policyName: string;
  /** The statement without `Resource`. */
  statement: Omit<IamStatement, 'Resource'>;
  resourceArn: string;
}

/** A role; trust statements and attachments that others added are left alone. @public */
export interface IamRoleProperties {
  name: string;
  description: string;
  trust: IamStatement[];
  /** Names of customer managed policies of the account. */
  attachedPolicies: string[];
}

/** @public */
export interface IamOidcProviderProperties {
  /** With `https://`. */
  issuerUrl: string;
  clientIds: string[];
}

/** An S3 location that Lake Formation governs. @public */
export interface RegisteredLocationProperties {
  resourceArn: string;
  roleArn: string;
  hybridAccess: boolean;
}

/** A database whose new tables give nothing to IAM_ALLOWED_PRINCIPALS. @public */
export interface GlueDatabaseProperties {
  name: string;
  description?: string;
  locationUri?: string;
  /** Only of what is found: its new tables give everything to IAM_ALLOWED_PRINCIPALS. */
  newTablesOpenToIam?: true;
}

/** @public */
export interface IcebergTableProperties {
  database: string;
  name: string;
  description?: string;
  /** `s3://bucket/prefix/database/table`. */
  location: string;
  columns: { name: string; type: string; comment?: string }[];
  /** Identity transforms. */
  partitionedBy: string[];
  /** `s3://bucket/`, for Athena. */
  athenaOutputLocation: string;
}

/** Rows of a table that has none. @public */
export interface IcebergRowsProperties {
  database: string;
  table: string;
  columns: { name: string; type: string }[];
  rows: (string | number | boolean | null)[][];
  athenaOutputLocation: string;
}

/** @public */
export interface ResourceLinkProperties {
  database: string;
  name: string;
  target: { catalogId: string; database: string; table: string };
}

/** @public */
export interface DataCellsFilterProperties {
  catalogId: string;
  database: string;
  table: string;
  name: string;
  /** Include list; absent means all columns. */
  columns?: string[];
  /** Absent means all rows. */
  rowFilter?: string;
}

/**
 * What one principal holds on one resource, exactly as far as these
 * permissions go: others that it holds are left alone.
 * @public
 */
export interface LakeFormationPermissionProperties {
  /** As the API spells it: role ARN, account id. */
  principal: string;
  resource: PermissionResource;
  permissions: LfPermission[];
  grantable: LfPermission[];
}

/** IAM_ALLOWED_PRINCIPALS holds nothing on a database, or on a table of it. @public */
export interface WithoutIamAllowedPrincipalsProperties {
  database: string;
  table?: string;
}

/** Membership in the settings of Lake Formation, which are one document. @public */
export interface DataLakeAdministratorProperties {
  principalArn: string;
}

/** Membership: an account whose engines may filter data. Switches the feature on. @public */
export interface ExternalDataFilteringProperties {
  accountId: string;
}

/** Membership: a session tag value that engines may prove themselves with. @public */
export interface AuthorizedSessionTagProperties {
  value: string;
}

/** New databases and tables give nothing to IAM_ALLOWED_PRINCIPALS, account-wide. @public */
export interface NoDefaultIamAllowedPrincipalsProperties {
  /** There is one such setting per account and region. */
  scope: 'account';
}

/** @public */
export interface CrossAccountVersionProperties {
  atLeast: number;
}

/** Membership: a statement of Glue's resource policy of the catalog. @public */
export interface CatalogPolicyStatementProperties {
  statement: IamStatement;
}

/** What another account shares is accepted and visible here. @public */
export interface AcceptedShareProperties {
  senderAccountId: string;
}

/** @public */
export interface EksAccessEntryProperties {
  cluster: string;
  principalArn: string;
  username: string;
}

/** Any Kubernetes object; fields that others set are left alone. @public */
export interface KubernetesObjectProperties {
  cluster: string;
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  labels: Record<string, string>;
  /** All but apiVersion, kind, metadata and status: `{ rules }`, `{ spec }`. */
  body: JsonObject;
}

/** Immutable; replaced by a new one of the same name. @public */
export interface EmrSecurityConfigurationProperties {
  name: string;
  sessionTagValue: string;
  cluster: string;
  secureNamespace: string;
  queryEngineRoleArn: string;
}

/** Immutable; replaced by a new one of the same name. @public */
export interface EmrVirtualClusterProperties {
  name: string;
  cluster: string;
  namespace: string;
  /** Name of the newest security configuration with these contents. */
  securityConfiguration: EmrSecurityConfigurationProperties;
}

/** Properties by type of resource. @public */
export interface ResourceProperties {
  s3Bucket: S3BucketProperties;
  iamPolicy: IamPolicyProperties;
  iamPolicyMember: IamPolicyMemberProperties;
  iamRole: IamRoleProperties;
  iamOidcProvider: IamOidcProviderProperties;
  registeredLocation: RegisteredLocationProperties;
  glueDatabase: GlueDatabaseProperties;
  icebergTable: IcebergTableProperties;
  icebergRows: IcebergRowsProperties;
  resourceLink: ResourceLinkProperties;
  dataCellsFilter: DataCellsFilterProperties;
  lakeFormationPermission: LakeFormationPermissionProperties;
  withoutIamAllowedPrincipals: WithoutIamAllowedPrincipalsProperties;
  dataLakeAdministrator: DataLakeAdministratorProperties;
  externalDataFiltering: ExternalDataFilteringProperties;
  authorizedSessionTag: AuthorizedSessionTagProperties;
  noDefaultIamAllowedPrincipals: NoDefaultIamAllowedPrincipalsProperties;
  crossAccountVersion: CrossAccountVersionProperties;
  catalogPolicyStatement: CatalogPolicyStatementProperties;
  acceptedShare: AcceptedShareProperties;
  eksAccessEntry: EksAccessEntryProperties;
  kubernetesObject: KubernetesObjectProperties;
  emrSecurityConfiguration: EmrSecurityConfigurationProperties;
  emrVirtualCluster: EmrVirtualClusterProperties;
}

/** @public */
export type ResourceTypeName = keyof ResourceProperties;
