import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import {
  CreateDatabaseCommand,
  CreateTableCommand,
  TableInput,
} from '@aws-sdk/client-glue';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  GrantPermissionsCommand,
  GrantPermissionsCommandInput,
  ListPermissionsCommand,
  ListPermissionsCommandInput,
  Permission,
  PrincipalResourcePermissions,
  PutDataLakeSettingsCommand,
  Resource,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  AcceptResourceShareInvitationCommand,
  GetResourceShareInvitationsCommand,
} from '@aws-sdk/client-ram';
import { AssumeRoleCommand } from '@aws-sdk/client-sts';
import { createSandbox, Sandbox } from '../createSandbox';
import { AccountClients, createClients } from '../scenario/clients';

export const PRODUCER = '111122223333';
export const CONSUMER = '444455556666';
export const DATABASE = 'sales';

/** What a grant says beside its permissions. */
export type GrantOptions = Pick<
  GrantPermissionsCommandInput,
  'PermissionsWithGrantOption' | 'CatalogId' | 'Condition'
>;

/**
 * Two accounts with a table each rule can be tried on: `sales.orders` (no
 * partition keys) and `sales.items` (partitioned by `day`) in the producer, no
 * permissions yet, and roles `analyst` and `steward` in both accounts.
 */
export class Estate {
  readonly sandbox: Sandbox;
  readonly producer: AccountClients;
  readonly consumer: AccountClients;
  private readonly dataDirectory = mkdtempSync(
    path.join(tmpdir(), 'sluice-rules-'),
  );

  private constructor(now?: () => Date) {
    this.sandbox = createSandbox({
      dataDirectory: this.dataDirectory,
      ...(now && { clock: { now } }),
    });
    this.producer = createClients(this.sandbox, PRODUCER);
    this.consumer = createClients(this.sandbox, CONSUMER);
  }

  static async create(now?: () => Date): Promise<Estate> {
    const estate = new Estate(now);
    for (const account of [estate.producer, estate.consumer]) {
      await account.lakeFormation.send(
        new PutDataLakeSettingsCommand({
          DataLakeSettings: {
            CreateDatabaseDefaultPermissions: [],
            CreateTableDefaultPermissions: [],
          },
        }),
      );
    }
    for (const [account, id] of [
      [estate.producer, PRODUCER],
      [estate.consumer, CONSUMER],
    ] as const) {
      for (const name of ['analyst', 'steward']) {
        await account.iam.send(
          new CreateRoleCommand({
            RoleName: name,
            AssumeRolePolicyDocument: JSON.stringify({
              Version: '2012-10-17',
              Statement: [
                {
                  Effect: 'Allow',
                  Principal: { AWS: `arn:aws:iam::${id}:root` },
                  Action: 'sts:AssumeRole',
                },
              ],
            }),
          }),
        );
      }
    }
    await estate.producer.glue.send(
      new CreateDatabaseCommand({ DatabaseInput: { Name: DATABASE } }),
    );
    await estate.createTable({
      Name: 'orders',
      StorageDescriptor: {
        Location: 's3://lake/sales/orders',
        Columns: [
          { Name: 'id', Type: 'bigint' },
          { Name: 'customer', Type: 'string' },
          { Name: 'state', Type: 'string' },
          { Name: 'amount', Type: 'decimal(10,2)' },
          { Name: 'paid', Type: 'boolean' },
          { Name: 'ordered', Type: 'date' },
        ],
      },
    });
    await estate.createTable({
      Name: 'items',
      StorageDescriptor: {
        Location: 's3://lake/sales/items',
        Columns: [
          { Name: 'id', Type: 'bigint' },
          { Name: 'sku', Type: 'string' },
        ],
      },
      PartitionKeys: [{ Name: 'day', Type: 'string' }],
    });
    return estate;
  }

  async close(): Promise<void> {
    await this.sandbox.close();
    rmSync(this.dataDirectory, { recursive: true, force: true });
  }

  /** Makes a table in `sales`. */
  async createTable(input: TableInput): Promise<void> {
    await this.producer.glue.send(
      new CreateTableCommand({ DatabaseName: DATABASE, TableInput: input }),
    );
  }

  /** Clients of a role of one of the accounts. */
  async as(account: 'producer' | 'consumer', role: string) {
    const id = account === 'producer' ? PRODUCER : CONSUMER;
    const { Credentials } = await this[account].sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn(id, role),
        RoleSessionName: 'rules',
      }),
    );
    return createClients(this.sandbox, id, {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken,
    });
  }

  /** The consumer accepts every invitation that waits for it. */
  async acceptInvitations(): Promise<number> {
    const { resourceShareInvitations } = await this.consumer.ram.send(
      new GetResourceShareInvitationsCommand({}),
    );
    const pending = (resourceShareInvitations ?? []).filter(
      ({ status }) => status === 'PENDING',
    );
    for (const { resourceShareInvitationArn } of pending) {
      await this.consumer.ram.send(
        new AcceptResourceShareInvitationCommand({
          resourceShareInvitationArn,
        }),
      );
    }
    return pending.length;
  }
}

export function roleArn(accountId: string, name: string): string {
  return `arn:aws:iam::${accountId}:role/${name}`;
}

/** A table of the producer, as a resource. */
export function table(Name: string): Resource {
  return { Table: { CatalogId: PRODUCER, DatabaseName: DATABASE, Name } };
}

/** The given columns of a table of the producer. */
export function columns(Name: string, ...ColumnNames: string[]): Resource {
  return {
    TableWithColumns: {
      CatalogId: PRODUCER,
      DatabaseName: DATABASE,
      Name,
      ColumnNames,
    },
  };
}

/** All but the given columns of a table of the producer. */
export function allBut(
  Name: string,
  ...ExcludedColumnNames: string[]
): Resource {
  return {
    TableWithColumns: {
      CatalogId: PRODUCER,
      DatabaseName: DATABASE,
      Name,
      ColumnWildcard: { ExcludedColumnNames },
    },
  };
}

/** A data cells filter of the producer, as a resource. */
export function filter(TableName: string, Name: string): Resource {
  return {
    DataCellsFilter: {
      TableCatalogId: PRODUCER,
      DatabaseName: DATABASE,
      TableName,
      Name,
    },
  };
}

export const database: Resource = {
  Database: { CatalogId: PRODUCER, Name: DATABASE },
};

export const everyTable: Resource = {
  Table: { CatalogId: PRODUCER, DatabaseName: DATABASE, TableWildcard: {} },
};

export function grant(
  { lakeFormation }: AccountClients,
  principal: string,
  resource: Resource,
  permissions: Permission[],
  options: GrantOptions = {},
) {
  return lakeFormation.send(
    new GrantPermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: principal },
      Resource: resource,
      Permissions: permissions,
      ...options,
    }),
  );
}

export function revoke(
  { lakeFormation }: AccountClients,
  principal: string,
  resource: Resource,
  permissions: Permission[],
  options: GrantOptions = {},
) {
  return lakeFormation.send(
    new RevokePermissionsCommand({
      Principal: { DataLakePrincipalIdentifier: principal },
      Resource: resource,
      Permissions: permissions,
      ...options,
    }),
  );
}

/** Every page of ListPermissions. */
export async function listPermissions(
  { lakeFormation }: AccountClients,
  input: ListPermissionsCommandInput = {},
): Promise<PrincipalResourcePermissions[]> {
  const rows: PrincipalResourcePermissions[] = [];
  let NextToken: string | undefined;
  do {
    const page = await lakeFormation.send(
      new ListPermissionsCommand({ ...input, NextToken }),
    );
    rows.push(...(page.PrincipalResourcePermissions ?? []));
    NextToken = page.NextToken;
  } while (NextToken);
  return rows;
}

/** Rows with what identifies them and what they give; order of permissions does not count. */
export function essence(rows: PrincipalResourcePermissions[]) {
  return rows.map(row => ({
    principal: row.Principal?.DataLakePrincipalIdentifier,
    resource: row.Resource,
    permissions: [...(row.Permissions ?? [])].sort(),
    grantable: [...(row.PermissionsWithGrantOption ?? [])].sort(),
  }));
}

/** Name and message of the error that a call ends with. */
export async function refusal(call: Promise<unknown>): Promise<string> {
  try {
    await call;
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`;
  }
  return 'not refused';
}
