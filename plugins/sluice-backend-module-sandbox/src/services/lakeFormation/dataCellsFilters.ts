import type {
  CreateDataCellsFilterRequest,
  DataCellsFilter,
  DeleteDataCellsFilterRequest,
  GetDataCellsFilterRequest,
  ListDataCellsFilterRequest,
} from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { checkFilterExpression } from './filterExpression';
import { checkColumns, entityNotFound, requireTable } from './grantRules';
import { mayGrant, unauthorized } from './grantors';
import { pageOf } from './paging';
import { readColumns, readResource } from './resourceShapes';
import {
  invalidInput,
  LfResource,
  resourceKey,
  tableKey,
  TableName,
} from './resources';
import { seesWholeDataLake } from './administrators';
import { principalsOf } from './principals';
import { unshareRevoked } from './sharing';
import { findFilter, lakeFormationState } from './state';

type FilterResource = Extract<LfResource, { kind: 'dataCellsFilter' }>;

function readName(
  input: Partial<DataCellsFilter>,
  { caller }: CallContext,
): FilterResource {
  const { TableCatalogId, DatabaseName, TableName: table, Name } = input;
  return readResource(
    {
      DataCellsFilter: {
        TableCatalogId,
        DatabaseName,
        TableName: table,
        Name,
      },
    },
    caller.accountId,
  ) as FilterResource;
}

/** The filter as it is kept and listed: one way to choose columns, one to choose rows (LF reference A1). */
function readFilter(
  input: DataCellsFilter,
  resource: FilterResource,
  context: CallContext,
): DataCellsFilter {
  const table = requireTable(context.world, context.region, resource);
  if (table.targetTable) {
    throw invalidInput(
      `Data cells filters cannot be created on resource link ${resource.databaseName}.${resource.tableName}; create them on its target.`,
    );
  }
  const columns = readColumns({
    ColumnNames: input.ColumnNames,
    ColumnWildcard: input.ColumnWildcard,
  });
  checkColumns(table, columns?.names ?? []);
  return {
    TableCatalogId: resource.catalogId,
    DatabaseName: resource.databaseName,
    TableName: resource.tableName,
    Name: resource.filterName,
    RowFilter: readRowFilter(input, table),
    ...(columns?.kind === 'include'
      ? { ColumnNames: inTableOrder(columns.names, table.columns) }
      : {
          ColumnWildcard: columns ? { ExcludedColumnNames: columns.names } : {},
        }),
  };
}

function readRowFilter(
  { RowFilter: rows }: DataCellsFilter,
  table: Parameters<typeof checkFilterExpression>[1],
) {
  const expression = rows?.FilterExpression?.trim();
  const isEveryRow = !expression || /^true$/i.test(expression);
  if (rows?.AllRowsWildcard ? !isEveryRow : !expression) {
    throw invalidInput(
      'You must specify either a FilterExpression or the AllRowsWildcard.',
    );
  }
  if (isEveryRow) return { FilterExpression: 'TRUE', AllRowsWildcard: {} };
  checkFilterExpression(expression, table);
  return { FilterExpression: expression };
}

function inTableOrder(names: string[], columns: { name: string }[]): string[] {
  return columns
    .map(({ name }) => name.toLowerCase())
    .filter(name => names.includes(name));
}

/** Making and changing filters needs SELECT with grant option on the table (LF reference A5). */
function isAuthor(context: CallContext, table: TableName): boolean {
  const { catalogId, databaseName, tableName } = table;
  return mayGrant(
    context,
    {
      principal: context.caller.principalArn,
      resource: { kind: 'table', catalogId, databaseName, tableName },
    },
    ['SELECT'],
  );
}

function requireAuthor(context: CallContext, table: TableName): void {
  if (!isAuthor(context, table)) throw unauthorized();
}

function filtersOf({ world, caller, region }: CallContext) {
  return lakeFormationState(world, caller.accountId, region).filters;
}

function createFilter(
  input: CreateDataCellsFilterRequest,
  context: CallContext,
) {
  const resource = readName(input.TableData ?? {}, context);
  requireAuthor(context, resource);
  const filter = readFilter(input.TableData!, resource, context);
  const filters = filtersOf(context);
  const onTable = filters.get(tableKey(resource)) ?? new Map();
  if (onTable.has(resource.filterName)) {
    throw new AwsError(
      'AlreadyExistsException',
      `Data cells filter ${resource.filterName} of table ${resource.databaseName}.${resource.tableName} already exists.`,
    );
  }
  filters.set(tableKey(resource), onTable);
  onTable.set(resource.filterName, { ...filter, VersionId: '1' });
  return {};
}

function updateFilter(
  input: CreateDataCellsFilterRequest,
  context: CallContext,
) {
  const resource = readName(input.TableData ?? {}, context);
  requireAuthor(context, resource);
  const { onTable, filter } = ownFilter(resource, context);
  const wanted = input.TableData!.VersionId;
  if (wanted !== undefined && wanted !== filter.VersionId) {
    throw new AwsError(
      'ConcurrentModificationException',
      `Data cells filter ${resource.filterName} is at version ${filter.VersionId}, not ${wanted}.`,
    );
  }
  onTable.set(resource.filterName, {
    ...readFilter(input.TableData!, resource, context),
    VersionId: String(Number(filter.VersionId) + 1),
  });
  return {};
}

function deleteFilter(
  input: DeleteDataCellsFilterRequest,
  context: CallContext,
) {
  const resource = readName(
    {
      TableCatalogId: input.TableCatalogId,
      DatabaseName: input.DatabaseName,
      TableName: input.TableName,
      Name: input.Name,
    },
    context,
  );
  const { onTable } = ownFilter(resource, context);
  if (!holds(context, resource, 'DROP')) requireAuthor(context, resource);
  onTable.delete(resource.filterName);
  forgetPermissions(resource, context);
  return {};
}

/** Permissions by a filter end with it; a new one of the same name starts without. */
function forgetPermissions(
  resource: FilterResource,
  { world, caller, region }: CallContext,
): void {
  const { permissions } = lakeFormationState(world, caller.accountId, region);
  for (const entry of permissions.onSubject(tableKey(resource))) {
    if (resourceKey(entry.resource) !== resourceKey(resource)) continue;
    permissions.revoke(entry, [...entry.permissions], [], {
      at: world.clock.now(),
      by: caller.principalArn,
    });
    unshareRevoked(world, region, entry);
  }
}

function getFilter(input: GetDataCellsFilterRequest, context: CallContext) {
  const { world, caller, region } = context;
  const resource = readName(input, context);
  const filter = findFilter(world, region, resource, caller.accountId);
  if (!filter) throw filterNotFound(resource);
  if (!maySee(context, resource)) throw unauthorized();
  return { DataCellsFilter: structuredClone(filter) };
}

function listFilters(input: ListDataCellsFilterRequest, context: CallContext) {
  const { caller } = context;
  const table =
    input.Table && readResource({ Table: input.Table }, caller.accountId);
  if (table) {
    if (table.kind !== 'table') {
      throw invalidInput('Data cells filters are listed for one table.');
    }
    requireTable(context.world, context.region, table);
  }
  const scope = table
    ? [filtersOf(context).get(tableKey(table))]
    : [...filtersOf(context).values()];
  const { items, nextToken } = pageOf(
    scope
      .flatMap(filters => [...(filters?.values() ?? [])])
      .filter(filter => maySee(context, readName(filter, context))),
    input,
  );
  return { DataCellsFilters: structuredClone(items), NextToken: nextToken };
}

/** A filter is seen by administrators, by who may make one, and by who was given it (LF reference A5). */
function maySee(context: CallContext, resource: FilterResource): boolean {
  const { world, caller, region } = context;
  if (
    resource.catalogId === caller.accountId &&
    seesWholeDataLake(world, caller, region)
  ) {
    return true;
  }
  return holds(context, resource) || isAuthor(context, resource);
}

function holds(
  { world, caller, region }: CallContext,
  resource: FilterResource,
  permission?: 'DROP',
): boolean {
  const { permissions } = lakeFormationState(world, caller.accountId, region);
  return principalsOf(caller).some(principal => {
    const entry = permissions.get({ principal, resource });
    return permission ? entry?.permissions.has(permission) : entry;
  });
}

function ownFilter(resource: FilterResource, context: CallContext) {
  const onTable = filtersOf(context).get(tableKey(resource));
  const filter = onTable?.get(resource.filterName);
  if (!onTable || !filter) throw filterNotFound(resource);
  return { onTable, filter };
}

function filterNotFound(resource: FilterResource): AwsError {
  return entityNotFound(
    `Data cells filter ${resource.filterName} of table ${resource.databaseName}.${resource.tableName}`,
  );
}

/** Data cells filters: columns and rows of a table under one name. */
export const dataCellsFilterOperations: Record<string, OperationHandler> = {
  CreateDataCellsFilter: createFilter,
  UpdateDataCellsFilter: updateFilter,
  DeleteDataCellsFilter: deleteFilter,
  GetDataCellsFilter: getFilter,
  ListDataCellsFilter: listFilters,
};
