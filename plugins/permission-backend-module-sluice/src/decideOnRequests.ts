import {
  AuthorizeResult,
  isPermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  createSluiceConditionalDecision,
  createSluiceRequestConditionalDecision,
  sluiceConditions,
  sluiceRequestConditions,
} from '@sluice/plugin-sluice-node';
import {
  sluiceRequestCreatePermission,
  sluiceRequestDecidePermission,
  sluiceRequestEndPermission,
  sluiceRequestReadPermission,
  sluiceRequestUpdatePermission,
  sluiceReviewStartPermission,
} from '@sluice/plugin-sluice-common';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };

/**
 * Who may ask, decide and end. That nobody decides a request of their own team
 * is no matter of policy: the backend refuses it whatever is decided here.
 *
 * @returns undefined for a permission that is about something else
 */
export function decideOnRequests(
  permission: Permission,
  person: {
    claims: string[];
    isPlatformEngineer: boolean;
    seesAllAccess: boolean;
  },
): PolicyDecision | undefined {
  const { claims, isPlatformEngineer, seesAllAccess } = person;
  const ofTeam = sluiceRequestConditions.isRequestTeamMember({ claims });
  const asOwner = sluiceRequestConditions.isRequestProductOwner({ claims });
  const asApprover = sluiceRequestConditions.isRequestApprover({ claims });

  if (isPermission(permission, sluiceRequestCreatePermission)) {
    return createSluiceConditionalDecision(
      permission,
      sluiceConditions.isTeamMember({ claims }),
    );
  }
  if (isPermission(permission, sluiceRequestReadPermission)) {
    return seesAllAccess
      ? ALLOW
      : createSluiceRequestConditionalDecision(permission, {
          anyOf: [ofTeam, asOwner, asApprover],
        });
  }
  if (isPermission(permission, sluiceRequestUpdatePermission)) {
    return createSluiceRequestConditionalDecision(permission, ofTeam);
  }
  if (isPermission(permission, sluiceRequestDecidePermission)) {
    return createSluiceRequestConditionalDecision(permission, {
      anyOf: [asOwner, asApprover],
    });
  }
  if (isPermission(permission, sluiceRequestEndPermission)) {
    // Whoever runs the platform must be able to stop a leak at night.
    return isPlatformEngineer
      ? ALLOW
      : createSluiceRequestConditionalDecision(permission, {
          anyOf: [ofTeam, asOwner, asApprover],
        });
  }
  if (isPermission(permission, sluiceReviewStartPermission)) {
    return seesAllAccess
      ? ALLOW
      : createSluiceConditionalDecision(
          permission,
          sluiceConditions.isProductOwner({ claims }),
        );
  }
  return undefined;
}
