import { createPermission } from '@backstage/plugin-permission-common';

/**
 * What `sluice.access.read` is decided on: the access of one team to one table.
 * @public
 */
export const RESOURCE_TYPE_SLUICE_ACCESS = 'sluice-access';

/**
 * What the permissions on requests are decided on: one team's request.
 * @public
 */
export const RESOURCE_TYPE_SLUICE_REQUEST = 'sluice-request';

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

/** Ask for access for a team. @public */
export const sluiceRequestCreatePermission = createPermission({
  name: 'sluice.request.create',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** See a request, who decided it and what came of it. @public */
export const sluiceRequestReadPermission = createPermission({
  name: 'sluice.request.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SLUICE_REQUEST,
});

/** Edit, submit and take back what was asked for, and ask for more time. @public */
export const sluiceRequestUpdatePermission = createPermission({
  name: 'sluice.request.update',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SLUICE_REQUEST,
});

/**
 * Approve and deny. Whoever holds it still cannot decide a request of their own
 * team, nor a step that is somebody else's.
 * @public
 */
export const sluiceRequestDecidePermission = createPermission({
  name: 'sluice.request.decide',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SLUICE_REQUEST,
});

/** Narrow or revoke what was agreed on, and try again what failed. @public */
export const sluiceRequestEndPermission = createPermission({
  name: 'sluice.request.end',
  attributes: { action: 'delete' },
  resourceType: RESOURCE_TYPE_SLUICE_REQUEST,
});

/** Ask the owners of grants to keep or revoke each. @public */
export const sluiceReviewStartPermission = createPermission({
  name: 'sluice.review.start',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** See rows of a table as a team would read them. @public */
export const sluicePreviewReadPermission = createPermission({
  name: 'sluice.preview.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** Decide what becomes of a difference: repair, keep or ignore it. @public */
export const sluiceDriftManagePermission = createPermission({
  name: 'sluice.drift.manage',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/**
 * Run a script as a team, by its own job execution role. A job sees what the
 * team sees, so it is for the team.
 * @public
 */
export const sluiceJobRunPermission = createPermission({
  name: 'sluice.job.run',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/**
 * Have it proved what a team reads. Whoever does sees no rows, so it is also
 * for those who answer for the access.
 * @public
 */
export const sluiceJobVerifyPermission = createPermission({
  name: 'sluice.job.verify',
  attributes: { action: 'create' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** See what a team has run and how it ended; never what it printed. @public */
export const sluiceJobReadPermission = createPermission({
  name: 'sluice.job.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** Read what jobs of a team printed, which may be data. @public */
export const sluiceJobLogReadPermission = createPermission({
  name: 'sluice.job.log.read',
  attributes: { action: 'read' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** Stop what a team runs. @public */
export const sluiceJobCancelPermission = createPermission({
  name: 'sluice.job.cancel',
  attributes: { action: 'update' },
  resourceType: RESOURCE_TYPE_SLUICE_ACCESS,
});

/** Every permission of the plugin that is not decided on a request. @public */
export const sluicePermissions = [
  sluiceAccountReadPermission,
  sluiceObservationRunPermission,
  sluiceTableReadPermission,
  sluiceAccessReadPermission,
  sluicePlanCreatePermission,
  sluiceChangeReadPermission,
  sluiceChangeApplyPermission,
  sluiceInvitationAnswerPermission,
  sluiceRequestCreatePermission,
  sluiceReviewStartPermission,
  sluicePreviewReadPermission,
  sluiceDriftManagePermission,
  sluiceJobRunPermission,
  sluiceJobVerifyPermission,
  sluiceJobReadPermission,
  sluiceJobLogReadPermission,
  sluiceJobCancelPermission,
];

/** Every permission that is decided on a request. @public */
export const sluiceRequestPermissions = [
  sluiceRequestReadPermission,
  sluiceRequestUpdatePermission,
  sluiceRequestDecidePermission,
  sluiceRequestEndPermission,
];
