import type { RequestEventType } from '@sluice/plugin-sluice-common';

/** What happened, in a few words. */
export const EVENT_TITLES: Record<RequestEventType, string> = {
  created: 'Drafted',
  edited: 'Edited',
  submitted: 'Submitted',
  withdrawn: 'Withdrawn',
  stepApproved: 'Approved by somebody',
  approved: 'Approved by everybody',
  denied: 'Denied',
  escalated: 'Escalated',
  applyStarted: 'Granting began',
  applied: 'Active',
  applyFailed: 'Granting failed',
  reduced: 'Reduced',
  reminded: 'Reminded',
  kept: 'Kept by a review',
  expired: 'Expired',
  revoked: 'Revoked',
  superseded: 'Superseded',
  removalStarted: 'Removal began',
  removed: 'Removed',
  removalFailed: 'Removal failed',
};
