import type {
  Permission,
  PrincipalPermissions,
} from '@aws-sdk/client-lakeformation';
import { CallContext } from '../../core';
import { PermissionEntry } from './permissionStore';
import { LfResource, databaseKey, rlsPoliciesKey, tableKey } from './resources';
import { unshareRevoked } from './sharing';
import { lakeFormationState } from './state';
import { assignmentKey } from './tagPolicies';

/**
 * Permissions that come with a new database or table: the defaults, and everything
 * for its creator (LF reference A3). Glue calls it after it has made the object.
 *
 * @param defaults - of a database: `CreateDatabaseDefaultPermissions` of the
 * settings; of a table: `CreateTableDefaultPermissions` of its database
 */
export function onCreated(
  context: CallContext,
  object: { databaseName: string; tableName?: string },
  defaults: PrincipalPermissions[],
): void {
  const { world, caller, region } = context;
  const { permissions: store } = lakeFormationState(
    world,
    caller.accountId,
    region,
  );
  const { databaseName, tableName } = object;
  const catalogId = caller.accountId;
  const resource: LfResource =
    tableName === undefined
      ? { kind: 'database', catalogId, databaseName }
      : { kind: 'table', catalogId, databaseName, tableName };
  const give = (
    principal: string | undefined,
    permissions: Permission[],
    grantable: Permission[],
  ) => {
    if (!principal || permissions.length === 0) return;
    store.grant({ principal, resource }, permissions, grantable, {
      at: world.clock.now(),
      by: caller.principalArn,
    });
  };
  for (const { Principal: principal, Permissions } of defaults) {
    give(principal?.DataLakePrincipalIdentifier, Permissions ?? [], []);
  }
  if (!caller.principalArn.endsWith(':root')) {
    give(caller.principalArn, ['ALL'], ['ALL']);
  }
}

/** Forgets what the owner's Lake Formation keeps of a dropped database or table. */
export function onDropped(
  context: CallContext,
  object: { databaseName: string; tableName?: string },
): void {
  const { world, caller, region } = context;
  const catalogId = caller.accountId;
  const state = lakeFormationState(world, catalogId, region);
  const { databaseName, tableName } = object;
  const path = [databaseName, ...(tableName === undefined ? [] : [tableName])];
  const key =
    tableName === undefined
      ? databaseKey(catalogId, databaseName)
      : tableKey({ catalogId, databaseName, tableName });
  const gone: PermissionEntry[] = state.permissions.onSubject(key);
  state.permissions.removeSubject(key);
  if (tableName !== undefined) {
    state.permissions.removeSubject(
      rlsPoliciesKey({ catalogId, databaseName, tableName }),
    );
  }
  for (const entry of gone) unshareRevoked(world, region, entry);
  state.filters.delete(key);
  const below = assignmentKey(...path).slice(0, -1);
  for (const assigned of [...state.assignedTags.keys()]) {
    if (assigned === `${below}]` || assigned.startsWith(`${below},`)) {
      state.assignedTags.delete(assigned);
    }
  }
}
