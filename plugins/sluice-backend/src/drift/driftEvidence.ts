import {
  Drift,
  DriftCause,
  ObservationPart,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot } from '../access';

/**
 * What of an account has to be read for a difference in it to be seen. While one
 * of these is not read, a difference that is not found any more is not gone.
 */
const EVIDENCE: Record<DriftCause, readonly ObservationPart[]> = {
  grantMissing: ['permissions', 'filters', 'tables'],
  linkMissing: ['tables', 'permissions'],
  shareGone: ['shares', 'permissions'],
  invitationNotAccepted: ['shares'],
  roleMissing: ['roles'],
  roleRecreated: ['roles'],
  tableRecreated: ['tables', 'databases'],
  teamReadsMore: ['permissions', 'filters', 'tags', 'tables'],
  strangerReads: ['permissions', 'filters', 'tags', 'tables'],
  rowFilterChanged: ['filters', 'tables'],
  columnListChanged: ['filters', 'tables'],
  filterMissing: ['filters'],
  secondFilter: ['permissions', 'filters'],
  columnAddedUnderExclude: ['tables', 'filters'],
  excludedColumnRenamed: ['tables', 'filters'],
  filteredColumnGone: ['tables', 'filters'],
  openToIam: ['permissions', 'tables', 'databases'],
  notGoverned: ['locations', 'tables', 'optIns'],
  openedByTag: ['permissions', 'tags', 'tables'],
  notUnderstood: ['permissions', 'filters', 'tables', 'optIns', 'iamPolicies'],
  roleIsAdministrator: ['settings'],
  linkRepointed: ['tables'],
  engineRightsLost: ['settings', 'roles', 'iamPolicies'],
  mayPassOn: ['permissions', 'filters', 'tables'],
  // An attestation shows it, not an observation.
  proofFailed: [],
  notRead: [],
  setUpDiffers: ['settings', 'locations', 'roles', 'shares'],
};

/** Whether all was read that would show the difference, were it still there. */
export function wouldHaveShown(
  { accountId, cause, subject }: Drift,
  look: { snapshot: AccessSnapshot; unknownSubjects: Set<string> },
): boolean {
  if (subject && look.unknownSubjects.has(subject)) return false;
  return look.snapshot.accounts
    .filter(({ account }) => account.accountId === accountId)
    .every(
      ({ run, stale }) =>
        run !== undefined &&
        !stale &&
        run.failures.every(({ part }) => !EVIDENCE[cause].includes(part)),
    );
}
