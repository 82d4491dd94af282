import {
  AuthorizeResult,
  isPermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createSluiceConditionalDecision,
  sluiceConditions,
} from '@sluice/plugin-sluice-node';
import {
  sluiceJobCancelPermission,
  sluiceJobLogReadPermission,
  sluiceJobReadPermission,
  sluiceJobRunPermission,
  sluiceJobVerifyPermission,
} from '@sluice/plugin-sluice-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };

/**
 * Who may run, verify, follow and stop jobs of a team. What a job prints may be
 * rows, so its log, and running a script at all, is for the team alone. A
 * verification counts and compares, so whoever answers for the access may ask
 * for one.
 *
 * @returns undefined for a permission that is about something else
 */
export function decideOnJobs(
  permission: Permission,
  person: {
    claims: string[];
    isPlatformEngineer: boolean;
    seesAllAccess: boolean;
  },
): PolicyDecision | undefined {
  const { claims, isPlatformEngineer, seesAllAccess } = person;
  const ofTeam = sluiceConditions.isTeamMember({ claims });
  const asOwner = sluiceConditions.isProductOwner({ claims });

  if (
    isPermission(permission, sluiceJobRunPermission) ||
    isPermission(permission, sluiceJobLogReadPermission)
  ) {
    return createSluiceConditionalDecision(permission, ofTeam);
  }
  if (isPermission(permission, sluiceJobVerifyPermission)) {
    return isPlatformEngineer
      ? ALLOW
      : createSluiceConditionalDecision(permission, {
          anyOf: [ofTeam, asOwner],
        });
  }
  if (isPermission(permission, sluiceJobReadPermission)) {
    // Like the access itself: that it was proved is part of what it is.
    return seesAllAccess
      ? ALLOW
      : createSluiceConditionalDecision(permission, {
          anyOf: [ofTeam, asOwner],
        });
  }
  if (isPermission(permission, sluiceJobCancelPermission)) {
    // Whoever runs the platform must be able to stop what eats a cluster.
    return isPlatformEngineer
      ? ALLOW
      : createSluiceConditionalDecision(permission, ofTeam);
  }
  return undefined;
}
