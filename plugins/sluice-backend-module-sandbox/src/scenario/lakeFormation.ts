import {
  DataLakeSettings,
  GetDataLakeSettingsCommand,
  GrantPermissionsCommand,
  Permission,
  PutDataLakeSettingsCommand,
  Resource,
} from '@aws-sdk/client-lakeformation';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createRole } from './bucketsAndRoles';
import { AccountClients, createClients, ScenarioSandbox } from './clients';
import { CONSUMER, SESSION_TAG_VALUE } from './names';
import { accountTrust, administratorPolicy } from './policies';

/**
 * Makes a role the data lake administrator of an account, and Lake Formation the
 * only judge: no IAM_ALLOWED_PRINCIPALS on new databases and tables (seed
 * reference 1.4). Version 3 of sharing is the first that shares by LF-Tags
 * through RAM.
 *
 * @returns clients that call as the administrator, as the seed wants it
 */
export async function becomeDataLakeAdministrator(
  sandbox: ScenarioSandbox,
  accountId: string,
): Promise<AccountClients> {
  const root = createClients(sandbox, accountId);
  const roleArn = await createRole(
    root,
    'data_lake_administrator',
    accountTrust(accountId),
    administratorPolicy,
  );
  await changeSettings(root, settings => ({
    ...settings,
    DataLakeAdmins: [{ DataLakePrincipalIdentifier: roleArn }],
    CreateDatabaseDefaultPermissions: [],
    CreateTableDefaultPermissions: [],
    Parameters: { ...settings.Parameters, CROSS_ACCOUNT_VERSION: '3' },
  }));
  const { Credentials } = await root.sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: 'scenario' }),
  );
  return createClients(sandbox, accountId, {
    accessKeyId: Credentials!.AccessKeyId!,
    secretAccessKey: Credentials!.SecretAccessKey!,
    sessionToken: Credentials!.SessionToken,
  });
}

/** Lets engines of the consumer account filter data (seed reference 1.3 and 1.8). */
export async function allowExternalFiltering(
  clients: AccountClients,
): Promise<void> {
  await changeSettings(clients, settings => ({
    ...settings,
    AllowExternalDataFiltering: true,
    ExternalDataFilteringAllowList: [{ DataLakePrincipalIdentifier: CONSUMER }],
    AuthorizedSessionTagValueList: [SESSION_TAG_VALUE],
  }));
}

/** The call replaces the whole settings, so what was read goes back with the change. */
async function changeSettings(
  { lakeFormation }: AccountClients,
  change: (settings: DataLakeSettings) => DataLakeSettings,
): Promise<void> {
  const { DataLakeSettings: settings = {} } = await lakeFormation.send(
    new GetDataLakeSettingsCommand({}),
  );
  await lakeFormation.send(
    new PutDataLakeSettingsCommand({ DataLakeSettings: change(settings) }),
  );
}

/** Gives permissions to a principal, which may pass them on if `grantable`. */
export async function grant(
  { lakeFormation }: AccountClients,
  principal: string,
  resource: Resource,
  permissions: Permission[],
  options: { grantable?: boolean } = {},
): Promise<void> {
  await lakeFormation.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: principal },
      Resource: resource,
      Permissions: permissions,
      ...(options.grantable && { PermissionsWithGrantOption: permissions }),
    }),
  );
}
