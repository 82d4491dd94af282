import { LfTagAssignment } from '../accessModel';
import { summariseAccess } from './format';
import { ask, within, cells, rowsOf, select } from './__testUtils__/questions';
import {
  ANALYST,
  C,
  P,
  SHARED,
  TEAM1,
  TEAM2,
  emptyWorld,
  filter,
  onAllColumnsBut,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
  World,
} from './__testUtils__/world';

describe('how several grants combine (LF reference A6)', () => {
  it('several include/exclude column grants to one principal: union of columns', () => {
    const access = ask(
      within([
        select(onColumns('patients', ['patient_id', 'city'])),
        select(onColumns('patients', ['state'])),
        select(
          onAllColumnsBut('patients', [
            'ssn',
            'patient_id',
            'city',
            'state',
            'date_of_birth',
            'created_at',
            'updated_at',
            'patient_name',
          ]),
        ),
      ]),
      ANALYST,
    );
    expect(cells(access)).toEqual({
      patient_id: 'all',
      gender: 'all',
      city: 'all',
      state: 'all',
    });
    expect(access.warnings).toEqual([
      expect.stringContaining('every column added to patients later'),
    ]);
  });

  it('whole-table SELECT plus a column or cell filter: the unrestricted grant wins', () => {
    const access = ask(
      within(
        [
          select(onColumns('patients', ['patient_id'])),
          select(onFilter('patients', 'texas')),
          select(onTable('patients')),
        ],
        [filter('patients', 'texas', ['city'], "state = 'Texas'")],
      ),
      ANALYST,
    );
    expect(access).toMatchObject({ level: 'full', rows: { kind: 'all' } });
  });

  it('an all-rows filter takes precedence over all other filter expressions', () => {
    const access = ask(
      within(
        [
          select(onFilter('patients', 'texas')),
          select(onFilter('patients', 'every_row')),
        ],
        [
          filter('patients', 'texas', ['city'], "state = 'Texas'"),
          filter('patients', 'every_row', ['city']),
        ],
      ),
      ANALYST,
    );
    expect(cells(access)).toEqual({ city: 'all' });
    expect(rowsOf(access)).toEqual({ kind: 'all' });
  });

  it('principal and its group both have row subsets: union of rows', () => {
    const access = ask(
      within(
        [
          select(onFilter('patients', 'texas')),
          select(onFilter('patients', 'ohio'), `${P}:IAMPrincipals`),
        ],
        [
          filter('patients', 'texas', 'all', "state = 'Texas'"),
          filter('patients', 'ohio', 'all', "state = 'Ohio'"),
        ],
      ),
      ANALYST,
    );
    expect(rowsOf(access)).toEqual({
      kind: 'expression',
      expression: "state in ('Ohio', 'Texas')",
    });
    expect(access.reasons.map(({ kind }) => kind)).toEqual([
      'dataCellsFilter',
      'allIamPrincipals',
    ]);
  });

  it('several row filters to one principal: OR', () => {
    const access = ask(
      within(
        [select(onFilter('patients', 'a')), select(onFilter('patients', 'b'))],
        [
          filter('patients', 'a', 'all', "state = 'Texas'"),
          filter('patients', 'b', 'all', "city like 'San%'"),
        ],
      ),
      ANALYST,
    );
    expect(rowsOf(access)).toEqual({
      kind: 'expression',
      expression: "city like 'San%' or state = 'Texas'",
    });
  });

  it('one cell filter: only matching rows, only those columns', () => {
    const access = ask(
      within(
        [select(onFilter('patients', 'f'))],
        [filter('patients', 'f', ['city'], "state = 'Texas'")],
      ),
      ANALYST,
    );
    // The filter's column need not be readable itself.
    expect(cells(access)).toEqual({ city: "state = 'Texas'" });
    expect(rowsOf(access)).toEqual({
      kind: 'expression',
      expression: "state = 'Texas'",
    });
    expect(summariseAccess(access)).toBe(
      "1 of 9 columns, rows where state = 'Texas'",
    );
  });

  it('several cell filters with different columns: per column the OR of the filters that include it, rows the OR of all', () => {
    const access = ask(
      within(
        [select(onFilter('patients', 'a')), select(onFilter('patients', 'b'))],
        [
          filter('patients', 'a', ['city', 'state'], "state = 'Texas'"),
          filter('patients', 'b', ['state', 'gender'], "gender = 'F'"),
        ],
      ),
      ANALYST,
    );
    expect(cells(access)).toEqual({
      city: "state = 'Texas'",
      state: "gender = 'F' or state = 'Texas'",
      gender: "gender = 'F'",
    });
    expect(rowsOf(access)).toEqual({
      kind: 'expression',
      expression: "gender = 'F' or state = 'Texas'",
    });
  });

  describe('share to external account with row filter, admin there adds a filter: intersection', () => {
    it.each([
      // The documentation's example: dept = 'hr' and country = 'us'.
      ["gender = 'F'", "state = 'Texas'", "gender = 'F' and state = 'Texas'"],
      ["state in ('Texas', 'Ohio')", "state = 'Ohio'", "state = 'Ohio'"],
      ["state = 'Ohio'", "state in ('Texas', 'Ohio')", "state = 'Ohio'"],
      ["state = 'Ohio'", "state = 'Texas'", 'none'],
    ])('%s and %s', (shared, added, expected) => {
      const world = emptyWorld();
      world.producer.filters = [filter('patients', 'share', 'all', shared)];
      world.consumer.filters = [filter('patients', 'local', 'all', added)];
      world.producerRows = [
        row(C, onFilter('patients', 'share'), ['SELECT'], SHARED),
      ];
      world.consumerRows = [select(onFilter('patients', 'local'), TEAM1)];
      const access = ask(world, TEAM1);
      expect(
        access.level === 'none'
          ? 'none'
          : (rowsOf(access) as { expression: string }).expression,
      ).toBe(expected);
    });

    it('intersects columns pair by pair', () => {
      const world = emptyWorld();
      world.producer.filters = [
        filter('patients', 'a', ['city', 'state'], "state = 'Texas'"),
        filter('patients', 'b', ['gender', 'ssn'], "gender = 'F'"),
      ];
      world.producerRows = [
        row(C, onFilter('patients', 'a'), ['SELECT'], SHARED),
        row(C, onFilter('patients', 'b'), ['SELECT'], SHARED),
      ];
      world.consumerRows = [
        select(onColumns('patients', ['city', 'state', 'patient_id']), TEAM1),
      ];
      const access = ask(world, TEAM1);
      expect(cells(access)).toEqual({
        city: "state = 'Texas'",
        state: "state = 'Texas'",
      });
      // Filter b shares no column that is granted on, so none of its rows.
      expect(rowsOf(access)).toEqual({
        kind: 'expression',
        expression: "state = 'Texas'",
      });
    });
  });

  describe('LF-Tag expression matches only some columns', () => {
    const tagged = (permissions: string[]) => {
      const world = within([
        row(ANALYST, onTags({ kind: ['public'] }), permissions),
      ]);
      const [patients] = world.producer.tables;
      for (const i of [0, 4]) {
        patients.columns[i].lfTags = [
          { key: 'kind', values: ['public'], source: 'column' },
        ];
      }
      return ask(world, ANALYST);
    };

    it('SELECT: these columns', () => {
      expect(cells(tagged(['SELECT']))).toEqual({
        patient_id: 'all',
        city: 'all',
      });
    });

    it('ALL: SELECT on these columns, and DESCRIBE', () => {
      const access = tagged(['ALL']);
      expect(cells(access)).toEqual({ patient_id: 'all', city: 'all' });
      expect(access).toMatchObject({ otherPermissions: ['DESCRIBE'] });
    });

    it.each(['ALTER', 'DROP', 'INSERT', 'DELETE'])(
      '%s: DESCRIBE only',
      permission => {
        const access = tagged([permission]);
        expect(access.level).toBe('none');
        expect(access.reasons[0]).toMatchObject({
          kind: 'lfTagGrant',
          effect: 'informs',
          text: expect.stringContaining('none of its data'),
        });
      },
    );
  });

  describe('LF-Tag expression: AND between keys, OR between values, inherited db → table → column', () => {
    const tag = (
      source: LfTagAssignment['source'],
      key: string,
      value: string,
    ): LfTagAssignment => ({ key, values: [value], source });

    const ask1 = (
      expressions: Record<string, string[]>[],
      change: (world: World) => void,
      permissions = ['SELECT'],
    ) => {
      const world = within(
        expressions.map(each => row(ANALYST, onTags(each), permissions)),
      );
      change(world);
      return ask(world, ANALYST);
    };

    it('inherits from the database', () => {
      const access = ask1([{ Domain: ['Care'] }], ({ producer }) => {
        producer.databases[0].lfTags = [tag('database', 'domain', 'care')];
      });
      expect(access.level).toBe('full');
    });

    it('a tag of the table overrides the database’s', () => {
      const access = ask1([{ domain: ['care'] }], ({ producer }) => {
        producer.databases[0].lfTags = [tag('database', 'domain', 'care')];
        producer.tables[0].lfTags = [tag('table', 'domain', 'billing')];
      });
      expect(access.level).toBe('none');
    });

    it('a tag of a column overrides the table’s', () => {
      const access = ask1([{ kind: ['public'] }], ({ producer }) => {
        producer.tables[0].lfTags = [tag('table', 'kind', 'public')];
        producer.tables[0].columns[6].lfTags = [
          tag('column', 'kind', 'secret'),
        ];
      });
      expect(access.level).toBe('partial');
      expect(cells(access)).not.toHaveProperty('ssn');
      expect(Object.keys(cells(access))).toHaveLength(8);
    });

    it.each<[string, Record<string, string[]>[], string]>([
      ['all keys match', [{ a: ['1'], b: ['2'] }], 'full'],
      ['one key does not match', [{ a: ['1'], b: ['3'] }], 'none'],
      ['one of several values matches', [{ a: ['0', '1'] }], 'full'],
      [
        'one of several expressions matches',
        [{ a: ['9'] }, { b: ['2'] }],
        'full',
      ],
      ['a key is absent', [{ c: ['1'] }], 'none'],
      ['any value is asked for', [{ a: ['*'] }], 'full'],
    ])('%s', (_, expressions, level) => {
      const access = ask1(expressions, ({ producer }) => {
        producer.tables[0].lfTags = [
          tag('table', 'a', '1'),
          tag('table', 'b', '2'),
        ];
      });
      expect(access.level).toBe(level);
    });

    it('gives nothing on tables for a policy on databases', () => {
      const world = within([
        row(ANALYST, onTags({ a: ['1'] }, 'DATABASE'), ['ALL']),
      ]);
      world.producer.databases[0].lfTags = [tag('database', 'a', '1')];
      expect(ask(world, ANALYST).level).toBe('none');
    });

    it('reaches another account that was shared the tags (A8)', () => {
      const world = emptyWorld();
      world.producer.databases[0].lfTags = [tag('database', 'domain', 'care')];
      world.producerRows = [
        row(C, onTags({ domain: ['care'] }), ['SELECT'], SHARED),
      ];
      world.consumerRows = [select(onTags({ domain: ['care'] }), TEAM1)];
      expect(ask(world, TEAM1).level).toBe('full');
      expect(ask(world, TEAM2).level).toBe('none');
    });
  });
});
