import {
  GrantPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  LakeFormationPermissionProperties,
  LfPermission,
} from '@sluice/plugin-sluice-common';
import { missingFrom } from './differences';
import { HeldPermissions, readHeldPermissions } from './heldPermissions';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { toLakeFormationResource } from './toLakeFormationResource';

/**
 * What one principal holds on one resource. Grants only add: those of others to
 * the same principal are found beside ours, and stay.
 */
export const lakeFormationPermission: ResourceType<'lakeFormationPermission'> =
  {
    async read({ principal, resource, permissions }, context) {
      const held = await readHeldPermissions(principal, resource, context);
      // What others alone gave is no beginning of what is wanted.
      return held.permissions.some(each => permissions.includes(each))
        ? { principal, resource, ...held }
        : undefined;
    },

    diff: (wanted, found) => [
      ...missingFrom(wanted.permissions, found.permissions, 'permissions'),
      ...missingFrom(wanted.grantable, found.grantable, 'grantable'),
    ],

    create: (wanted, context) => grant(wanted, wanted, context),

    async update(wanted, found, context) {
      const grantable = without(wanted.grantable, found.grantable);
      // A grant option is only granted together with its permission.
      const permissions = wanted.permissions.filter(
        each => !found.permissions.includes(each) || grantable.includes(each),
      );
      await grant(wanted, { permissions, grantable }, context);
    },

    /** Takes exactly these permissions back, as far as they are still held: Lake Formation refuses to revoke others. */
    async delete({ principal, resource, permissions, grantable }, context) {
      const held = await readHeldPermissions(principal, resource, context);
      const isHeld = (each: LfPermission) => held.permissions.includes(each);
      if (!permissions.some(isHeld)) return;
      await context.clients.lakeFormation.send(
        new RevokePermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: principal },
          Resource: toLakeFormationResource(resource),
          Permissions: permissions.filter(isHeld),
          PermissionsWithGrantOption: grantable.filter(each =>
            held.grantable.includes(each),
          ),
        }),
      );
    },

    undo: 'The permissions and grant options are revoked, and whoever reads the data by them loses access at once; other permissions of the principal stay.',
    actions: {
      read: ['lakeformation:ListPermissions'],
      write: [
        'lakeformation:ListPermissions',
        'lakeformation:GrantPermissions',
        'lakeformation:RevokePermissions',
      ],
    },
  };

async function grant(
  { principal, resource }: LakeFormationPermissionProperties,
  { permissions, grantable }: HeldPermissions,
  { clients }: ResourceContext,
): Promise<void> {
  await clients.lakeFormation.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: principal },
      Resource: toLakeFormationResource(resource),
      Permissions: permissions,
      PermissionsWithGrantOption: grantable,
    }),
  );
}

function without(
  wanted: LfPermission[],
  present: LfPermission[],
): LfPermission[] {
  return wanted.filter(each => !present.includes(each));
}
