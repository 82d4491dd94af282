import { Permission, PermissionResource, Principal } from './permissions';
import {
  DataCellsFilter,
  ObservedDatabase,
  ObservedResourceLink,
  ObservedTable,
  RegistrationMode,
} from './tables';

/** An IAM role, with the unique id that tells it from a re-created namesake. @public */
export interface ObservedRole {
  accountId: string;
  arn: string;
  name: string;
  /** `AROA…` */
  uniqueId: string;
  createdAt?: string;
}

/** Lake Formation settings of one catalog; the parts that access depends on. @public */
export interface ObservedDataLakeSettings {
  admins: string[];
  readOnlyAdmins: string[];
  allowExternalDataFiltering: boolean;
  externalDataFilteringAllowList: string[];
  authorizedSessionTagValues: string[];
  allowFullTableExternalDataAccess: boolean;
  crossAccountVersion?: string;
  /** True when new databases or tables get Super for IAM_ALLOWED_PRINCIPALS. */
  defaultsToIamAllowedPrincipals: boolean;
}

/** A registered S3 location. @public */
export interface ObservedLocation {
  resourceArn: string;
  roleArn?: string;
  mode: RegistrationMode;
}

/** A RAM share as this account sees it. @public */
export interface ObservedResourceShare {
  arn: string;
  name: string;
  ownerAccountId: string;
  status: string;
  /** Whether the share leaves this account or comes into it. */
  direction: 'owned' | 'received';
}

/** A RAM invitation, which hides everything shared until it is accepted. @public */
export interface ObservedInvitation {
  arn: string;
  shareArn: string;
  senderAccountId: string;
  receiverAccountId: string;
  status: 'PENDING' | 'ACCEPTED' | 'REJECTED' | 'EXPIRED';
}

/** @public */
export interface ObservedVirtualCluster {
  id: string;
  name: string;
  state: string;
  eksClusterName: string;
  namespace: string;
  securityConfigurationId?: string;
}

/** @public */
export interface ObservedNamespace {
  clusterName: string;
  name: string;
  phase: string;
  labels: Record<string, string>;
}

/**
 * A principal whose access Lake Formation decides although a location is in
 * hybrid access mode (LF reference A9).
 * @public
 */
export interface ObservedOptIn {
  principal: Principal;
  resource: PermissionResource;
  /** Cedar-like; what it lets through is not known. */
  condition?: string;
}

/** One statement of an IAM document, as far as access to data depends on it. @public */
export interface ObservedStatement {
  sid?: string;
  effect: 'Allow' | 'Deny';
  /** AWS principals, `*` for anybody; absent in identity policies. */
  principals?: string[];
  /** Federated principals and services of a trust document. */
  otherPrincipals?: string[];
  notPrincipal?: boolean;
  actions?: string[];
  notActions?: string[];
  resources?: string[];
  notResources?: string[];
  /** By operator and key: `{ StringEquals: { 'aws:x': ['y'] } }`. */
  conditions?: Record<string, Record<string, string[]>>;
}

/** What an IAM role or user may do by its own policies, and who may become it. @public */
export interface ObservedPrincipalPolicies {
  arn: string;
  kind: 'role' | 'user';
  /** Of a role: who may assume it. */
  trust: ObservedStatement[];
  /** Inline and attached policies, those of a user's groups included. */
  policies: { name: string; statements: ObservedStatement[] }[];
  /** Permissions boundary: what the policies allow beyond it counts for nothing. */
  boundary?: ObservedStatement[];
}

/** The policy of a bucket in which observed tables lie. @public */
export interface ObservedBucketPolicy {
  bucket: string;
  /** Empty when the bucket has no policy. */
  statements: ObservedStatement[];
}

/** A part of an account that an observation may fail to read on its own. @public */
export type ObservationPart =
  | 'databases'
  | 'tables'
  | 'filters'
  | 'permissions'
  | 'tags'
  | 'locations'
  | 'shares'
  | 'settings'
  | 'roles'
  | 'virtualClusters'
  | 'namespaces'
  | 'optIns'
  | 'iamPolicies'
  | 'bucketPolicies';

/**
 * All that Sluice read of one account in one region. A part that could not be
 * read is listed in `failures`; what depends on it is then *unknown*.
 * @public
 */
export interface AccountObservation {
  /** Name of the account in the configuration; also its catalog namespace. */
  accountName: string;
  accountId: string;
  region: string;
  /** ISO 8601, when the observation began. */
  observedAt: string;
  databases: ObservedDatabase[];
  tables: ObservedTable[];
  links: ObservedResourceLink[];
  filters: DataCellsFilter[];
  permissions: Permission[];
  settings?: ObservedDataLakeSettings;
  locations: ObservedLocation[];
  shares: ObservedResourceShare[];
  invitations: ObservedInvitation[];
  roles: ObservedRole[];
  virtualClusters: ObservedVirtualCluster[];
  namespaces: ObservedNamespace[];
  optIns: ObservedOptIn[];
  principalPolicies: ObservedPrincipalPolicies[];
  bucketPolicies: ObservedBucketPolicy[];
  failures: { part: ObservationPart; message: string }[];
}
