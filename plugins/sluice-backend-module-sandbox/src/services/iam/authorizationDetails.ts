import type {
  EntityType,
  GetAccountAuthorizationDetailsRequest,
} from '@aws-sdk/client-iam';
import { CallContext, OperationHandler } from '../../core';
import { marker } from './marker';
import { roleDetail } from './roles';
import { iamState } from './state';
import { policyDetail } from './policies';
import { userDetail } from './users';

/** Users, roles, then managed policies, in one list that is paged as a whole. */
function getDetails(
  input: GetAccountAuthorizationDetailsRequest,
  context: CallContext,
) {
  const { world, caller } = context;
  const { users, roles, policies } = iamState(world, caller.accountId);
  const of = <K extends EntityType, V>(type: K, all: Map<string, V>) =>
    !input.Filter?.length || input.Filter.includes(type)
      ? [...all.values()].map(value => ({ type, value }))
      : [];
  const { items, ...paging } = marker(
    [
      ...of('User', users),
      ...of('Role', roles),
      ...of('LocalManagedPolicy', policies),
    ],
    input,
  );
  return {
    UserDetailList: items.flatMap(each =>
      each.type === 'User' ? [userDetail(each.value)] : [],
    ),
    GroupDetailList: [],
    RoleDetailList: items.flatMap(each =>
      each.type === 'Role' ? [roleDetail(world, each.value)] : [],
    ),
    Policies: items.flatMap(each =>
      each.type === 'LocalManagedPolicy'
        ? [policyDetail(context, each.value)]
        : [],
    ),
    ...paging,
  };
}

/** All of an account's users, roles and policies, with their documents. */
export const authorizationDetailsOperations: Record<string, OperationHandler> =
  { GetAccountAuthorizationDetails: getDetails };
