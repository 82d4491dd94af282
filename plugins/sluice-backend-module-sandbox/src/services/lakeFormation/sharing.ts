import type { Permission } from '@aws-sdk/client-lakeformation';
import { AwsError, SandboxWorld } from '../../core';
import {
  isShareAccepted,
  SharedResource,
  sharesOfResource,
  shareWithAccount,
  unshareFromAccount,
} from '../ram';
import { catalogLookup } from './catalogLookup';
import { registeredLocation } from './locations';
import { PermissionEntry, PermissionTarget } from './permissionStore';
import {
  IAM_ALLOWED_PRINCIPALS,
  isExternal,
  isOrganization,
} from './principals';
import {
  databaseKey,
  describeResource,
  invalidInput,
  LfResource,
  tableKey,
} from './resources';
import { crossAccountVersion } from './settings';
import { lakeFormationState } from './state';

/** The catalog object that RAM shares for a resource; undefined for what is not shared by RAM. */
export function sharedObject(
  resource: LfResource,
  region: string,
): SharedResource | undefined {
  const glue = `arn:aws:glue:${region}:${resource.catalogId}`;
  switch (resource.kind) {
    case 'catalog':
    case 'lfTag':
    case 'lfTagPolicy':
      return { arn: `${glue}:catalog`, type: 'glue:Catalog' };
    case 'database':
      return {
        arn: `${glue}:database/${resource.databaseName}`,
        type: 'glue:Database',
      };
    case 'allTables':
      return {
        arn: `${glue}:table/${resource.databaseName}/*`,
        type: 'glue:Table',
      };
    case 'table':
    case 'columns':
    case 'dataCellsFilter':
      return {
        arn: `${glue}:table/${resource.databaseName}/${resource.tableName}`,
        type: 'glue:Table',
      };
    default:
      return undefined;
  }
}

/**
 * Refuses a grant to another account that Lake Formation would refuse (LF
 * reference A8, seed V16).
 */
export function checkSharing(
  world: SandboxWorld,
  region: string,
  { principal, resource }: PermissionTarget,
  permissions: Permission[],
): void {
  const ownerAccountId = resource.catalogId;
  if (!isExternal(principal, ownerAccountId)) return;
  const { settings } = lakeFormationState(world, ownerAccountId, region);
  const version = Number(crossAccountVersion(settings));
  const isAccount = /^\d{12}$/.test(principal);
  if (!isAccount && version < 3) {
    throw invalidInput(
      `Permissions cannot be granted to ${principal}: sharing with principals other than accounts needs CROSS_ACCOUNT_VERSION 3 or later, it is ${version}.`,
    );
  }
  const refused = permissions.filter(each => ['ALL', 'DROP'].includes(each));
  if (
    resource.kind === 'database' &&
    !isAccount &&
    !isOrganization(principal) &&
    refused.length > 0
  ) {
    throw invalidInput(
      `[${refused.join(
        ', ',
      )}] on a database cannot be granted to principals of another account.`,
    );
  }
  const open = openToIam(world, region, resource);
  if (open) {
    throw new AwsError(
      'AccessDeniedException',
      `Insufficient Lake Formation permission(s): ${describeResource(
        resource,
      )} cannot be shared with ${principal} while ${IAM_ALLOWED_PRINCIPALS} has permissions on ${open}.`,
    );
  }
}

/**
 * What of the resource is left to IAM. Hybrid access mode makes an exception for
 * tables whose location is registered so, from version 4 on (LF reference A8.1, A9).
 */
function openToIam(
  world: SandboxWorld,
  region: string,
  resource: LfResource,
): string | undefined {
  if (!('databaseName' in resource)) return undefined;
  const { catalogId, databaseName } = resource;
  const lookup = catalogLookup();
  const { permissions, settings } = lakeFormationState(
    world,
    catalogId,
    region,
  );
  const isOpen = (key: string) =>
    permissions
      .onSubject(key)
      .some(({ principal }) => principal === IAM_ALLOWED_PRINCIPALS);
  const isHybrid = (uri: string | undefined) =>
    Number(crossAccountVersion(settings)) >= 4 &&
    registeredLocation(world, catalogId, region, uri)?.HybridAccessEnabled ===
      true;

  if (resource.kind === 'database') {
    const database = lookup.database(world, catalogId, region, databaseName);
    return isOpen(databaseKey(catalogId, databaseName)) &&
      !isHybrid(database?.locationUri)
      ? `database ${databaseName}`
      : undefined;
  }
  const tables =
    'tableName' in resource
      ? [
          lookup.table(
            world,
            catalogId,
            region,
            databaseName,
            resource.tableName,
          ),
        ]
      : lookup.tables(world, catalogId, region, databaseName);
  const open = tables.find(
    table =>
      table &&
      isOpen(tableKey({ catalogId, databaseName, tableName: table.name })) &&
      !isHybrid(table.location),
  );
  return open && `table ${databaseName}.${open.name}`;
}

/** Lets RAM know of a permission that was given to another account. */
export function shareGranted(
  world: SandboxWorld,
  region: string,
  { principal, resource }: PermissionTarget,
): void {
  const ownerAccountId = resource.catalogId;
  const object = sharedObject(resource, region);
  if (!object || !isExternal(principal, ownerAccountId)) return;
  shareWithAccount(world, {
    ownerAccountId,
    region,
    principal,
    resource: object,
    crossAccountVersion: crossAccountVersion(
      lakeFormationState(world, ownerAccountId, region).settings,
    ),
  });
}

/** Takes the catalog object out of the share, once the principal holds nothing on it any more. */
export function unshareRevoked(
  world: SandboxWorld,
  region: string,
  { principal, resource }: PermissionTarget,
): void {
  const ownerAccountId = resource.catalogId;
  const object = sharedObject(resource, region);
  if (!object || !isExternal(principal, ownerAccountId)) return;
  const { permissions } = lakeFormationState(world, ownerAccountId, region);
  const isStillShared = permissions
    .ofPrincipal(principal)
    .some(entry => sharedObject(entry.resource, region)?.arn === object.arn);
  if (!isStillShared) {
    unshareFromAccount(world, {
      ownerAccountId,
      region,
      principal,
      resource: object,
    });
  }
}

/** ARNs of the RAM shares behind an entry (LF reference A8.6). */
export function resourceSharesOf(
  world: SandboxWorld,
  region: string,
  { principal, resource }: PermissionEntry,
): string[] {
  const object = sharedObject(resource, region);
  if (!object || !isExternal(principal, resource.catalogId)) return [];
  return sharesOfResource(world, {
    ownerAccountId: resource.catalogId,
    region,
    principal,
    resourceArn: object.arn,
  });
}

/** Whether the receiving account has accepted the share behind an owner's entry. */
export function isReceived(
  world: SandboxWorld,
  region: string,
  { principal, resource }: PermissionEntry,
): boolean {
  const object = sharedObject(resource, region);
  return (
    object !== undefined &&
    isShareAccepted(world, {
      ownerAccountId: resource.catalogId,
      region,
      principal,
      resourceArn: object.arn,
    })
  );
}
