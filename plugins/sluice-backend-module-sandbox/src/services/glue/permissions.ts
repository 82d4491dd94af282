import type { Permission } from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext } from '../../core';
import { isLakeFormationAdmin } from '../lakeFormation/administrators';
import { registeredLocation } from '../lakeFormation/locations';
import { principalsOf } from '../lakeFormation/principals';
import { lakeFormationState } from '../lakeFormation/state';
import { canDescribe, isPermitted } from '../lakeFormation/visibility';
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

/** Whether Lake Formation lets the caller see that a table exists. */
export function mayDescribeTable(
  { world, caller, region }: CallContext,
  catalogId: string,
  databaseName: string,
  tableName: string,
): boolean {
  return canDescribe(world, caller, {
    catalogId,
    region,
    databaseName,
    tableName,
  });
}

/** Whether Lake Formation lets the caller see that a database exists. */
export function mayDescribeDatabase(
  { world, caller, region }: CallContext,
  catalogId: string,
  databaseName: string,
): boolean {
  return canDescribe(world, caller, { catalogId, region, databaseName });
}

/**
 * Refuses a change that Lake Formation does not let the caller make. Being a data
 * lake administrator is not enough (LF reference A3).
 */
export function requirePermission(
  { world, caller, region }: CallContext,
  object: { databaseName: string; tableName?: string },
  permission: Permission,
) {
  const { accountId: catalogId } = caller;
  if (
    !isPermitted(world, caller, { catalogId, region, ...object }, permission)
  ) {
    throw new AwsError(
      'AccessDeniedException',
      `Insufficient Lake Formation permission(s): Required ${permission} on ${
        object.tableName ?? object.databaseName
      }`,
    );
  }
}

/**
 * Refuses a table at a registered location to who has no data location permission
 * on it. Whoever may create tables in a database may do so below the database's
 * own location; administrators may everywhere (LF reference A3, A9, A12).
 */
export function requireLocation(
  { world, caller, region }: CallContext,
  location: string | undefined,
  databaseLocation: string | undefined,
) {
  const { accountId } = caller;
  const registered = registeredLocation(world, accountId, region, location);
  if (
    !registered ||
    isLakeFormationAdmin(world, caller, region) ||
    isBelow(location!, databaseLocation)
  ) {
    return;
  }
  const { permissions } = lakeFormationState(world, accountId, region);
  const arn = location!.replace(/^s3[an]?:\/\//, 'arn:aws:s3:::');
  const isGranted = principalsOf(caller)
    .flatMap(principal => permissions.ofPrincipal(principal))
    .some(
      ({ resource }) =>
        resource.kind === 'dataLocation' && isBelow(arn, resource.resourceArn),
    );
  if (!isGranted) {
    throw new AwsError(
      'AccessDeniedException',
      `Insufficient Lake Formation permission(s) on ${location}`,
    );
  }
}

function isBelow(path: string, parent: string | undefined): boolean {
  return (
    parent !== undefined &&
    `${path.replace(/\/+$/, '')}/`.startsWith(`${parent.replace(/\/+$/, '')}/`)
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
