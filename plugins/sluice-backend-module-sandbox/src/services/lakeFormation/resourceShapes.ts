import type {
  LFTag,
  Permission,
  Resource,
} from '@aws-sdk/client-lakeformation';
import { ColumnList, invalidInput, LfResource } from './resources';

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
      throw invalidInput(
        'The expression of an LF-Tag policy cannot be empty; saved expressions (ExpressionName) are not supported by this endpoint.',
      );
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
    case 'rlsPolicy': {
      const { catalogId, policyName } = resource;
      // Not in the model of the SDK: on the wire it is left out, as every SDK of
      // today leaves it out of what it reads, and the resource is empty.
      return {
        RLSPolicy: { CatalogId: catalogId, Name: policyName },
      } as Resource;
    }
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
