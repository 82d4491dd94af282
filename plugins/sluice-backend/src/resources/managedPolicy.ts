import {
  CreatePolicyVersionCommand,
  DeletePolicyVersionCommand,
  GetPolicyCommand,
  GetPolicyVersionCommand,
  paginateListPolicyVersions,
} from '@aws-sdk/client-iam';
import { iamArn } from './arns';
import { parseIamDocument, PolicyDocument } from './policyStatements';
import { ResourceContext } from './ResourceContext';
import { unlessRefused } from './unlessRefused';

/** IAM keeps so many versions of a policy at most. */
const MAX_VERSIONS = 5;

/** ARN of a customer managed policy, which Sluice makes without a path. */
export function policyArn(name: string, { account }: ResourceContext): string {
  return iamArn(account, `policy/${name}`);
}

/** The document in force; undefined if there is no such policy. */
export function readManagedPolicy(
  name: string,
  context: ResourceContext,
): Promise<PolicyDocument | undefined> {
  return unlessRefused(
    'NoSuchEntityException',
    requireManagedPolicy(name, context),
  );
}

/** @throws NoSuchEntityException if there is no such policy, or IAM does not show it yet */
export async function requireManagedPolicy(
  name: string,
  context: ResourceContext,
): Promise<PolicyDocument> {
  const { iam } = context.clients;
  const PolicyArn = policyArn(name, context);
  const { Policy } = await iam.send(new GetPolicyCommand({ PolicyArn }));
  const { PolicyVersion } = await iam.send(
    new GetPolicyVersionCommand({
      PolicyArn,
      VersionId: Policy!.DefaultVersionId,
    }),
  );
  return parseIamDocument(PolicyVersion!.Document!);
}

/** Puts a document in force; the oldest version makes room for it. */
export async function writeManagedPolicy(
  name: string,
  document: PolicyDocument,
  context: ResourceContext,
): Promise<void> {
  const { iam } = context.clients;
  const PolicyArn = policyArn(name, context);
  const { inForce, others } = await listVersions(name, context);
  if (inForce.length + others.length >= MAX_VERSIONS) {
    await unlessRefused(
      'NoSuchEntityException',
      iam.send(
        new DeletePolicyVersionCommand({ PolicyArn, VersionId: others[0] }),
      ),
    );
  }
  await iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn,
      PolicyDocument: JSON.stringify(document),
      SetAsDefault: true,
    }),
  );
}

/** Ids of the versions, oldest first. */
export async function listVersions(
  name: string,
  context: ResourceContext,
): Promise<{ inForce: string[]; others: string[] }> {
  const inForce: string[] = [];
  const others: string[] = [];
  const pages = paginateListPolicyVersions(
    { client: context.clients.iam },
    { PolicyArn: policyArn(name, context) },
  );
  for await (const { Versions } of pages) {
    for (const { VersionId, IsDefaultVersion } of Versions ?? []) {
      (IsDefaultVersion ? inForce : others).push(VersionId!);
    }
  }
  // `v10` comes after `v9`; two versions may be of the same second.
  others.sort((a, b) => Number(a.slice(1)) - Number(b.slice(1)));
  return { inForce, others };
}
