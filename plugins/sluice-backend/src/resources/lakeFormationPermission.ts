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
import { lakeFormationResource } from './lakeFormationResource';

/** Lake Formation shares by RAM what is granted to other accounts, in the name of the grantor (seed reference 1.1). */
const SHARING_ACTIONS = [
  'ram:AssociateResourceShare',
  'ram:AssociateResourceSharePermission',
  'ram:CreateResourceShare',
  'ram:DeleteResourceShare',
  'ram:DisassociateResourceShare',
  'ram:GetResourceShares',
  'ram:UpdateResourceShare',
];

/**
 * What one principal holds on one resource. Others that it holds there were
 * granted by somebody else: they are not found, and so neither changed nor revoked.
 */
export const lakeFormationPermission: ResourceType<'lakeFormationPermission'> =
  {
    async read({ principal, resource, permissions, grantable }, context) {
      const held = await readHeldPermissions(principal, resource, context);
      const found = {
        permissions: both(permissions, held.permissions),
        grantable: both(grantable, held.grantable),
      };
      return found.permissions.length > 0
        ? { principal, resource, ...found }
        : undefined;
    },

    diff: (wanted, found) => [
      ...missingFrom(wanted.permissions, found.permissions, 'permissions'),
      ...missingFrom(wanted.grantable, found.grantable, 'grantable'),
    ],

    create: (wanted, context) => grant(wanted, wanted, context),

    async update(wanted, found, context) {
      const grantable = wanted.grantable.filter(
        each => !found.grantable.includes(each),
      );
      // A grant option is only granted together with its permission.
      const permissions = wanted.permissions.filter(
        each => !found.permissions.includes(each) || grantable.includes(each),
      );
      await grant(wanted, { permissions, grantable }, context);
    },

    /** Takes back what is still held, since Lake Formation refuses to revoke what is not. */
    async delete({ principal, resource, permissions, grantable }, context) {
      const held = await readHeldPermissions(principal, resource, context);
      const left = both(permissions, held.permissions);
      if (left.length === 0) return;
      await context.clients.lakeFormation.send(
        new RevokePermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: principal },
          Resource: lakeFormationResource(resource),
          Permissions: left,
          PermissionsWithGrantOption: both(grantable, held.grantable),
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
        ...SHARING_ACTIONS,
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
      Resource: lakeFormationResource(resource),
      Permissions: permissions,
      PermissionsWithGrantOption: grantable,
    }),
  );
}

/** What is held of the wanted, in the order of what is held. */
function both(wanted: LfPermission[], held: LfPermission[]): LfPermission[] {
  return held.filter(each => wanted.includes(each));
}
