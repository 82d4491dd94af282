import { GetUnfilteredTableMetadataCommand } from '@aws-sdk/client-glue';
import {
  CreateDataCellsFilterCommand,
  CreateLakeFormationOptInCommand,
  DataCellsFilter,
  RegisterResourceCommand,
  Resource,
} from '@aws-sdk/client-lakeformation';
import { AccountClients } from '../scenario/clients';
import {
  allBut,
  columns,
  CONSUMER,
  DATABASE,
  Estate,
  everyTable,
  filter,
  grant,
  PRODUCER,
  refusal,
  revoke,
  roleArn,
  table,
} from './estate';

const ANALYST = roleArn(PRODUCER, 'analyst');
const TEAM = roleArn(CONSUMER, 'analyst');
const ALL = ['id', 'customer', 'state', 'amount', 'paid', 'ordered'];
const TEXAS = "state = 'Texas'";
const LARGE = 'amount > 100';

let estate: Estate;
let analyst: AccountClients;
beforeEach(async () => {
  estate = await Estate.create();
  analyst = await estate.as('producer', 'analyst');
});
afterEach(() => estate.close());

async function createFilter(
  Name: string,
  rest: Pick<DataCellsFilter, 'ColumnNames' | 'ColumnWildcard' | 'RowFilter'>,
  account = estate.producer,
) {
  await account.lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: PRODUCER,
        DatabaseName: DATABASE,
        TableName: 'orders',
        Name,
        ...rest,
      },
    }),
  );
}

async function unfiltered(
  caller: AccountClients,
  types: ('COLUMN_PERMISSION' | 'CELL_FILTER_PERMISSION')[] = [
    'CELL_FILTER_PERMISSION',
  ],
) {
  const { AuthorizedColumns, RowFilter, CellFilters } = await caller.glue.send(
    new GetUnfilteredTableMetadataCommand({
      CatalogId: PRODUCER,
      DatabaseName: DATABASE,
      Name: 'orders',
      SupportedPermissionTypes: types,
    }),
  );
  return { AuthorizedColumns, RowFilter, CellFilters };
}

describe('grants to one principal add up (A6)', () => {
  beforeEach(async () => {
    await createFilter('texas', {
      ColumnNames: ['id', 'state'],
      RowFilter: { FilterExpression: TEXAS },
    });
    await createFilter('large', {
      ColumnNames: ['id', 'state'],
      RowFilter: { FilterExpression: LARGE },
    });
    await createFilter('customers', {
      ColumnNames: ['id', 'customer'],
      RowFilter: { FilterExpression: LARGE },
    });
    await createFilter('everyRow', {
      ColumnNames: ['id', 'state'],
      RowFilter: { AllRowsWildcard: {} },
    });
  });

  const either = expect.stringMatching(
    /^\(?(state = 'Texas'|amount > 100)\)? OR \(?(state = 'Texas'|amount > 100)\)?$/,
  );
  it.each<
    [
      string,
      Resource[],
      {
        AuthorizedColumns: string[];
        RowFilter?: unknown;
        CellFilters: unknown[];
      },
    ]
  >([
    [
      'the table',
      [table('orders')],
      { AuthorizedColumns: ALL, CellFilters: [] },
    ],
    ['all tables', [everyTable], { AuthorizedColumns: ALL, CellFilters: [] }],
    [
      'two lists of columns: both',
      [columns('orders', 'id'), columns('orders', 'amount')],
      { AuthorizedColumns: ['id', 'amount'], CellFilters: [] },
    ],
    [
      'all columns but one, beside one of two',
      [allBut('orders', 'id', 'customer'), columns('orders', 'id')],
      {
        AuthorizedColumns: ['id', 'state', 'amount', 'paid', 'ordered'],
        CellFilters: [],
      },
    ],
    [
      'a cell filter',
      [filter('orders', 'texas')],
      {
        AuthorizedColumns: ['id', 'state'],
        RowFilter: TEXAS,
        CellFilters: [],
      },
    ],
    [
      'two filters on the same columns: rows of either',
      [filter('orders', 'texas'), filter('orders', 'large')],
      {
        AuthorizedColumns: ['id', 'state'],
        RowFilter: either,
        CellFilters: [],
      },
    ],
    [
      'a filter beside the whole table: the table',
      [table('orders'), filter('orders', 'texas')],
      { AuthorizedColumns: ALL, CellFilters: [] },
    ],
    [
      'a filter of all rows beside another: all rows',
      [filter('orders', 'texas'), filter('orders', 'everyRow')],
      { AuthorizedColumns: ['id', 'state'], CellFilters: [] },
    ],
    [
      'filters on different columns: cells by column',
      [filter('orders', 'texas'), filter('orders', 'customers')],
      {
        AuthorizedColumns: ['id', 'customer', 'state'],
        RowFilter: either,
        CellFilters: [
          { ColumnName: 'customer', RowFilterExpression: LARGE },
          { ColumnName: 'state', RowFilterExpression: TEXAS },
        ],
      },
    ],
    [
      'a filter beside a list of columns: its own column is cut to its rows',
      [columns('orders', 'id'), filter('orders', 'customers')],
      {
        AuthorizedColumns: ['id', 'customer'],
        CellFilters: [{ ColumnName: 'customer', RowFilterExpression: LARGE }],
      },
    ],
  ])('%s', async (_, resources, expected) => {
    for (const resource of resources) {
      await grant(estate.producer, ANALYST, resource, ['SELECT']);
    }
    expect(await unfiltered(analyst)).toEqual({
      RowFilter: undefined,
      ...expected,
    });
    // There is no deny: the order in which grants are made does not count.
    for (const resource of resources) {
      await revoke(estate.producer, ANALYST, resource, ['SELECT']);
    }
    for (const resource of [...resources].reverse()) {
      await grant(estate.producer, ANALYST, resource, ['SELECT']);
    }
    expect(await unfiltered(analyst)).toEqual({
      RowFilter: undefined,
      ...expected,
    });
  });

  it.each<[string, Resource[]]>([
    ['a filter of rows', [filter('orders', 'texas')]],
    [
      'a filter of cells, all rows being visible',
      [columns('orders', 'id'), filter('orders', 'customers')],
    ],
  ])(
    'an engine that filters only columns is refused (A10): %s',
    async (_, resources) => {
      for (const resource of resources) {
        await grant(estate.producer, ANALYST, resource, ['SELECT']);
      }
      expect(await refusal(unfiltered(analyst, ['COLUMN_PERMISSION']))).toMatch(
        /^PermissionTypeMismatchException/,
      );
    },
  );
});

describe('without SELECT', () => {
  it('and without anything: denied (A10)', async () => {
    expect(await refusal(unfiltered(analyst))).toMatch(
      /^AccessDeniedException/,
    );
  });

  it('DESCRIBE authorizes no column (A3)', async () => {
    await grant(estate.producer, ANALYST, table('orders'), ['DESCRIBE']);
    expect((await unfiltered(analyst)).AuthorizedColumns ?? []).toEqual([]);
  });
});

it('a part is of no effect beside rights to change the table (A5)', async () => {
  await grant(estate.producer, ANALYST, table('orders'), ['INSERT']);
  await grant(estate.producer, ANALYST, columns('orders', 'id'), ['SELECT']);
  expect((await unfiltered(analyst)).AuthorizedColumns ?? []).toEqual([]);
});

describe('across accounts', () => {
  let team: AccountClients;
  beforeEach(async () => {
    team = await estate.as('consumer', 'analyst');
    await createFilter('texas', {
      ColumnNames: ['id', 'customer', 'state'],
      RowFilter: { FilterExpression: TEXAS },
    });
    await grant(
      estate.producer,
      CONSUMER,
      filter('orders', 'texas'),
      ['SELECT'],
      { PermissionsWithGrantOption: ['SELECT'] },
    );
  });

  it('nothing is seen until the share is accepted and the team is granted', async () => {
    expect(await refusal(unfiltered(team))).toMatch(
      /^(AccessDenied|EntityNotFound)Exception/,
    );
    await estate.acceptInvitations();
    expect(await refusal(unfiltered(team))).toMatch(
      /^(AccessDenied|EntityNotFound)Exception/,
    );
  });

  it('a grant on the whole table gives what the account has', async () => {
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    expect(await unfiltered(team)).toEqual({
      AuthorizedColumns: ['id', 'customer', 'state'],
      RowFilter: TEXAS,
      CellFilters: [],
    });
  });

  it('goes with what the owner revokes', async () => {
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    await revoke(estate.producer, CONSUMER, filter('orders', 'texas'), [
      'SELECT',
    ]);
    expect(await refusal(unfiltered(team))).toMatch(
      /^(AccessDenied|EntityNotFound)Exception/,
    );
  });

  it('another role of the account sees nothing', async () => {
    await estate.acceptInvitations();
    await grant(estate.consumer, TEAM, table('orders'), ['SELECT']);
    expect(
      await refusal(unfiltered(await estate.as('consumer', 'steward'))),
    ).toMatch(/^(AccessDenied|EntityNotFound)Exception/);
  });
});

describe('IAM_ALLOWED_PRINCIPALS (A4, A9)', () => {
  beforeEach(async () => {
    await grant(estate.producer, 'IAM_ALLOWED_PRINCIPALS', table('orders'), [
      'ALL',
    ]);
    await grant(estate.producer, ANALYST, columns('orders', 'id'), ['SELECT']);
  });

  it('leaves the decision to IAM', async () => {
    expect((await unfiltered(analyst)).AuthorizedColumns).toEqual(ALL);
  });

  it('does not count in hybrid access mode for who has opted in', async () => {
    await estate.producer.lakeFormation.send(
      new RegisterResourceCommand({
        ResourceArn: 'arn:aws:s3:::lake/sales',
        UseServiceLinkedRole: true,
        HybridAccessEnabled: true,
      }),
    );
    await estate.producer.lakeFormation.send(
      new CreateLakeFormationOptInCommand({
        Principal: { DataLakePrincipalIdentifier: ANALYST },
        Resource: table('orders'),
      }),
    );
    expect((await unfiltered(analyst)).AuthorizedColumns).toEqual(['id']);
  });
});
