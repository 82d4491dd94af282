import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
} from '@aws-sdk/client-iam';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import type { AccountClients } from './clients';
import { REGION } from './names';
import type { PolicyDocument } from './policies';

/** Makes a bucket in the scenario's region. */
export async function createBucket(
  { s3 }: AccountClients,
  name: string,
): Promise<void> {
  await s3.send(
    new CreateBucketCommand({
      Bucket: name,
      CreateBucketConfiguration: { LocationConstraint: REGION },
    }),
  );
}

/** Makes a role with a policy of its own, and returns the role's ARN. */
export async function createRole(
  { iam }: AccountClients,
  name: string,
  trust: PolicyDocument,
  policy: PolicyDocument,
): Promise<string> {
  const { Policy } = await iam.send(
    new CreatePolicyCommand({
      PolicyName: `${name}-policy`,
      PolicyDocument: JSON.stringify(policy),
    }),
  );
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify(trust),
    }),
  );
  await iam.send(
    new AttachRolePolicyCommand({ RoleName: name, PolicyArn: Policy?.Arn }),
  );
  return Role!.Arn!;
}
