import {
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetDatabasesCommand,
  GetTableCommand,
  GetTablesCommand,
} from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import {
  AcceptResourceShareInvitationCommand,
  GetResourceShareInvitationsCommand,
  GetResourceSharesCommand,
  RejectResourceShareInvitationCommand,
} from '@aws-sdk/client-ram';
import {
  columns,
  CONSUMER,
  database,
  DATABASE,
  essence,
  Estate,
  filter,
  grant,
  listPermissions,
  PRODUCER,
  refusal,
  revoke,
  roleArn,
  table,
} from './estate';

const TEAM = roleArn(CONSUMER, 'analyst');
const HOURS = 60 * 60 * 1000;
const withOption = { PermissionsWithGrantOption: ['SELECT' as const] };

let now: Date;
let estate: Estate;
beforeEach(async () => {
  now = new Date('2026-01-02T03:04:05Z');
  estate = await Estate.create(() => now);
});
afterEach(() => estate.close());

const invitations = async () =>
  (await estate.consumer.ram.send(new GetResourceShareInvitationsCommand({})))
    .resourceShareInvitations!;

const readOrders = () =>
  estate.consumer.glue.send(
    new GetTableCommand({
      CatalogId: PRODUCER,
      DatabaseName: DATABASE,
      Name: 'orders',
    }),
  );

describe('the invitation (A8.2)', () => {
  it('comes once for databases and once for tables', async () => {
    await grant(estate.producer, CONSUMER, database, ['DESCRIBE']);
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
    await grant(estate.producer, CONSUMER, table('items'), ['SELECT']);
    expect(await invitations()).toMatchObject([
      {
        resourceShareName: expect.stringMatching(/^LakeFormation-/),
        status: 'PENDING',
        senderAccountId: PRODUCER,
        receiverAccountId: CONSUMER,
      },
      { status: 'PENDING' },
    ]);
  });

  it('has to be accepted before the consumer sees or may grant anything', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      table('orders'),
      ['SELECT', 'DESCRIBE'],
      withOption,
    );
    expect(await refusal(readOrders())).toMatch(
      /^(EntityNotFound|AccessDenied)Exception/,
    );
    expect(await listPermissions(estate.consumer)).toEqual([]);
    expect(
      await refusal(grant(estate.consumer, TEAM, table('orders'), ['SELECT'])),
    ).toMatch(/^AccessDeniedException/);

    expect(await estate.acceptInvitations()).toBe(1);
    await expect(readOrders()).resolves.toMatchObject({
      Table: { Name: 'orders', CatalogId: PRODUCER },
    });
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    const { resourceShares } = await estate.consumer.ram.send(
      new GetResourceSharesCommand({ resourceOwner: 'OTHER-ACCOUNTS' }),
    );
    expect(resourceShares).toMatchObject([
      { status: 'ACTIVE', owningAccountId: PRODUCER },
    ]);
  });

  it('can be answered once', async () => {
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
    const [{ resourceShareInvitationArn }] = await invitations();
    await estate.consumer.ram.send(
      new RejectResourceShareInvitationCommand({ resourceShareInvitationArn }),
    );
    expect((await invitations())[0].status).toBe('REJECTED');
    expect(
      await refusal(
        estate.consumer.ram.send(
          new AcceptResourceShareInvitationCommand({
            resourceShareInvitationArn,
          }),
        ),
      ),
    ).toMatch(/already rejected/);
  });

  it('expires after twelve hours; another grant invites again', async () => {
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
    const [{ resourceShareInvitationArn }] = await invitations();
    now = new Date(now.getTime() + 13 * HOURS);
    expect((await invitations())[0].status).toBe('EXPIRED');
    expect(
      await refusal(
        estate.consumer.ram.send(
          new AcceptResourceShareInvitationCommand({
            resourceShareInvitationArn,
          }),
        ),
      ),
    ).toMatch(/expired/);
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
    expect(await estate.acceptInvitations()).toBe(1);
  });

  it('of one account says nothing to another', async () => {
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
    const { resourceShareInvitations } = await estate.producer.ram.send(
      new GetResourceShareInvitationsCommand({}),
    );
    expect(resourceShareInvitations).toEqual([]);
  });
});

describe('a resource that IAM still governs (V16)', () => {
  beforeEach(() =>
    grant(estate.producer, 'IAM_ALLOWED_PRINCIPALS', table('orders'), ['ALL']),
  );

  it('cannot be shared, nor a filter of it', async () => {
    await estate.producer.lakeFormation.send(
      new CreateDataCellsFilterCommand({
        TableData: {
          TableCatalogId: PRODUCER,
          DatabaseName: DATABASE,
          TableName: 'orders',
          Name: 'all',
          ColumnWildcard: {},
          RowFilter: { AllRowsWildcard: {} },
        },
      }),
    );
    for (const resource of [table('orders'), filter('orders', 'all')]) {
      expect(
        await refusal(grant(estate.producer, CONSUMER, resource, ['SELECT'])),
      ).toMatch(/^AccessDeniedException/);
    }
    expect(await invitations()).toEqual([]);
    await revoke(estate.producer, 'IAM_ALLOWED_PRINCIPALS', table('orders'), [
      'ALL',
    ]);
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
  });

  it('can be shared in hybrid access mode', async () => {
    await estate.producer.lakeFormation.send(
      new RegisterResourceCommand({
        ResourceArn: 'arn:aws:s3:::lake/sales',
        UseServiceLinkedRole: true,
        HybridAccessEnabled: true,
      }),
    );
    await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
    expect(await invitations()).toHaveLength(1);
  });
});

describe('granting on (A5, A8.3)', () => {
  it('needs the grant option of the account', async () => {
    await grant(estate.producer, CONSUMER, table('orders'), [
      'SELECT',
      'DESCRIBE',
    ]);
    await estate.acceptInvitations();
    expect(
      await refusal(grant(estate.consumer, TEAM, table('orders'), ['SELECT'])),
    ).toMatch(/^AccessDeniedException/);
  });

  it('stays within the permissions that the account may pass on', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      table('orders'),
      ['SELECT', 'DESCRIBE'],
      withOption,
    );
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    for (const permission of ['DESCRIBE', 'INSERT'] as const) {
      expect(
        await refusal(
          grant(estate.consumer, TEAM, table('orders'), [permission]),
        ),
      ).toMatch(/^AccessDeniedException/);
    }
  });

  it('of a part may name the whole table, of which the part is seen', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      columns('orders', 'id', 'state'),
      ['SELECT'],
      withOption,
    );
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    expect(
      await refusal(
        grant(estate.consumer, TEAM, table('orders'), ['DESCRIBE']),
      ),
    ).toMatch(/^(AccessDenied|InvalidInput)Exception/);
  });

  it('of a part is only for what was shared, not for any other column', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      columns('orders', 'id', 'state'),
      ['SELECT'],
      withOption,
    );
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, columns('orders', 'id'), ['SELECT']);
    expect(
      await refusal(
        grant(estate.consumer, TEAM, columns('orders', 'customer'), ['SELECT']),
      ),
    ).toMatch(/^AccessDeniedException/);
  });

  it('is not for a third account', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      table('orders'),
      ['SELECT'],
      withOption,
    );
    await estate.acceptInvitations();
    expect(
      await refusal(
        grant(estate.consumer, '777788889999', table('orders'), ['SELECT']),
      ),
    ).toMatch(/^AccessDeniedException/);
  });

  it('ends with the share', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      table('orders'),
      ['SELECT', 'DESCRIBE'],
      withOption,
    );
    await estate.acceptInvitations();
    await revoke(estate.producer, CONSUMER, table('orders'), [
      'SELECT',
      'DESCRIBE',
    ]);
    expect(await refusal(readOrders())).toMatch(
      /^(EntityNotFound|AccessDenied)Exception/,
    );
    expect(
      await refusal(grant(estate.consumer, TEAM, table('orders'), ['SELECT'])),
    ).toMatch(/^AccessDeniedException/);
  });

  it('is kept by the receiving account, out of the sight of the owner', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      table('orders'),
      ['SELECT'],
      withOption,
    );
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    const principals = async (account: 'producer' | 'consumer') =>
      essence(await listPermissions(estate[account])).map(
        ({ principal }) => principal,
      );
    expect(await principals('producer')).toEqual([CONSUMER]);
    expect(await principals('consumer')).toContain(TEAM);
  });
});

describe('resource links (A8.4, A8.5)', () => {
  const link = {
    Table: { CatalogId: CONSUMER, DatabaseName: 'local', Name: 'rl_orders' },
  };

  beforeEach(async () => {
    await estate.consumer.glue.send(
      new CreateDatabaseCommand({ DatabaseInput: { Name: 'local' } }),
    );
    await estate.consumer.glue.send(
      new CreateTableCommand({
        DatabaseName: 'local',
        TableInput: {
          Name: 'rl_orders',
          TargetTable: {
            CatalogId: PRODUCER,
            DatabaseName: DATABASE,
            Name: 'orders',
          },
        },
      }),
    );
  });

  const readLink = async (account = estate.consumer) =>
    (
      await account.glue.send(
        new GetTableCommand({ DatabaseName: 'local', Name: 'rl_orders' }),
      )
    ).Table!;

  it('may point at nothing that exists', async () => {
    await estate.consumer.glue.send(
      new CreateTableCommand({
        DatabaseName: 'local',
        TableInput: {
          Name: 'dangling',
          TargetTable: {
            CatalogId: PRODUCER,
            DatabaseName: 'no',
            Name: 'where',
          },
        },
      }),
    );
    await expect(
      estate.consumer.glue.send(
        new GetTableCommand({ DatabaseName: 'local', Name: 'dangling' }),
      ),
    ).resolves.toMatchObject({ Table: { TargetTable: { Name: 'where' } } });
  });

  it('show their target once it is shared, and only what is shared', async () => {
    expect((await readLink()).StorageDescriptor).toBeUndefined();
    await grant(estate.producer, CONSUMER, columns('orders', 'id'), ['SELECT']);
    await estate.acceptInvitations();
    const { Name, TargetTable, StorageDescriptor } = await readLink();
    expect({ Name, TargetTable }).toMatchObject({
      Name: 'rl_orders',
      TargetTable: { CatalogId: PRODUCER, Name: 'orders' },
    });
    expect(StorageDescriptor?.Columns?.length).toBeGreaterThan(0);
  });

  it('give nothing on their target', async () => {
    await grant(
      estate.producer,
      CONSUMER,
      table('orders'),
      ['SELECT', 'DESCRIBE'],
      {
        PermissionsWithGrantOption: ['SELECT', 'DESCRIBE'],
      },
    );
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, { Database: { Name: 'local' } }, [
      'DESCRIBE',
    ]);
    await grant(estate.consumer, TEAM, link, ['DESCRIBE']);
    const team = await estate.as('consumer', 'analyst');
    expect((await readLink(team)).StorageDescriptor).toBeUndefined();
    expect(
      await refusal(
        team.glue.send(
          new GetTableCommand({
            CatalogId: PRODUCER,
            DatabaseName: DATABASE,
            Name: 'orders',
          }),
        ),
      ),
    ).toMatch(/^(EntityNotFound|AccessDenied)Exception/);

    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    expect(
      (await readLink(team)).StorageDescriptor?.Columns?.length,
    ).toBeGreaterThan(0);
  });

  it('are dropped without their target', async () => {
    await estate.consumer.glue.send(
      new DeleteTableCommand({ DatabaseName: 'local', Name: 'rl_orders' }),
    );
    const { TableList } = await estate.producer.glue.send(
      new GetTablesCommand({ DatabaseName: DATABASE }),
    );
    expect(TableList?.map(({ Name }) => Name)).toEqual(['items', 'orders']);
  });
});

it('shared databases are listed only when asked for (A8.5)', async () => {
  await grant(estate.producer, CONSUMER, database, ['DESCRIBE']);
  const names = async (ResourceShareType?: 'ALL' | 'FOREIGN') =>
    (
      await estate.consumer.glue.send(
        new GetDatabasesCommand({ ResourceShareType }),
      )
    ).DatabaseList?.map(({ Name }) => Name);
  expect(await names('ALL')).toEqual([]);
  await estate.acceptInvitations();
  expect(await names()).toEqual([]);
  expect(await names('ALL')).toEqual([DATABASE]);
  await expect(
    estate.consumer.glue.send(
      new GetDatabaseCommand({ CatalogId: PRODUCER, Name: DATABASE }),
    ),
  ).resolves.toMatchObject({ Database: { Name: DATABASE } });
});
