import {
  CreateDataCellsFilterCommand,
  DataCellsFilter,
  DeleteDataCellsFilterCommand,
  GetDataCellsFilterCommand,
  ListDataCellsFilterCommand,
  UpdateDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';
import { CreateTableCommand } from '@aws-sdk/client-glue';
import { AccountClients } from '../scenario/clients';
import {
  DATABASE,
  Estate,
  grant,
  PRODUCER,
  refusal,
  roleArn,
  table,
} from './estate';

const STEWARD = roleArn(PRODUCER, 'steward');
const NAME = {
  TableCatalogId: PRODUCER,
  DatabaseName: DATABASE,
  TableName: 'orders',
  Name: 'f',
};

let estate: Estate;
beforeAll(async () => {
  estate = await Estate.create();
  await estate.createTable({
    Name: 'odd',
    StorageDescriptor: {
      Columns: [
        { Name: 'id', Type: 'bigint' },
        { Name: 'tags', Type: 'array<string>' },
        { Name: 'by_key', Type: 'map<string,int>' },
        { Name: 'customer', Type: 'struct<customerid:int,name:string>' },
        { Name: 'year', Type: 'int' },
        { Name: 'country', Type: 'string' },
        { Name: 'oid', Type: 'int' },
      ],
    },
  });
});
afterAll(() => estate.close());

const clean = async (name = NAME) =>
  estate.producer.lakeFormation
    .send(new DeleteDataCellsFilterCommand(name))
    .catch(() => undefined);
afterEach(() => clean());

const create = (
  rest: Partial<DataCellsFilter> = {},
  account: AccountClients = estate.producer,
) =>
  account.lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        ...NAME,
        ColumnNames: ['id'],
        RowFilter: { AllRowsWildcard: {} },
        ...rest,
      },
    }),
  );

const read = async () =>
  (
    await estate.producer.lakeFormation.send(
      new GetDataCellsFilterCommand(NAME),
    )
  ).DataCellsFilter;

describe('a filter', () => {
  it('of all rows is read back with both spellings (A1)', async () => {
    await create();
    expect(await read()).toEqual({
      ...NAME,
      ColumnNames: ['id'],
      RowFilter: { FilterExpression: 'TRUE', AllRowsWildcard: {} },
      VersionId: expect.stringMatching(/^\d+$/),
    });
  });

  it('of all columns is read back without an empty list (A1)', async () => {
    await create({
      ColumnNames: undefined,
      ColumnWildcard: { ExcludedColumnNames: [] },
    });
    expect((await read())?.ColumnWildcard).toEqual({});
  });

  it('is replaced as a whole, and gets a new version', async () => {
    await create();
    const before = await read();
    await estate.producer.lakeFormation.send(
      new UpdateDataCellsFilterCommand({
        TableData: {
          ...NAME,
          ColumnWildcard: { ExcludedColumnNames: ['customer'] },
          RowFilter: { FilterExpression: "state = 'Texas'" },
        },
      }),
    );
    const after = await read();
    expect(after).toEqual({
      ...NAME,
      ColumnWildcard: { ExcludedColumnNames: ['customer'] },
      RowFilter: { FilterExpression: "state = 'Texas'" },
      VersionId: expect.any(String),
    });
    expect(after?.VersionId).not.toBe(before?.VersionId);
  });

  it('has a name of its own on its table', async () => {
    await create();
    expect(await refusal(create())).toMatch(/^AlreadyExistsException/);
  });

  it('is listed by pages and gone once it is deleted', async () => {
    for (const Name of ['a', 'b', 'c']) await create({ Name });
    const page = await estate.producer.lakeFormation.send(
      new ListDataCellsFilterCommand({
        Table: { DatabaseName: DATABASE, Name: 'orders' },
        MaxResults: 2,
      }),
    );
    expect(page.DataCellsFilters).toHaveLength(2);
    const rest = await estate.producer.lakeFormation.send(
      new ListDataCellsFilterCommand({
        Table: { DatabaseName: DATABASE, Name: 'orders' },
        MaxResults: 2,
        NextToken: page.NextToken,
      }),
    );
    expect(rest.DataCellsFilters?.map(({ Name }) => Name)).toEqual(['c']);
    expect(rest.NextToken).toBeUndefined();
    for (const Name of ['a', 'b', 'c']) await clean({ ...NAME, Name });
    expect(
      await refusal(
        estate.producer.lakeFormation.send(
          new GetDataCellsFilterCommand({ ...NAME, Name: 'a' }),
        ),
      ),
    ).toMatch(/^EntityNotFoundException/);
  });

  it.each<[string, Partial<DataCellsFilter>, RegExp]>([
    [
      'neither columns nor a wildcard',
      { ColumnNames: undefined },
      /^InvalidInput/,
    ],
    ['both columns and a wildcard', { ColumnWildcard: {} }, /^InvalidInput/],
    ['an included column that is absent', { ColumnNames: ['x'] }, /^InvalidI/],
    [
      'an excluded column that is absent',
      {
        ColumnNames: undefined,
        ColumnWildcard: { ExcludedColumnNames: ['x'] },
      },
      /^InvalidInput/,
    ],
    ['no row filter', { RowFilter: undefined }, /^InvalidInput/],
    ['an absent table', { TableName: 'absent' }, /^EntityNotFound/],
  ])('is refused with %s', async (_, rest, refused) => {
    expect(await refusal(create(rest))).toMatch(refused);
  });

  it('belongs to a table, not to a link (V13)', async () => {
    await estate.producer.glue.send(
      new CreateTableCommand({
        DatabaseName: DATABASE,
        TableInput: {
          Name: 'link',
          TargetTable: {
            CatalogId: PRODUCER,
            DatabaseName: DATABASE,
            Name: 'orders',
          },
        },
      }),
    );
    expect(await refusal(create({ TableName: 'link' }))).toMatch(
      /^InvalidInputException/,
    );
  });

  it('is made by who has SELECT with grant option on the table (A5)', async () => {
    const steward = await estate.as('producer', 'steward');
    expect(await refusal(create({}, steward))).toMatch(
      /^AccessDeniedException/,
    );
    await grant(estate.producer, STEWARD, table('orders'), ['SELECT'], {
      PermissionsWithGrantOption: ['SELECT'],
    });
    await create({}, steward);
  });
});

describe('row filters (A7)', () => {
  const check = (FilterExpression: string, TableName = 'orders') =>
    refusal(
      create({
        TableName,
        Name: 'f',
        RowFilter: { FilterExpression },
      }),
    );
  afterEach(() => clean({ ...NAME, TableName: 'odd' }));

  it.each([
    ["year > 2010 and country != 'US'"],
    ["(year > 2010 and country = 'US') or (year < 8 and id > 23)"],
    ["(country between 'Z' and 'U') and (year = 2018)"],
    ["(country like '%ited%') and (year > 2000)"],
    ['year > 2010 and customer.customerId <> 1'],
    ["country in ('US', 'DE')"],
    ["country not in ('US')"],
    ["not (country = 'US')"],
    ["country NOT LIKE 'U_'"],
    ['id not between 1 and 2'],
    ['country is not null'],
    ['"year" >= 2000'],
    ["country = 'it''s'"],
    ['id = -3'],
  ])('accept %s', async expression => {
    expect(await check(expression, 'odd')).toBe('not refused');
  });

  it.each([
    ['', 'nothing'],
    ["upper(country) = 'US'", 'a function'],
    ['year = id', 'two columns'],
    ["1 = 1 or country = 'US'", 'a constant on the left'],
    ["absent = 'x'", 'an absent column'],
    ['country = 1', 'a number for a string'],
    ["year = 'x'", 'a string for a number'],
    ["tags = 'x'", 'an array'],
    ["by_key = 'x'", 'a map'],
    ['oid = 1', 'a restricted name'],
    ["country = 'US' --", 'a comment'],
    ["country = 'US';", 'a semicolon'],
    ["country in (select 'x')", 'a subquery'],
    ["country = 'US' and", 'a loose end'],
    ["(country = 'US'", 'an open parenthesis'],
    ['country = "US"', 'double quotes around a constant'],
    [`country = '${'x'.repeat(2048)}'`, 'more than 2048 characters'],
  ])('refuse %s (%s)', async expression => {
    expect(await check(expression, 'odd')).toMatch(/^InvalidInputException/);
  });

  it('refuse IS NULL on a partition key', async () => {
    expect(await check('day is null', 'items')).toMatch(
      /^InvalidInputException/,
    );
    expect(await check("day = '2026-01-01'", 'items')).toBe('not refused');
  });
});
