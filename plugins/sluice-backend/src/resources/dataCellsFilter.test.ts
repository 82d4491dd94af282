import {
  CreateDataCellsFilterCommand,
  GetDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { actionsOf, checkLifeCycle } from './__testUtils__/checkLifeCycle';
import { makeOrders, PRODUCER } from './__testUtils__/dataLake';
import { dataCellsFilter } from './dataCellsFilter';
import { ResourceContext } from './ResourceContext';

const NAME = {
  catalogId: PRODUCER,
  database: 'sales',
  table: 'orders',
  name: 'texas',
};

describe('dataCellsFilter', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
    await makeOrders(context);
  });

  it('lives', async () => {
    const taken = await checkLifeCycle({
      type: dataCellsFilter,
      aws,
      context,
      wanted: {
        ...NAME,
        columns: ['state', 'id'],
        rowFilter: "state IN ('Texas', 'New York')",
      },
      changed: { ...NAME, columns: ['id'], rowFilter: "state = 'Texas'" },
    });
    expect(taken).toEqual(actionsOf(dataCellsFilter));
  });

  it.each([
    { what: 'all columns and rows', columns: undefined, rowFilter: undefined },
    { what: 'all rows, said in words', columns: ['id'], rowFilter: 'TRUE' },
    {
      what: 'some rows of all columns',
      columns: undefined,
      rowFilter: 'id > 7',
    },
  ])('finds $what as they are wanted', async ({ columns, rowFilter }) => {
    const wanted = { ...NAME, columns, rowFilter };
    await dataCellsFilter.create(wanted, context);
    const found = (await dataCellsFilter.read(wanted, context))!;
    expect(dataCellsFilter.diff(wanted, found)).toEqual([]);
  });

  it.each([
    {
      what: 'columns in another order and case',
      wanted: { columns: ['Id', 'STATE'] },
      found: { columns: ['state', 'id'] },
      differences: [],
    },
    {
      what: 'another way to say the same of rows',
      wanted: { rowFilter: "state in ('Texas', 'Ohio')" },
      found: { rowFilter: "(state = 'Ohio') or state = 'Texas'" },
      differences: [],
    },
    {
      what: 'other rows',
      wanted: { rowFilter: "state = 'Texas'" },
      found: { rowFilter: "state = 'texas'" },
      differences: [
        {
          path: 'rowFilter',
          before: "state = 'texas'",
          after: "state = 'Texas'",
        },
      ],
    },
    {
      what: 'rows where none were left out',
      wanted: { rowFilter: 'id > 7' },
      found: {},
      differences: [{ path: 'rowFilter', before: 'all rows', after: 'id > 7' }],
    },
    {
      what: 'an expression that cannot be parsed',
      wanted: { rowFilter: 'id > 7' },
      found: { rowFilter: 'soundex(id) > 7' },
      differences: [
        { path: 'rowFilter', before: 'soundex(id) > 7', after: 'id > 7' },
      ],
    },
    {
      what: 'columns where all were let through',
      wanted: { columns: ['id'] },
      found: {},
      differences: [{ path: 'columns', before: 'all columns', after: ['id'] }],
    },
    {
      what: 'all columns where one was chosen',
      wanted: {},
      found: { columns: ['id'] },
      differences: [{ path: 'columns', before: ['id'], after: 'all columns' }],
    },
  ])('compares $what', ({ wanted, found, differences }) => {
    expect(
      dataCellsFilter.diff({ ...NAME, ...wanted }, { ...NAME, ...found }),
    ).toEqual(differences);
  });

  it('replaces an exclude list, which new columns would slip through', async () => {
    await context.clients.lakeFormation.send(
      new CreateDataCellsFilterCommand({
        TableData: {
          TableCatalogId: PRODUCER,
          DatabaseName: 'sales',
          TableName: 'orders',
          Name: 'texas',
          ColumnWildcard: { ExcludedColumnNames: ['customer'] },
          RowFilter: { AllRowsWildcard: {} },
        },
      }),
    );
    const wanted = { ...NAME, columns: ['id', 'state'] };
    const found = (await dataCellsFilter.read(wanted, context))!;
    expect(dataCellsFilter.diff(wanted, found)).toEqual([
      {
        path: 'columns',
        before: ['all but customer'],
        after: ['id', 'state'],
      },
    ]);

    // Made by somebody else after the plan: creation ends in what is wanted all the same.
    await dataCellsFilter.create(wanted, context);

    const { DataCellsFilter: filter } =
      await context.clients.lakeFormation.send(
        new GetDataCellsFilterCommand({
          TableCatalogId: PRODUCER,
          DatabaseName: 'sales',
          TableName: 'orders',
          Name: 'texas',
        }),
      );
    expect(filter).toMatchObject({
      ColumnNames: ['id', 'state'],
      VersionId: '2',
    });
    expect(filter).not.toHaveProperty('ColumnWildcard');
  });

  it('does not write over a filter that moved on meanwhile', async () => {
    const wanted = { ...NAME, columns: ['id'] };
    await dataCellsFilter.create(wanted, context);
    const updates = ['state', 'customer'].map(column =>
      dataCellsFilter.update!({ ...NAME, columns: [column] }, wanted, context),
    );
    const [first, second] = await Promise.allSettled(updates);
    expect(first.status).toBe('fulfilled');
    expect(second).toMatchObject({
      reason: { name: 'ConcurrentModificationException' },
    });
  });
});
