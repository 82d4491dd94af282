import {
  analyst,
  DataLakes,
  filter,
  P,
  patients,
  to,
} from './__testUtils__/dataLakes';

let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
});

const create = (more: object, who = P) =>
  lakes.lf(who, 'CreateDataCellsFilter', {
    TableData: { ...filter('f').DataCellsFilter, ...more },
  });
const get = async () =>
  (await lakes.lf(P, 'GetDataCellsFilter', filter('f').DataCellsFilter))
    .DataCellsFilter;
const where = (FilterExpression: string) => ({
  ColumnWildcard: {},
  RowFilter: { FilterExpression },
});

it('keeps a filter, updates it by version, and deletes it with its grants', async () => {
  await create({
    ColumnNames: ['STATE', 'age'],
    RowFilter: { FilterExpression: ' age > 17 ' },
  });
  expect(await get()).toEqual({
    ...filter('f').DataCellsFilter,
    ColumnNames: ['state', 'age'],
    RowFilter: { FilterExpression: 'age > 17' },
    VersionId: '1',
  });
  await expect(create(where('age > 1'))).rejects.toMatchObject({
    code: 'AlreadyExistsException',
  });

  const update = (VersionId: string) =>
    lakes.lf(P, 'UpdateDataCellsFilter', {
      TableData: {
        ...filter('f').DataCellsFilter,
        ColumnWildcard: { ExcludedColumnNames: ['ssn'] },
        RowFilter: { AllRowsWildcard: {} },
        VersionId,
      },
    });
  await update('1');
  await expect(update('1')).rejects.toMatchObject({
    code: 'ConcurrentModificationException',
  });
  // Every row has two spellings, and both come back (A1).
  expect(await get()).toMatchObject({
    ColumnWildcard: { ExcludedColumnNames: ['ssn'] },
    RowFilter: { FilterExpression: 'TRUE', AllRowsWildcard: {} },
    VersionId: '2',
  });

  await lakes.lf(P, 'GrantPermissions', {
    Principal: to(analyst),
    Resource: filter('f'),
    Permissions: ['SELECT'],
  });
  await lakes.lf(P, 'DeleteDataCellsFilter', filter('f').DataCellsFilter);
  await expect(get()).rejects.toMatchObject({
    code: 'EntityNotFoundException',
  });
  expect(await lakes.rows(P)).toEqual([]);
});

it.each<[string, object]>([
  ['no columns', { RowFilter: { AllRowsWildcard: {} } }],
  [
    'two choices of columns',
    {
      ColumnNames: ['age'],
      ColumnWildcard: {},
      RowFilter: { AllRowsWildcard: {} },
    },
  ],
  ['no rows', { ColumnWildcard: {} }],
  [
    'two choices of rows',
    {
      ColumnWildcard: {},
      RowFilter: { AllRowsWildcard: {}, FilterExpression: 'age > 1' },
    },
  ],
  [
    'an unknown column',
    { ColumnNames: ['salary'], RowFilter: { AllRowsWildcard: {} } },
  ],
])('refuses a filter with %s', async (_, more) => {
  await expect(create(more)).rejects.toMatchObject({
    code: 'InvalidInputException',
  });
});

it('is for those who hold SELECT with grant option (A5)', async () => {
  await expect(create(where('age > 1'), analyst)).rejects.toMatchObject({
    code: 'AccessDeniedException',
  });
  await lakes.lf(P, 'GrantPermissions', {
    Principal: to(analyst),
    Resource: patients,
    Permissions: ['SELECT'],
    PermissionsWithGrantOption: ['SELECT'],
  });
  await create(where('age > 1'), analyst);
});

it('lists filters of a table page by page, only to those who may see them', async () => {
  for (const Name of ['b', 'a', 'c']) {
    await lakes.lf(P, 'CreateDataCellsFilter', {
      TableData: { ...filter(Name).DataCellsFilter, ...where('age > 1') },
    });
  }
  const list = (who: string, input: object = { Table: patients.Table }) =>
    lakes.lf(who, 'ListDataCellsFilter', input);
  const first = await list(P, { Table: patients.Table, MaxResults: 2 });
  const second = await list(P, {
    Table: patients.Table,
    MaxResults: 2,
    NextToken: first.NextToken,
  });
  expect(
    [...first.DataCellsFilters, ...second.DataCellsFilters].map(
      ({ Name }: { Name: string }) => Name,
    ),
  ).toEqual(['b', 'a', 'c']);
  expect(second.NextToken).toBeUndefined();

  await lakes.lf(P, 'GrantPermissions', {
    Principal: to(analyst),
    Resource: filter('a'),
    Permissions: ['DESCRIBE'],
  });
  expect((await list(analyst)).DataCellsFilters).toMatchObject([{ Name: 'a' }]);
});

describe('row filters (A7)', () => {
  it.each([
    'age > 17',
    'age >= 17 and age<=65 AND age <> 30 and age != 31',
    "(state between 'A' and 'C') or not (state = 'TX')",
    "state in ('Texas', 'New York')",
    "state NOT IN ('O''Brien')",
    "state like '%ex%' and state not like 'x'",
    'age not between 1 and 2',
    'patient_name is null or patient_name is not null',
    'visit_date is not null',
    'address.zip.code = 90210',
    '"state" = \'TX\'',
    '"address"."city" = \'Austin\'',
    'age = -1.5e3',
  ])('accepts %s', async expression => {
    await expect(create(where(expression))).resolves.toEqual({});
  });

  it.each([
    '',
    'age',
    'age >',
    '= 1',
    'age = ssn',
    "lower(state) = 'tx'",
    "age = '17'",
    'state = 17',
    'state = true',
    'age like 1',
    "visit_date > '2024-01-01'",
    "notes = 'x'",
    'salary > 1',
    "address.street = 'x'",
    'ctid = 1',
    'age > 1 and',
    '(age > 1',
    'age > 1)',
    'age in ()',
    'age not > 1',
    'age > 1; drop table x',
    'age > 1 -- comment',
    'select 1',
    "state = 'open",
    `age > 1 ${'or age > 1 '.repeat(200)}`,
  ])('refuses %s', async expression => {
    await expect(create(where(expression))).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
  });

  it('refuses IS NULL on a partition key', async () => {
    const visits = {
      TableCatalogId: P,
      DatabaseName: 'healthcare_db',
      TableName: 'visits',
      Name: 'f',
    };
    await expect(
      lakes.lf(P, 'CreateDataCellsFilter', {
        TableData: { ...visits, ...where('year is null') },
      }),
    ).rejects.toMatchObject({ code: 'InvalidInputException' });
    await lakes.lf(P, 'CreateDataCellsFilter', {
      TableData: { ...visits, ...where('year = 2018') },
    });
  });
});
