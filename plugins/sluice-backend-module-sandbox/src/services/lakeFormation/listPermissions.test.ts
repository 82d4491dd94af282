import {
  analyst,
  claims,
  columns,
  database,
  DataLakes,
  filter,
  P,
  patients,
  steward,
  to,
} from './__testUtils__/dataLakes';

const allTables = {
  Table: { CatalogId: P, DatabaseName: 'healthcare_db', TableWildcard: {} },
};

let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
  await lakes.lf(P, 'CreateDataCellsFilter', {
    TableData: {
      ...filter('adults').DataCellsFilter,
      ColumnNames: ['state'],
      RowFilter: { AllRowsWildcard: {} },
    },
  });
});

const give = (
  Resource: object,
  Permissions: string[],
  principal = analyst,
  more: object = {},
) =>
  lakes.lf(P, 'GrantPermissions', {
    Principal: to(principal),
    Resource,
    Permissions,
    ...more,
  });

it.each<[string, object, string[], string[]]>([
  [
    'SELECT on a table, which has a row of its own (A11.1)',
    claims,
    ['SELECT', 'INSERT'],
    [
      'analyst: Table healthcare_db.claims INSERT',
      'analyst: TableWithColumns healthcare_db.claims(*) SELECT',
    ],
  ],
  [
    'a wildcard, which becomes ALL_TABLES (A11.1)',
    allTables,
    ['SELECT', 'DESCRIBE'],
    [
      'analyst: Table healthcare_db.ALL_TABLES DESCRIBE',
      'analyst: TableWithColumns healthcare_db.ALL_TABLES(*) SELECT',
    ],
  ],
  [
    'ALL, which comes expanded (A11.1)',
    claims,
    ['ALL'],
    [
      'analyst: Table healthcare_db.claims ALL,ALTER,DELETE,DESCRIBE,DROP,INSERT',
      'analyst: TableWithColumns healthcare_db.claims(*) SELECT',
    ],
  ],
  [
    'columns',
    columns({ ColumnNames: ['STATE', 'age'] }),
    ['SELECT'],
    ['analyst: TableWithColumns healthcare_db.patients(age,state) SELECT'],
  ],
  [
    'all columns but some',
    columns({ ColumnWildcard: { ExcludedColumnNames: ['ssn'] } }),
    ['SELECT'],
    ['analyst: TableWithColumns healthcare_db.patients(* but ssn) SELECT'],
  ],
  [
    'a database, whose name is folded',
    { Database: { Name: 'Healthcare_DB' } },
    ['DESCRIBE'],
    ['analyst: Database healthcare_db DESCRIBE'],
  ],
  [
    'a catalog',
    { Catalog: {} },
    ['CREATE_DATABASE'],
    [`analyst: Catalog ${P} CREATE_DATABASE`],
  ],
])('shows %s', async (_, resource, permissions, rows) => {
  await give(resource, permissions);
  expect(await lakes.rows(P)).toEqual(rows);
});

it('shows one row per permission of an LF-Tag (A11.7)', async () => {
  await lakes.lf(P, 'CreateLFTag', { TagKey: 'domain', TagValues: ['a'] });
  await give({ LFTag: { TagKey: 'domain', TagValues: ['*'] } }, [
    'DESCRIBE',
    'ASSOCIATE',
  ]);
  expect(await lakes.rows(P, { ResourceType: 'LF_TAG' })).toEqual([
    'analyst: LFTag domain ASSOCIATE',
    'analyst: LFTag domain DESCRIBE',
  ]);
});

it('says when and by whom, and by which share', async () => {
  await give(claims, ['SELECT'], '444455556666');
  expect(await lakes.lf(P, 'ListPermissions', {})).toEqual({
    PrincipalResourcePermissions: [
      {
        Principal: to('444455556666'),
        Resource: {
          TableWithColumns: { ...claims.Table, ColumnWildcard: {} },
        },
        Permissions: ['SELECT'],
        PermissionsWithGrantOption: [],
        AdditionalDetails: {
          ResourceShare: [
            expect.stringMatching(
              /^arn:aws:ram:us-west-2:111122223333:resource-share\/[0-9a-f-]{36}$/,
            ),
          ],
        },
        LastUpdated: lakes.now,
        LastUpdatedBy: `arn:aws:iam::${P}:root`,
      },
    ],
    NextToken: undefined,
  });
});

describe('filtered', () => {
  beforeEach(async () => {
    await give(database, ['DESCRIBE']);
    await give(allTables, ['SELECT']);
    await give(columns({ ColumnNames: ['age'] }), ['SELECT'], steward);
    await give(filter('adults'), ['SELECT'], steward);
    await give(claims, ['INSERT'], steward);
  });

  it.each<[string, object, string[]]>([
    [
      'by table: with columns, without cell filters and wildcards',
      { Resource: patients },
      ['steward: TableWithColumns healthcare_db.patients(age) SELECT'],
    ],
    [
      'by table with what is related: also cell filters (A11.6)',
      { Resource: patients, IncludeRelated: 'TRUE' },
      [
        'steward: TableWithColumns healthcare_db.patients(age) SELECT',
        'steward: DataCellsFilter healthcare_db.patients.adults SELECT',
      ],
    ],
    [
      'by cell filter',
      { Resource: filter('adults') },
      ['steward: DataCellsFilter healthcare_db.patients.adults SELECT'],
    ],
    [
      'by wildcard',
      { Resource: allTables },
      ['analyst: TableWithColumns healthcare_db.ALL_TABLES(*) SELECT'],
    ],
    [
      'by database',
      { Resource: database },
      ['analyst: Database healthcare_db DESCRIBE'],
    ],
    [
      'by type: cell filters have none (A11)',
      { ResourceType: 'TABLE' },
      [
        'analyst: TableWithColumns healthcare_db.ALL_TABLES(*) SELECT',
        'steward: TableWithColumns healthcare_db.patients(age) SELECT',
        'steward: Table healthcare_db.claims INSERT',
      ],
    ],
    [
      'by principal and table: effective permissions (A11.4)',
      { Resource: patients, Principal: to(analyst) },
      ['analyst: TableWithColumns healthcare_db.patients(*) SELECT'],
    ],
    [
      'by principal and database: with the implied DESCRIBE (A3)',
      { Resource: database, Principal: to(analyst) },
      ['analyst: Database healthcare_db DESCRIBE'],
    ],
    [
      'by principal and table: without cell filters (A11.6)',
      {
        Resource: patients,
        Principal: to(steward),
        IncludeRelated: 'TRUE',
      },
      ['steward: TableWithColumns healthcare_db.patients(age) SELECT'],
    ],
  ])('%s', async (_, input, rows) => {
    expect(await lakes.rows(P, input)).toEqual(rows);
  });

  it.each<[string, object, RegExp]>([
    [
      'a principal alone (A11.3)',
      { Principal: to(analyst) },
      /Resource is mandatory if Principal is set in the input/,
    ],
    [
      'columns (A11.2)',
      { Resource: columns({ ColumnNames: ['age'] }) },
      /TableWithColumns/,
    ],
    ['a page of 1001', { MaxResults: 1001 }, /MaxResults/],
    ['a token of its own making', { NextToken: 'x' }, /token/],
    [
      'an Identity Center user (A11.5)',
      {
        Principal: to('arn:aws:identitystore:::user/u-1'),
        Resource: database,
      },
      /AccountId cannot be null or empty/,
    ],
  ])('refuses %s', async (_, input, message) => {
    await expect(lakes.lf(P, 'ListPermissions', input)).rejects.toMatchObject({
      code: 'InvalidInputException',
      message: expect.stringMatching(message),
    });
  });

  it('goes page by page, and splits the rows of one grant', async () => {
    await give(claims, ['ALL'], analyst);
    const whole = await lakes.rows(P);
    const paged: string[] = [];
    let NextToken: string | undefined;
    do {
      const input = { MaxResults: 1, NextToken };
      paged.push(...(await lakes.rows(P, input)));
      ({ NextToken } = await lakes.lf(P, 'ListPermissions', input));
    } while (NextToken);
    expect(paged).toEqual(whole);
  });

  it('shows an ordinary role its own and what it may grant (A11.12)', async () => {
    const own = (await lakes.rows(P)).filter(row => row.startsWith('steward'));
    expect(await lakes.rows(steward)).toEqual(own);
    await give(claims, ['SELECT'], steward, {
      PermissionsWithGrantOption: ['SELECT'],
    });
    await give(claims, ['DELETE']);
    expect(await lakes.rows(steward)).toContain(
      'analyst: Table healthcare_db.claims DELETE',
    );
  });
});
