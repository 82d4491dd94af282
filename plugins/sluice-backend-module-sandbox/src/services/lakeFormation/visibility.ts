import type { Permission } from '@aws-sdk/client-lakeformation';
import { Caller, SandboxWorld } from '../../core';
import { seesWholeDataLake } from './administrators';
import { catalogLookup } from './catalogLookup';
import { accountAccess, TableAccess, tableAccess } from './effective';
import { PermissionEntry } from './permissionStore';
import { IAM_ALLOWED_PRINCIPALS, principalsOf } from './principals';
import { isReceived } from './sharing';
import { lakeFormationState } from './state';
import { policyColumns, policyMatchesResource } from './tagPolicies';

type Principal = Pick<Caller, 'accountId' | 'principalArn'>;

/** A database, or a table of it. */
export interface CatalogObject {
  catalogId: string;
  region: string;
  databaseName: string;
  tableName?: string;
}

/**
 * Whether Glue shows the object to the caller: to administrators all of their own
 * catalog and all that is shared with their account, to others what they have any
 * permission on. A database shows with the first of its tables (LF reference A3).
 */
export function canDescribe(
  world: SandboxWorld,
  caller: Principal,
  object: CatalogObject,
): boolean {
  const isOwn = object.catalogId === caller.accountId;
  const seesAll = seesWholeDataLake(world, caller, object.region);
  if (isOwn && seesAll) return true;
  const { tableName } = object;
  if (tableName !== undefined) {
    const table = { ...object, tableName };
    return (
      gives(tableAccess(world, caller, table)) ||
      (seesAll && gives(accountAccess(world, caller.accountId, table)))
    );
  }
  const own = databaseEntries(world, caller.accountId, object, [
    ...principalsOf(caller),
    ...(isOwn ? [IAM_ALLOWED_PRINCIPALS] : []),
  ]);
  if (isOwn) return own.length > 0;
  const received = (principal: string) =>
    databaseEntries(world, object.catalogId, object, [principal]).some(entry =>
      isReceived(world, object.region, entry),
    );
  return (
    received(caller.principalArn) ||
    ((seesAll || own.length > 0) && received(caller.accountId))
  );
}

/**
 * Whether Lake Formation lets the caller do something to an object of its own
 * catalog: `CREATE_TABLE` on a database, `DROP` on a table. Administrators have no
 * such right of their own accord, but the account's own credentials do (LF
 * reference A3).
 */
export function isPermitted(
  world: SandboxWorld,
  caller: Principal,
  object: CatalogObject,
  permission: Permission,
): boolean {
  if (caller.principalArn.endsWith(':root')) return true;
  const { tableName } = object;
  if (tableName !== undefined) {
    const { parts, others } = tableAccess(world, caller, {
      ...object,
      tableName,
    });
    return permission === 'SELECT' ? parts.length > 0 : others.has(permission);
  }
  return databaseEntries(world, caller.accountId, object, [
    ...principalsOf(caller),
    IAM_ALLOWED_PRINCIPALS,
  ]).some(
    ({ resource, permissions }) =>
      (resource.kind === 'database' ||
        (resource.kind === 'lfTagPolicy' &&
          resource.resourceType === 'DATABASE')) &&
      permissions.has(permission),
  );
}

/** Entries on a database or on anything in it. */
function databaseEntries(
  world: SandboxWorld,
  accountId: string,
  { catalogId, region, databaseName }: CatalogObject,
  principals: string[],
): PermissionEntry[] {
  const { permissions } = lakeFormationState(world, accountId, region);
  return principals
    .flatMap(principal => permissions.ofPrincipal(principal))
    .filter(({ resource, condition }) => {
      if (resource.catalogId !== catalogId || condition !== undefined) {
        return false;
      }
      if ('databaseName' in resource) {
        return resource.databaseName === databaseName;
      }
      if (resource.kind !== 'lfTagPolicy') return false;
      return resource.resourceType === 'DATABASE'
        ? policyMatchesResource(world, region, resource, {
            kind: 'database',
            catalogId,
            databaseName,
          })
        : catalogLookup()
            .tables(world, catalogId, region, databaseName)
            .some(
              ({ name }) =>
                policyColumns(world, region, resource, {
                  catalogId,
                  databaseName,
                  tableName: name,
                }).size > 0,
            );
    });
}

function gives({ parts, others }: TableAccess): boolean {
  return others.size > 0 || parts.some(part => part.columns.size > 0);
}
