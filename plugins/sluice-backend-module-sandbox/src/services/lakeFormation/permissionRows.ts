import type {
  Permission,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import { SandboxWorld } from '../../core';
import { PermissionEntry } from './permissionStore';
import { writeResource } from './resourceShapes';
import { resourceSharesOf } from './sharing';

/** A part of an entry that `ListPermissions` shows as one row. */
export interface RowPart {
  entry: PermissionEntry;
  permissions: Permission[];
}

/**
 * Cuts an entry into rows (LF reference A11.1, A11.7): SELECT on a table has a row
 * of its own, and so has each permission on an LF-Tag.
 */
export function rowParts(entry: PermissionEntry): RowPart[] {
  const permissions = [...entry.permissions].sort();
  switch (entry.resource.kind) {
    case 'table':
    case 'allTables':
      return [
        permissions.filter(each => each !== 'SELECT'),
        permissions.filter(each => each === 'SELECT'),
      ]
        .filter(part => part.length > 0)
        .map(part => ({ entry, permissions: part }));
    case 'lfTag':
      return permissions.map(each => ({ entry, permissions: [each] }));
    default:
      return [{ entry, permissions }];
  }
}

/** The row as the API writes it. */
export function writeRow(
  world: SandboxWorld,
  region: string,
  { entry, permissions }: RowPart,
): PrincipalResourcePermissions {
  const shares = resourceSharesOf(world, region, entry);
  return {
    Principal: { DataLakePrincipalIdentifier: entry.principal },
    Resource: writeResource(entry.resource, permissions[0]),
    Permissions: permissions,
    PermissionsWithGrantOption: permissions.filter(each =>
      entry.grantable.has(each),
    ),
    ...(entry.condition && { Condition: { Expression: entry.condition } }),
    ...(shares.length > 0 && { AdditionalDetails: { ResourceShare: shares } }),
    LastUpdated: entry.updatedAt,
    LastUpdatedBy: entry.updatedBy,
  };
}
