import type { PrincipalPermissions } from '@aws-sdk/client-glue';
import type {
  DataLakeSettings,
  Permission,
} from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext } from '../../core';
import { seesWholeDataLake } from '../lakeFormation/administrators';
import {
  accountAccess,
  TableAccess,
  tableAccess,
} from '../lakeFormation/effective';
import {
  IAM_ALLOWED_PRINCIPALS,
  principalsOf,
} from '../lakeFormation/principals';
import { databaseKey, LfResource, tableKey } from '../lakeFormation/resources';
import { isReceived } from '../lakeFormation/sharing';
import { lakeFormationState } from '../lakeFormation/state';
import { assignmentKey } from '../lakeFormation/tagPolicies';
import { glueCatalogs, glueState } from './catalog';

/** Refuses to change another account's catalog, which no grant of the sandbox allows. */
export function requireOwnCatalog(
  input: { CatalogId?: string },
  { caller }: CallContext,
) {
  if (input.CatalogId && input.CatalogId !== caller.accountId) {
    throw new AwsError(
      'AccessDeniedException',
      `${caller.arn} is not authorized to change the catalog of account ${input.CatalogId}`,
    );
  }
}

function isSomething({ parts, others }: TableAccess): boolean {
  return others.size > 0 || parts.some(part => part.columns.size > 0);
}

/**
 * Whether Lake Formation lets the caller see that a table exists: any permission
 * will do. A data lake administrator also sees what was shared with the account.
 */
export function mayDescribeTable(
  { world, caller, region }: CallContext,
  catalogId: string,
  databaseName: string,
  tableName: string,
): boolean {
  const table = { catalogId, region, databaseName, tableName };
  const sees = seesWholeDataLake(world, caller, region);
  if (sees && catalogId === caller.accountId) return true;
  return (
    isSomething(tableAccess(world, caller, table)) ||
    (sees && isSomething(accountAccess(world, caller.accountId, table)))
  );
}

/** Whether the caller may see a database; a visible table in it is enough in the own catalog. */
export function mayDescribeDatabase(
  context: CallContext,
  catalogId: string,
  databaseName: string,
): boolean {
  const { world, caller, region } = context;
  const isOwn = catalogId === caller.accountId;
  if (isOwn && seesWholeDataLake(world, caller, region)) return true;
  const entries = lakeFormationState(
    world,
    catalogId,
    region,
  ).permissions.onSubject(databaseKey(catalogId, databaseName));
  if (!isOwn) {
    return entries.some(
      entry =>
        [caller.accountId, caller.principalArn].includes(entry.principal) &&
        isReceived(world, region, entry),
    );
  }
  const principals = [...principalsOf(caller), IAM_ALLOWED_PRINCIPALS];
  const tables = glueState(world, catalogId, region).databases.get(
    databaseName,
  )?.tables;
  return (
    entries.some(entry => principals.includes(entry.principal)) ||
    [...(tables?.keys() ?? [])].some(table =>
      mayDescribeTable(context, catalogId, databaseName, table),
    )
  );
}

/** Databases of other accounts that were shared with the caller's. */
export function sharedDatabases(
  context: CallContext,
): { catalogId: string; name: string }[] {
  return glueCatalogs(context.world, context.region)
    .filter(catalogId => catalogId !== context.caller.accountId)
    .flatMap(catalogId =>
      [
        ...glueState(context.world, catalogId, context.region).databases.keys(),
      ].map(name => ({ catalogId, name })),
    )
    .filter(({ catalogId, name }) =>
      mayDescribeDatabase(context, catalogId, name),
    );
}

function grantDefaults(
  { world, caller, region }: CallContext,
  resource: LfResource,
  defaults: PrincipalPermissions[],
) {
  const { permissions } = lakeFormationState(world, caller.accountId, region);
  for (const { Principal, Permissions } of defaults) {
    permissions.grant(
      { principal: Principal?.DataLakePrincipalIdentifier ?? '', resource },
      (Permissions ?? []) as Permission[],
      [],
      { at: world.clock.now(), by: caller.arn },
    );
  }
}

/** What the settings say about new databases: by default, that IAM decides. */
export function grantDatabaseDefaults(
  context: CallContext,
  databaseName: string,
  settings: DataLakeSettings,
) {
  grantDefaults(
    context,
    { kind: 'database', catalogId: context.caller.accountId, databaseName },
    (settings.CreateDatabaseDefaultPermissions ?? []) as PrincipalPermissions[],
  );
}

/** What the database says about new tables. */
export function grantTableDefaults(
  context: CallContext,
  databaseName: string,
  tableName: string,
  defaults: PrincipalPermissions[] | undefined,
) {
  grantDefaults(
    context,
    {
      kind: 'table',
      catalogId: context.caller.accountId,
      databaseName,
      tableName,
    },
    defaults ?? [],
  );
}

/**
 * Drops what Lake Formation holds about a table that is gone: permissions,
 * filters, tags. What AWS does with the filters is not documented (seed 7.5).
 */
export function forgetTable(
  { world, caller, region }: CallContext,
  databaseName: string,
  tableName: string,
) {
  const { accountId: catalogId } = caller;
  const state = lakeFormationState(world, catalogId, region);
  const key = tableKey({ catalogId, databaseName, tableName });
  state.permissions.removeSubject(key);
  state.filters.delete(key);
  const assigned = assignmentKey(databaseName, tableName);
  for (const object of [...state.assignedTags.keys()]) {
    if (object === assigned || object.startsWith(`${assigned}/`)) {
      state.assignedTags.delete(object);
    }
  }
}

/** Drops what Lake Formation holds about a database that is gone. */
export function forgetDatabase(
  { world, caller, region }: CallContext,
  databaseName: string,
) {
  const state = lakeFormationState(world, caller.accountId, region);
  state.permissions.removeSubject(databaseKey(caller.accountId, databaseName));
  state.assignedTags.delete(assignmentKey(databaseName));
}
