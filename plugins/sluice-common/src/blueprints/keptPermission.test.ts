import { keptPermissionSchema, subjectOfKept } from '../declarations';
import { BlueprintError } from './facts';
import { keptPermissionBlueprint } from './keptPermission';
import { C, P, PRODUCER, seedFacts } from './__testUtils__/seedDeclarations';

const table = { catalogId: P, database: 'healthcare_db', table: 'patients' };
const names = {
  catalogId: P,
  databaseName: 'healthcare_db',
  tableName: 'patients',
};
const kept = (on: object, more: object = {}) =>
  keptPermissionSchema.parse({
    kind: 'keptPermission',
    account: PRODUCER,
    principal: `arn:aws:iam::${P}:role/analyst`,
    on,
    permissions: ['SELECT'],
    ...more,
  });

describe('keptPermissionBlueprint', () => {
  it.each<[object, object]>([
    [
      { kind: 'table', ...table },
      { kind: 'table', ...names },
    ],
    [
      { kind: 'allTables', catalogId: P, database: 'healthcare_db' },
      { kind: 'allTables', catalogId: P, databaseName: 'healthcare_db' },
    ],
    [
      {
        kind: 'columns',
        ...table,
        columns: { kind: 'exclude', names: ['ssn'] },
      },
      {
        kind: 'columns',
        ...names,
        columns: { kind: 'exclude', names: ['ssn'] },
      },
    ],
    [
      {
        kind: 'lfTags',
        catalogId: P,
        expression: [{ key: 'campaign', values: ['flu'] }],
      },
      {
        kind: 'lfTagPolicy',
        catalogId: P,
        resourceType: 'TABLE',
        expression: [{ key: 'campaign', values: ['flu'] }],
      },
    ],
  ])('wants exactly the permission on %j', (on, resource) => {
    const resources = keptPermissionBlueprint(kept(on), seedFacts());
    expect(resources.map(({ properties }) => properties)).toEqual([
      expect.objectContaining({ resource, permissions: ['SELECT'] }),
    ]);
  });

  it('wants the filter as it was decided on, before the permission on it', () => {
    const on = {
      kind: 'filter',
      ...table,
      name: 'wider',
      columns: ['city'],
      rowFilter: "state = 'Texas'",
    };
    const [filter, permission] = keptPermissionBlueprint(kept(on), seedFacts());
    expect(filter).toMatchObject({
      type: 'dataCellsFilter',
      account: PRODUCER,
      properties: { columns: ['city'], rowFilter: "state = 'Texas'" },
    });
    expect(permission.dependsOn).toEqual([filter.id]);
  });

  it('refuses a filter of an account that is not connected', () => {
    const on = {
      kind: 'filter',
      ...table,
      catalogId: '999999999999',
      name: 'f',
    };
    expect(() => keptPermissionBlueprint(kept(on), seedFacts())).toThrow(
      BlueprintError,
    );
  });
});

describe('subjectOfKept', () => {
  const base = subjectOfKept(kept({ kind: 'table', ...table }));

  it('is of whom and what, not of how much', () => {
    const more = { permissions: ['SELECT', 'DESCRIBE'], grantable: ['SELECT'] };
    expect(subjectOfKept(kept({ kind: 'table', ...table }, more))).toBe(base);
    expect(base).toMatch(/^permission:[0-9a-f]{32}$/);
  });

  it.each([
    kept({ kind: 'table', ...table, table: 'claims' }),
    kept({ kind: 'filter', ...table, name: 'f' }),
    kept({ kind: 'table', ...table }, { principal: C }),
  ])('tells others from it', other => {
    expect(subjectOfKept(other)).not.toBe(base);
  });
});
