import type { JsonObject } from '@backstage/types';
import { PermissionResource } from '../accessModel';

/**
 * A resource as Lake Formation's API takes it (LF reference A1); undefined for
 * one that was not understood when it was read.
 */
export function lakeFormationResource(
  resource: PermissionResource,
): JsonObject | undefined {
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
      return undefined;
  }
}
