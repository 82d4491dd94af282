import {
  CreateDatabaseCommand,
  CreateTableCommand,
} from '@aws-sdk/client-glue';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import {
  AddLFTagsToResourceCommand,
  CreateDataCellsFilterCommand,
  CreateLFTagCommand,
  GrantPermissionsCommand,
  Permission,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  Resource,
} from '@aws-sdk/client-lakeformation';
import {
  AcceptResourceShareInvitationCommand,
  GetResourceShareInvitationsCommand,
} from '@aws-sdk/client-ram';
import { CreateBucketCommand } from '@aws-sdk/client-s3';
import { Random } from './Random';
import { AccountClients } from './accounts';

/** Owns the tables. */
export const PRODUCER = '111122223333';
/** Has accepted what is shared with it. */
export const CONSUMER = '444455556666';
/** Has not. */
export const DEAF_CONSUMER = '777788889999';
export const ACCOUNTS = [PRODUCER, CONSUMER, DEAF_CONSUMER];

/** Who may be given something, by account. */
const ROLES: Record<string, string[]> = {
  [PRODUCER]: ['analyst', 'steward'],
  [CONSUMER]: ['team1', 'team2', 'team3'],
  [DEAF_CONSUMER]: ['team4'],
};

/** Columns of every table. */
export const COLUMNS = [
  { name: 'id', type: 'bigint' },
  { name: 'state', type: 'string' },
  { name: 'age', type: 'int' },
  { name: 'amount', type: 'decimal(10,2)' },
  { name: 'paid', type: 'boolean' },
] as const;

const NAMES = COLUMNS.map(({ name }) => name);
const TABLES = ['t1', 't2', 't3'];
const BUCKET = 'independent-check';
/** One value more than is ever put on something. */
const TAG_VALUES = ['a', 'b', 'c'];

const FILTERS = [
  "state = 'Texas'",
  "state in ('Texas', 'Ohio')",
  "state <> 'Ohio' and age > 30",
  'age between 20 and 40',
  'not age >= 40',
  'paid = true',
  "paid = false or state = 'Utah'",
  'amount < 100.5',
  "amount >= 0 and (age < 30 or state like 'T%')",
  'id > 5 and id <= 15',
  'state is null',
  'age is not null and id <> 7',
];

export const roleArn = (account: string, role: string) =>
  `arn:aws:iam::${account}:role/${role}`;

/** Everybody of whom it is asked what they read. */
export const READERS = Object.entries(ROLES).flatMap(([account, roles]) =>
  roles.map(role => ({ account, arn: roleArn(account, role) })),
);

type Clients = Record<string, AccountClients>;

/** Accounts with roles and a registered location, and as yet no table. */
export async function prepareAccounts(clients: Clients): Promise<void> {
  for (const account of ACCOUNTS) {
    const { lakeFormation, iam } = clients[account];
    await lakeFormation.send(
      new PutDataLakeSettingsCommand({
        DataLakeSettings: {
          CreateDatabaseDefaultPermissions: [],
          CreateTableDefaultPermissions: [],
          Parameters: { CROSS_ACCOUNT_VERSION: '3' },
        },
      }),
    );
    for (const role of ROLES[account]) {
      await iam.send(
        new CreateRoleCommand({
          RoleName: role,
          AssumeRolePolicyDocument: JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${account}:root` },
                Action: 'sts:AssumeRole',
              },
            ],
          }),
        }),
      );
    }
  }
  const { lakeFormation, s3 } = clients[PRODUCER];
  await s3.send(
    new CreateBucketCommand({
      Bucket: BUCKET,
      CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
    }),
  );
  await lakeFormation.send(
    new RegisterResourceCommand({
      ResourceArn: `arn:aws:s3:::${BUCKET}`,
      UseServiceLinkedRole: true,
    }),
  );
  for (const key of ['zone', 'kind']) {
    await lakeFormation.send(
      new CreateLFTagCommand({ TagKey: key, TagValues: TAG_VALUES }),
    );
  }
}

/** A database with tables, tags and grants as chance has it. */
export class RandomDatabase {
  /** Grants that Lake Formation refused, as it should some. */
  refused = 0;

  constructor(
    private readonly clients: Clients,
    private readonly random: Random,
    private readonly name: string,
  ) {}

  get tables() {
    return TABLES.map(table => ({ database: this.name, table }));
  }

  async create(): Promise<void> {
    const { glue } = this.clients[PRODUCER];
    await glue.send(
      new CreateDatabaseCommand({ DatabaseInput: { Name: this.name } }),
    );
    for (const table of TABLES) {
      await glue.send(
        new CreateTableCommand({
          DatabaseName: this.name,
          TableInput: {
            Name: table,
            StorageDescriptor: {
              Location: `s3://${BUCKET}/${this.name}/${table}`,
              Columns: COLUMNS.map(({ name, type }) => ({
                Name: name,
                Type: type,
              })),
            },
          },
        }),
      );
    }
    await this.tag();
    for (let i = this.random.below(4); i < 5; i++) await this.grantAtHome();
    for (let i = this.random.below(5); i < 6; i++) await this.share();
    await this.acceptShares();
    for (let i = this.random.below(5); i < 6; i++) await this.grantOn();
  }

  private async tag(): Promise<void> {
    const { random, name } = this;
    const table = random.of(TABLES);
    const resources: Resource[] = [
      { Database: { Name: name } },
      { Table: { DatabaseName: name, Name: table } },
      {
        TableWithColumns: {
          DatabaseName: name,
          Name: table,
          ColumnNames: random.some(NAMES),
        },
      },
    ];
    for (const resource of resources) {
      if (random.chance(0.5)) continue;
      await this.clients[PRODUCER].lakeFormation.send(
        new AddLFTagsToResourceCommand({
          Resource: resource,
          LFTags: [
            {
              TagKey: random.of(['zone', 'kind']),
              TagValues: [random.of(TAG_VALUES.slice(0, 2))],
            },
          ],
        }),
      );
    }
  }

  private async grantAtHome(): Promise<void> {
    const { random } = this;
    const principal = random.chance(0.15)
      ? `${PRODUCER}:IAMPrincipals`
      : roleArn(PRODUCER, random.of(ROLES[PRODUCER]));
    await this.grant(PRODUCER, principal, await this.resource(PRODUCER));
  }

  private async share(): Promise<void> {
    const { random } = this;
    const account = random.chance(0.8) ? CONSUMER : DEAF_CONSUMER;
    const principal = random.chance(0.25)
      ? roleArn(account, random.of(ROLES[account]))
      : account;
    await this.grant(
      PRODUCER,
      principal,
      await this.resource(PRODUCER),
      principal === account,
    );
  }

  private async grantOn(): Promise<void> {
    const { random } = this;
    const account = random.chance(0.85) ? CONSUMER : DEAF_CONSUMER;
    const principal = random.chance(0.15)
      ? `${account}:IAMPrincipals`
      : roleArn(account, random.of(ROLES[account]));
    await this.grant(account, principal, await this.resource(account));
  }

  private async acceptShares(): Promise<void> {
    const { ram } = this.clients[CONSUMER];
    const { resourceShareInvitations = [] } = await ram.send(
      new GetResourceShareInvitationsCommand({}),
    );
    for (const {
      resourceShareInvitationArn,
      status,
    } of resourceShareInvitations) {
      if (status !== 'PENDING') continue;
      await ram.send(
        new AcceptResourceShareInvitationCommand({
          resourceShareInvitationArn,
        }),
      );
    }
  }

  /** Something to grant on; a filter is made for it in the account that grants. */
  private async resource(account: string): Promise<Resource> {
    const { random, name } = this;
    const table = random.of(TABLES);
    const place = { CatalogId: PRODUCER, DatabaseName: name };
    switch (random.below(account === PRODUCER ? 7 : 5)) {
      case 0:
        return { Table: { ...place, Name: table } };
      case 1:
        return {
          TableWithColumns: {
            ...place,
            Name: table,
            ...(random.chance(0.5)
              ? { ColumnNames: random.some(NAMES) }
              : {
                  ColumnWildcard: { ExcludedColumnNames: random.some(NAMES) },
                }),
          },
        };
      case 2:
        return { Table: { ...place, TableWildcard: {} } };
      case 5:
      case 6:
        return {
          LFTagPolicy: {
            CatalogId: PRODUCER,
            ResourceType: 'TABLE',
            Expression: [
              {
                TagKey: random.of(['zone', 'kind']),
                TagValues: [random.of(TAG_VALUES)],
              },
            ],
          },
        };
      default:
        return this.filter(account, table);
    }
  }

  private async filter(account: string, table: string): Promise<Resource> {
    const { random, name } = this;
    const Name = `f${random.below(1_000_000_000)}`;
    const place = {
      TableCatalogId: PRODUCER,
      DatabaseName: name,
      TableName: table,
      Name,
    };
    await this.clients[account].lakeFormation
      .send(
        new CreateDataCellsFilterCommand({
          TableData: {
            ...place,
            ...(random.chance(0.6)
              ? { ColumnNames: random.some(NAMES) }
              : {
                  ColumnWildcard: { ExcludedColumnNames: random.some(NAMES) },
                }),
            RowFilter: random.chance(0.2)
              ? { AllRowsWildcard: {} }
              : { FilterExpression: random.of(FILTERS) },
          },
        }),
      )
      .catch(() => {
        this.refused++;
      });
    return { DataCellsFilter: place };
  }

  private async grant(
    account: string,
    principal: string,
    resource: Resource,
    mayPassOn = false,
  ): Promise<void> {
    const { random } = this;
    const onlySelect =
      resource.TableWithColumns !== undefined ||
      resource.DataCellsFilter !== undefined;
    const Permissions: Permission[] = onlySelect
      ? ['SELECT']
      : random.of<Permission[]>([
          ['SELECT'],
          ['SELECT'],
          ['SELECT', 'DESCRIBE'],
          ['DESCRIBE'],
          ['SELECT', 'INSERT'],
          ['ALTER'],
        ]);
    await this.clients[account].lakeFormation
      .send(
        new GrantPermissionsCommand({
          Principal: { DataLakePrincipalIdentifier: principal },
          Resource: resource,
          Permissions,
          ...(mayPassOn && { PermissionsWithGrantOption: Permissions }),
        }),
      )
      .catch(() => {
        this.refused++;
      });
  }
}
