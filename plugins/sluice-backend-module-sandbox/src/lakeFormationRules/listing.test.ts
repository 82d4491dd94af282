import {
  CreateDataCellsFilterCommand,
  DataLakeResourceType,
  ListPermissionsCommand,
  ListPermissionsCommandInput,
} from '@aws-sdk/client-lakeformation';
import {
  columns,
  CONSUMER,
  database,
  DATABASE,
  essence,
  Estate,
  everyTable,
  filter,
  grant,
  listPermissions,
  PRODUCER,
  refusal,
  roleArn,
  table,
} from './estate';

const ANALYST = roleArn(PRODUCER, 'analyst');
const STEWARD = roleArn(PRODUCER, 'steward');

/** How Lake Formation lists SELECT on a whole table. */
const everyColumn = (Name: string) => ({
  TableWithColumns: {
    CatalogId: PRODUCER,
    DatabaseName: DATABASE,
    Name,
    ColumnWildcard: {},
  },
});

let estate: Estate;
beforeEach(async () => {
  estate = await Estate.create();
});
afterEach(() => estate.close());

describe('rows (A11.1)', () => {
  it('of a table are two: SELECT, and the rest', async () => {
    await grant(estate.producer, ANALYST, table('orders'), [
      'SELECT',
      'INSERT',
    ]);
    expect(essence(await listPermissions(estate.producer))).toEqual(
      expect.arrayContaining([
        {
          principal: ANALYST,
          resource: table('orders'),
          permissions: ['INSERT'],
          grantable: [],
        },
        {
          principal: ANALYST,
          resource: everyColumn('orders'),
          permissions: ['SELECT'],
          grantable: [],
        },
      ]),
    );
    expect(await listPermissions(estate.producer)).toHaveLength(2);
  });

  it('of a wildcard are called ALL_TABLES', async () => {
    await grant(estate.producer, ANALYST, everyTable, ['SELECT', 'DESCRIBE'], {
      PermissionsWithGrantOption: ['SELECT'],
    });
    const rows = essence(await listPermissions(estate.producer));
    expect(rows).toHaveLength(2);
    expect(rows).toEqual(
      expect.arrayContaining([
        {
          principal: ANALYST,
          resource: {
            Table: {
              CatalogId: PRODUCER,
              DatabaseName: DATABASE,
              Name: 'ALL_TABLES',
              TableWildcard: {},
            },
          },
          permissions: ['DESCRIBE'],
          grantable: [],
        },
        {
          principal: ANALYST,
          resource: everyColumn('ALL_TABLES'),
          permissions: ['SELECT'],
          grantable: ['SELECT'],
        },
      ]),
    );
  });

  it('of ALL are expanded', async () => {
    await grant(estate.producer, ANALYST, table('orders'), ['ALL']);
    const given = (await listPermissions(estate.producer)).map(
      ({ Permissions }) => [...Permissions!].sort(),
    );
    expect(given).toEqual(
      expect.arrayContaining([
        ['ALL', 'ALTER', 'DELETE', 'DESCRIBE', 'DROP', 'INSERT'],
        ['SELECT'],
      ]),
    );
  });

  it('say when and by whom they were changed', async () => {
    await grant(estate.producer, ANALYST, database, ['DESCRIBE']);
    expect(await listPermissions(estate.producer)).toMatchObject([
      {
        LastUpdated: expect.any(Date),
        LastUpdatedBy: expect.stringContaining(PRODUCER),
      },
    ]);
  });
});

describe('filters of the listing', () => {
  beforeEach(async () => {
    await estate.producer.lakeFormation.send(
      new CreateDataCellsFilterCommand({
        TableData: {
          TableCatalogId: PRODUCER,
          DatabaseName: DATABASE,
          TableName: 'orders',
          Name: 'texas',
          ColumnNames: ['id'],
          RowFilter: { FilterExpression: "state = 'Texas'" },
        },
      }),
    );
    await grant(estate.producer, ANALYST, database, ['DESCRIBE']);
    await grant(estate.producer, ANALYST, filter('orders', 'texas'), [
      'SELECT',
    ]);
    await grant(estate.producer, STEWARD, columns('orders', 'id'), ['SELECT']);
    await grant(estate.producer, STEWARD, table('items'), ['SELECT']);
  });

  const kinds = async (input: ListPermissionsCommandInput) =>
    (await listPermissions(estate.producer, input))
      .map(({ Resource }) => Object.keys(Resource!)[0])
      .sort();

  it.each<[DataLakeResourceType, string[]]>([
    ['DATABASE', ['Database']],
    ['DATA_LOCATION', []],
    ['LF_TAG', []],
    ['LF_TAG_POLICY', []],
  ])('ResourceType %s', async (ResourceType, expected) => {
    expect(await kinds({ ResourceType })).toEqual(expected);
  });

  it('ResourceType TABLE has columns, too', async () => {
    expect(await kinds({ ResourceType: 'TABLE' })).toEqual(
      expect.arrayContaining(['TableWithColumns', 'TableWithColumns']),
    );
  });

  it('by table: its columns, and with IncludeRelated its filters (A11.6)', async () => {
    const Resource = table('orders');
    expect(await kinds({ Resource })).toEqual(['TableWithColumns']);
    expect(await kinds({ Resource, IncludeRelated: 'TRUE' })).toEqual(
      expect.arrayContaining(['DataCellsFilter', 'TableWithColumns']),
    );
  });

  it.each<[string, ListPermissionsCommandInput]>([
    [
      'A11.2: TableWithColumns as a filter',
      { Resource: columns('orders', 'id') },
    ],
    [
      'A11.3: Principal without Resource',
      { Principal: { DataLakePrincipalIdentifier: ANALYST } },
    ],
    [
      'A11.5: an Identity Center user as Principal',
      {
        Principal: {
          DataLakePrincipalIdentifier: 'arn:aws:identitystore:::user/u-1',
        },
        Resource: table('orders'),
      },
    ],
    ['MaxResults 0', { MaxResults: 0 }],
    ['MaxResults 1001', { MaxResults: 1001 }],
    ['a token that was not given out', { NextToken: 'x' }],
  ])('refuses %s', async (_, input) => {
    expect(
      await refusal(
        estate.producer.lakeFormation.send(new ListPermissionsCommand(input)),
      ),
    ).toMatch(/^InvalidInputException/);
  });

  it('pages by token, without losing or repeating a row', async () => {
    const all = essence(await listPermissions(estate.producer));
    const paged = essence(
      await listPermissions(estate.producer, { MaxResults: 1 }),
    );
    expect(paged).toEqual(all);
    const first = await estate.producer.lakeFormation.send(
      new ListPermissionsCommand({ MaxResults: 1 }),
    );
    expect(first.PrincipalResourcePermissions).toHaveLength(1);
    expect(first.NextToken).toBeTruthy();
  });
});

describe('who sees what (A11.12)', () => {
  it('shows a role only its own permissions', async () => {
    await grant(estate.producer, ANALYST, table('orders'), ['SELECT']);
    await grant(estate.producer, STEWARD, table('items'), ['SELECT']);
    const analyst = await estate.as('producer', 'analyst');
    expect(essence(await listPermissions(analyst))).toMatchObject([
      { principal: ANALYST, resource: everyColumn('orders') },
    ]);
  });

  it('shows another account nothing of the owner', async () => {
    await grant(estate.producer, ANALYST, table('orders'), ['SELECT']);
    expect(await listPermissions(estate.consumer)).toEqual([]);
  });
});

describe('effective permissions (A11.4)', () => {
  it('of a principal on a table show what a wildcard gives', async () => {
    await grant(estate.producer, ANALYST, everyTable, ['SELECT']);
    const rows = await listPermissions(estate.producer, {
      Principal: { DataLakePrincipalIdentifier: ANALYST },
      Resource: table('orders'),
    });
    expect(rows.flatMap(({ Permissions }) => Permissions)).toContain('SELECT');
    // Without a principal the listing is of what was granted, on that resource.
    expect(
      essence(
        await listPermissions(estate.producer, { Resource: table('orders') }),
      ),
    ).not.toContainEqual(
      expect.objectContaining({ resource: everyColumn('orders') }),
    );
  });
});

it('names the RAM share of a permission of another account (A8.6)', async () => {
  await grant(estate.producer, CONSUMER, table('orders'), ['SELECT']);
  expect(await listPermissions(estate.producer)).toMatchObject([
    {
      Principal: { DataLakePrincipalIdentifier: CONSUMER },
      AdditionalDetails: {
        ResourceShare: [
          expect.stringMatching(
            /^arn:aws:ram:us-west-2:111122223333:resource-share\//,
          ),
        ],
      },
    },
  ]);
});
