import {
  DataCellsFilter,
  LfTagAssignment,
  ObservationPart,
  ObservedBucketPolicy,
  ObservedDatabase,
  ObservedDataLakeSettings,
  ObservedInvitation,
  ObservedLocation,
  ObservedNamespace,
  ObservedOptIn,
  ObservedPrincipalPolicies,
  ObservedResourceLink,
  ObservedResourceShare,
  ObservedRole,
  ObservedTable,
  ObservedVirtualCluster,
  Permission,
  TableRef,
} from '@sluice/plugin-sluice-common';

/** LF-Tags that are set on a database. */
export interface DatabaseTags {
  catalogId: string;
  databaseName: string;
  lfTags: LfTagAssignment[];
}

/** LF-Tags that are set on a table and on its columns; nothing inherited. */
export interface TableTags {
  table: TableRef;
  lfTags: LfTagAssignment[];
  columns: { name: string; lfTags: LfTagAssignment[] }[];
}

/**
 * What is kept of an account, one document per thing, so that history costs
 * only what changed. Tags and locations are documents of their own, not
 * members of the table: each is read, and may fail, on its own. A table and its
 * tags have the same key.
 */
export interface DocumentTypes {
  database: ObservedDatabase;
  databaseTags: DatabaseTags;
  table: ObservedTable;
  tableTags: TableTags;
  link: ObservedResourceLink;
  filter: DataCellsFilter;
  permission: Permission;
  settings: ObservedDataLakeSettings;
  location: ObservedLocation;
  share: ObservedResourceShare;
  invitation: ObservedInvitation;
  role: ObservedRole;
  virtualCluster: ObservedVirtualCluster;
  namespace: ObservedNamespace;
  optIn: ObservedOptIn;
  principalPolicies: ObservedPrincipalPolicies;
  bucketPolicy: ObservedBucketPolicy;
}

/** @see DocumentTypes */
export type DocumentType = keyof DocumentTypes;

/** A thing that was observed; `key` tells it from others of its type in the account. */
export type ObservedDocument = {
  [Type in DocumentType]: {
    type: Type;
    key: string;
    document: DocumentTypes[Type];
  };
}[DocumentType];

/** Which part of an observation brings which documents. */
export const DOCUMENTS_OF_PART: Record<
  ObservationPart,
  readonly DocumentType[]
> = {
  databases: ['database'],
  tables: ['table', 'link'],
  filters: ['filter'],
  permissions: ['permission'],
  tags: ['databaseTags', 'tableTags'],
  locations: ['location'],
  shares: ['share', 'invitation'],
  settings: ['settings'],
  roles: ['role'],
  virtualClusters: ['virtualCluster'],
  namespaces: ['namespace'],
  optIns: ['optIn'],
  iamPolicies: ['principalPolicies'],
  bucketPolicies: ['bucketPolicy'],
};

/** Every part, in the order in which failures are reported. */
export const OBSERVATION_PARTS = Object.keys(
  DOCUMENTS_OF_PART,
) as ObservationPart[];
