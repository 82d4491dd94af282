import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
} from '@aws-sdk/client-iam';
import {
  GetDataLakeSettingsCommand,
  LakeFormationClient,
  PutDataLakeSettingsCommand,
} from '@aws-sdk/client-lakeformation';
import { AssumeRoleCommand, STSClient } from '@aws-sdk/client-sts';

/** With a path, which the ARNs of its sessions do not have. */
export const sluiceRoleArn = (accountId: string) =>
  `arn:aws:iam::${accountId}:role/platform/sluice`;

/**
 * Makes a role for Sluice in an account, and opens a session of it.
 * @param configuration - of the account's root user
 * @returns the configuration for clients that call as the role
 */
export async function becomeSluiceRole<C extends object>(
  configuration: C & { region: string; credentials: any },
  options: { accountId: string; policies: object[]; isAdministrator: boolean },
) {
  const { accountId, policies, isAdministrator } = options;
  const iam = new IAMClient(configuration);
  const RoleArn = sluiceRoleArn(accountId);
  await iam.send(
    new CreateRoleCommand({
      RoleName: 'sluice',
      Path: '/platform/',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${accountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  for (const [index, policy] of policies.entries()) {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: `sluice-${index}`,
        PolicyDocument: JSON.stringify(policy),
      }),
    );
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: 'sluice',
        PolicyArn: Policy!.Arn,
      }),
    );
  }
  if (isAdministrator) await addAdministrator(configuration, RoleArn);
  const { Credentials } = await new STSClient(configuration).send(
    new AssumeRoleCommand({ RoleArn, RoleSessionName: 'backstage' }),
  );
  return {
    ...configuration,
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
  };
}

async function addAdministrator(
  configuration: any,
  roleArn: string,
): Promise<void> {
  const lakeFormation = new LakeFormationClient(configuration);
  const { DataLakeSettings: settings } = await lakeFormation.send(
    new GetDataLakeSettingsCommand({}),
  );
  await lakeFormation.send(
    new PutDataLakeSettingsCommand({
      DataLakeSettings: {
        ...settings,
        DataLakeAdmins: [
          ...(settings?.DataLakeAdmins ?? []),
          { DataLakePrincipalIdentifier: roleArn },
        ],
      },
    }),
  );
}
