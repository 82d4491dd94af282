import {
  CreateDatabaseCommand,
  CreateTableCommand,
} from '@aws-sdk/client-glue';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { PutDataLakeSettingsCommand } from '@aws-sdk/client-lakeformation';
import { ResourceContext } from '../ResourceContext';

export const PRODUCER = '111122223333';
export const CONSUMER = '444455556666';

/** `sales.orders` in an account that leaves nothing to IAM, for permissions to be given on. */
export async function makeOrders(context: ResourceContext): Promise<void> {
  await leaveNothingToIam(context);
  await makeDatabase(context);
  await makeTable(context);
}

export async function leaveNothingToIam({
  clients,
}: ResourceContext): Promise<void> {
  await clients.lakeFormation.send(
    new PutDataLakeSettingsCommand({
      DataLakeSettings: {
        CreateDatabaseDefaultPermissions: [],
        CreateTableDefaultPermissions: [],
      },
    }),
  );
}

export async function makeDatabase({
  clients,
}: ResourceContext): Promise<void> {
  await clients.glue.send(
    new CreateDatabaseCommand({
      DatabaseInput: {
        Name: 'sales',
        Description: 'What was ordered',
        LocationUri: 's3://lake/sales/',
        Parameters: { steward: 'sales-team' },
      },
    }),
  );
}

export async function makeTable({ clients }: ResourceContext): Promise<void> {
  await clients.glue.send(
    new CreateTableCommand({
      DatabaseName: 'sales',
      TableInput: {
        Name: 'orders',
        StorageDescriptor: {
          Location: 's3://lake/sales/orders',
          Columns: [
            { Name: 'id', Type: 'bigint' },
            { Name: 'customer', Type: 'string' },
            { Name: 'state', Type: 'string' },
          ],
        },
      },
    }),
  );
}

/** @returns ARN of a new role of the account */
export async function makeRole(
  { clients, account }: ResourceContext,
  name: string,
): Promise<string> {
  const { Role } = await clients.iam.send(
    new CreateRoleCommand({
      RoleName: name,
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${account.accountId}:root` },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  return Role!.Arn!;
}
