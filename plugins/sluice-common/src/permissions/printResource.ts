import { PermissionResource } from '../accessModel';
import { RawResource } from './rawTypes';

/** What Lake Formation's API can be asked about. @public */
export type PrintableResource = Exclude<
  PermissionResource,
  { kind: 'unrecognised' }
>;

/**
 * A resource as Lake Formation's API takes it (LF reference A1); the way back is
 * {@link parsePermissionResource}.
 * @public
 */
export function printPermissionResource(
  resource: PrintableResource,
): RawResource {
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
      return {
        Table: {
          CatalogId: resource.catalogId,
          DatabaseName: resource.databaseName,
          TableWildcard: {},
        },
      };
    case 'table':
      return {
        Table: {
          CatalogId: resource.catalogId,
          DatabaseName: resource.databaseName,
          Name: resource.tableName,
        },
      };
    case 'columns': {
      const { columns } = resource;
      return {
        TableWithColumns: {
          CatalogId: resource.catalogId,
          DatabaseName: resource.databaseName,
          Name: resource.tableName,
          ...(columns.kind === 'include'
            ? { ColumnNames: columns.names }
            : {
                ColumnWildcard:
                  columns.kind === 'exclude'
                    ? { ExcludedColumnNames: columns.names }
                    : {},
              }),
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
    case 'lfTagPolicy':
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
    case 'lfTagExpression':
      return {
        LFTagExpression: {
          CatalogId: resource.catalogId,
          Name: resource.name,
        },
      };
    default:
      throw new Error(`No such resource: ${resource satisfies never}`);
  }
}
