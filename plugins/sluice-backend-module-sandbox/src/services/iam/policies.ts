import type { ManagedPolicyDetail, Policy } from '@aws-sdk/client-iam';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { marker } from './marker';
import { parsePolicyDocument } from './policyDocuments';
import { roleOf } from './roles';
import { iamState, ManagedPolicy, PolicyVersion } from './state';

/** Managed policies are limited to 6,144 characters, white space apart. */
const MAX_POLICY_SIZE = 6_144;
const MAX_VERSIONS = 5;

function policyOf({ world, caller }: CallContext, arn: string): ManagedPolicy {
  const policy = iamState(world, caller.accountId).policies.get(arn);
  if (!policy) {
    throw new AwsError(
      'NoSuchEntity',
      `Policy ${arn} does not exist or is not attachable.`,
    );
  }
  return policy;
}

function versionOf(policy: ManagedPolicy, id: string): PolicyVersion {
  const version = policy.versions.find(one => one.id === id);
  if (!version) {
    throw new AwsError(
      'NoSuchEntity',
      `Policy ${policy.arn} version ${id} does not exist or is not attachable.`,
    );
  }
  return version;
}

function attachedTo({ world, caller }: CallContext, arn: string) {
  return [...iamState(world, caller.accountId).roles.values()].filter(role =>
    role.attached.has(arn),
  );
}

function toPolicy(context: CallContext, policy: ManagedPolicy): Policy {
  return {
    PolicyName: policy.name,
    PolicyId: policy.id,
    Arn: policy.arn,
    Path: policy.path,
    DefaultVersionId: policy.defaultVersionId,
    AttachmentCount: attachedTo(context, policy.arn).length,
    PermissionsBoundaryUsageCount: 0,
    IsAttachable: true,
    Description: policy.description,
    CreateDate: policy.createdAt,
    UpdateDate: policy.updatedAt,
  };
}

/** A managed policy with its versions and their documents. */
export function policyDetail(
  context: CallContext,
  policy: ManagedPolicy,
): ManagedPolicyDetail {
  return {
    ...toPolicy(context, policy),
    PolicyVersionList: policy.versions.map(version => ({
      ...toVersion(policy, version),
      Document: encodeURIComponent(version.document),
    })),
  };
}

function toVersion(policy: ManagedPolicy, version: PolicyVersion) {
  return {
    VersionId: version.id,
    IsDefaultVersion: version.id === policy.defaultVersionId,
    CreateDate: version.createdAt,
  };
}

function checkDocument(document: string) {
  parsePolicyDocument(document, 'permissions');
  if (document.replace(/\s/g, '').length > MAX_POLICY_SIZE) {
    throw new AwsError(
      'LimitExceeded',
      `Cannot exceed quota for PolicySize: ${MAX_POLICY_SIZE}`,
    );
  }
}

export const policyOperations: Record<string, OperationHandler> = {
  CreatePolicy: (input, context) => {
    const { world, caller } = context;
    const { policies } = iamState(world, caller.accountId);
    const path = input.Path ?? '/';
    const arn = `arn:aws:iam::${caller.accountId}:policy${path}${input.PolicyName}`;
    if (policies.has(arn)) {
      throw new AwsError(
        'EntityAlreadyExists',
        `A policy called ${input.PolicyName} already exists. Duplicate names are not allowed.`,
      );
    }
    checkDocument(input.PolicyDocument);
    const now = world.clock.now();
    const policy: ManagedPolicy = {
      name: input.PolicyName,
      path,
      arn,
      id: `ANPA${world.nextId(17)}`,
      description: input.Description,
      createdAt: now,
      updatedAt: now,
      versions: [{ id: 'v1', document: input.PolicyDocument, createdAt: now }],
      defaultVersionId: 'v1',
      nextVersion: 2,
    };
    policies.set(arn, policy);
    return { Policy: toPolicy(context, policy) };
  },
  GetPolicy: (input, context) => ({
    Policy: toPolicy(context, policyOf(context, input.PolicyArn)),
  }),
  ListPolicies: (input, context) => {
    const { world, caller } = context;
    const wanted = [...iamState(world, caller.accountId).policies.values()]
      .filter(policy => policy.path.startsWith(input.PathPrefix ?? '/'))
      .filter(
        policy =>
          !input.OnlyAttached || attachedTo(context, policy.arn).length > 0,
      );
    const { items, ...paging } = marker(wanted, input);
    return {
      Policies: items.map(policy => toPolicy(context, policy)),
      ...paging,
    };
  },
  DeletePolicy: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    if (attachedTo(context, policy.arn).length > 0) {
      throw new AwsError(
        'DeleteConflict',
        'Cannot delete a policy attached to entities.',
      );
    }
    if (policy.versions.length > 1) {
      throw new AwsError(
        'DeleteConflict',
        'This policy has more than one version. Before you delete a policy, you must delete the policy’s versions. The default version is deleted with the policy.',
      );
    }
    iamState(context.world, context.caller.accountId).policies.delete(
      policy.arn,
    );
  },
  CreatePolicyVersion: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    if (policy.versions.length >= MAX_VERSIONS) {
      throw new AwsError(
        'LimitExceeded',
        'A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version.',
      );
    }
    checkDocument(input.PolicyDocument);
    const version: PolicyVersion = {
      id: `v${policy.nextVersion}`,
      document: input.PolicyDocument,
      createdAt: context.world.clock.now(),
    };
    policy.nextVersion += 1;
    policy.versions.unshift(version);
    policy.updatedAt = version.createdAt;
    if (input.SetAsDefault) policy.defaultVersionId = version.id;
    return { PolicyVersion: toVersion(policy, version) };
  },
  GetPolicyVersion: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    const version = versionOf(policy, input.VersionId);
    return {
      PolicyVersion: {
        ...toVersion(policy, version),
        Document: encodeURIComponent(version.document),
      },
    };
  },
  ListPolicyVersions: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    const { items, ...paging } = marker(policy.versions, input);
    return {
      Versions: items.map(version => toVersion(policy, version)),
      ...paging,
    };
  },
  SetDefaultPolicyVersion: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    policy.defaultVersionId = versionOf(policy, input.VersionId).id;
  },
  DeletePolicyVersion: (input, context) => {
    const policy = policyOf(context, input.PolicyArn);
    const version = versionOf(policy, input.VersionId);
    if (version.id === policy.defaultVersionId) {
      throw new AwsError(
        'DeleteConflict',
        'Cannot delete the default version of a policy.',
      );
    }
    policy.versions = policy.versions.filter(one => one !== version);
  },
  AttachRolePolicy: (input, context) => {
    const role = roleOf(context, input.RoleName);
    // AWS's own managed policies are not in the account; they may be attached.
    const managed = /^arn:aws[\w-]*:iam::aws:policy\//.test(input.PolicyArn);
    const name = managed
      ? input.PolicyArn.split('/').pop()
      : policyOf(context, input.PolicyArn).name;
    role.attached.set(input.PolicyArn, { arn: input.PolicyArn, name });
  },
  DetachRolePolicy: (input, context) => {
    const role = roleOf(context, input.RoleName);
    if (!role.attached.delete(input.PolicyArn)) {
      throw new AwsError(
        'NoSuchEntity',
        `Policy ${input.PolicyArn} was not found.`,
      );
    }
  },
  ListAttachedRolePolicies: (input, context) => {
    const role = roleOf(context, input.RoleName);
    const { items, ...paging } = marker([...role.attached.values()], input);
    return {
      AttachedPolicies: items.map(({ arn, name }) => ({
        PolicyArn: arn,
        PolicyName: name,
      })),
      ...paging,
    };
  },
};
