/*
 * What AWS SDK clients return, as far as it is read here. Typed by structure,
 * since this package runs in browsers and does not import the SDK. Everything
 * may be absent: the service model requires little (LF reference A1, A11).
 */

type Maybe<T> = T | null | undefined;

/** A `PrincipalResourcePermissions` of `lakeformation:ListPermissions`. @public */
export interface RawPermission {
  Principal?: { DataLakePrincipalIdentifier?: string };
  Resource?: RawResource;
  Condition?: { Expression?: string };
  Permissions?: string[];
  PermissionsWithGrantOption?: string[];
  AdditionalDetails?: { ResourceShare?: string[] };
  /** A string after a journey through JSON. */
  LastUpdated?: Date | string;
  LastUpdatedBy?: string;
}

/** Exactly one member is meant. @public */
export interface RawResource {
  Catalog?: { Id?: string };
  Database?: { CatalogId?: string; Name?: string };
  Table?: {
    CatalogId?: string;
    DatabaseName?: string;
    Name?: string;
    TableWildcard?: object;
  };
  TableWithColumns?: {
    CatalogId?: string;
    DatabaseName?: string;
    Name?: string;
    ColumnNames?: Maybe<string[]>;
    ColumnWildcard?: Maybe<RawColumnWildcard>;
  };
  DataLocation?: { CatalogId?: string; ResourceArn?: string };
  DataCellsFilter?: {
    TableCatalogId?: string;
    DatabaseName?: string;
    TableName?: string;
    Name?: string;
  };
  LFTag?: { CatalogId?: string; TagKey?: string; TagValues?: string[] };
  LFTagPolicy?: {
    CatalogId?: string;
    ResourceType?: string;
    Expression?: { TagKey?: string; TagValues?: string[] }[];
    ExpressionName?: string;
  };
  LFTagExpression?: { CatalogId?: string; Name?: string };
}

/** @public */
export interface RawColumnWildcard {
  ExcludedColumnNames?: Maybe<string[]>;
}

/** A `DataCellsFilter` of `lakeformation:ListDataCellsFilter`. @public */
export interface RawDataCellsFilter {
  TableCatalogId?: string;
  DatabaseName?: string;
  TableName?: string;
  Name?: string;
  RowFilter?: Maybe<{
    FilterExpression?: Maybe<string>;
    AllRowsWildcard?: Maybe<object>;
  }>;
  ColumnNames?: Maybe<string[]>;
  ColumnWildcard?: Maybe<RawColumnWildcard>;
  VersionId?: string;
}
