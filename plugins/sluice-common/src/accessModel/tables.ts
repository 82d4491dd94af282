/**
 * A Glue table, wherever it is shown. `catalogId` is the account that owns the
 * Data Catalog; names are lower case, as Glue folds them.
 * @public
 */
export interface TableRef {
  region: string;
  catalogId: string;
  databaseName: string;
  tableName: string;
}

/** One LF-Tag value on a resource. Keys and values are lower case. @public */
export interface LfTagAssignment {
  key: string;
  values: string[];
  /** Where the value was set; anything but the resource itself is inherited. */
  source: 'database' | 'table' | 'column';
}

/** How Lake Formation governs the S3 location of a table (LF reference A9). @public */
export type RegistrationMode = 'lakeFormation' | 'hybrid' | 'none' | 'unknown';

/** A top-level column of a table. @public */
export interface TableColumn {
  /** Iceberg field id; survives renames. Undefined when the metadata could not be read. */
  fieldId?: number;
  name: string;
  /** Type as Glue spells it: `bigint`, `decimal(10,2)`, `struct<a:int>`. */
  type: string;
  comment?: string;
  required?: boolean;
  /** Iceberg transform when the table is partitioned by this column: `identity`, `bucket[16]`, `day`. */
  partitionTransform?: string;
  lfTags: LfTagAssignment[];
  /** `classification` of the column, from Glue column parameters. */
  classification?: string;
}

/** What is known of a table that lives in an observed account. @public */
export interface ObservedTable {
  ref: TableRef;
  /** Iceberg `table-uuid`: identity across rename and re-creation. */
  tableUuid?: string;
  format: 'iceberg' | 'other';
  formatVersion?: number;
  location?: string;
  metadataLocation?: string;
  description?: string;
  currentSnapshotId?: string;
  /** ISO 8601 time of the current snapshot. */
  currentSnapshotAt?: string;
  /** Rows and bytes of data files, by the summary of the current snapshot. */
  currentSnapshotRows?: number;
  currentSnapshotBytes?: number;
  columns: TableColumn[];
  lfTags: LfTagAssignment[];
  registration: RegistrationMode;
  /** Set when the table metadata could not be read in full; access by field id is then unknown. */
  problem?: string;
}

/** A local name for a table of another account. It grants nothing on its target (LF reference A8.4). @public */
export interface ObservedResourceLink {
  ref: TableRef;
  target: TableRef;
}

/** @public */
export interface ObservedDatabase {
  region: string;
  catalogId: string;
  databaseName: string;
  description?: string;
  locationUri?: string;
  lfTags: LfTagAssignment[];
  /** Present when the database is a resource link. */
  target?: { catalogId: string; databaseName: string };
}

/** Which columns a grant or filter names. @public */
export type ColumnSelection =
  | { kind: 'all' }
  | { kind: 'include'; names: string[] }
  /** Exposes every column that is added later: LF stores names, not field ids. */
  | { kind: 'exclude'; names: string[] };

/** A Lake Formation data cells filter. @public */
export interface DataCellsFilter {
  table: TableRef;
  name: string;
  columns: ColumnSelection;
  rows: { kind: 'all' } | { kind: 'expression'; expression: string };
  versionId?: string;
}

/** Canonical key of a table: lower case, stable, safe as a map key. @public */
export function tableKey(ref: TableRef): string {
  return [
    ref.region,
    ref.catalogId,
    ref.databaseName.toLowerCase(),
    ref.tableName.toLowerCase(),
  ].join('/');
}
