import { createPermission } from '@backstage/plugin-permission-common';

/**
 * What `sluice.access.read` is decided on: the access of one team to one table.
 * @public
 */
export const RESOURCE_TYPE_SLUICE_ACCESS = 'sluice-access';

/** See which accounts are connected and how well each was read. @public */
export const sluiceAccountReadPermission = createPermission({
  name: 'sluice.account.read',
  attributes: { action: 'read' },
});

/** Start an observation before its scheduled time. @public */
export const sluiceObservationRunPermission = createPermission({
  name: 'sluice.observation.run',
  attributes: { action: 'create' },
});

/** See tables: schema, tags and governance, never data. @public */
export const sluiceTableReadPermission = createPermission({
  name: 'sluice.table.read',
  attributes: { action: 'read' },
});

/** See what one team reads of one table, and why. @public */
export const sluiceAccessReadPermission = createPermission({
  name: 'sluice.access.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** Have it worked out what a declaration would change. Changes nothing. @public */
export const sluicePlanCreatePermission = createPermission({
  name: 'sluice.plan.create',
  attributes: { action: 'create' },
});

/** See changes, their plans and journals. @public */
export const sluiceChangeReadPermission = createPermission({
  name: 'sluice.change.read',
  attributes: { action: 'read' },
});

/** Apply plans; stop, resume and undo changes. @public */
export const sluiceChangeApplyPermission = createPermission({
  name: 'sluice.change.apply',
  attributes: { action: 'update' },
});

/** Accept or reject what other accounts offer to share. @public */
export const sluiceInvitationAnswerPermission = createPermission({
  name: 'sluice.invitation.answer',
  attributes: { action: 'update' },
});

/** Every permission of the plugin. @public */
export const sluicePermissions = [
  sluiceAccountReadPermission,
  sluiceObservationRunPermission,
  sluiceTableReadPermission,
  sluiceAccessReadPermission,
  sluicePlanCreatePermission,
  sluiceChangeReadPermission,
  sluiceChangeApplyPermission,
  sluiceInvitationAnswerPermission,
];
