import {
  analyst,
  callerOf,
  claims,
  columns,
  database,
  DataLakes,
  filter,
  P,
  patients,
  REGION,
  to,
} from './__testUtils__/dataLakes';
import { AuthorizedAccess, authorizedAccess, canDescribe } from '.';

const EVERY = [
  'patient_id',
  'patient_name',
  'ssn',
  'state',
  'age',
  'visit_date',
  'address',
  'notes',
];
const TABLE = {
  catalogId: P,
  databaseName: 'healthcare_db',
  tableName: 'patients',
  region: REGION,
};

let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
  for (const [name, ColumnNames, expression] of [
    ['texans', ['state', 'age'], "state = 'TX'"],
    ['adults', ['state', 'patient_name'], 'age > 17'],
    ['names', ['patient_name'], undefined],
  ] as const) {
    await lakes.lf(P, 'CreateDataCellsFilter', {
      TableData: {
        ...filter(name).DataCellsFilter,
        ColumnNames,
        RowFilter: expression
          ? { FilterExpression: expression }
          : { AllRowsWildcard: {} },
      },
    });
  }
});

const give = (
  Resource: object,
  permissions = ['SELECT'],
  principal = analyst,
) =>
  lakes.lf(P, 'GrantPermissions', {
    Principal: to(principal),
    Resource,
    Permissions: permissions,
  });
const access = () => authorizedAccess(lakes.world, callerOf(analyst), TABLE);
const wildcard = {
  Table: { DatabaseName: 'healthcare_db', TableWildcard: {} },
};
const included = (...ColumnNames: string[]) => columns({ ColumnNames });
const excluded = (...ExcludedColumnNames: string[]) =>
  columns({ ColumnWildcard: { ExcludedColumnNames } });

it.each<[string, [object, string[]?, string?][], AuthorizedAccess | undefined]>(
  [
    ['nothing', [], undefined],
    ['the table', [[patients]], { columns: EVERY, cellFilters: [] }],
    ['all tables', [[wildcard]], { columns: EVERY, cellFilters: [] }],
    [
      'DESCRIBE, which shows no column (A3)',
      [[patients, ['DESCRIBE']]],
      { columns: [], cellFilters: [] },
    ],
    [
      'the database, which says nothing of its tables',
      [[database, ['ALL']]],
      undefined,
    ],
    [
      'columns in several grants: their union (A6)',
      [[included('age', 'state')], [included('ssn')]],
      { columns: ['ssn', 'state', 'age'], cellFilters: [] },
    ],
    [
      'all columns but some',
      [[excluded('ssn', 'notes')]],
      {
        columns: EVERY.filter(name => !['ssn', 'notes'].includes(name)),
        cellFilters: [],
      },
    ],
    [
      'one cell filter',
      [[filter('texans')]],
      {
        columns: ['state', 'age'],
        rowFilter: "state = 'TX'",
        cellFilters: [],
      },
    ],
    [
      'several cell filters: any row, each cell by the filters that name it (A6)',
      [[filter('texans')], [filter('adults')]],
      {
        columns: ['patient_name', 'state', 'age'],
        rowFilter: "(age > 17) OR (state = 'TX')",
        cellFilters: [
          { columnName: 'patient_name', rowFilterExpression: 'age > 17' },
          { columnName: 'age', rowFilterExpression: "state = 'TX'" },
        ],
      },
    ],
    [
      'an all-rows filter, which takes precedence (A6)',
      [[filter('texans')], [filter('names')]],
      {
        columns: ['patient_name', 'state', 'age'],
        cellFilters: [
          { columnName: 'state', rowFilterExpression: "state = 'TX'" },
          { columnName: 'age', rowFilterExpression: "state = 'TX'" },
        ],
      },
    ],
    [
      'the table beside a cell filter: unrestricted (A6)',
      [[patients], [filter('texans')]],
      { columns: EVERY, cellFilters: [] },
    ],
    [
      'columns granted beside ALTER, without effect (A5)',
      [[patients, ['ALTER']], [included('age')]],
      { columns: [], cellFilters: [] },
    ],
    [
      'what every principal of the account has (A4)',
      [[included('age'), ['SELECT'], `${P}:IAMPrincipals`]],
      { columns: ['age'], cellFilters: [] },
    ],
    [
      'IAM_ALLOWED_PRINCIPALS: IAM alone decides (A4)',
      [[patients, ['ALL'], 'IAM_ALLOWED_PRINCIPALS'], [included('age')]],
      { columns: EVERY, cellFilters: [] },
    ],
  ],
)('%s', async (_, grants, expected) => {
  for (const grant of grants) await give(...grant);
  expect(access()).toEqual(expected);
  expect(canDescribe(lakes.world, callerOf(analyst), TABLE)).toBe(
    expected !== undefined,
  );
});

it('does not count a grant whose condition it cannot evaluate', async () => {
  await lakes.lf(P, 'GrantPermissions', {
    Principal: to(`${P}:IAMPrincipals`),
    Resource: patients,
    Permissions: ['SELECT'],
    Condition: { Expression: 'context.iam.principalTags["team"] == "a"' },
  });
  expect(access()).toBeUndefined();
});

it('is decided by Lake Formation for who opted in, in hybrid access mode (A9)', async () => {
  await lakes.lf(P, 'RegisterResource', {
    ResourceArn: 'arn:aws:s3:::lake/warehouse',
    UseServiceLinkedRole: true,
    HybridAccessEnabled: true,
  });
  await give(patients, ['ALL'], 'IAM_ALLOWED_PRINCIPALS');
  await give(included('age'));
  expect(access()?.columns).toEqual(EVERY);

  const optIn = { Principal: to(analyst), Resource: patients };
  await expect(
    lakes.lf(analyst, 'CreateLakeFormationOptIn', optIn),
  ).rejects.toMatchObject({ code: 'AccessDeniedException' });
  await lakes.lf(P, 'CreateLakeFormationOptIn', optIn);
  expect(access()?.columns).toEqual(['age']);
  expect(
    await lakes.lf(P, 'ListLakeFormationOptIns', { Principal: to(analyst) }),
  ).toMatchObject({ LakeFormationOptInsInfoList: [optIn] });

  await lakes.lf(P, 'DeleteLakeFormationOptIn', optIn);
  expect(access()?.columns).toEqual(EVERY);
});

it('shows a database to who has anything in it, and everything to administrators (A3)', async () => {
  const sees = (who: string) =>
    canDescribe(lakes.world, callerOf(who), {
      catalogId: P,
      region: REGION,
      databaseName: 'healthcare_db',
    });
  expect([sees(P), sees(analyst)]).toEqual([true, false]);
  await give(claims);
  expect(sees(analyst)).toBe(true);
});

describe('LF-Tags', () => {
  const tag = (Resource: object, TagKey: string, value: string) =>
    lakes.lf(P, 'AddLFTagsToResource', {
      Resource,
      LFTags: [{ TagKey, TagValues: [value] }],
    });
  const policy = (...expression: [string, string[]][]) => ({
    LFTagPolicy: {
      ResourceType: 'TABLE',
      Expression: expression.map(([TagKey, TagValues]) => ({
        TagKey,
        TagValues,
      })),
    },
  });

  beforeEach(async () => {
    await lakes.lf(P, 'CreateLFTag', {
      TagKey: 'Level',
      TagValues: ['Open', 'secret'],
    });
    await lakes.lf(P, 'CreateLFTag', {
      TagKey: 'domain',
      TagValues: ['claims', 'clinical'],
    });
    await tag(database, 'level', 'open');
    await tag(patients, 'DOMAIN', 'Clinical');
    await tag(included('ssn', 'notes'), 'level', 'secret');
  });

  it.each<[string, object, string[], string[] | undefined]>([
    [
      'AND between keys, inherited and overridden (A6)',
      policy(['level', ['open']], ['domain', ['claims', 'clinical']]),
      ['SELECT'],
      EVERY.filter(name => !['ssn', 'notes'].includes(name)),
    ],
    [
      'OR between values',
      policy(['level', ['open', 'secret']]),
      ['SELECT'],
      EVERY,
    ],
    ['no match', policy(['domain', ['claims']]), ['SELECT'], undefined],
    [
      'rights to change some columns: DESCRIBE (A6)',
      policy(['level', ['secret']]),
      ['ALTER', 'INSERT'],
      [],
    ],
    [
      'ALL on some columns: SELECT and DESCRIBE (A6)',
      policy(['level', ['secret']]),
      ['ALL'],
      ['ssn', 'notes'],
    ],
  ])('give access: %s', async (_, resource, permissions, expected) => {
    await give(resource, permissions);
    expect(access()?.columns).toEqual(expected);
  });

  it('show where they were set, or with what is inherited', async () => {
    const get = (ShowAssignedLFTags: boolean) =>
      lakes.lf(P, 'GetResourceLFTags', {
        Resource: patients,
        ShowAssignedLFTags,
      });
    const pair = (TagKey: string, value: string) => ({
      CatalogId: P,
      TagKey,
      TagValues: [value],
    });
    const secret = { LFTags: [pair('level', 'secret')] };
    expect(await get(true)).toEqual({
      LFTagOnDatabase: [pair('level', 'open')],
      LFTagsOnTable: [pair('domain', 'clinical')],
      LFTagsOnColumns: [
        { Name: 'ssn', ...secret },
        { Name: 'notes', ...secret },
      ],
    });
    expect((await get(false)).LFTagsOnTable).toEqual([
      pair('domain', 'clinical'),
      pair('level', 'open'),
    ]);
  });

  it('find tables and databases', async () => {
    const Expression = [{ TagKey: 'level', TagValues: ['secret'] }];
    expect(
      await lakes.lf(P, 'SearchTablesByLFTags', { Expression }),
    ).toMatchObject({ TableList: [{ Table: { Name: 'patients' } }] });
    expect(
      (
        await lakes.lf(P, 'SearchDatabasesByLFTags', {
          Expression: [{ TagKey: 'level', TagValues: ['open'] }],
        })
      ).DatabaseList,
    ).toMatchObject([{ Database: { Name: 'healthcare_db' } }]);
    expect(
      (await lakes.lf(analyst, 'SearchTablesByLFTags', { Expression }))
        .TableList,
    ).toEqual([]);
  });

  it('are set with the right to associate them; failures are told one by one', async () => {
    const LFTags = [
      { TagKey: 'domain', TagValues: ['claims'] },
      { TagKey: 'level', TagValues: ['open'] },
    ];
    await give({ LFTag: { TagKey: 'domain', TagValues: ['*'] } }, [
      'ASSOCIATE',
      'DESCRIBE',
    ]);
    expect(
      await lakes.lf(analyst, 'AddLFTagsToResource', {
        Resource: claims,
        LFTags,
      }),
    ).toMatchObject({
      Failures: [
        { LFTag: LFTags[1], Error: { ErrorCode: 'AccessDeniedException' } },
      ],
    });
    expect((await lakes.lf(analyst, 'ListLFTags', {})).LFTags).toEqual([
      { CatalogId: P, TagKey: 'domain', TagValues: ['claims', 'clinical'] },
    ]);
  });

  it('make expressions that can be saved under a name', async () => {
    const open = (value: string) => ({
      Name: 'open',
      Expression: [{ TagKey: 'Level', TagValues: [value] }],
    });
    await lakes.lf(P, 'CreateLFTagExpression', open('Open'));
    for (const [operation, value, code] of [
      ['CreateLFTagExpression', 'open', 'InvalidInputException'],
      ['UpdateLFTagExpression', 'unknown', 'InvalidInputException'],
    ]) {
      await expect(lakes.lf(P, operation, open(value))).rejects.toMatchObject({
        code,
      });
    }
    await lakes.lf(P, 'UpdateLFTagExpression', open('secret'));
    const saved = {
      Name: 'open',
      CatalogId: P,
      Expression: [{ TagKey: 'level', TagValues: ['secret'] }],
    };
    expect(await lakes.lf(P, 'GetLFTagExpression', { Name: 'open' })).toEqual(
      saved,
    );
    expect(
      (await lakes.lf(P, 'ListLFTagExpressions', {})).LFTagExpressions,
    ).toEqual([saved]);
    await lakes.lf(P, 'DeleteLFTagExpression', { Name: 'open' });
    await expect(
      lakes.lf(P, 'GetLFTagExpression', { Name: 'open' }),
    ).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });

  it('can be changed and deleted, with what depends on them', async () => {
    await lakes.lf(P, 'UpdateLFTag', {
      TagKey: 'level',
      TagValuesToAdd: ['internal'],
      TagValuesToDelete: ['secret'],
    });
    expect(await lakes.lf(P, 'GetLFTag', { TagKey: 'Level' })).toEqual({
      CatalogId: P,
      TagKey: 'level',
      TagValues: ['internal', 'open'],
    });
    await give(policy(['level', ['open']]));
    expect(access()?.columns).toEqual(EVERY);
    await lakes.lf(P, 'DeleteLFTag', { TagKey: 'level' });
    expect(access()).toBeUndefined();
    await expect(
      lakes.lf(P, 'GetLFTag', { TagKey: 'level' }),
    ).rejects.toMatchObject({ code: 'EntityNotFoundException' });
  });
});
