import { SandboxService, SandboxWorld } from '../../core';
import { authorizationDetailsOperations } from './authorizationDetails';
import { oidcProviderOperations } from './oidcProviders';
import { policyOperations } from './policies';
import { findRole, roleOperations } from './roles';
import { simulationOperations } from './simulation';
import { userOperations } from './users';

/**
 * Whether an IAM principal exists, for services that check whom they grant to.
 * Roles are looked up; users, roots and federated principals are taken on trust.
 */
export function principalExists(world: SandboxWorld, arn: string): boolean {
  return /:role\//.test(arn) ? findRole(world, arn) !== undefined : true;
}

/** IAM: roles, users, managed and inline policies, OIDC providers. Policies are kept, not enforced. */
export const iamService: SandboxService = {
  id: 'IAM',
  operations: {
    ...roleOperations,
    ...userOperations,
    ...policyOperations,
    ...oidcProviderOperations,
    ...simulationOperations,
    ...authorizationDetailsOperations,
  },
};
