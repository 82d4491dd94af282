import type { Permission } from '@aws-sdk/client-lakeformation';
import { AwsError, SandboxWorld } from '../../core';
import { catalogLookup, LookedUpTable } from './catalogLookup';
import { PermissionStore, PermissionTarget } from './permissionStore';
import { invalidInput, LfResource, TableName, tableKey } from './resources';
import { findFilter, lakeFormationState } from './state';

/** Filters with SELECT that one principal may hold on one table (LF reference A5). */
const FILTERS_PER_PRINCIPAL_AND_TABLE = 100;

/** Permissions that do not go with SELECT on a part of the table (LF reference A5, seed V14). */
const NOT_BESIDE_PARTIAL_SELECT: Permission[] = [
  'ALTER',
  'DELETE',
  'DESCRIBE',
  'DROP',
  'INSERT',
];

/** An `EntityNotFoundException`. */
export function entityNotFound(what: string): AwsError {
  return new AwsError('EntityNotFoundException', `${what} not found.`);
}

/**
 * Refuses a resource that does not exist in its catalog.
 *
 * @param accountId - who asks; it may have own filters on another's table
 * @throws EntityNotFoundException, or InvalidInputException for a column
 */
export function requireResource(
  world: SandboxWorld,
  region: string,
  resource: LfResource,
  accountId: string,
): void {
  const { catalogId } = resource;
  const lookup = catalogLookup();
  const state = lakeFormationState(world, catalogId, region);
  switch (resource.kind) {
    case 'database':
    case 'allTables':
      if (!lookup.database(world, catalogId, region, resource.databaseName)) {
        throw entityNotFound(`Database ${resource.databaseName}`);
      }
      return;
    case 'table':
      requireTable(world, region, resource);
      return;
    case 'columns':
      checkColumns(
        requireTable(world, region, resource),
        resource.columns.names,
      );
      return;
    case 'dataCellsFilter':
      requireTable(world, region, resource);
      if (!findFilter(world, region, resource, accountId)) {
        throw entityNotFound(
          `Data cells filter ${resource.filterName} of table ${resource.databaseName}.${resource.tableName}`,
        );
      }
      return;
    case 'dataLocation':
      if (
        ![...state.locations.keys()].some(
          arn =>
            resource.resourceArn === arn ||
            resource.resourceArn.startsWith(`${arn}/`),
        )
      ) {
        throw invalidInput(
          `Please register the S3 path ${resource.resourceArn} with Lake Formation first.`,
        );
      }
      return;
    case 'lfTag':
      requireTagValues(state.tags, resource.key, resource.values);
      return;
    case 'lfTagPolicy':
      for (const { key, values } of resource.expression) {
        requireTagValues(state.tags, key, values);
      }
      return;
    default:
  }
}

/** @throws EntityNotFoundException */
export function requireTable(
  world: SandboxWorld,
  region: string,
  table: TableName,
): LookedUpTable {
  const found = catalogLookup().table(
    world,
    table.catalogId,
    region,
    table.databaseName,
    table.tableName,
  );
  if (!found) {
    throw entityNotFound(`Table ${table.databaseName}.${table.tableName}`);
  }
  return found;
}

/** Refuses columns that the table lacks, and partition keys (LF reference A5). */
export function checkColumns(table: LookedUpTable, names: string[]): void {
  const has = (columns: { name: string }[], name: string) =>
    columns.some(column => column.name.toLowerCase() === name);
  const onKeys = names.filter(name => has(table.partitionKeys, name));
  if (onKeys.length > 0) {
    throw invalidInput(
      `Column filters cannot be applied to partition keys: [${onKeys.join(
        ', ',
      )}].`,
    );
  }
  const missing = names.filter(name => !has(table.columns, name));
  if (missing.length > 0) {
    throw invalidInput(
      `Permissions modification is invalid. Cannot grant/revoke permission on non-existent column: [${missing.join(
        ', ',
      )}].`,
    );
  }
}

/**
 * Refuses LF-Tags and values that the catalog does not have; `*` is every value.
 *
 * @throws EntityNotFoundException for a key, InvalidInputException for values
 */
function requireTagValues(
  tags: Map<string, string[]>,
  key: string,
  values: string[],
): void {
  const known = tags.get(key);
  if (!known) throw entityNotFound(`LF-Tag key ${key}`);
  const unknown = values.filter(each => each !== '*' && !known.includes(each));
  if (unknown.length > 0) {
    throw invalidInput(
      `LF-Tag ${key} does not have the values [${unknown.join(', ')}].`,
    );
  }
}

/** A resource link can be seen and dropped; its data is granted on its target (LF reference A8.4). */
export function checkResourceLink(
  world: SandboxWorld,
  region: string,
  resource: LfResource,
  permissions: Permission[],
): void {
  const { catalogId } = resource;
  const lookup = catalogLookup();
  const isLink =
    'tableName' in resource
      ? lookup.table(
          world,
          catalogId,
          region,
          resource.databaseName,
          resource.tableName,
        )?.targetTable !== undefined
      : resource.kind === 'database' &&
        lookup.database(world, catalogId, region, resource.databaseName)
          ?.targetDatabase !== undefined;
  const invalid = permissions.filter(
    each => each !== 'DESCRIBE' && each !== 'DROP',
  );
  if (isLink && invalid.length > 0) {
    throw invalidInput(
      `Permissions modification is invalid. Only DESCRIBE and DROP can be granted on a resource link, not [${invalid.join(
        ', ',
      )}]; grant them on its target.`,
    );
  }
}

/**
 * What a principal may not hold at once on a table (LF reference A5). A partial
 * SELECT beside ALTER and the like is accepted the other way round, but has no effect.
 */
export function checkCombination(
  store: PermissionStore,
  target: PermissionTarget,
  permissions: Permission[],
  grantable: Permission[],
): void {
  const { principal, resource } = target;
  if (
    resource.kind === 'columns' &&
    resource.columns.kind === 'exclude' &&
    grantable.length > 0
  ) {
    throw invalidInput(
      'Permissions modification is invalid. SELECT with grant option on columns must name the included columns; an exclude list cannot be granted with grant option.',
    );
  }
  if (!('tableName' in resource)) return;
  const held = store
    .onSubject(tableKey(resource))
    .filter(entry => entry.principal === principal);
  const partial = held.filter(
    entry => entry.resource.kind !== 'table' && entry.permissions.has('SELECT'),
  );
  if (
    resource.kind === 'dataCellsFilter' &&
    permissions.includes('SELECT') &&
    !store.get(target)?.permissions.has('SELECT') &&
    partial.filter(({ resource: { kind } }) => kind === 'dataCellsFilter')
      .length >= FILTERS_PER_PRINCIPAL_AND_TABLE
  ) {
    throw new AwsError(
      'ResourceNumberLimitExceededException',
      `${principal} already has SELECT by ${FILTERS_PER_PRINCIPAL_AND_TABLE} data cells filters of table ${resource.databaseName}.${resource.tableName}.`,
    );
  }
  const conflicting = permissions.filter(each =>
    NOT_BESIDE_PARTIAL_SELECT.includes(each),
  );
  const selectsAll =
    permissions.includes('SELECT') ||
    store.get({ principal, resource })?.permissions.has('SELECT');
  if (
    resource.kind === 'table' &&
    partial.length > 0 &&
    conflicting.length > 0 &&
    !selectsAll
  ) {
    throw invalidInput(
      `Permissions modification is invalid. [${conflicting.join(
        ', ',
      )}] cannot be granted to ${principal} on table ${resource.databaseName}.${
        resource.tableName
      }, on which it has SELECT on a subset of columns or rows.`,
    );
  }
}
