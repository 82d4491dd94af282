import type { BypassKind } from '@sluice/plugin-sluice-common';

/** What people call the ways past Lake Formation. */
export const FINDING_KINDS: Record<BypassKind, string> = {
  directS3Access: 'Direct access to the files',
  fullTableExternalAccess: 'Credentials of external engines',
  hybridWithoutOptIn: 'Hybrid location without opt-in',
  iamAllowedPrincipals: 'IAM_ALLOWED_PRINCIPALS',
  unregisteredLocation: 'Location that is not registered',
  startsJobsAsOthers: 'Starts jobs as a team',
  assumesTeamRole: 'Assumes the role of a team',
  dataLakeAdministrator: 'Data lake administrator',
  notRead: 'Not read',
};

/** The name of a kind; one that is not known is shown as it is. */
export function findingTitle(kind: string): string {
  return kind in FINDING_KINDS ? FINDING_KINDS[kind as BypassKind] : kind;
}
