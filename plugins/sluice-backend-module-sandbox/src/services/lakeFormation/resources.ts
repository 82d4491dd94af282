import type {
  LFTag,
  Permission,
  Resource,
  ResourceType,
} from '@aws-sdk/client-lakeformation';
import { AwsError } from '../../core';

/** A whitelist or a blacklist of columns; names sorted and lower case. */
export interface ColumnList {
  kind: 'include' | 'exclude';
  names: string[];
}

/** A table by its names. */
export interface TableName {
  catalogId: string;
  databaseName: string;
  tableName: string;
}

/**
 * What a permission is on, with names folded as Glue folds them and every
 * CatalogId filled in, so that two spellings of a resource are one.
 */
export type LfResource =
  | { kind: 'catalog'; catalogId: string }
  | { kind: 'database'; catalogId: string; databaseName: string }
  | { kind: 'allTables'; catalogId: string; databaseName: string }
  | ({ kind: 'table' } & TableName)
  | ({ kind: 'columns'; columns: ColumnList } & TableName)
  | ({ kind: 'dataCellsFilter'; filterName: string } & TableName)
  | { kind: 'dataLocation'; catalogId: string; resourceArn: string }
  | { kind: 'lfTag'; catalogId: string; key: string; values: string[] }
  | {
      kind: 'lfTagPolicy';
      catalogId: string;
      resourceType: ResourceType;
      expression: { key: string; values: string[] }[];
    };

/** An `InvalidInputException`. */
export function invalidInput(message: string): AwsError {
  return new AwsError('InvalidInputException', message);
}

/**
 * Reads the API's resource, of which exactly one member must be set (LF reference A1).
 *
 * @param defaultCatalogId - the catalog meant where CatalogId is absent
 * @throws InvalidInputException for a shape that the API does not know
 */
export function readResource(
  resource: Resource | undefined,
  defaultCatalogId: string,
): LfResource {
  const set = Object.entries(resource ?? {}).filter(([, value]) => value);
  if (!resource || set.length !== 1) {
    throw invalidInput(
      `Resource must have one and only one member set, not ${
        set.map(([member]) => member).join(', ') || 'none'
      }.`,
    );
  }
  const catalog = (id: string | undefined) => id ?? defaultCatalogId;
  if (resource.Catalog) {
    return { kind: 'catalog', catalogId: catalog(resource.Catalog.Id) };
  }
  if (resource.Database) {
    return {
      kind: 'database',
      catalogId: catalog(resource.Database.CatalogId),
      databaseName: name(resource.Database.Name, 'Database name'),
    };
  }
  if (resource.Table) {
    const { CatalogId, DatabaseName, Name, TableWildcard } = resource.Table;
    const database = {
      catalogId: catalog(CatalogId),
      databaseName: name(DatabaseName, 'Database name'),
    };
    if (TableWildcard) return { kind: 'allTables', ...database };
    if (!Name) {
      throw invalidInput('Table name and table wildcard cannot both be empty.');
    }
    return { kind: 'table', ...database, tableName: name(Name, 'Table name') };
  }
  if (resource.TableWithColumns) {
    const { CatalogId, DatabaseName, Name, ColumnNames, ColumnWildcard } =
      resource.TableWithColumns;
    const table = {
      catalogId: catalog(CatalogId),
      databaseName: name(DatabaseName, 'Database name'),
      tableName: name(Name, 'Table name'),
    };
    if (Name === 'ALL_TABLES') {
      // Listed so, but not accepted so (LF reference A11.1).
      throw invalidInput(
        'ALL_TABLES cannot be used as a table name; use TableWildcard.',
      );
    }
    const columns = readColumns({ ColumnNames, ColumnWildcard });
    return columns
      ? { kind: 'columns', ...table, columns }
      : { kind: 'table', ...table };
  }
  if (resource.DataLocation) {
    return {
      kind: 'dataLocation',
      catalogId: catalog(resource.DataLocation.CatalogId),
      resourceArn: resource.DataLocation.ResourceArn!,
    };
  }
  if (resource.DataCellsFilter) {
    const { TableCatalogId, DatabaseName, TableName, Name } =
      resource.DataCellsFilter;
    if (!Name) throw invalidInput('Data cells filter name cannot be empty.');
    return {
      kind: 'dataCellsFilter',
      catalogId: catalog(TableCatalogId),
      databaseName: name(DatabaseName, 'Database name'),
      tableName: name(TableName, 'Table name'),
      filterName: Name,
    };
  }
  if (resource.LFTag) {
    return {
      kind: 'lfTag',
      catalogId: catalog(resource.LFTag.CatalogId),
      ...readTag(resource.LFTag),
    };
  }
  if (resource.LFTagPolicy) {
    const { CatalogId, ResourceType: type, Expression } = resource.LFTagPolicy;
    if (!Expression?.length) {
      throw invalidInput('The expression of an LF-Tag policy cannot be empty.');
    }
    return {
      kind: 'lfTagPolicy',
      catalogId: catalog(CatalogId),
      resourceType: type!,
      expression: Expression.map(readTag).sort((a, b) =>
        a.key < b.key ? -1 : 1,
      ),
    };
  }
  throw invalidInput(
    `Resources of type ${set[0][0]} are not supported by this endpoint.`,
  );
}

/** Folds a tag: Lake Formation stores keys and values in lower case (LF reference A6). */
export function readTag(tag: Partial<LFTag>): {
  key: string;
  values: string[];
} {
  return {
    key: (tag.TagKey ?? '').toLowerCase(),
    values: [
      ...new Set((tag.TagValues ?? []).map(value => value.toLowerCase())),
    ].sort(),
  };
}

/**
 * Reads a choice of columns.
 *
 * @returns undefined for all columns
 * @throws InvalidInputException unless exactly one way to choose is used
 */
export function readColumns(choice: {
  ColumnNames?: string[];
  ColumnWildcard?: { ExcludedColumnNames?: string[] };
}): ColumnList | undefined {
  const included = fold(choice.ColumnNames);
  const excluded = fold(choice.ColumnWildcard?.ExcludedColumnNames);
  if (included.length > 0 === Boolean(choice.ColumnWildcard)) {
    throw invalidInput(
      'You must specify either a ColumnNames list or the ColumnWildCard.',
    );
  }
  if (included.length > 0) return { kind: 'include', names: included };
  return excluded.length > 0 ? { kind: 'exclude', names: excluded } : undefined;
}

/** The resource as the API writes it; `Permission` decides between the two rows of a table. */
export function writeResource(
  resource: LfResource,
  permission?: Permission,
): Resource {
  switch (resource.kind) {
    case 'catalog':
      return { Catalog: { Id: resource.catalogId } };
    case 'database':
      return {
        Database: {
          CatalogId: resource.catalogId,
          Name: resource.databaseName,
        },
      };
    case 'allTables':
    case 'table': {
      const all = resource.kind === 'allTables';
      const table = {
        CatalogId: resource.catalogId,
        DatabaseName: resource.databaseName,
        Name: all ? 'ALL_TABLES' : resource.tableName,
      };
      if (permission === 'SELECT') {
        return { TableWithColumns: { ...table, ColumnWildcard: {} } };
      }
      return { Table: all ? { ...table, TableWildcard: {} } : table };
    }
    case 'columns': {
      const { kind, names } = resource.columns;
      return {
        TableWithColumns: {
          CatalogId: resource.catalogId,
          DatabaseName: resource.databaseName,
          Name: resource.tableName,
          ...(kind === 'include'
            ? { ColumnNames: names }
            : { ColumnWildcard: { ExcludedColumnNames: names } }),
        },
      };
    }
    case 'dataCellsFilter':
      return {
        DataCellsFilter: {
          TableCatalogId: resource.catalogId,
          DatabaseName: resource.databaseName,
          TableName: resource.tableName,
          Name: resource.filterName,
        },
      };
    case 'dataLocation':
      return {
        DataLocation: {
          CatalogId: resource.catalogId,
          ResourceArn: resource.resourceArn,
        },
      };
    case 'lfTag':
      return {
        LFTag: {
          CatalogId: resource.catalogId,
          TagKey: resource.key,
          TagValues: resource.values,
        },
      };
    default:
      return {
        LFTagPolicy: {
          CatalogId: resource.catalogId,
          ResourceType: resource.resourceType,
          Expression: resource.expression.map(({ key, values }) => ({
            TagKey: key,
            TagValues: values,
          })),
        },
      };
  }
}

/** Identity of a resource: equal for equal resources, whatever order their parts came in. */
export function resourceKey(resource: LfResource): string {
  switch (resource.kind) {
    case 'columns':
      return JSON.stringify([
        ...tablePath(resource),
        resource.kind,
        resource.columns.kind,
        resource.columns.names,
      ]);
    case 'dataCellsFilter':
      return JSON.stringify([
        ...tablePath(resource),
        resource.kind,
        resource.filterName,
      ]);
    case 'table':
      return JSON.stringify([...tablePath(resource), resource.kind]);
    default:
      return JSON.stringify(resource);
  }
}

/**
 * Key of the catalog object that a resource belongs to: a table with its columns
 * and filters has one, and so has a database with its wildcard.
 */
export function subjectKey(resource: LfResource): string {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter':
      return tableKey(resource);
    case 'database':
    case 'allTables':
      return databaseKey(resource.catalogId, resource.databaseName);
    case 'lfTagPolicy':
      return tagPolicyKey(resource.catalogId);
    default:
      return JSON.stringify([resource.kind, resource.catalogId]);
  }
}

/** {@link subjectKey} of a table. */
export function tableKey(table: TableName): string {
  return JSON.stringify(tablePath(table));
}

/** {@link subjectKey} of a database. */
export function databaseKey(catalogId: string, databaseName: string): string {
  return JSON.stringify([catalogId, databaseName]);
}

/** {@link subjectKey} of all LF-Tag policies of a catalog. */
export function tagPolicyKey(catalogId: string): string {
  return JSON.stringify(['lfTagPolicy', catalogId]);
}

/** The resource in words, for messages. */
export function describeResource(resource: LfResource): string {
  switch (resource.kind) {
    case 'database':
      return `database ${resource.databaseName}`;
    case 'allTables':
      return `all tables of database ${resource.databaseName}`;
    case 'table':
    case 'columns':
      return `table ${resource.databaseName}.${resource.tableName}`;
    case 'dataCellsFilter':
      return `data cells filter ${resource.filterName} of table ${resource.databaseName}.${resource.tableName}`;
    case 'dataLocation':
      return `data location ${resource.resourceArn}`;
    case 'lfTag':
      return `LF-Tag ${resource.key}`;
    case 'lfTagPolicy':
      return `LF-Tag policy on ${resource.resourceType}`;
    default:
      return `catalog ${resource.catalogId}`;
  }
}

function tablePath(table: TableName): string[] {
  return [table.catalogId, table.databaseName, table.tableName];
}

function fold(names: string[] | undefined): string[] {
  return [...new Set((names ?? []).map(each => each.toLowerCase()))].sort();
}

function name(value: string | undefined, what: string): string {
  if (!value) throw invalidInput(`${what} cannot be empty.`);
  if (value.length > 255) {
    throw invalidInput(`${what} must have at most 255 characters.`);
  }
  return value.toLowerCase();
}
