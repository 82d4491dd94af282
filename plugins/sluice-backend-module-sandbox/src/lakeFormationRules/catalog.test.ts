import {
  BatchDeleteTableCommand,
  CreateDatabaseCommand,
  CreateTableCommand,
  DeleteDatabaseCommand,
  DeleteTableCommand,
  GetCatalogCommand,
  GetDatabaseCommand,
  GetPartitionsCommand,
  GetResourcePolicyCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionsCommand,
  GetTagsCommand,
  PutResourcePolicyCommand,
  SearchTablesCommand,
  TagResourceCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import {
  CreateDataCellsFilterCommand,
  ListDataCellsFilterCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import {
  columns,
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
beforeEach(async () => {
  estate = await Estate.create();
});
afterEach(() => estate.close());

const glue = () => estate.producer.glue;
const getTables = (input: object = {}, { glue: client } = estate.producer) =>
  client.send(new GetTablesCommand({ DatabaseName: DATABASE, ...input }));
const names = ({ TableList }: { TableList?: { Name?: string }[] }) =>
  TableList?.map(({ Name }) => Name);

describe('names', () => {
  it('are folded to lower case (A1)', async () => {
    await glue().send(
      new CreateDatabaseCommand({ DatabaseInput: { Name: 'UPPER' } }),
    );
    await expect(
      glue().send(new GetDatabaseCommand({ Name: 'Upper' })),
    ).resolves.toMatchObject({ Database: { Name: 'upper' } });
    await estate.createTable({ Name: 'LOUD' });
    await expect(
      glue().send(new GetTableCommand({ DatabaseName: 'SALES', Name: 'Loud' })),
    ).resolves.toMatchObject({
      Table: { Name: 'loud', DatabaseName: 'sales' },
    });
  });

  it.each<[string, () => Promise<unknown>, RegExp]>([
    [
      'a database twice',
      () =>
        glue().send(
          new CreateDatabaseCommand({ DatabaseInput: { Name: 'SALES' } }),
        ),
      /^AlreadyExistsException/,
    ],
    [
      'a table twice',
      () => estate.createTable({ Name: 'Orders' }),
      /^AlreadyExistsException/,
    ],
    [
      'a table of no database',
      () =>
        glue().send(
          new CreateTableCommand({
            DatabaseName: 'absent',
            TableInput: { Name: 't' },
          }),
        ),
      /^EntityNotFoundException/,
    ],
    [
      'an absent table',
      () =>
        glue().send(
          new GetTableCommand({ DatabaseName: DATABASE, Name: 'absent' }),
        ),
      /^EntityNotFoundException/,
    ],
  ])('are refused: %s', async (_, call, refused) => {
    expect(await refusal(call())).toMatch(refused);
  });
});

describe('GetTables', () => {
  it('pages by at most 100, losing and repeating nothing (A11.11)', async () => {
    for (let n = 0; n < 120; n += 1) {
      await estate.createTable({ Name: `t${String(n).padStart(3, '0')}` });
    }
    const found: unknown[] = [];
    let NextToken: string | undefined;
    let pages = 0;
    do {
      const page = await getTables({ NextToken });
      expect(page.TableList!.length).toBeLessThanOrEqual(100);
      found.push(...names(page)!);
      NextToken = page.NextToken;
      pages += 1;
    } while (NextToken);
    expect(pages).toBe(2);
    expect(new Set(found).size).toBe(122);
    expect(found).toHaveLength(122);
    expect(await refusal(getTables({ MaxResults: 101 }))).toMatch(
      /^(InvalidInput|Validation)Exception/,
    );
  });

  it('takes a regular expression for the whole name', async () => {
    expect(names(await getTables({ Expression: 'ord.*' }))).toEqual(['orders']);
    expect(names(await getTables({ Expression: 'ord' }))).toEqual([]);
  });

  it('shows a role what it has a permission on', async () => {
    const analyst = await estate.as('producer', 'analyst');
    await grant(estate.producer, ANALYST, columns('orders', 'id'), ['SELECT']);
    expect(names(await getTables({}, analyst))).toEqual(['orders']);
    expect(
      await refusal(
        analyst.glue.send(
          new GetTableCommand({ DatabaseName: DATABASE, Name: 'items' }),
        ),
      ),
    ).toMatch(/^(AccessDenied|EntityNotFound)Exception/);
  });
});

describe('tables', () => {
  it('keep their versions', async () => {
    await glue().send(
      new UpdateTableCommand({
        DatabaseName: DATABASE,
        TableInput: { Name: 'orders', Description: 'new' },
      }),
    );
    const { TableVersions } = await glue().send(
      new GetTableVersionsCommand({
        DatabaseName: DATABASE,
        TableName: 'orders',
      }),
    );
    expect(TableVersions?.map(({ Table }) => Table?.Description)).toEqual([
      'new',
      undefined,
    ]);
    expect(
      (
        await glue().send(
          new GetPartitionsCommand({
            DatabaseName: DATABASE,
            TableName: 'orders',
          }),
        )
      ).Partitions,
    ).toEqual([]);
  });

  it('take their permissions and filters with them', async () => {
    await estate.producer.lakeFormation.send(
      new CreateDataCellsFilterCommand({
        TableData: {
          TableCatalogId: PRODUCER,
          DatabaseName: DATABASE,
          TableName: 'orders',
          Name: 'f',
          ColumnNames: ['id'],
          RowFilter: { AllRowsWildcard: {} },
        },
      }),
    );
    await grant(estate.producer, ANALYST, table('orders'), ['SELECT']);
    await glue().send(
      new DeleteTableCommand({ DatabaseName: DATABASE, Name: 'orders' }),
    );
    expect(await listPermissions(estate.producer)).toEqual([]);
    expect(
      (
        await estate.producer.lakeFormation.send(
          new ListDataCellsFilterCommand({}),
        )
      ).DataCellsFilters,
    ).toEqual([]);
  });

  it('are deleted in batches that report what failed', async () => {
    const { Errors } = await glue().send(
      new BatchDeleteTableCommand({
        DatabaseName: DATABASE,
        TablesToDelete: ['orders', 'absent'],
      }),
    );
    expect(Errors).toMatchObject([
      {
        TableName: 'absent',
        ErrorDetail: { ErrorCode: 'EntityNotFoundException' },
      },
    ]);
    expect(names(await getTables())).toEqual(['items']);
  });

  const createIceberg = (type: string) =>
    glue().send(
      new CreateTableCommand({
        DatabaseName: DATABASE,
        TableInput: {
          Name: 'ice',
          StorageDescriptor: {
            Location: 's3://ice-lake/ice',
            Columns: [{ Name: 'id', Type: type }],
          },
        },
        OpenTableFormatInput: { IcebergInput: { MetadataOperation: 'CREATE' } },
      }),
    );

  it('in Iceberg format have metadata in S3', async () => {
    await estate.producer.s3.send(
      new CreateBucketCommand({
        Bucket: 'ice-lake',
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    await createIceberg('bigint');
    const { Table } = await glue().send(
      new GetTableCommand({ DatabaseName: DATABASE, Name: 'ice' }),
    );
    expect(Table?.Parameters).toMatchObject({ table_type: 'ICEBERG' });
    const place = new URL(Table!.Parameters!.metadata_location);
    const { Body } = await estate.producer.s3.send(
      new GetObjectCommand({
        Bucket: place.hostname,
        Key: place.pathname.slice(1),
      }),
    );
    expect(JSON.parse(await Body!.transformToString())).toMatchObject({
      'format-version': 2,
      location: 's3://ice-lake/ice',
    });
    expect(
      await refusal(
        glue().send(
          new CreateTableCommand({
            DatabaseName: DATABASE,
            TableInput: { Name: 'nowhere' },
            OpenTableFormatInput: {
              IcebergInput: { MetadataOperation: 'CREATE' },
            },
          }),
        ),
      ),
    ).toMatch(/^InvalidInputException/);
  });

  it('in Iceberg format refuse a type that Iceberg does not have', async () => {
    await estate.producer.s3.send(
      new CreateBucketCommand({
        Bucket: 'ice-lake',
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    expect(await refusal(createIceberg('interval'))).toMatch(
      /^InvalidInputException/,
    );
  });
});

describe('changing the catalog (A3)', () => {
  const asAnalyst = async () => (await estate.as('producer', 'analyst')).glue;
  const create = (client: typeof estate.producer.glue, Location?: string) =>
    client.send(
      new CreateTableCommand({
        DatabaseName: DATABASE,
        TableInput: { Name: 'mine', StorageDescriptor: { Location } },
      }),
    );
  const drop = (client: typeof estate.producer.glue, Name: string) =>
    client.send(new DeleteTableCommand({ DatabaseName: DATABASE, Name }));

  it('needs CREATE_TABLE, ALTER or DROP', async () => {
    const analyst = await asAnalyst();
    expect(await refusal(create(analyst))).toMatch(/^AccessDeniedException/);
    expect(await refusal(drop(analyst, 'orders'))).toMatch(
      /^AccessDeniedException/,
    );
    expect(
      await refusal(
        analyst.send(
          new UpdateTableCommand({
            DatabaseName: DATABASE,
            TableInput: { Name: 'orders' },
          }),
        ),
      ),
    ).toMatch(/^AccessDeniedException/);
    expect(
      await refusal(
        analyst.send(new DeleteDatabaseCommand({ Name: DATABASE })),
      ),
    ).toMatch(/^AccessDeniedException/);
    await grant(estate.producer, ANALYST, table('orders'), ['DROP']);
    await drop(analyst, 'orders');
  });

  it('is not for an administrator by its office', async () => {
    await estate.producer.lakeFormation.send(
      new PutDataLakeSettingsCommand({
        DataLakeSettings: {
          DataLakeAdmins: [{ DataLakePrincipalIdentifier: ANALYST }],
        },
      }),
    );
    const analyst = await asAnalyst();
    expect(await refusal(drop(analyst, 'orders'))).toMatch(
      /^AccessDeniedException/,
    );
  });

  it('gives the creator everything on what it made', async () => {
    await grant(estate.producer, ANALYST, database, ['CREATE_TABLE']);
    const analyst = await asAnalyst();
    await create(analyst);
    const rows = await listPermissions(estate.producer, {
      Resource: table('mine'),
    });
    expect(rows.flatMap(({ Permissions }) => Permissions)).toEqual(
      expect.arrayContaining(['ALL', 'DROP', 'SELECT']),
    );
    await drop(analyst, 'mine');
  });

  it('at a registered location needs permission on that, too (A12)', async () => {
    const ResourceArn = 'arn:aws:s3:::lake/sales';
    await estate.producer.lakeFormation.send(
      new RegisterResourceCommand({ ResourceArn, UseServiceLinkedRole: true }),
    );
    await grant(estate.producer, ANALYST, database, ['CREATE_TABLE']);
    const analyst = await asAnalyst();
    expect(await refusal(create(analyst, 's3://lake/sales/mine'))).toMatch(
      /^AccessDeniedException: Insufficient Lake Formation permission\(s\) on s3:/,
    );
    await grant(
      estate.producer,
      ANALYST,
      { DataLocation: { CatalogId: PRODUCER, ResourceArn } },
      ['DATA_LOCATION_ACCESS'],
    );
    await create(analyst, 's3://lake/sales/mine');
  });

  it('of another account is not done', async () => {
    expect(
      await refusal(
        estate.consumer.glue.send(
          new DeleteTableCommand({
            CatalogId: PRODUCER,
            DatabaseName: DATABASE,
            Name: 'orders',
          }),
        ),
      ),
    ).toMatch(/^AccessDeniedException/);
  });
});

describe('the resource policy', () => {
  const PolicyInJson = '{"Version":"2012-10-17","Statement":[]}';

  it('is guarded by its hash', async () => {
    expect(
      await refusal(glue().send(new GetResourcePolicyCommand({}))),
    ).toMatch(/^EntityNotFoundException/);
    const { PolicyHash } = await glue().send(
      new PutResourcePolicyCommand({ PolicyInJson, EnableHybrid: 'TRUE' }),
    );
    await expect(
      glue().send(new GetResourcePolicyCommand({})),
    ).resolves.toMatchObject({ PolicyInJson, PolicyHash });
    expect(
      await refusal(
        glue().send(
          new PutResourcePolicyCommand({
            PolicyInJson,
            PolicyHashCondition: 'other',
          }),
        ),
      ),
    ).toMatch(/^ConditionCheckFailureException/);
  });

  it('is of JSON', async () => {
    expect(
      await refusal(
        glue().send(new PutResourcePolicyCommand({ PolicyInJson: '{' })),
      ),
    ).toMatch(/^InvalidInputException/);
  });
});

it('tags are kept by ARN', async () => {
  const ResourceArn = `arn:aws:glue:us-west-2:${PRODUCER}:table/sales/orders`;
  await glue().send(
    new TagResourceCommand({ ResourceArn, TagsToAdd: { owner: 'sales' } }),
  );
  await expect(
    glue().send(new GetTagsCommand({ ResourceArn })),
  ).resolves.toMatchObject({ Tags: { owner: 'sales' } });
});

it('tables are found by a word of their name', async () => {
  const { TableList } = await glue().send(
    new SearchTablesCommand({ SearchText: 'order' }),
  );
  expect(TableList?.map(({ Name }) => Name)).toEqual(['orders']);
});

it('the catalog of an account describes itself', async () => {
  await expect(
    glue().send(new GetCatalogCommand({ CatalogId: PRODUCER })),
  ).resolves.toMatchObject({ Catalog: { CatalogId: PRODUCER } });
});
