import type { Role, RoleDetail } from '@aws-sdk/client-iam';
import {
  AwsError,
  CallContext,
  OperationHandler,
  SandboxWorld,
} from '../../core';
import { checkName, checkPath } from './names';
import { asArray, parsePolicyDocument } from './policyDocuments';
import { IamRole, iamState } from './state';
import { TrustStatement } from './trust';
import { marker } from './marker';

const ROLE_ARN = /^arn:aws[\w-]*:iam::(\d{12}):role\/(?:.*\/)?([\w+=,.@-]+)$/;
const ROOT_ARN = /^arn:aws[\w-]*:iam::\d{12}:root$/;

/** The role that an ARN names, in whichever account. */
export function findRole(
  world: SandboxWorld,
  arn: string,
): IamRole | undefined {
  const match = ROLE_ARN.exec(arn);
  if (!match) return undefined;
  const role = iamState(world, match[1]).roles.get(match[2]);
  return role?.arn === arn ? role : undefined;
}

/** @throws AwsError `NoSuchEntity` */
export function roleOf({ world, caller }: CallContext, name: string): IamRole {
  const role = iamState(world, caller.accountId).roles.get(name);
  if (!role) {
    throw new AwsError(
      'NoSuchEntity',
      `The role with name ${name} cannot be found.`,
    );
  }
  return role;
}

/**
 * IAM keeps the unique id of a principal that a trust policy names: a role that
 * is deleted and made again is another principal, and the trust is silently
 * broken (seed 5.1). So the ids are resolved when the document is put.
 */
function resolveTrust(world: SandboxWorld, document: string): TrustStatement[] {
  const { Statement } = parsePolicyDocument(document, 'trust');
  return Statement.map(statement => {
    const named =
      statement.Principal === '*' ? [] : asArray(statement.Principal?.AWS);
    const principalIds = named
      .filter(
        arn => arn !== '*' && !ROOT_ARN.test(arn) && !/^\d{12}$/.test(arn),
      )
      .map(arn => {
        const role = findRole(world, arn);
        if (!role) {
          throw new AwsError(
            'MalformedPolicyDocument',
            `Invalid principal in policy: "AWS":"${arn}"`,
          );
        }
        return role.id;
      });
    return { ...statement, principalIds };
  });
}

/** The trust document as IAM shows it: principals that are gone appear as their ids. */
function shownTrust(world: SandboxWorld, role: IamRole): string {
  const gone = role.trust.flatMap(({ Principal, principalIds }) =>
    (Principal === '*' ? [] : asArray(Principal?.AWS))
      .filter(arn => ROLE_ARN.test(arn))
      .map((arn, i) => ({ arn, id: principalIds[i] }))
      .filter(({ arn, id }) => findRole(world, arn)?.id !== id),
  );
  return gone.reduce(
    (shown, { arn, id }) => shown.replaceAll(`"${arn}"`, `"${id}"`),
    role.trustDocument,
  );
}

function toRole(world: SandboxWorld, role: IamRole): Role {
  return {
    Path: role.path,
    RoleName: role.name,
    RoleId: role.id,
    Arn: role.arn,
    CreateDate: role.createdAt,
    AssumeRolePolicyDocument: encodeURIComponent(shownTrust(world, role)),
    Description: role.description,
    MaxSessionDuration: role.maxSessionDuration,
    Tags: [...role.tags].map(([Key, Value]) => ({ Key, Value })),
  };
}

/** A role with everything that is written down of it. */
export function roleDetail(world: SandboxWorld, role: IamRole): RoleDetail {
  const { Path, RoleName, RoleId, Arn, CreateDate, Tags, ...rest } = toRole(
    world,
    role,
  );
  return {
    Path,
    RoleName,
    RoleId,
    Arn,
    CreateDate,
    Tags,
    AssumeRolePolicyDocument: rest.AssumeRolePolicyDocument,
    InstanceProfileList: [],
    RolePolicyList: [...role.inline].map(([PolicyName, document]) => ({
      PolicyName,
      PolicyDocument: encodeURIComponent(document),
    })),
    AttachedManagedPolicies: [...role.attached.values()].map(
      ({ arn, name }) => ({ PolicyName: name, PolicyArn: arn }),
    ),
  };
}

export const roleOperations: Record<string, OperationHandler> = {
  CreateRole: (input, { world, caller }) => {
    const { roles } = iamState(world, caller.accountId);
    const name: string = input.RoleName;
    const path: string = input.Path ?? '/';
    checkName(name, 'roleName');
    checkPath(path);
    if (roles.has(name)) {
      throw new AwsError(
        'EntityAlreadyExists',
        `Role with name ${name} already exists.`,
      );
    }
    const role: IamRole = {
      accountId: caller.accountId,
      name,
      path,
      arn: `arn:aws:iam::${caller.accountId}:role${path}${name}`,
      id: `AROA${world.nextId(17)}`,
      createdAt: world.clock.now(),
      description: input.Description,
      maxSessionDuration: input.MaxSessionDuration ?? 3600,
      trustDocument: input.AssumeRolePolicyDocument,
      trust: resolveTrust(world, input.AssumeRolePolicyDocument),
      attached: new Map(),
      inline: new Map(),
      tags: new Map(
        (input.Tags ?? []).map((tag: { Key: string; Value: string }) => [
          tag.Key,
          tag.Value,
        ]),
      ),
    };
    roles.set(name, role);
    return { Role: toRole(world, role) };
  },
  GetRole: (input, context) => ({
    Role: toRole(context.world, roleOf(context, input.RoleName)),
  }),
  ListRoles: (input, { world, caller }) => {
    const wanted = [...iamState(world, caller.accountId).roles.values()]
      .filter(role => role.path.startsWith(input.PathPrefix ?? '/'))
      .sort((a, b) => (a.name < b.name ? -1 : 1));
    const { items, ...paging } = marker(wanted, input);
    return {
      // As IAM: tags are not part of the list.
      Roles: items.map(role => ({ ...toRole(world, role), Tags: undefined })),
      ...paging,
    };
  },
  UpdateRole: (input, context) => {
    const role = roleOf(context, input.RoleName);
    role.description = input.Description ?? role.description;
    role.maxSessionDuration =
      input.MaxSessionDuration ?? role.maxSessionDuration;
    return {};
  },
  UpdateAssumeRolePolicy: (input, context) => {
    const role = roleOf(context, input.RoleName);
    role.trust = resolveTrust(context.world, input.PolicyDocument);
    role.trustDocument = input.PolicyDocument;
  },
  DeleteRole: (input, context) => {
    const role = roleOf(context, input.RoleName);
    if (role.attached.size > 0) {
      throw new AwsError(
        'DeleteConflict',
        'Cannot delete entity, must detach all policies first.',
      );
    }
    if (role.inline.size > 0) {
      throw new AwsError(
        'DeleteConflict',
        'Cannot delete entity, must delete policies first.',
      );
    }
    iamState(context.world, role.accountId).roles.delete(role.name);
  },
  TagRole: (input, context) => {
    const role = roleOf(context, input.RoleName);
    for (const tag of input.Tags) role.tags.set(tag.Key, tag.Value);
  },
  UntagRole: (input, context) => {
    const role = roleOf(context, input.RoleName);
    for (const key of input.TagKeys) role.tags.delete(key);
  },
  ListRoleTags: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const { items, ...paging } = marker([...role.tags], input);
    return { Tags: items.map(([Key, Value]) => ({ Key, Value })), ...paging };
  },
  PutRolePolicy: (input, context) => {
    const role = roleOf(context, input.RoleName);
    parsePolicyDocument(input.PolicyDocument, 'permissions');
    // Inline policies of a role share 10,240 characters, white space apart.
    const size = [...role.inline]
      .filter(([name]) => name !== input.PolicyName)
      .concat([[input.PolicyName, input.PolicyDocument]])
      .reduce((sum, [, text]) => sum + text.replace(/\s/g, '').length, 0);
    if (size > 10_240) {
      throw new AwsError(
        'LimitExceeded',
        `Maximum policy size of 10240 bytes exceeded for role ${role.name}`,
      );
    }
    role.inline.set(input.PolicyName, input.PolicyDocument);
  },
  GetRolePolicy: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const document = role.inline.get(input.PolicyName);
    if (document === undefined) {
      throw new AwsError(
        'NoSuchEntity',
        `The role policy with name ${input.PolicyName} cannot be found.`,
      );
    }
    return {
      RoleName: role.name,
      PolicyName: input.PolicyName,
      PolicyDocument: encodeURIComponent(document),
    };
  },
  ListRolePolicies: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const { items, ...paging } = marker([...role.inline.keys()], input);
    return { PolicyNames: items, ...paging };
  },
  DeleteRolePolicy: (input, context) => {
    const role = roleOf(context, input.RoleName);
    if (!role.inline.delete(input.PolicyName)) {
      throw new AwsError(
        'NoSuchEntity',
        `The role policy with name ${input.PolicyName} cannot be found.`,
      );
    }
  },
};
