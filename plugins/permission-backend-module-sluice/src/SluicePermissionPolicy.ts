// A policy has to name the rules of the plugins it decides about, and the
// catalog's are exported by its backend only.
/* eslint-disable @backstage/no-mixed-plugin-imports */
import {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
/* eslint-enable @backstage/no-mixed-plugin-imports */
import {
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityReadPermission,
  catalogEntityRefreshPermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
} from '@backstage/plugin-catalog-common/alpha';
import {
  AuthorizeResult,
  isPermission,
  Permission,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import {
  createSluiceConditionalDecision,
  sluiceConditions,
} from '@sluice/plugin-sluice-node';
import {
  sluiceAccessReadPermission,
  sluiceAccountReadPermission,
  sluiceChangeApplyPermission,
  sluiceChangeReadPermission,
  sluiceDriftManagePermission,
  sluiceInvitationAnswerPermission,
  sluiceObservationRunPermission,
  sluicePlanCreatePermission,
  sluicePreviewReadPermission,
} from '@sluice/plugin-sluice-common';
import { decideOnJobs } from './decideOnJobs';
import { decideOnRequests } from './decideOnRequests';
import { Personas } from './personas';

const ALLOW: PolicyDecision = { result: AuthorizeResult.ALLOW };
const DENY: PolicyDecision = { result: AuthorizeResult.DENY };

const PLATFORM_PERMISSIONS: Permission[] = [
  sluiceObservationRunPermission,
  sluicePlanCreatePermission,
  sluiceChangeApplyPermission,
  sluiceInvitationAnswerPermission,
  catalogEntityCreatePermission,
  catalogEntityDeletePermission,
  catalogEntityRefreshPermission,
  catalogLocationCreatePermission,
  catalogLocationDeletePermission,
];

/**
 * The default policy. Everyone who is signed in may find products and tables;
 * how far a team may read them is for the team, the owners of the product,
 * auditors and platform engineers to see.
 * @public
 */
export class SluicePermissionPolicy implements PermissionPolicy {
  constructor(private readonly personas: Personas) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return DENY;
    const claims = user.info.ownershipEntityRefs;
    const isPlatformEngineer = overlaps(
      claims,
      this.personas.platformEngineers,
    );
    const seesAllAccess =
      isPlatformEngineer || overlaps(claims, this.personas.auditors);

    if (PLATFORM_PERMISSIONS.some(({ name }) => name === permission.name)) {
      return isPlatformEngineer ? ALLOW : DENY;
    }
    if (
      isPermission(permission, sluiceAccountReadPermission) ||
      isPermission(permission, sluiceChangeReadPermission)
    ) {
      return seesAllAccess ? ALLOW : DENY;
    }
    if (isPermission(permission, sluiceAccessReadPermission)) {
      return seesAllAccess
        ? ALLOW
        : createSluiceConditionalDecision(permission, {
            anyOf: [
              sluiceConditions.isTeamMember({ claims }),
              sluiceConditions.isProductOwner({ claims }),
            ],
          });
    }
    if (isPermission(permission, sluicePreviewReadPermission)) {
      // Rows are for those who may read them by a job as well: nobody sees more
      // for being an owner, an auditor or a platform engineer.
      return createSluiceConditionalDecision(
        permission,
        sluiceConditions.isTeamMember({ claims }),
      );
    }
    if (isPermission(permission, sluiceDriftManagePermission)) {
      return isPlatformEngineer
        ? ALLOW
        : createSluiceConditionalDecision(
            permission,
            sluiceConditions.isProductOwner({ claims }),
          );
    }
    const person = { claims, isPlatformEngineer, seesAllAccess };
    const decided =
      decideOnRequests(permission, person) ?? decideOnJobs(permission, person);
    if (decided) return decided;
    if (isPermission(permission, catalogEntityReadPermission)) {
      return seesAllAccess
        ? ALLOW
        : // A grant says what a team may read, so it is shown to those who may
          // see that; it is owned by the team and by the product's owners.
          createCatalogConditionalDecision(permission, {
            anyOf: [
              {
                not: catalogConditions.isEntityKind({ kinds: ['AccessGrant'] }),
              },
              catalogConditions.isEntityOwner({ claims }),
            ],
          });
    }
    return ALLOW;
  }
}

function overlaps(claims: string[], refs: string[]): boolean {
  return claims.some(claim => refs.includes(claim));
}
