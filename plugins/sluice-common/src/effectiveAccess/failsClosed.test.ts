import { createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { ask, within, select } from './__testUtils__/questions';
import {
  ANALYST,
  C,
  CLAIMS,
  P,
  PATIENTS,
  TEAM1,
  TEAM2,
  filter,
  observe,
  onAllTables,
  onFilter,
  onTable,
  onTags,
  row,
  seedWorld,
  World,
} from './__testUtils__/world';

describe('fails closed', () => {
  const unknown = (world: World, principal = TEAM1, table = PATIENTS) => {
    const access = ask(world, principal, table);
    return access.level === 'unknown'
      ? access.problems.join('\n')
      : access.level;
  };

  it.each([
    ['producer', 'databases'],
    ['producer', 'tables'],
    ['producer', 'permissions'],
    ['producer', 'filters'],
    ['consumer', 'permissions'],
    ['consumer', 'filters'],
    ['consumer', 'shares'],
  ] as const)('when the %s’s %s could not be read', (side, part) => {
    const world = seedWorld();
    if (part === 'filters' && side === 'consumer') {
      world.consumer.filters = [filter('patients', 'local', 'all')];
      world.consumerRows = [select(onFilter('patients', 'local'), TEAM1)];
    }
    world[side].failures = [{ part, message: 'AccessDenied' }];
    expect(unknown(world)).toContain('could not be read: AccessDenied');
  });

  it.each([
    ['producer', 'permissions'],
    ['producer', 'tables'],
    ['consumer', 'permissions'],
  ] as const)(
    'for a role with nothing granted, when the %s’s %s could not be read',
    (side, part) => {
      const world = seedWorld();
      world[side].failures = [{ part, message: 'AccessDenied' }];
      expect(unknown(world, TEAM2)).toContain('AccessDenied');
      expect(
        unknown(world, TEAM2, { ...PATIENTS, tableName: 'unheard_of' }),
      ).toContain('AccessDenied');
    },
  );

  it('when tags could not be read and a tag policy is granted', () => {
    const world = within([select(onTags({ a: ['1'] }))]);
    world.producer.failures = [{ part: 'tags', message: 'Throttled' }];
    expect(unknown(world, ANALYST)).toContain('Throttled');
  });

  it('when the table’s metadata could not be read', () => {
    const world = seedWorld();
    world.producer.tables[0].problem = 'metadata.json is missing';
    expect(unknown(world)).toContain('metadata.json is missing');
    expect(unknown(world, TEAM2)).toBe('none');
  });

  it.each([
    ['none', 'is not registered with Lake Formation'],
    ['unknown', 'could not be read'],
    ['hybrid', 'hybrid access mode'],
  ] as const)(
    'when the location’s registration is %s',
    (registration, text) => {
      const world = seedWorld();
      world.producer.tables[0].registration = registration;
      expect(unknown(world)).toContain(text);
    },
  );

  it.each([
    ['the table', onTable('patients')],
    ['all tables', onAllTables()],
  ])('when IAM_ALLOWED_PRINCIPALS holds a permission on %s', (_, resource) => {
    const world = seedWorld();
    world.producerRows.push(row('IAM_ALLOWED_PRINCIPALS', resource, ['ALL']));
    for (const team of [TEAM1, TEAM2]) {
      const access = ask(world, team);
      expect(access).toMatchObject({
        level: 'unknown',
        problems: [
          expect.stringContaining('IAM policies decide who reads patients'),
        ],
      });
      expect(access.reasons[0].kind).toBe('iamAllowedPrincipals');
      expect(access.reasons[0].rows).toHaveLength(1);
    }
  });

  it('when a row filter cannot be parsed', () => {
    const world = seedWorld();
    world.producer.filters = [
      filter(
        'patients',
        'patients_column_row_filter',
        'all',
        'lower(state) = 1',
      ),
    ];
    expect(unknown(world)).toContain(
      'has a row filter that Sluice cannot read',
    );
  });

  it('when a row filter names a column that is gone', () => {
    const world = seedWorld();
    world.producer.filters = [
      filter('patients', 'patients_column_row_filter', 'all', 'gone = 1'),
    ];
    expect(unknown(world)).toContain('filters rows by gone');
  });

  it('when a granted filter was not found', () => {
    const world = seedWorld();
    world.producer.filters = [];
    expect(unknown(world)).toContain('is granted, but was not found');
  });

  it('when two accounts have different filters of one name', () => {
    const world = seedWorld();
    world.consumer.filters = [
      filter('patients', 'patients_column_row_filter', ['ssn']),
    ];
    world.consumerRows = [
      select(onFilter('patients', 'patients_column_row_filter'), TEAM1),
    ];
    expect(unknown(world)).toContain('they differ');
  });

  it('but not for what could add nothing, since all of it is granted already', () => {
    const world = seedWorld();
    world.consumerRows.push(select(onFilter('patients', 'gone'), TEAM1));
    expect(unknown(world)).toBe('partial');
  });

  it('and shows the rows behind what is not known', () => {
    const world = seedWorld();
    world.producer.filters = [];
    expect(ask(world, TEAM1).reasons[0]).toMatchObject({
      kind: 'problem',
      text: 'Account 111122223333 shares patients with account 444455556666 through the data cells filter patients_column_row_filter, but of which columns and rows is not known.',
      rows: [expect.objectContaining({ principal: C })],
    });
  });

  it('when a condition decides (ABAC)', () => {
    const world = within([
      row(`${P}:IAMPrincipals`, onTable('patients'), ['SELECT'], {
        Condition: { Expression: 'context.iam.principalTags.team == "care"' },
      }),
    ]);
    expect(unknown(world, ANALYST)).toContain('under the condition');
  });

  it.each([
    ['the role', TEAM1, 'consumerRows'],
    ['all principals of its account', `${C}:IAMPrincipals`, 'consumerRows'],
    ['its account', C, 'producerRows'],
  ] as const)(
    'when %s holds something that is not understood',
    (_, principal, rows) => {
      const world = seedWorld();
      world[rows].push(
        row(principal, { RLSPolicy: { Name: 'p' } } as object, ['SELECT']),
      );
      expect(unknown(world, TEAM1, CLAIMS)).toContain(
        'of a kind that Sluice does not know',
      );
    },
  );

  it.each([
    ['another database', { NewThing: { DatabaseName: 'other_db' } }],
    [
      'another table',
      { NewThing: { DatabaseName: 'healthcare_db', TableName: 'claims' } },
    ],
    ['another catalog', { NewThing: { CatalogId: C } }],
    [
      'a tag policy on databases',
      { LFTagPolicy: { ResourceType: 'DATABASE', ExpressionName: 'e' } },
    ],
  ])('but not when that is plainly on %s', (_, resource) => {
    const world = seedWorld();
    world.consumerRows.push(row(TEAM1, resource as object, ['SELECT']));
    expect(ask(world, TEAM1).level).toBe('partial');
  });

  it('when an account was not observed', () => {
    const world = seedWorld();
    const [producer, consumer] = observe(world);
    for (const [observed, missing] of [
      [producer, C],
      [consumer, P],
    ] as const) {
      expect(
        effectiveAccess(createAccessIndex([observed]), {
          principal: TEAM2,
          table: PATIENTS,
        }),
      ).toMatchObject({
        level: 'unknown',
        problems: [
          expect.stringContaining(
            `Account ${missing} in us-west-2 was not observed`,
          ),
        ],
      });
    }
  });

  it('when an observation is too old', () => {
    const index = createAccessIndex(observe(seedWorld()), {
      staleBefore: '2026-11-23T08:00:01Z',
    });
    for (const principal of [TEAM1, TEAM2]) {
      expect(
        effectiveAccess(index, { principal, table: CLAIMS }),
      ).toMatchObject({
        level: 'unknown',
        problems: expect.arrayContaining([
          expect.stringContaining('too long ago'),
        ]),
      });
    }
  });

  it('when asked about what is no IAM principal', () => {
    expect(unknown(seedWorld(), C)).toContain(
      'neither an IAM role nor an IAM user',
    );
  });

  it('but what cannot be understood does not matter beside full access', () => {
    const world = seedWorld();
    world.consumerRows.push(
      row(TEAM1, onTable('claims'), ['SELECT'], {
        Condition: { Expression: 'x' },
      }),
    );
    expect(ask(world, TEAM1, CLAIMS).level).toBe('full');
  });
});
