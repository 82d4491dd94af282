import {
  GetTableCommand,
  GetUnfilteredTableMetadataCommand,
} from '@aws-sdk/client-glue';
import {
  AddLFTagsToResourceCommand,
  CreateLFTagCommand,
  CreateLFTagExpressionCommand,
  DeleteLFTagCommand,
  DeleteLFTagExpressionCommand,
  GetLFTagCommand,
  GetLFTagExpressionCommand,
  GetResourceLFTagsCommand,
  LFTag,
  ListLFTagExpressionsCommand,
  ListLFTagsCommand,
  RemoveLFTagsFromResourceCommand,
  Resource,
  SearchDatabasesByLFTagsCommand,
  SearchTablesByLFTagsCommand,
  UpdateLFTagCommand,
} from '@aws-sdk/client-lakeformation';
import {
  columns,
  CONSUMER,
  database,
  DATABASE,
  Estate,
  grant,
  listPermissions,
  PRODUCER,
  refusal,
  roleArn,
  table,
} from './estate';

const ANALYST = roleArn(PRODUCER, 'analyst');

let estate: Estate;
const lakeFormation = () => estate.producer.lakeFormation;

const createTag = (TagKey: string, TagValues: string[]) =>
  lakeFormation().send(new CreateLFTagCommand({ TagKey, TagValues }));

beforeEach(async () => {
  estate = await Estate.create();
  await createTag('Level', ['Public', 'Secret']);
  await createTag('domain', ['sales', 'care']);
});
afterEach(() => estate.close());

const tag = (resource: Resource, TagKey: string, value: string) =>
  lakeFormation().send(
    new AddLFTagsToResourceCommand({
      Resource: resource,
      LFTags: [{ TagKey, TagValues: [value] }],
    }),
  );

const tagsOf = async (resource: Resource, ShowAssignedLFTags?: boolean) => {
  const found = await lakeFormation().send(
    new GetResourceLFTagsCommand({ Resource: resource, ShowAssignedLFTags }),
  );
  const pairs = (list?: { TagKey?: string; TagValues?: string[] }[]) =>
    (list ?? []).map(({ TagKey, TagValues }) => `${TagKey}=${TagValues}`);
  return {
    database: pairs(found.LFTagOnDatabase),
    table: pairs(found.LFTagsOnTable),
    columns: Object.fromEntries(
      (found.LFTagsOnColumns ?? []).map(({ Name, LFTags }) => [
        Name,
        pairs(LFTags),
      ]),
    ),
  };
};

const policy = (
  ResourceType: 'DATABASE' | 'TABLE',
  Expression: LFTag[],
): Resource => ({
  LFTagPolicy: { CatalogId: PRODUCER, ResourceType, Expression },
});

describe('LF-Tags', () => {
  it('are kept in lower case (A6)', async () => {
    await expect(
      lakeFormation().send(new GetLFTagCommand({ TagKey: 'LEVEL' })),
    ).resolves.toMatchObject({
      TagKey: 'level',
      TagValues: ['public', 'secret'],
    });
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'made twice',
      () => createTag('level', ['x']),
      /^(InvalidInput|AlreadyExists)/,
    ],
    [
      'read without having been made',
      () => lakeFormation().send(new GetLFTagCommand({ TagKey: 'absent' })),
      /^EntityNotFoundException/,
    ],
    [
      'made with more than 50 values at once',
      () =>
        createTag(
          'many',
          Array.from({ length: 51 }, (_, n) => `v${n}`),
        ),
      /^InvalidInputException/,
    ],
    [
      'made by somebody without the right',
      async () =>
        (await estate.as('producer', 'analyst')).lakeFormation.send(
          new CreateLFTagCommand({ TagKey: 'mine', TagValues: ['x'] }),
        ),
      /^AccessDeniedException/,
    ],
  ])('are not %s', async (_, call, refused) => {
    expect(await refusal(call())).toMatch(refused);
  });

  it('are changed, listed by pages and deleted', async () => {
    await lakeFormation().send(
      new UpdateLFTagCommand({
        TagKey: 'level',
        TagValuesToAdd: ['Internal'],
        TagValuesToDelete: ['secret'],
      }),
    );
    const page = await lakeFormation().send(
      new ListLFTagsCommand({ MaxResults: 1 }),
    );
    expect(page.LFTags).toHaveLength(1);
    const rest = await lakeFormation().send(
      new ListLFTagsCommand({ MaxResults: 1, NextToken: page.NextToken }),
    );
    expect(rest.LFTags).toMatchObject([
      { TagKey: 'level', TagValues: ['internal', 'public'] },
    ]);
    await lakeFormation().send(new DeleteLFTagCommand({ TagKey: 'level' }));
    expect(
      await refusal(
        lakeFormation().send(new GetLFTagCommand({ TagKey: 'level' })),
      ),
    ).toMatch(/^EntityNotFoundException/);
  });
});

describe('LF-Tags on resources', () => {
  it('are inherited from database to table to column, and overridden (A6)', async () => {
    await tag(database, 'level', 'public');
    await tag(database, 'domain', 'sales');
    await tag(columns('orders', 'customer'), 'level', 'secret');
    const { table: onTable, columns: onColumns } = await tagsOf(
      table('orders'),
    );
    expect(onTable.sort()).toEqual(['domain=sales', 'level=public']);
    expect(onColumns.customer.sort()).toEqual(['domain=sales', 'level=secret']);
    expect(await tagsOf(table('orders'), true)).toEqual({
      database: ['domain=sales', 'level=public'],
      table: [],
      columns: { customer: ['level=secret'] },
    });
  });

  it('have one value per key: the last (A6)', async () => {
    await tag(table('orders'), 'level', 'public');
    await tag(table('orders'), 'level', 'secret');
    expect((await tagsOf(table('orders'))).table).toEqual(['level=secret']);
  });

  it('of an untagged table are none, which is no error', async () => {
    expect((await tagsOf(table('items'))).table).toEqual([]);
  });

  it('that do not exist come back as failures', async () => {
    const { Failures } = await tag(table('orders'), 'level', 'absent');
    expect(Failures).toMatchObject([
      { LFTag: { TagKey: 'level' }, Error: { ErrorCode: expect.any(String) } },
    ]);
  });

  it('are found by search, and gone once removed', async () => {
    await tag(table('orders'), 'level', 'public');
    await tag(database, 'domain', 'sales');
    const search = async (...Expression: LFTag[]) =>
      (
        await lakeFormation().send(
          new SearchTablesByLFTagsCommand({ Expression }),
        )
      ).TableList?.map(({ Table }) => Table?.Name).sort();
    const isSales = { TagKey: 'domain', TagValues: ['sales', 'care'] };
    const isPublic = { TagKey: 'level', TagValues: ['public'] };
    expect(await search(isSales)).toEqual(['items', 'orders']);
    expect(await search(isSales, isPublic)).toEqual(['orders']);
    const { DatabaseList } = await lakeFormation().send(
      new SearchDatabasesByLFTagsCommand({ Expression: [isSales] }),
    );
    expect(DatabaseList).toMatchObject([{ Database: { Name: DATABASE } }]);
    await lakeFormation().send(
      new RemoveLFTagsFromResourceCommand({
        Resource: table('orders'),
        LFTags: [{ TagKey: 'level', TagValues: ['public'] }],
      }),
    );
    expect(await search(isPublic)).toEqual([]);
  });
});

describe('grants by tag', () => {
  const readOrders = async (
    account = 'producer' as 'producer' | 'consumer',
  ) => {
    const caller = await estate.as(account, 'analyst');
    const { AuthorizedColumns } = await caller.glue.send(
      new GetUnfilteredTableMetadataCommand({
        CatalogId: PRODUCER,
        DatabaseName: DATABASE,
        Name: 'orders',
        SupportedPermissionTypes: ['CELL_FILTER_PERMISSION'],
      }),
    );
    return AuthorizedColumns;
  };

  it('give the columns that match (A6)', async () => {
    await tag(table('orders'), 'level', 'public');
    await tag(columns('orders', 'customer', 'amount'), 'level', 'secret');
    await grant(
      estate.producer,
      ANALYST,
      policy('TABLE', [{ TagKey: 'level', TagValues: ['public'] }]),
      ['SELECT', 'DESCRIBE'],
    );
    expect(await readOrders()).toEqual(['id', 'state', 'paid', 'ordered']);
    await tag(columns('orders', 'amount'), 'level', 'public');
    expect(await readOrders()).toEqual([
      'id',
      'state',
      'amount',
      'paid',
      'ordered',
    ]);
  });

  it('need every key, and one of its values', async () => {
    await tag(table('orders'), 'level', 'secret');
    const both = policy('TABLE', [
      { TagKey: 'level', TagValues: ['public', 'secret'] },
      { TagKey: 'domain', TagValues: ['sales'] },
    ]);
    await grant(estate.producer, ANALYST, both, ['SELECT']);
    expect(await refusal(readOrders())).toMatch(/^AccessDeniedException/);
    await tag(database, 'domain', 'sales');
    expect(await readOrders()).toContain('customer');
  });

  it('are listed by their specific type only (A11.10)', async () => {
    await grant(
      estate.producer,
      ANALYST,
      policy('TABLE', [{ TagKey: 'level', TagValues: ['public'] }]),
      ['SELECT'],
    );
    const count = async (
      ResourceType:
        | 'LF_TAG_POLICY'
        | 'LF_TAG_POLICY_DATABASE'
        | 'LF_TAG_POLICY_TABLE',
    ) => (await listPermissions(estate.producer, { ResourceType })).length;
    expect(await count('LF_TAG_POLICY_TABLE')).toBe(1);
    expect(await count('LF_TAG_POLICY_DATABASE')).toBe(0);
    expect(await count('LF_TAG_POLICY')).toBe(0);
  });

  it.each<[string, Resource, 'SELECT' | 'CREATE_TABLE' | 'ASSOCIATE', RegExp]>([
    [
      'SELECT on a policy of databases',
      policy('DATABASE', [{ TagKey: 'level', TagValues: ['public'] }]),
      'SELECT',
      /^InvalidInputException/,
    ],
    [
      'CREATE_TABLE on a policy of tables',
      policy('TABLE', [{ TagKey: 'level', TagValues: ['public'] }]),
      'CREATE_TABLE',
      /^InvalidInputException/,
    ],
    [
      'a policy of a tag that does not exist',
      policy('TABLE', [{ TagKey: 'absent', TagValues: ['public'] }]),
      'SELECT',
      /^EntityNotFoundException/,
    ],
    [
      'a tag that does not exist',
      { LFTag: { CatalogId: PRODUCER, TagKey: 'x', TagValues: ['y'] } },
      'ASSOCIATE',
      /^EntityNotFoundException/,
    ],
  ])('refuse %s', async (_, resource, permission, refused) => {
    expect(
      await refusal(grant(estate.producer, ANALYST, resource, [permission])),
    ).toMatch(refused);
  });

  it('reach another account through RAM', async () => {
    await tag(table('orders'), 'level', 'public');
    const byTag = policy('TABLE', [{ TagKey: 'level', TagValues: ['public'] }]);
    await grant(estate.producer, CONSUMER, byTag, ['SELECT', 'DESCRIBE'], {
      PermissionsWithGrantOption: ['SELECT', 'DESCRIBE'],
    });
    const read = () =>
      estate.consumer.glue.send(
        new GetTableCommand({
          CatalogId: PRODUCER,
          DatabaseName: DATABASE,
          Name: 'orders',
        }),
      );
    expect(await refusal(read())).toMatch(
      /^(AccessDenied|EntityNotFound)Exception/,
    );
    expect(await estate.acceptInvitations()).toBe(1);
    await expect(read()).resolves.toMatchObject({ Table: { Name: 'orders' } });
    await grant(
      estate.consumer,
      roleArn(CONSUMER, 'analyst'),
      table('orders'),
      ['SELECT'],
    );
    expect(await readOrders('consumer')).toContain('customer');
  });
});

describe('saved expressions', () => {
  it('are of tags that exist', async () => {
    expect(
      await refusal(
        lakeFormation().send(
          new CreateLFTagExpressionCommand({
            Name: 'x',
            Expression: [{ TagKey: 'absent', TagValues: ['y'] }],
          }),
        ),
      ),
    ).toMatch(/^EntityNotFoundException/);
  });

  it('are made, read, listed and deleted', async () => {
    const Expression = [{ TagKey: 'level', TagValues: ['public'] }];
    await lakeFormation().send(
      new CreateLFTagExpressionCommand({ Name: 'open', Expression }),
    );
    await expect(
      lakeFormation().send(new GetLFTagExpressionCommand({ Name: 'open' })),
    ).resolves.toMatchObject({ Name: 'open', Expression });
    expect(
      (await lakeFormation().send(new ListLFTagExpressionsCommand({})))
        .LFTagExpressions,
    ).toMatchObject([{ Name: 'open' }]);
    await lakeFormation().send(
      new DeleteLFTagExpressionCommand({ Name: 'open' }),
    );
    expect(
      await refusal(
        lakeFormation().send(new GetLFTagExpressionCommand({ Name: 'open' })),
      ),
    ).toMatch(/^EntityNotFoundException/);
  });
});
