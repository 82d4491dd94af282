import {
  AttachedPolicy,
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  GetRoleCommand,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
  Role,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { IamRoleProperties } from '@sluice/plugin-sluice-common';
import { differencesBetween, missingFrom } from './differences';
import { policyArn } from './managedPolicy';
import {
  differencesOfStatements,
  mergeStatements,
  parseIamDocument,
  POLICY_VERSION,
} from './policyStatements';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

const GONE = 'NoSuchEntityException';

/** A role with its trust policy and its customer managed policies. */
export const iamRole: ResourceType<'iamRole'> = {
  async read({ name }, context) {
    const role = await unlessRefused(GONE, getRole(name, context));
    if (!role) return undefined;
    return {
      name,
      description: role.Description ?? '',
      trust: parseIamDocument(role.AssumeRolePolicyDocument!).Statement,
      attachedPolicies: (await listAttached(name, context)).map(policy =>
        nameOf(policy, context),
      ),
    };
  },

  diff(wanted, found) {
    const { description, trust, attachedPolicies } = wanted;
    return [
      ...differencesBetween(description, found.description, 'description'),
      ...differencesOfStatements(trust, found.trust, 'trust'),
      ...missingFrom(
        attachedPolicies,
        found.attachedPolicies,
        'attachedPolicies',
      ),
    ];
  },

  async create(wanted, context) {
    const { name, description, trust } = wanted;
    const made = await unlessRefused(
      'EntityAlreadyExistsException',
      context.clients.iam.send(
        new CreateRoleCommand({
          RoleName: name,
          Description: description,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: POLICY_VERSION,
            Statement: trust,
          }),
          Tags: [{ Key: 'managed-by', Value: 'sluice' }],
        }),
      ),
    );
    if (!made) await putDescriptionAndTrust(wanted, context);
    await attachMissing(wanted, context);
  },

  async update(wanted, _found, context) {
    await putDescriptionAndTrust(wanted, context);
    await attachMissing(wanted, context);
  },

  async delete({ name }, context) {
    const { iam } = context.clients;
    const RoleName = name;
    const attached = await unlessRefused(GONE, listAttached(name, context));
    for (const { PolicyArn } of attached ?? []) {
      await unlessRefused(
        GONE,
        iam.send(new DetachRolePolicyCommand({ RoleName, PolicyArn })),
      );
    }
    const inline = await unlessRefused(GONE, listInline(name, context));
    for (const PolicyName of inline ?? []) {
      await unlessRefused(
        GONE,
        iam.send(new DeleteRolePolicyCommand({ RoleName, PolicyName })),
      );
    }
    await unlessRefused(GONE, iam.send(new DeleteRoleCommand({ RoleName })));
  },

  documentOf: ({ name }) => `iamRole/${name}`,

  undo: 'All policies are detached and the role is deleted; a role made anew under its name is another principal to every trust policy that names it.',

  actions: {
    read: ['iam:GetRole', 'iam:ListAttachedRolePolicies'],
    write: [
      'iam:AttachRolePolicy',
      'iam:CreateRole',
      'iam:DeleteRole',
      'iam:DeleteRolePolicy',
      'iam:DetachRolePolicy',
      'iam:ListRolePolicies',
      // CreateRole with tags takes it.
      'iam:TagRole',
      'iam:UpdateAssumeRolePolicy',
      'iam:UpdateRole',
    ],
  },
};

async function getRole(
  name: string,
  { clients }: ResourceContext,
): Promise<Role> {
  const { Role: role } = await clients.iam.send(
    new GetRoleCommand({ RoleName: name }),
  );
  return role!;
}

/** Compares with the role as it is now: another statement may have come since it was read. */
async function putDescriptionAndTrust(
  wanted: IamRoleProperties,
  context: ResourceContext,
): Promise<void> {
  const { iam } = context.clients;
  const { name: RoleName, description, trust } = wanted;
  const role = await getRole(RoleName, context);
  if ((role.Description ?? '') !== description) {
    await iam.send(
      new UpdateRoleCommand({
        RoleName,
        Description: description,
        // Left out, it would go back to an hour.
        MaxSessionDuration: role.MaxSessionDuration,
      }),
    );
  }
  const document = parseIamDocument(role.AssumeRolePolicyDocument!);
  if (differencesOfStatements(trust, document.Statement, '').length > 0) {
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: JSON.stringify({
          ...document,
          Statement: mergeStatements(trust, document.Statement),
        }),
      }),
    );
  }
}

async function attachMissing(
  { name, attachedPolicies }: IamRoleProperties,
  context: ResourceContext,
): Promise<void> {
  const attached = (await listAttached(name, context)).map(policy =>
    nameOf(policy, context),
  );
  for (const policy of attachedPolicies) {
    if (attached.includes(policy)) continue;
    await context.clients.iam.send(
      new AttachRolePolicyCommand({
        RoleName: name,
        PolicyArn: policyArn(policy, context),
      }),
    );
  }
}

/** What is not a policy of the account without a path goes by its ARN: names would mix them up. */
function nameOf(
  { PolicyName, PolicyArn }: AttachedPolicy,
  context: ResourceContext,
): string {
  return PolicyArn === policyArn(PolicyName!, context)
    ? PolicyName!
    : PolicyArn!;
}

async function listAttached(
  name: string,
  { clients }: ResourceContext,
): Promise<AttachedPolicy[]> {
  const attached: AttachedPolicy[] = [];
  const pages = paginateListAttachedRolePolicies(
    { client: clients.iam },
    { RoleName: name },
  );
  for await (const page of pages) {
    attached.push(...(page.AttachedPolicies ?? []));
  }
  return attached;
}

async function listInline(
  name: string,
  { clients }: ResourceContext,
): Promise<string[]> {
  const names: string[] = [];
  const pages = paginateListRolePolicies(
    { client: clients.iam },
    { RoleName: name },
  );
  for await (const page of pages) names.push(...(page.PolicyNames ?? []));
  return names;
}
