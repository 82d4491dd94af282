import {
  BatchGrantPermissionsCommand,
  BatchRevokePermissionsCommand,
  CreateDataCellsFilterCommand,
  Permission,
  Resource,
} from '@aws-sdk/client-lakeformation';
import {
  CreateDatabaseCommand,
  CreateTableCommand,
} from '@aws-sdk/client-glue';
import {
  allBut,
  columns,
  database,
  DATABASE,
  essence,
  Estate,
  everyTable,
  filter,
  grant,
  GrantOptions,
  listPermissions,
  PRODUCER,
  refusal,
  revoke,
  roleArn,
  table,
} from './estate';

const ANALYST = roleArn(PRODUCER, 'analyst');
const STEWARD = roleArn(PRODUCER, 'steward');

let estate: Estate;
beforeEach(async () => {
  estate = await Estate.create();
});
afterEach(() => estate.close());

async function createFilter(name: string) {
  await estate.producer.lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: PRODUCER,
        DatabaseName: DATABASE,
        TableName: 'orders',
        Name: name,
        ColumnNames: ['id', 'state'],
        RowFilter: { FilterExpression: "state = 'Texas'" },
      },
    }),
  );
}

describe('a grant that Lake Formation refuses', () => {
  const SELECT: Permission[] = ['SELECT'];
  const cases: [
    rule: string,
    resource: Resource,
    permissions: Permission[],
    options: GrantOptions,
    refused: RegExp,
  ][] = [
    [
      'A1: two members of Resource at once',
      { ...table('orders'), ...database },
      ['DESCRIBE'],
      {},
      /^InvalidInputException/,
    ],
    ['A1: no resource', {}, SELECT, {}, /^InvalidInputException/],
    [
      'A1: neither a table name nor a wildcard',
      { Table: { CatalogId: PRODUCER, DatabaseName: DATABASE } },
      SELECT,
      {},
      /^InvalidInputException: Table name and table wildcard cannot both be empty\./,
    ],
    [
      'A1: neither column names nor a wildcard',
      {
        TableWithColumns: {
          CatalogId: PRODUCER,
          DatabaseName: DATABASE,
          Name: 'orders',
        },
      },
      SELECT,
      {},
      /^InvalidInputException/,
    ],
    [
      'A2: SELECT on a database',
      database,
      SELECT,
      {},
      /^InvalidInputException/,
    ],
    [
      'A2: CREATE_TABLE on a table',
      table('orders'),
      ['CREATE_TABLE'],
      {},
      /^InvalidInputException/,
    ],
    [
      'A2: INSERT on columns',
      columns('orders', 'id'),
      ['INSERT'],
      {},
      /^InvalidInputException/,
    ],
    [
      'A2: DESCRIBE on columns',
      columns('orders', 'id'),
      ['DESCRIBE'],
      {},
      /^InvalidInputException/,
    ],
    [
      'A2: a grant option on what is not granted',
      table('orders'),
      SELECT,
      { PermissionsWithGrantOption: ['SELECT', 'INSERT'] },
      /^InvalidInputException/,
    ],
    [
      'A5: an exclude list with grant option',
      allBut('orders', 'customer'),
      SELECT,
      { PermissionsWithGrantOption: SELECT },
      /^InvalidInputException/,
    ],
    [
      'A5: a column list on a partition key',
      columns('items', 'day'),
      SELECT,
      {},
      /^InvalidInputException/,
    ],
    [
      'A11.1: ALL_TABLES sent back as a table with columns',
      {
        TableWithColumns: {
          CatalogId: PRODUCER,
          DatabaseName: DATABASE,
          Name: 'ALL_TABLES',
          ColumnWildcard: {},
        },
      },
      SELECT,
      {},
      /^(InvalidInput|EntityNotFound)Exception/,
    ],
    [
      'A12: a table that does not exist',
      table('absent'),
      SELECT,
      {},
      /^EntityNotFoundException/,
    ],
    [
      'A12: a database that does not exist',
      { Database: { CatalogId: PRODUCER, Name: 'absent' } },
      ['DESCRIBE'],
      {},
      /^EntityNotFoundException/,
    ],
    [
      'A12: a column that does not exist',
      columns('orders', 'id', 'absent'),
      SELECT,
      {},
      /^InvalidInputException: .*non-existent column/i,
    ],
    [
      'A12: a filter that does not exist',
      filter('orders', 'absent'),
      SELECT,
      {},
      /^EntityNotFoundException/,
    ],
    [
      'A12: a location that is not registered',
      {
        DataLocation: {
          CatalogId: PRODUCER,
          ResourceArn: 'arn:aws:s3:::lake/elsewhere',
        },
      },
      ['DATA_LOCATION_ACCESS'],
      {},
      /register the S3 path/i,
    ],
  ];
  it.each(cases)('%s', async (_, resource, permissions, options, refused) => {
    expect(
      await refusal(
        grant(estate.producer, ANALYST, resource, permissions, options),
      ),
    ).toMatch(refused);
    expect(await listPermissions(estate.producer)).toEqual([]);
  });

  it.each([
    ['a role that IAM does not have', roleArn(PRODUCER, 'absent')],
    ['what the shell made of a variable', `arn:aws:iam::${PRODUCER}:role12`],
    ['a word', 'analyst'],
  ])('A4, A12: Invalid principal: %s', async (_, principal) => {
    expect(
      await refusal(
        grant(estate.producer, principal, table('orders'), ['SELECT']),
      ),
    ).toMatch(/^InvalidInputException: Invalid principal/);
  });

  it.each<[string, Resource]>([
    ['columns', columns('orders', 'id')],
    ['a data cells filter', filter('orders', 'texas')],
  ])(
    'A5, V14: DESCRIBE beside SELECT on a part of the table (%s)',
    async (_, part) => {
      await createFilter('texas');
      await grant(estate.producer, ANALYST, part, ['SELECT']);
      for (const permission of [
        'DESCRIBE',
        'ALTER',
        'DROP',
        'DELETE',
        'INSERT',
      ] as const) {
        expect(
          await refusal(
            grant(estate.producer, ANALYST, table('orders'), [permission]),
          ),
        ).toMatch(/^InvalidInputException/);
      }
    },
  );

  it.each<[string, Permission[]]>([
    ['SELECT', ['SELECT']],
    ['INSERT', ['INSERT']],
  ])('A2, A8.4: %s on a resource link', async (_, permissions) => {
    await estate.createTable({
      Name: 'link',
      TargetTable: {
        CatalogId: PRODUCER,
        DatabaseName: DATABASE,
        Name: 'orders',
      },
    });
    expect(
      await refusal(
        grant(estate.producer, ANALYST, table('link'), permissions),
      ),
    ).toMatch(/^InvalidInputException/);
    await grant(estate.producer, ANALYST, table('link'), ['DESCRIBE', 'DROP']);
  });

  it('A5: more than 100 filters for one principal on one table', async () => {
    for (let n = 0; n <= 100; n += 1) await createFilter(`f${n}`);
    for (let n = 0; n < 100; n += 1) {
      await grant(estate.producer, ANALYST, filter('orders', `f${n}`), [
        'SELECT',
      ]);
    }
    expect(
      await refusal(
        grant(estate.producer, ANALYST, filter('orders', 'f100'), ['SELECT']),
      ),
    ).toMatch(/^ResourceNumberLimitExceededException|^InvalidInputException/);
  });
});

describe('who may grant (A5)', () => {
  it('is not somebody without grant option', async () => {
    await grant(estate.producer, STEWARD, table('orders'), ['SELECT']);
    const steward = await estate.as('producer', 'steward');
    expect(
      await refusal(grant(steward, ANALYST, table('orders'), ['SELECT'])),
    ).toMatch(/^AccessDeniedException/);
  });

  it('is a holder of the grant option, for what it holds', async () => {
    await grant(estate.producer, STEWARD, table('orders'), ['SELECT'], {
      PermissionsWithGrantOption: ['SELECT'],
    });
    const steward = await estate.as('producer', 'steward');
    await grant(steward, ANALYST, columns('orders', 'id'), ['SELECT']);
    expect(
      await refusal(grant(steward, ANALYST, table('orders'), ['INSERT'])),
    ).toMatch(/^AccessDeniedException/);
    expect(
      await refusal(grant(steward, ANALYST, table('items'), ['SELECT'])),
    ).toMatch(/^AccessDeniedException/);
  });

  it('is a holder of some columns, for those only', async () => {
    await grant(
      estate.producer,
      STEWARD,
      columns('orders', 'id', 'state'),
      ['SELECT'],
      { PermissionsWithGrantOption: ['SELECT'] },
    );
    const steward = await estate.as('producer', 'steward');
    await grant(steward, ANALYST, columns('orders', 'state'), ['SELECT']);
    expect(
      await refusal(
        grant(steward, ANALYST, columns('orders', 'customer'), ['SELECT']),
      ),
    ).toMatch(/^AccessDeniedException/);
    expect(
      await refusal(grant(steward, ANALYST, table('orders'), ['SELECT'])),
    ).toMatch(/^AccessDeniedException/);
  });
});

describe('revoking', () => {
  it.each<[string, Resource, Permission[]]>([
    ['a grant on another permission', table('orders'), ['INSERT']],
    ['a grant on another table', table('items'), ['SELECT']],
    ['other columns', columns('orders', 'id'), ['SELECT']],
  ])(
    'A12: what is absent is an error: %s',
    async (_, resource, permissions) => {
      await grant(estate.producer, ANALYST, table('orders'), ['SELECT']);
      expect(
        await refusal(revoke(estate.producer, ANALYST, resource, permissions)),
      ).toMatch(/^InvalidInputException: No permissions revoked\. Grantee/);
      expect(await listPermissions(estate.producer)).toHaveLength(1);
    },
  );

  it('takes one permission of two, also after two grants', async () => {
    await grant(estate.producer, ANALYST, table('orders'), ['INSERT']);
    await grant(estate.producer, ANALYST, table('orders'), ['DESCRIBE'], {
      CatalogId: PRODUCER,
    });
    await revoke(estate.producer, ANALYST, table('orders'), ['INSERT']);
    expect(essence(await listPermissions(estate.producer))).toEqual([
      {
        principal: ANALYST,
        resource: table('orders'),
        permissions: ['DESCRIBE'],
        grantable: [],
      },
    ]);
  });

  it('takes ALL with what it stands for', async () => {
    await grant(estate.producer, ANALYST, table('orders'), ['ALL']);
    await revoke(estate.producer, ANALYST, table('orders'), ['ALL']);
    expect(await listPermissions(estate.producer)).toEqual([]);
  });

  it('is independent of how names and the catalog are spelt', async () => {
    await grant(estate.producer, ANALYST, table('ORDERS'), ['DROP']);
    await revoke(
      estate.producer,
      ANALYST,
      { Table: { DatabaseName: 'Sales', Name: 'Orders' } },
      ['DROP'],
    );
    expect(await listPermissions(estate.producer)).toEqual([]);
  });
});

describe('batches (A12)', () => {
  const entry = (Id: string, resource: Resource) => ({
    Id,
    Principal: { DataLakePrincipalIdentifier: ANALYST },
    Resource: resource,
    Permissions: ['SELECT' as const],
    PermissionsWithGrantOption: ['SELECT' as const],
  });

  it('succeed as a whole and report what failed', async () => {
    const granted = await estate.producer.lakeFormation.send(
      new BatchGrantPermissionsCommand({
        Entries: [
          entry('good', table('orders')),
          entry('bad', table('absent')),
        ],
      }),
    );
    expect(granted.Failures).toMatchObject([
      {
        RequestEntry: { Id: 'bad' },
        Error: { ErrorCode: 'EntityNotFoundException' },
      },
    ]);
    const [row] = await listPermissions(estate.producer);
    expect(row.PermissionsWithGrantOption).toEqual(['SELECT']);

    const revoked = await estate.producer.lakeFormation.send(
      new BatchRevokePermissionsCommand({
        Entries: [
          entry('good', table('orders')),
          entry('twice', table('orders')),
        ],
      }),
    );
    expect(revoked.Failures).toMatchObject([{ RequestEntry: { Id: 'twice' } }]);
    expect(await listPermissions(estate.producer)).toEqual([]);
  });

  it('have at most 20 entries', async () => {
    expect(
      await refusal(
        estate.producer.lakeFormation.send(
          new BatchGrantPermissionsCommand({
            Entries: Array.from({ length: 21 }, (_, n) =>
              entry(String(n), table('orders')),
            ),
          }),
        ),
      ),
    ).toMatch(/^InvalidInputException/);
  });
});

describe('default permissions', () => {
  it('give a new table to IAM unless the database says otherwise', async () => {
    await estate.createTable({ Name: 'closed' });
    expect(await listPermissions(estate.producer)).toEqual([]);

    await estate.consumer.glue.send(
      new CreateDatabaseCommand({
        DatabaseInput: {
          Name: 'open',
          CreateTableDefaultPermissions: [
            {
              Principal: {
                DataLakePrincipalIdentifier: 'IAM_ALLOWED_PRINCIPALS',
              },
              Permissions: ['ALL'],
            },
          ],
        },
      }),
    );
    await estate.consumer.glue.send(
      new CreateTableCommand({
        DatabaseName: 'open',
        TableInput: { Name: 'notes' },
      }),
    );
    const rows = await listPermissions(estate.consumer);
    expect(
      rows.map(({ Principal }) => Principal?.DataLakePrincipalIdentifier),
    ).toContain('IAM_ALLOWED_PRINCIPALS');
  });
});

it('all tables of a database can be granted at once', async () => {
  await grant(estate.producer, ANALYST, everyTable, ['SELECT', 'DESCRIBE']);
  const rows = essence(await listPermissions(estate.producer));
  expect(rows).toHaveLength(2);
});
