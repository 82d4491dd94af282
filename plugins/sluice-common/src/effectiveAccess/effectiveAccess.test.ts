import { ask, within, cells, select } from './__testUtils__/questions';
import {
  ANALYST,
  PATIENTS,
  TEAM1,
  emptyWorld,
  filter,
  onAllColumnsBut,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  row,
  seedWorld,
} from './__testUtils__/world';

describe('permissions that imply others (A2, A3)', () => {
  it.each([
    ['ALL on the table', onTable('patients'), ['ALL'], 'full'],
    ['SELECT on all tables', onAllTables(), ['SELECT'], 'full'],
    ['ALL on all tables', onAllTables(), ['ALL'], 'full'],
    ['DESCRIBE on the table', onTable('patients'), ['DESCRIBE'], 'none'],
    ['INSERT on the table', onTable('patients'), ['INSERT'], 'none'],
    [
      'ALL on the database',
      { Database: { Name: 'healthcare_db' } },
      ['ALL'],
      'none',
    ],
    [
      'CREATE_DATABASE on the catalog',
      { Catalog: {} },
      ['CREATE_DATABASE'],
      'none',
    ],
    ['SUPER_USER on the catalog', { Catalog: {} }, ['SUPER_USER'], 'unknown'],
    ['SELECT on another table', onTable('claims'), ['SELECT'], 'none'],
  ])('%s', (_, resource, permissions, level) => {
    const access = ask(within([row(ANALYST, resource, permissions)]), ANALYST);
    expect(access.level).toBe(level);
  });

  it('a data lake administrator sees metadata, and reads nothing without SELECT', () => {
    const world = emptyWorld();
    world.producer.settings!.admins = [ANALYST];
    const access = ask(world, ANALYST);
    expect(access.level).toBe('none');
    expect(access.reasons[0]).toMatchObject({
      kind: 'dataLakeAdministrator',
      text: expect.stringMatching(/^Role analyst is a data lake administrator/),
    });
  });

  it('lists the other permissions in the order of the API', () => {
    const access = ask(
      within([
        row(ANALYST, onTable('patients'), ['DESCRIBE', 'SELECT', 'DROP']),
      ]),
      ANALYST,
    );
    expect(access).toMatchObject({ otherPermissions: ['DROP', 'DESCRIBE'] });
  });
});

describe('partial SELECT beside the right to change the table has no effect (A5)', () => {
  const partial = select(onColumns('patients', ['city']));

  it.each(['ALTER', 'DROP', 'DELETE', 'INSERT'])('%s', permission => {
    const access = ask(
      within([partial, row(ANALYST, onTable('patients'), [permission])]),
      ANALYST,
    );
    expect(access.level).toBe('none');
    expect(access.warnings).toEqual([
      `SELECT on some columns of patients has no effect for role analyst, because it also holds ${permission}; revoke one or the other.`,
    ]);
  });

  it('does not matter beside SELECT on the whole table', () => {
    const access = ask(
      within([partial, row(ANALYST, onTable('patients'), ['SELECT', 'ALTER'])]),
      ANALYST,
    );
    expect(access).toMatchObject({ level: 'full', warnings: [] });
  });

  it('does not concern a filter of rows alone', () => {
    const access = ask(
      within(
        [
          select(onFilter('patients', 'f')),
          row(ANALYST, onTable('patients'), ['INSERT']),
        ],
        [filter('patients', 'f', 'all', "state = 'Texas'")],
      ),
      ANALYST,
    );
    expect(access).toMatchObject({ level: 'partial', warnings: [] });
  });
});

describe('columns are named, and names change', () => {
  it.each([
    [
      'include',
      ['city', 'SSN2'],
      /^city$/,
      /does not have; it was dropped or renamed/,
    ],
    [
      'exclude',
      ['ssn2'],
      /ssn/,
      /excludes the column ssn2, which patients does not have/,
    ],
  ])(
    'warns when an %s list names a column that is gone',
    (kind, names, expected, warning) => {
      const access = ask(
        within(
          [select(onFilter('patients', 'f'))],
          [
            filter(
              'patients',
              'f',
              kind === 'include' ? names : { except: names },
            ),
          ],
        ),
        ANALYST,
      );
      expect(Object.keys(cells(access)).join()).toMatch(expected);
      expect(access.warnings.join('\n')).toMatch(warning);
    },
  );

  it('warns that an exclude list opens every later column', () => {
    const access = ask(
      within([select(onAllColumnsBut('patients', ['ssn']))]),
      ANALYST,
    );
    expect(cells(access)).not.toHaveProperty('ssn');
    expect(access.warnings).toEqual([
      'A column list granted in account 111122223333 excludes columns by name, so every column added to patients later becomes readable. List the readable columns instead.',
    ]);
  });

  it('takes a quoted name, in any case, for the column', () => {
    const access = ask(
      within([select(onColumns('patients', ['"City"', 'STATE']))]),
      ANALYST,
    );
    expect(Object.keys(cells(access))).toEqual(['city', 'state']);
  });

  it('does not guess at nested columns', () => {
    const access = ask(
      within([select(onColumns('patients', ['"address"."zip"']))]),
      ANALYST,
    );
    expect(access).toMatchObject({
      level: 'unknown',
      problems: [expect.stringContaining('nested column')],
    });
  });
});

it('says none of a table that does not exist', () => {
  expect(
    ask(seedWorld(), TEAM1, { ...PATIENTS, tableName: 'gone' }),
  ).toMatchObject({
    level: 'none',
    reasons: [
      { text: 'Account 111122223333 has no table healthcare_db.gone.' },
    ],
  });
});
