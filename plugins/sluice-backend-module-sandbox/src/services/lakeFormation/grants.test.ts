import {
  analyst,
  C,
  claims,
  columns,
  database,
  DataLakes,
  filter,
  P,
  patients,
  REGION,
  steward,
  to,
} from './__testUtils__/dataLakes';
import { lakeFormationState } from './state';

const anyRow = { RowFilter: { AllRowsWildcard: {} } };
let lakes: DataLakes;
beforeEach(async () => {
  lakes = await new DataLakes().withRoles();
  await lakes.lf(P, 'CreateDataCellsFilter', {
    TableData: {
      ...filter('adults').DataCellsFilter,
      ColumnNames: ['state'],
      ...anyRow,
    },
  });
  await lakes.lf(P, 'CreateLFTag', {
    TagKey: 'Domain',
    TagValues: ['Claims', 'clinical'],
  });
});

const give = (
  Resource: object,
  Permissions: string[],
  PermissionsWithGrantOption: string[] = [],
  principal = analyst,
  who = P,
) =>
  lakes.lf(who, 'GrantPermissions', {
    Principal: to(principal),
    Resource,
    Permissions,
    PermissionsWithGrantOption,
  });
const take = (
  Resource: object,
  Permissions: string[],
  PermissionsWithGrantOption: string[] = [],
) =>
  lakes.lf(P, 'RevokePermissions', {
    Principal: to(analyst),
    Resource,
    Permissions,
    PermissionsWithGrantOption,
  });

describe('a grant', () => {
  it.each<[string, object, string[], string[], string, RegExp]>([
    ['no resource', {}, ['SELECT'], [], 'InvalidInput', /one and only one/],
    [
      'two resources',
      { ...database, ...claims },
      ['DESCRIBE'],
      [],
      'InvalidInput',
      /one and only one/,
    ],
    [
      'neither name nor wildcard',
      { Table: { DatabaseName: 'healthcare_db' } },
      ['SELECT'],
      [],
      'InvalidInput',
      /Table name and table wildcard cannot both be empty/,
    ],
    [
      'ALL_TABLES as it is listed (A11.1)',
      {
        TableWithColumns: {
          DatabaseName: 'healthcare_db',
          Name: 'ALL_TABLES',
          ColumnWildcard: {},
        },
      },
      ['SELECT'],
      [],
      'InvalidInput',
      /ALL_TABLES/,
    ],
    ['no permissions', claims, [], [], 'InvalidInput', /cannot be empty/],
    [
      'SELECT on a database',
      database,
      ['SELECT'],
      [],
      'InvalidInput',
      /SELECT/,
    ],
    [
      'INSERT on columns',
      columns({ ColumnNames: ['state'] }),
      ['INSERT'],
      [],
      'InvalidInput',
      /INSERT/,
    ],
    [
      'more grant option than permissions',
      claims,
      ['SELECT'],
      ['DESCRIBE'],
      'InvalidInput',
      /must be among the granted/,
    ],
    [
      'an exclude list with grant option (A5)',
      columns({ ColumnWildcard: { ExcludedColumnNames: ['ssn'] } }),
      ['SELECT'],
      ['SELECT'],
      'InvalidInput',
      /must name the included columns/,
    ],
    [
      'a column that is not there',
      columns({ ColumnNames: ['salary'] }),
      ['SELECT'],
      [],
      'InvalidInput',
      /non-existent column: \[salary\]/,
    ],
    [
      'a partition key (A5)',
      {
        TableWithColumns: {
          DatabaseName: 'healthcare_db',
          Name: 'visits',
          ColumnNames: ['year'],
        },
      },
      ['SELECT'],
      [],
      'InvalidInput',
      /partition keys/,
    ],
    [
      'a table that is not there',
      { Table: { DatabaseName: 'healthcare_db', Name: 'nothing' } },
      ['SELECT'],
      [],
      'EntityNotFound',
      /Table healthcare_db.nothing not found/,
    ],
    [
      'a filter that is not there',
      filter('nothing'),
      ['SELECT'],
      [],
      'EntityNotFound',
      /nothing/,
    ],
    [
      'a location that is not registered',
      { DataLocation: { ResourceArn: 'arn:aws:s3:::elsewhere' } },
      ['DATA_LOCATION_ACCESS'],
      [],
      'InvalidInput',
      /register the S3 path/,
    ],
    [
      'an LF-Tag value that is not there',
      { LFTag: { TagKey: 'domain', TagValues: ['sales'] } },
      ['ASSOCIATE'],
      [],
      'InvalidInput',
      /sales/,
    ],
  ])(
    'is refused for %s',
    async (_, Resource, permissions, grantable, code, message) => {
      await expect(
        give(Resource, permissions, grantable),
      ).rejects.toMatchObject({
        code: `${code}Exception`,
        message: expect.stringMatching(message),
      });
    },
  );

  it.each([
    `arn:aws:iam::${P}:role/unknown`,
    'team1',
    'arn:aws:s3:::bucket',
    '1234',
  ])('is refused to %s', async principal => {
    await expect(give(claims, ['SELECT'], [], principal)).rejects.toMatchObject(
      {
        code: 'InvalidInputException',
        message: `Invalid principal, ${principal}`,
      },
    );
  });

  it('on a resource link lets it be seen and dropped, no more (A8.4)', async () => {
    const link = { Table: { DatabaseName: 'consumer_db', Name: 'rl_claims' } };
    const grantLink = (Permissions: string[]) =>
      lakes.lf(C, 'GrantPermissions', {
        Principal: to(`arn:aws:iam::${C}:role/team1`),
        Resource: link,
        Permissions,
      });
    await expect(grantLink(['SELECT'])).rejects.toMatchObject({
      code: 'InvalidInputException',
    });
    await expect(grantLink(['DESCRIBE', 'DROP'])).resolves.toEqual({});
  });

  it.each([
    ['columns', columns({ ColumnNames: ['state'] })],
    ['a filter', filter('adults')],
  ])(
    'of DESCRIBE or ALTER is refused beside SELECT on %s (A5)',
    async (_, part) => {
      await give(part, ['SELECT']);
      for (const permission of [
        'DESCRIBE',
        'ALTER',
        'DROP',
        'DELETE',
        'INSERT',
      ]) {
        await expect(give(patients, [permission])).rejects.toMatchObject({
          code: 'InvalidInputException',
          message: expect.stringContaining('subset of columns or rows'),
        });
      }
      await give(patients, ['SELECT', 'DESCRIBE']);
      await give(patients, ['ALTER']);
    },
  );

  it('stops at 100 filters per principal and table (A5)', async () => {
    const filters = Array.from({ length: 101 }, (_, n) => filter(`f${n}`));
    for (const each of filters) {
      await lakes.lf(P, 'CreateDataCellsFilter', {
        TableData: { ...each.DataCellsFilter, ColumnWildcard: {}, ...anyRow },
      });
    }
    for (const each of filters.slice(0, 100)) await give(each, ['SELECT']);
    await expect(give(filters[100], ['SELECT'])).rejects.toMatchObject({
      code: 'ResourceNumberLimitExceededException',
    });
    await give(filters[0], ['SELECT'], ['SELECT']);
  });

  it('is for administrators, and for who holds the grant option', async () => {
    const grantAsSteward = (Resource: object, permissions: string[]) =>
      give(Resource, permissions, [], analyst, steward);
    const refused = { code: 'AccessDeniedException' };
    await expect(grantAsSteward(claims, ['SELECT'])).rejects.toMatchObject(
      refused,
    );
    await give(
      columns({ ColumnNames: ['state', 'age'] }),
      ['SELECT'],
      ['SELECT'],
      steward,
    );
    await give(claims, ['SELECT', 'DESCRIBE'], ['SELECT'], steward);
    await grantAsSteward(claims, ['SELECT']);
    await grantAsSteward(columns({ ColumnNames: ['age'] }), ['SELECT']);
    for (const [Resource, permissions] of [
      [claims, ['DESCRIBE']],
      [columns({ ColumnNames: ['age', 'ssn'] }), ['SELECT']],
      [patients, ['SELECT']],
    ] as const) {
      await expect(
        grantAsSteward(Resource, [...permissions]),
      ).rejects.toMatchObject(refused);
    }
    await lakes.lf(P, 'PutDataLakeSettings', {
      DataLakeSettings: { DataLakeAdmins: [to(steward)] },
    });
    await grantAsSteward(patients, ['SELECT']);
  });
});

describe('a revocation', () => {
  it('names what the grantee lacks, and then takes nothing (A12)', async () => {
    await give(claims, ['SELECT']);
    await expect(take(claims, ['SELECT', 'INSERT'])).rejects.toMatchObject({
      code: 'InvalidInputException',
      message: 'No permissions revoked. Grantee does not have: [INSERT]',
    });
    expect(await lakes.rows(P)).toHaveLength(1);
    await take(claims, ['SELECT']);
    await expect(take(claims, ['SELECT'])).rejects.toMatchObject({
      message: expect.stringMatching(
        /^No permissions revoked\. Grantee does not have: \[SELECT\]/,
      ),
    });
  });

  it('takes the grant option alone when no permission is named', async () => {
    await give(claims, ['SELECT'], ['SELECT']);
    await take(claims, [], ['SELECT']);
    expect(await lakes.rows(P)).toEqual([
      'analyst: TableWithColumns healthcare_db.claims(*) SELECT',
    ]);
  });

  it('of ALL takes everything, of a part takes ALL as well', async () => {
    await give(claims, ['ALL']);
    await take(claims, ['DROP']);
    expect(await lakes.rows(P)).toEqual([
      'analyst: Table healthcare_db.claims ALTER,DELETE,DESCRIBE,INSERT',
      'analyst: TableWithColumns healthcare_db.claims(*) SELECT',
    ]);
    await give(claims, ['ALL']);
    await take(claims, ['ALL']);
    expect(await lakes.rows(P)).toEqual([]);
  });

  it('does not touch grants on other columns', async () => {
    await give(columns({ ColumnNames: ['age', 'state'] }), ['SELECT']);
    await expect(
      take(columns({ ColumnNames: ['age'] }), ['SELECT']),
    ).rejects.toMatchObject({ code: 'InvalidInputException' });
    await take(columns({ ColumnNames: ['STATE', 'age'] }), ['SELECT']);
    expect(await lakes.rows(P)).toEqual([]);
  });
});

describe('a batch', () => {
  const entry = (Id: string, Resource: object, Permissions: string[]) => ({
    Id,
    Principal: to(analyst),
    Resource,
    Permissions,
    PermissionsWithGrantOption: Permissions,
  });

  it('reports what failed and does the rest (A12)', async () => {
    const bad = entry('2', database, ['SELECT']);
    expect(
      await lakes.lf(P, 'BatchGrantPermissions', {
        Entries: [
          entry('1', claims, ['SELECT']),
          bad,
          entry('3', database, ['DESCRIBE']),
        ],
      }),
    ).toEqual({
      Failures: [
        {
          RequestEntry: bad,
          Error: {
            ErrorCode: 'InvalidInputException',
            ErrorMessage: expect.stringContaining('SELECT'),
          },
        },
      ],
    });
    expect(await lakes.rows(P)).toEqual([
      'analyst: TableWithColumns healthcare_db.claims(*) SELECT grantable SELECT',
      'analyst: Database healthcare_db DESCRIBE grantable DESCRIBE',
    ]);
  });

  it('has at most 20 entries', async () => {
    const Entries = Array.from({ length: 21 }, (_, n) =>
      entry(String(n), claims, ['SELECT']),
    );
    await expect(
      lakes.lf(P, 'BatchRevokePermissions', { Entries }),
    ).rejects.toMatchObject({ code: 'InvalidInputException' });
  });
});

it('keeps 20,000 grants without slowing down', async () => {
  const { permissions } = lakeFormationState(lakes.world, P, REGION);
  const update = { at: lakes.now, by: P };
  const grantMany = (from: number) => {
    const start = performance.now();
    for (let n = from; n < from + 10_000; n += 1) {
      permissions.grant(
        {
          principal: `arn:aws:iam::${P}:role/r${n % 200}`,
          resource: {
            kind: 'table',
            catalogId: P,
            databaseName: 'healthcare_db',
            tableName: `t${Math.floor(n / 200)}`,
          },
        },
        ['SELECT', 'DESCRIBE'],
        [],
        update,
      );
    }
    return performance.now() - start;
  };
  const first = grantMany(0);
  const second = grantMany(10_000);
  // Quadratic growth would make the second half three times the first.
  expect(second).toBeLessThan(first * 2.5 + 100);

  let rows = 0;
  let NextToken: string | undefined;
  do {
    const result = await lakes.lf(P, 'ListPermissions', { NextToken });
    rows += result.PrincipalResourcePermissions.length;
    expect(result.PrincipalResourcePermissions.length).toBeLessThanOrEqual(
      1000,
    );
    NextToken = result.NextToken;
  } while (NextToken);
  expect(rows).toBe(40_000);
});
