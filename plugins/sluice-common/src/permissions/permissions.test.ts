import fc from 'fast-check';
import { PermissionResource, Principal } from '../accessModel';
import { normalizePermissions } from './normalizePermissions';
import { parsePrincipal, printPrincipal } from './principals';
import { RawPermission, RawResource } from './rawTypes';
import { parsePermissionResource } from './resources';

const P = '111122223333';
const C = '444455556666';
const producer = { accountId: P, region: 'us-west-2' };
const table = { CatalogId: P, DatabaseName: 'healthcare_db', Name: 'claims' };
const claims = {
  catalogId: P,
  databaseName: 'healthcare_db',
  tableName: 'claims',
};

function row(
  resource: RawResource,
  permissions: string[],
  more: Partial<RawPermission> = {},
): RawPermission {
  return {
    Principal: { DataLakePrincipalIdentifier: C },
    Resource: resource,
    Permissions: permissions,
    PermissionsWithGrantOption: [],
    ...more,
  };
}

describe('parsePrincipal', () => {
  it.each<[string, Principal]>([
    [
      `arn:aws:iam::${C}:role/team1`,
      { kind: 'iamRole', arn: `arn:aws:iam::${C}:role/team1`, accountId: C },
    ],
    [
      `arn:aws-us-gov:iam::${C}:role/path/team1`,
      {
        kind: 'iamRole',
        arn: `arn:aws-us-gov:iam::${C}:role/path/team1`,
        accountId: C,
      },
    ],
    [
      `arn:aws:iam::${C}:user/ann`,
      { kind: 'iamUser', arn: `arn:aws:iam::${C}:user/ann`, accountId: C },
    ],
    [C, { kind: 'account', accountId: C }],
    ['IAM_ALLOWED_PRINCIPALS', { kind: 'iamAllowedPrincipals' }],
    [`${C}:IAMPrincipals`, { kind: 'allIamPrincipals', accountId: C }],
    [
      `arn:aws:organizations::${P}:organization/o-abc`,
      {
        kind: 'organization',
        arn: `arn:aws:organizations::${P}:organization/o-abc`,
      },
    ],
    [
      `arn:aws:organizations::${P}:ou/o-abc/ou-def`,
      {
        kind: 'organizationalUnit',
        arn: `arn:aws:organizations::${P}:ou/o-abc/ou-def`,
      },
    ],
    ...[
      `arn:aws:iam::${C}:saml-provider/p:user/ann`,
      'arn:aws:identitystore:::group/g-1',
      `arn:aws:quicksight:us-east-1:${C}:user/default/ann`,
      `arn:aws:iam::${C}:root`,
      '',
    ].map((id): [string, Principal] => [id, { kind: 'unrecognised', id }]),
  ])('%s', (identifier, principal) => {
    expect(parsePrincipal(identifier)).toEqual(principal);
    expect(printPrincipal(principal)).toBe(identifier);
  });
});

describe('parsePermissionResource', () => {
  it.each<[string, RawResource, PermissionResource]>([
    ['a catalog', { Catalog: { Id: P } }, { kind: 'catalog', catalogId: P }],
    ['its own catalog', { Catalog: {} }, { kind: 'catalog', catalogId: P }],
    [
      'a database, whose name Glue folds',
      { Database: { CatalogId: C, Name: 'Healthcare_DB' } },
      { kind: 'database', catalogId: C, databaseName: 'healthcare_db' },
    ],
    ['a table', { Table: table }, { kind: 'table', ...claims }],
    [
      'a table wildcard',
      { Table: { CatalogId: P, DatabaseName: 'd', TableWildcard: {} } },
      { kind: 'allTables', catalogId: P, databaseName: 'd' },
    ],
    [
      'ALL_TABLES beside the wildcard (A11.1)',
      {
        Table: {
          CatalogId: P,
          DatabaseName: 'd',
          Name: 'ALL_TABLES',
          TableWildcard: {},
        },
      },
      { kind: 'allTables', catalogId: P, databaseName: 'd' },
    ],
    [
      'ALL_TABLES as TableWithColumns (A11.1)',
      {
        TableWithColumns: {
          CatalogId: P,
          DatabaseName: 'd',
          Name: 'ALL_TABLES',
          ColumnWildcard: {},
        },
      },
      { kind: 'allTables', catalogId: P, databaseName: 'd' },
    ],
    [
      'all columns of a table (A11.1)',
      { TableWithColumns: { ...table, ColumnWildcard: {} } },
      { kind: 'table', ...claims },
    ],
    [
      'an empty exclude list, which comes back as null (A1)',
      {
        TableWithColumns: {
          ...table,
          ColumnWildcard: { ExcludedColumnNames: null },
        },
      },
      { kind: 'table', ...claims },
    ],
    [
      'an include list',
      { TableWithColumns: { ...table, ColumnNames: ['Claim_ID', 'amount'] } },
      {
        kind: 'columns',
        ...claims,
        columns: { kind: 'include', names: ['claim_id', 'amount'] },
      },
    ],
    [
      'an exclude list',
      {
        TableWithColumns: {
          ...table,
          ColumnWildcard: { ExcludedColumnNames: ['amount'] },
        },
      },
      {
        kind: 'columns',
        ...claims,
        columns: { kind: 'exclude', names: ['amount'] },
      },
    ],
    [
      'a data cells filter',
      {
        DataCellsFilter: {
          TableCatalogId: P,
          DatabaseName: 'healthcare_db',
          TableName: 'claims',
          Name: 'Only_Approved',
        },
      },
      { kind: 'dataCellsFilter', ...claims, filterName: 'Only_Approved' },
    ],
    [
      'a location',
      { DataLocation: { CatalogId: P, ResourceArn: 'arn:aws:s3:::b/w' } },
      { kind: 'dataLocation', catalogId: P, resourceArn: 'arn:aws:s3:::b/w' },
    ],
    [
      'tag values, of which there may be a star (A11.7)',
      { LFTag: { CatalogId: P, TagKey: 'Domain', TagValues: ['*'] } },
      { kind: 'lfTag', catalogId: P, key: 'domain', values: ['*'] },
    ],
    [
      'a tag policy',
      {
        LFTagPolicy: {
          CatalogId: P,
          ResourceType: 'TABLE',
          Expression: [
            { TagKey: 'Stage', TagValues: ['Prod', 'Test'] },
            { TagKey: 'domain', TagValues: ['care'] },
          ],
        },
      },
      {
        kind: 'lfTagPolicy',
        catalogId: P,
        resourceType: 'TABLE',
        expression: [
          { key: 'domain', values: ['care'] },
          { key: 'stage', values: ['prod', 'test'] },
        ],
      },
    ],
    [
      'a saved tag expression',
      { LFTagExpression: { CatalogId: P, Name: 'e' } },
      { kind: 'lfTagExpression', catalogId: P, name: 'e' },
    ],
  ])('reads %s', (_, raw, resource) => {
    expect(parsePermissionResource(raw, P)).toEqual(resource);
  });

  it.each<[string, object | undefined]>([
    ['nothing', undefined],
    ['no member', {}],
    ['two members', { Table: table, Database: { Name: 'd' } }],
    ['a member that is new to us', { RLSPolicy: { Name: 'p' } }],
    ['a table without a name', { Table: { DatabaseName: 'd' } }],
    ['a database without a name', { Database: {} }],
    ['columns that are neither listed nor wild', { TableWithColumns: table }],
    [
      'columns that are both',
      {
        TableWithColumns: { ...table, ColumnNames: ['a'], ColumnWildcard: {} },
      },
    ],
    [
      'a column list on all tables',
      {
        TableWithColumns: { ...table, Name: 'ALL_TABLES', ColumnNames: ['a'] },
      },
    ],
    [
      'a tag policy by the name of a saved expression',
      { LFTagPolicy: { ResourceType: 'TABLE', ExpressionName: 'e' } },
    ],
    [
      'a tag policy on something new',
      {
        LFTagPolicy: {
          ResourceType: 'VIEW',
          Expression: [{ TagKey: 'a', TagValues: ['b'] }],
        },
      },
    ],
  ])('keeps %s as unrecognised', (_, raw) => {
    expect(parsePermissionResource(raw as RawResource, P)).toEqual({
      kind: 'unrecognised',
      json: JSON.stringify(raw ?? {}),
    });
  });
});

describe('normalizePermissions', () => {
  it('joins the double row of SELECT on a table (A11.1)', () => {
    const rows = [
      row({ Table: table }, ['DESCRIBE', 'INSERT'], {
        PermissionsWithGrantOption: ['DESCRIBE'],
        LastUpdated: new Date('2026-01-02T03:04:05Z'),
        LastUpdatedBy: 'arn:aws:iam::111122223333:role/admin',
        AdditionalDetails: { ResourceShare: ['arn:aws:ram:share'] },
      }),
      row({ TableWithColumns: { ...table, ColumnWildcard: {} } }, ['SELECT'], {
        PermissionsWithGrantOption: ['SELECT'],
        LastUpdated: '2026-01-02T03:04:05Z',
      }),
    ];
    expect(normalizePermissions(rows, producer)).toEqual([
      {
        id: expect.any(String),
        observedIn: P,
        region: 'us-west-2',
        principal: { kind: 'account', accountId: C },
        resource: { kind: 'table', ...claims },
        permissions: ['SELECT', 'INSERT', 'DESCRIBE'],
        grantable: ['SELECT', 'DESCRIBE'],
        rows: [
          {
            principal: C,
            resource: JSON.stringify({ Table: table }),
            permissions: ['DESCRIBE', 'INSERT'],
            permissionsWithGrantOption: ['DESCRIBE'],
            resourceShareArns: ['arn:aws:ram:share'],
            lastUpdated: '2026-01-02T03:04:05.000Z',
            lastUpdatedBy: 'arn:aws:iam::111122223333:role/admin',
          },
          {
            principal: C,
            resource: JSON.stringify({
              TableWithColumns: { ...table, ColumnWildcard: {} },
            }),
            permissions: ['SELECT'],
            permissionsWithGrantOption: ['SELECT'],
            resourceShareArns: [],
            lastUpdated: '2026-01-02T03:04:05Z',
          },
        ],
      },
    ]);
  });

  it('joins the double row of ALL_TABLES', () => {
    const database = { CatalogId: P, DatabaseName: 'd', Name: 'ALL_TABLES' };
    const permissions = normalizePermissions(
      [
        row({ Table: { ...database, TableWildcard: {} } }, ['DESCRIBE']),
        row({ TableWithColumns: { ...database, ColumnWildcard: {} } }, [
          'SELECT',
        ]),
      ],
      producer,
    );
    expect(permissions).toHaveLength(1);
    expect(permissions[0]).toMatchObject({
      resource: { kind: 'allTables' },
      permissions: ['SELECT', 'DESCRIBE'],
    });
  });

  it('joins tag rows that come one per permission (A11.7)', () => {
    const tag = { LFTag: { CatalogId: P, TagKey: 'k', TagValues: ['*'] } };
    const permissions = normalizePermissions(
      [row(tag, ['DESCRIBE']), row(tag, ['ASSOCIATE'])],
      producer,
    );
    expect(permissions).toHaveLength(1);
    expect(permissions[0].permissions).toEqual(['DESCRIBE', 'ASSOCIATE']);
  });

  it.each<[string, RawPermission]>([
    [
      'another principal',
      row({ Table: table }, ['SELECT'], {
        Principal: { DataLakePrincipalIdentifier: P },
      }),
    ],
    [
      'another condition',
      row({ Table: table }, ['SELECT'], { Condition: { Expression: 'x' } }),
    ],
    [
      'another column list',
      row({ TableWithColumns: { ...table, ColumnNames: ['a'] } }, ['SELECT']),
    ],
    ['another catalog', row({ Table: { ...table, CatalogId: C } }, ['SELECT'])],
  ])('keeps apart what has %s', (_, other) => {
    const rows = [row({ Table: table }, ['SELECT']), other];
    expect(normalizePermissions(rows, producer)).toHaveLength(2);
  });

  it('gives the same id for the same thing however it is written', () => {
    const list = (names: string[]) =>
      row({ TableWithColumns: { ...table, ColumnNames: names } }, ['SELECT']);
    expect(
      normalizePermissions([list(['A', 'b']), list(['b', 'a'])], producer),
    ).toHaveLength(1);
    const own = row({ Table: { DatabaseName: 'D', Name: 'T' } }, ['SELECT']);
    const named = row(
      { Table: { CatalogId: P, DatabaseName: 'd', Name: 't' } },
      ['SELECT'],
    );
    expect(normalizePermissions([own, named], producer)).toHaveLength(1);
  });

  it('keeps permission words that are new to us as unrecognised', () => {
    const permissions = normalizePermissions(
      [row({ Table: table }, ['SELECT', 'TIME_TRAVEL'])],
      producer,
    );
    expect(permissions.map(({ resource }) => resource.kind)).toEqual([
      'table',
      'unrecognised',
    ]);
    expect(permissions[1].rows[0].permissions).toContain('TIME_TRAVEL');
  });

  it('keeps an empty row', () => {
    expect(normalizePermissions([{}], producer)).toEqual([
      expect.objectContaining({
        principal: { kind: 'unrecognised', id: '' },
        resource: { kind: 'unrecognised', json: '{}' },
      }),
    ]);
  });

  it('drops no row and does not depend on their order', () => {
    const names = fc.constantFrom('a', 'B', 'ALL_TABLES');
    const resources: fc.Arbitrary<RawResource> = fc.oneof(
      fc.record({ Table: fc.record({ DatabaseName: names, Name: names }) }),
      fc.record({
        TableWithColumns: fc.record({
          DatabaseName: names,
          Name: names,
          ColumnNames: fc.option(fc.array(names)),
          ColumnWildcard: fc.option(
            fc.record({ ExcludedColumnNames: fc.option(fc.array(names)) }),
          ),
        }),
      }),
      fc.constant({}),
    );
    const rawRows = fc.array(
      fc
        .tuple(resources, fc.subarray(['SELECT', 'ALL', 'NEW']))
        .map(([resource, permissions]) => row(resource, permissions)),
    );
    fc.assert(
      fc.property(rawRows, raw => {
        const forwards = normalizePermissions(raw, producer);
        const backwards = normalizePermissions([...raw].reverse(), producer);
        const essence = (all: typeof forwards) =>
          all.map(({ id, permissions }) => [id, permissions]);
        expect(essence(backwards)).toEqual(essence(forwards));
        const kept = forwards.flatMap(({ rows }) => rows.map(r => r.resource));
        expect(new Set(kept)).toEqual(
          new Set(raw.map(r => JSON.stringify(r.Resource))),
        );
      }),
    );
  });
});
