import type { Permission } from '@aws-sdk/client-lakeformation';
import { CallContext } from '../../core';
import { isLakeFormationAdmin } from './administrators';
import { PermissionEntry } from './permissionStore';
import {
  databaseKey,
  LfResource,
  resourceKey,
  subjectKey,
  tagPolicyKey,
} from './resources';
import { accountOfPrincipal } from './principals';
import { lakeFormationState } from './state';
import { policyColumns, policyMatchesResource } from './tagPolicies';

/**
 * What a principal has on a resource from whatever grant (LF reference A11.4):
 * wildcard and tag grants, and the implied DESCRIBE of A3, come out as permissions
 * on the resource itself. Cell filters do not come out (A11.6).
 *
 * @param received - what other accounts share with the caller's
 */
export function effectiveEntries(
  context: CallContext,
  principal: string,
  resource: LfResource,
  received: PermissionEntry[],
): PermissionEntry[] {
  const { world, caller, region } = context;
  const { permissions: store } = lakeFormationState(
    world,
    caller.accountId,
    region,
  );
  const account = accountOfPrincipal(principal);
  const names = [
    principal,
    ...(account === caller.accountId && principal.startsWith('arn:')
      ? [`${account}:IAMPrincipals`]
      : []),
  ];
  const reaching = [
    subjectKey(resource),
    ...('tableName' in resource
      ? [databaseKey(resource.catalogId, resource.databaseName)]
      : []),
    tagPolicyKey(resource.catalogId),
  ];
  const entries = [
    ...[...new Set(reaching)].flatMap(key => store.onSubject(key)),
    ...received.filter(entry => reaching.includes(subjectKey(entry.resource))),
  ].filter(entry => names.includes(entry.principal));

  const whole = combined(principal, resource);
  const columns: PermissionEntry[] = [];
  for (const entry of entries) {
    const held = entry.resource;
    const isSame = resourceKey(held) === resourceKey(resource);
    const reaches =
      (held.kind === 'allTables' && resource.kind === 'table') ||
      (held.kind === 'lfTagPolicy' &&
        policyMatchesResource(world, region, held, resource));
    if (isSame || reaches) {
      add(whole, entry, entry.permissions, entry.grantable);
    } else if (resource.kind === 'table' && held.kind === 'columns') {
      columns.push({ ...entry, principal });
    } else if (resource.kind === 'database' && held.kind === 'allTables') {
      add(whole, entry, ['DESCRIBE'], []);
    } else if (held.kind === 'lfTagPolicy' && resource.kind === 'table') {
      columns.push(...tagColumns(context, entry, resource, principal));
    }
  }
  for (const permission of impliedByAdministration(
    context,
    principal,
    resource,
  )) {
    whole.permissions.add(permission);
    whole.grantable.add(permission);
  }
  return [...(whole.permissions.size > 0 ? [whole] : []), ...columns];
}

/** Columns of a table to which a tag grant gives SELECT. */
function tagColumns(
  { world, region }: CallContext,
  entry: PermissionEntry,
  table: Extract<LfResource, { kind: 'table' }>,
  principal: string,
): PermissionEntry[] {
  if (entry.resource.kind !== 'lfTagPolicy') return [];
  const names = [...policyColumns(world, region, entry.resource, table)].sort();
  if (names.length === 0 || !entry.permissions.has('SELECT')) return [];
  const onlySelect = (held: Set<Permission>) =>
    new Set([...held].filter(each => each === 'SELECT'));
  return [
    {
      ...entry,
      principal,
      resource: {
        ...table,
        kind: 'columns',
        columns: { kind: 'include', names },
      },
      permissions: onlySelect(entry.permissions),
      grantable: onlySelect(entry.grantable),
    },
  ];
}

/** Rights that an administrator has without a grant; they are listed like others (LF reference A3). */
function impliedByAdministration(
  { world, caller, region }: CallContext,
  principal: string,
  resource: LfResource,
): Permission[] {
  const { accountId } = caller;
  if (
    resource.catalogId !== accountId ||
    !isLakeFormationAdmin(world, { accountId, principalArn: principal }, region)
  ) {
    return [];
  }
  switch (resource.kind) {
    case 'catalog':
      return ['CREATE_DATABASE', 'CREATE_LF_TAG'];
    case 'database':
    case 'table':
    case 'allTables':
      return ['DESCRIBE'];
    case 'dataLocation':
      return ['DATA_LOCATION_ACCESS'];
    default:
      return [];
  }
}

function combined(principal: string, resource: LfResource): PermissionEntry {
  return {
    principal,
    resource,
    permissions: new Set(),
    grantable: new Set(),
    updatedAt: new Date(0),
    updatedBy: principal,
  };
}

function add(
  whole: PermissionEntry,
  from: PermissionEntry,
  permissions: Iterable<Permission>,
  grantable: Iterable<Permission>,
): void {
  for (const permission of permissions) whole.permissions.add(permission);
  for (const permission of grantable) whole.grantable.add(permission);
  if (from.updatedAt >= whole.updatedAt) {
    whole.updatedAt = from.updatedAt;
    whole.updatedBy = from.updatedBy;
  }
}
