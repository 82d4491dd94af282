import type {
  EntityType,
  GetAccountAuthorizationDetailsRequest,
} from '@aws-sdk/client-iam';
import { CallContext, OperationHandler } from '../../core';
import { marker } from './marker';
import { roleDetail } from './roles';
import { iamState } from './state';
import { policyDetail } from './policies';

/** Roles, then managed policies, in one list that is paged as a whole. */
function getDetails(
  input: GetAccountAuthorizationDetailsRequest,
  context: CallContext,
) {
  const { roles, policies } = iamState(context.world, context.caller.accountId);
  const wanted = (type: EntityType) =>
    !input.Filter?.length || input.Filter.includes(type);
  const { items, ...paging } = marker(
    [
      ...(wanted('Role')
        ? [...roles.values()].map(role => ({ role, policy: undefined }))
        : []),
      ...(wanted('LocalManagedPolicy')
        ? [...policies.values()].map(policy => ({ policy, role: undefined }))
        : []),
    ],
    input,
  );
  return {
    // The sandbox models roles only.
    UserDetailList: [],
    GroupDetailList: [],
    RoleDetailList: items.flatMap(({ role }) =>
      role ? [roleDetail(context.world, role)] : [],
    ),
    Policies: items.flatMap(({ policy }) =>
      policy ? [policyDetail(context, policy)] : [],
    ),
    ...paging,
  };
}

/** All of an account's roles and policies, with their documents. */
export const authorizationDetailsOperations: Record<string, OperationHandler> =
  { GetAccountAuthorizationDetails: getDetails };
