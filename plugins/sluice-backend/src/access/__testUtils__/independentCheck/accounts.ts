import { GlueClient } from '@aws-sdk/client-glue';
import { IAMClient } from '@aws-sdk/client-iam';
import { LakeFormationClient } from '@aws-sdk/client-lakeformation';
import { RAMClient } from '@aws-sdk/client-ram';
import { S3Client } from '@aws-sdk/client-s3';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';
import type { Sandbox } from '@sluice/plugin-sluice-backend-module-sandbox';

export const REGION = 'us-west-2';

export type AccountClients = ReturnType<typeof clientsOf>;

/** What the root user of an account calls by. */
export function clientsOf(sandbox: Sandbox, accountId: string) {
  const configuration = {
    region: REGION,
    credentials: sandbox.credentialsFor(accountId),
    requestHandler: sandbox.requestHandler(),
    maxAttempts: 1,
  };
  return {
    glue: new GlueClient(configuration),
    iam: new IAMClient(configuration),
    lakeFormation: new LakeFormationClient(configuration),
    ram: new RAMClient(configuration),
    s3: new S3Client(configuration),
    sts: new STSClient(configuration),
  };
}

/** Glue, as a role of an account calls it. */
export async function glueAs(
  sandbox: Sandbox,
  { sts }: AccountClients,
  arn: string,
): Promise<GlueClient> {
  const { Credentials } = await sts.send(
    new AssumeRoleCommand({ RoleArn: arn, RoleSessionName: 'check' }),
  );
  return new GlueClient({
    region: REGION,
    requestHandler: sandbox.requestHandler(),
    maxAttempts: 1,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  });
}
