import {
  LF_PERMISSIONS,
  LfPermission,
  LfPermissionRow,
  Permission,
  PermissionResource,
  Principal,
} from '../accessModel';
import { parsePrincipal, printPrincipal } from './principals';
import { RawPermission } from './rawTypes';
import { parsePermissionResource } from './resources';

/**
 * Turns what `lakeformation:ListPermissions` returned for one account into
 * permissions: rows of the same principal, resource and condition are one
 * (LF reference A11.1, A11.7). No row is dropped; what is not understood becomes
 * a permission on a resource of kind `unrecognised`.
 *
 * @param account - whose Lake Formation was asked
 * @returns in the order of their ids, whatever the order of the rows
 * @public
 */
export function normalizePermissions(
  rows: RawPermission[],
  account: { accountId: string; region: string },
): Permission[] {
  const permissions = new Map<string, Permission>();
  for (const raw of rows) {
    const principal = parsePrincipal(
      raw.Principal?.DataLakePrincipalIdentifier ?? '',
    );
    const resource = parsePermissionResource(raw.Resource, account.accountId);
    const condition = raw.Condition?.Expression;
    const row = rowOf(raw);
    const unknownWords = [
      ...row.permissions,
      ...row.permissionsWithGrantOption,
    ].filter(word => !isLfPermission(word));

    // Words that are new to us may give anything: they are a permission that is
    // not understood, beside the one that is.
    const resources: PermissionResource[] =
      unknownWords.length > 0 && resource.kind !== 'unrecognised'
        ? [resource, { kind: 'unrecognised', json: row.resource }]
        : [resource];
    for (const each of resources) {
      merge(permissions, {
        id: permissionId(principal, each, condition),
        observedIn: account.accountId,
        region: account.region,
        principal,
        resource: each,
        permissions: row.permissions.filter(isLfPermission),
        grantable: row.permissionsWithGrantOption.filter(isLfPermission),
        ...(condition === undefined ? {} : { condition }),
        rows: [row],
      });
    }
  }
  return [...permissions.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}

/**
 * Identity of a permission, since Lake Formation has no grant ids (A11.9): the
 * same whichever account and in whatever order its parts were read.
 * @public
 */
export function permissionId(
  principal: Principal,
  resource: PermissionResource,
  condition?: string,
): string {
  return JSON.stringify([
    printPrincipal(principal),
    resourceKey(resource),
    ...(condition === undefined ? [] : [condition]),
  ]);
}

function resourceKey(resource: PermissionResource): unknown[] {
  switch (resource.kind) {
    case 'catalog':
      return [resource.kind, resource.catalogId];
    case 'database':
    case 'allTables':
      return [resource.kind, resource.catalogId, resource.databaseName];
    case 'table':
      return [
        resource.kind,
        resource.catalogId,
        resource.databaseName,
        resource.tableName,
      ];
    case 'columns': {
      const { columns } = resource;
      return [
        resource.kind,
        resource.catalogId,
        resource.databaseName,
        resource.tableName,
        columns.kind,
        columns.kind === 'all' ? [] : [...columns.names].sort(),
      ];
    }
    case 'dataCellsFilter':
      return [
        resource.kind,
        resource.catalogId,
        resource.databaseName,
        resource.tableName,
        resource.filterName,
      ];
    case 'dataLocation':
      return [resource.kind, resource.catalogId, resource.resourceArn];
    case 'lfTag':
      return [resource.kind, resource.catalogId, resource.key, resource.values];
    case 'lfTagPolicy':
      return [
        resource.kind,
        resource.catalogId,
        resource.resourceType,
        resource.expression.map(({ key, values }) => [key, values]),
      ];
    case 'lfTagExpression':
      return [resource.kind, resource.catalogId, resource.name];
    default:
      return [resource.kind, resource.json];
  }
}

function merge(
  permissions: Map<string, Permission>,
  permission: Permission,
): void {
  const known = permissions.get(permission.id);
  if (!known) {
    permissions.set(permission.id, {
      ...permission,
      permissions: inOrder(permission.permissions),
      grantable: inOrder(permission.grantable),
    });
    return;
  }
  known.permissions = inOrder([
    ...known.permissions,
    ...permission.permissions,
  ]);
  known.grantable = inOrder([...known.grantable, ...permission.grantable]);
  known.rows.push(...permission.rows);
}

function rowOf(raw: RawPermission): LfPermissionRow {
  const { LastUpdated: lastUpdated } = raw;
  return {
    principal: raw.Principal?.DataLakePrincipalIdentifier ?? '',
    resource: JSON.stringify(raw.Resource ?? {}),
    permissions: raw.Permissions ?? [],
    permissionsWithGrantOption: raw.PermissionsWithGrantOption ?? [],
    ...(raw.Condition?.Expression === undefined
      ? {}
      : { condition: raw.Condition.Expression }),
    resourceShareArns: raw.AdditionalDetails?.ResourceShare ?? [],
    ...(lastUpdated === undefined
      ? {}
      : {
          lastUpdated:
            lastUpdated instanceof Date
              ? lastUpdated.toISOString()
              : lastUpdated,
        }),
    ...(raw.LastUpdatedBy === undefined
      ? {}
      : { lastUpdatedBy: raw.LastUpdatedBy }),
  };
}

function isLfPermission(word: string): word is LfPermission {
  return (LF_PERMISSIONS as readonly string[]).includes(word);
}

/** Each once, in the order of the API's enumeration. */
function inOrder(permissions: LfPermission[]): LfPermission[] {
  return LF_PERMISSIONS.filter(permission => permissions.includes(permission));
}
