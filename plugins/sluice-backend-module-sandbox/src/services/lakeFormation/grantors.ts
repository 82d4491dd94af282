import type { Permission } from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext } from '../../core';
import { isLakeFormationAdmin } from './administrators';
import { PermissionEntry, PermissionTarget } from './permissionStore';
import { isExternal, principalsOf } from './principals';
import {
  databaseKey,
  LfResource,
  resourceKey,
  subjectKey,
  tagPolicyKey,
} from './resources';
import { isReceived } from './sharing';
import { lakeFormationState } from './state';
import { policyMatchesResource } from './tagPolicies';

/**
 * Whether the caller may give or take the permissions. In the own catalog data
 * lake administrators may do all, others what they hold with grant option. What
 * another account shares is passed on by an administrator of the receiving account
 * within what that account holds with grant option (LF reference A8.3), and only
 * inside the account: sharing is not transitive.
 */
export function mayGrant(
  context: CallContext,
  { principal, resource }: PermissionTarget,
  permissions: Permission[],
): boolean {
  const { world, caller, region } = context;
  const { accountId } = caller;
  const isAdmin = isLakeFormationAdmin(world, caller, region);
  const isOwn = resource.catalogId === accountId;
  if (isOwn && isAdmin) return true;
  if (!isOwn && isExternal(principal, accountId)) return false;

  const held = entriesOf(context, resource, accountId, principalsOf(caller));
  const shared = isOwn
    ? []
    : entriesOf(context, resource, resource.catalogId, [
        ...(isAdmin ? [accountId] : []),
        caller.principalArn,
      ]).filter(entry => isReceived(world, region, entry));
  return permissions.every(
    permission =>
      held.some(entry => lets(context, entry, resource, permission)) ||
      shared.some(
        entry =>
          lets(context, entry, resource, permission) ||
          letsWithinPart(context, entry, resource, permission),
      ),
  );
}

/** Refuses what {@link mayGrant} does not allow. */
export function requireGrantor(
  context: CallContext,
  target: PermissionTarget,
  permissions: Permission[],
): void {
  if (!mayGrant(context, target, permissions)) throw unauthorized();
}

/** Entries of the principals that could reach the resource, as one account's Lake Formation holds them. */
function entriesOf(
  { world, region }: CallContext,
  resource: LfResource,
  accountId: string,
  principals: string[],
): PermissionEntry[] {
  const { permissions } = lakeFormationState(world, accountId, region);
  const keys = new Set([
    subjectKey(resource),
    tagPolicyKey(resource.catalogId),
    ...('databaseName' in resource
      ? [databaseKey(resource.catalogId, resource.databaseName)]
      : []),
  ]);
  return [...keys]
    .flatMap(key => permissions.onSubject(key))
    .filter(entry => principals.includes(entry.principal));
}

/** Whether an entry's grant option lets its holder give the permission on the resource. */
function lets(
  { world, region }: CallContext,
  { resource: held, grantable }: PermissionEntry,
  wanted: LfResource,
  permission: Permission,
): boolean {
  if (!grantable.has(permission)) return false;
  if (resourceKey(held) === resourceKey(wanted)) return true;
  switch (held.kind) {
    case 'allTables':
      return 'tableName' in wanted;
    case 'table':
      // Without a row restriction, so it may be cut down at will (LF reference A5).
      return 'tableName' in wanted;
    case 'columns':
      return (
        wanted.kind === 'columns' &&
        wanted.columns.kind === 'include' &&
        wanted.columns.names.every(name => held.columns.names.includes(name))
      );
    case 'lfTagPolicy':
      return policyMatchesResource(world, region, held, wanted);
    default:
      return false;
  }
}

/**
 * An account that was given a part of a table may grant SELECT on the whole of
 * it, or by filters of its own: its principals still see only the part (LF
 * reference A5, A6, seed 1.7g).
 */
function letsWithinPart(
  { world, caller, region }: CallContext,
  { resource: held, grantable }: PermissionEntry,
  wanted: LfResource,
  permission: Permission,
): boolean {
  if (permission !== 'SELECT' || !grantable.has('SELECT')) return false;
  if (held.kind !== 'columns' && held.kind !== 'dataCellsFilter') return false;
  const { filters } = lakeFormationState(world, caller.accountId, region);
  return (
    wanted.kind === 'table' ||
    (wanted.kind === 'dataCellsFilter' &&
      filters.get(subjectKey(wanted))?.has(wanted.filterName) === true)
  );
}

/** Lake Formation does not tell what is missing from what is forbidden. */
export function unauthorized(): AwsError {
  return new AwsError(
    'AccessDeniedException',
    'Resource does not exist or requester is not authorized to access requested permissions.',
  );
}
