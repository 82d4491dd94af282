import type { User, UserDetail } from '@aws-sdk/client-iam';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { marker } from './marker';
import { checkName, checkPath } from './names';
import { parsePolicyDocument } from './policyDocuments';
import { IamUser, iamState } from './state';

/** Inline policies of a user share so many characters, white space apart. */
const INLINE_SIZE = 2_048;

/** @throws AwsError `NoSuchEntity` */
function userOf({ world, caller }: CallContext, name: string): IamUser {
  const user = iamState(world, caller.accountId).users.get(name);
  if (!user) {
    throw new AwsError(
      'NoSuchEntity',
      `The user with name ${name} cannot be found.`,
    );
  }
  return user;
}

/** @throws AwsError `NoSuchEntity` */
function policyOf(user: IamUser, name: string): string {
  const document = user.inline.get(name);
  if (document === undefined) {
    throw new AwsError(
      'NoSuchEntity',
      `The user policy with name ${name} cannot be found.`,
    );
  }
  return document;
}

function toUser(user: IamUser): User {
  return {
    Path: user.path,
    UserName: user.name,
    UserId: user.id,
    Arn: user.arn,
    CreateDate: user.createdAt,
  };
}

/** A user with everything that is written down of it. */
export function userDetail(user: IamUser): UserDetail {
  return {
    ...toUser(user),
    GroupList: [],
    AttachedManagedPolicies: [],
    UserPolicyList: [...user.inline].map(([PolicyName, document]) => ({
      PolicyName,
      PolicyDocument: encodeURIComponent(document),
    })),
  };
}

/** IAM users with inline policies; they have no keys, groups or managed policies here. */
export const userOperations: Record<string, OperationHandler> = {
  CreateUser: (input, { world, caller }) => {
    const { users } = iamState(world, caller.accountId);
    const name: string = input.UserName;
    const path: string = input.Path ?? '/';
    checkName(name, 'userName');
    checkPath(path);
    if (users.has(name)) {
      throw new AwsError(
        'EntityAlreadyExists',
        `User with name ${name} already exists.`,
      );
    }
    const user: IamUser = {
      name,
      path,
      arn: `arn:aws:iam::${caller.accountId}:user${path}${name}`,
      id: `AIDA${world.nextId(17)}`,
      createdAt: world.clock.now(),
      inline: new Map(),
    };
    users.set(name, user);
    return { User: toUser(user) };
  },
  GetUser: (input, context) => ({
    User: toUser(userOf(context, input.UserName)),
  }),
  ListUsers: (input, { world, caller }) => {
    const wanted = [...iamState(world, caller.accountId).users.values()]
      .filter(user => user.path.startsWith(input.PathPrefix ?? '/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...paging } = marker(wanted, input);
    return { Users: items.map(toUser), ...paging };
  },
  DeleteUser: (input, context) => {
    const user = userOf(context, input.UserName);
    if (user.inline.size > 0) {
      throw new AwsError(
        'DeleteConflict',
        'Cannot delete entity, must delete policies first.',
      );
    }
    const { users } = iamState(context.world, context.caller.accountId);
    users.delete(user.name);
  },
  PutUserPolicy: (input, context) => {
    const user = userOf(context, input.UserName);
    parsePolicyDocument(input.PolicyDocument, 'permissions');
    const size = [...user.inline]
      .filter(([name]) => name !== input.PolicyName)
      .concat([[input.PolicyName, input.PolicyDocument]])
      .reduce((sum, [, text]) => sum + text.replace(/\s/g, '').length, 0);
    if (size > INLINE_SIZE) {
      throw new AwsError(
        'LimitExceeded',
        `Maximum policy size of ${INLINE_SIZE} bytes exceeded for user ${user.name}`,
      );
    }
    user.inline.set(input.PolicyName, input.PolicyDocument);
  },
  GetUserPolicy: (input, context) => {
    const user = userOf(context, input.UserName);
    return {
      UserName: user.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(policyOf(user, input.PolicyName)),
    };
  },
  ListUserPolicies: (input, context) => {
    const user = userOf(context, input.UserName);
    const { items, ...paging } = marker([...user.inline.keys()], input);
    return { PolicyNames: items, ...paging };
  },
  DeleteUserPolicy: (input, context) => {
    const user = userOf(context, input.UserName);
    policyOf(user, input.PolicyName);
    user.inline.delete(input.PolicyName);
  },
};
