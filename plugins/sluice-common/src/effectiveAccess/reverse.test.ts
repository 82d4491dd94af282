import { createAccessIndex } from './AccessIndex';
import { effectiveAccess } from './effectiveAccess';
import { accessOf, candidateTables, whoCanSee } from './reverse';
import {
  C,
  P,
  SHARED,
  TEAM1,
  TEAM2,
  World,
  filter,
  observe,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
  seedWorld,
} from './__testUtils__/world';

const unrecognized = { NewThing: { Name: 'x' } } as object;

/** What makes answers differ from the seed's, each in its own way. */
const CHANGES: [string, (world: World) => void][] = [
  ['the seed as it is', () => {}],
  [
    'a failure of the producer',
    ({ producer }) => {
      producer.failures = [{ part: 'permissions', message: 'no' }];
    },
  ],
  [
    'a failure of the consumer',
    ({ consumer }) => {
      consumer.failures = [{ part: 'permissions', message: 'no' }];
    },
  ],
  [
    'a hybrid location',
    ({ producer }) => {
      producer.tables[0].registration = 'hybrid';
    },
  ],
  [
    'IAM_ALLOWED_PRINCIPALS on a table',
    ({ producerRows }) => {
      producerRows.push(
        row('IAM_ALLOWED_PRINCIPALS', onTable('patients'), ['ALL']),
      );
    },
  ],
  [
    'IAM_ALLOWED_PRINCIPALS on all tables',
    ({ producerRows }) => {
      producerRows.push(row('IAM_ALLOWED_PRINCIPALS', onAllTables(), ['ALL']));
    },
  ],
  [
    'IAM_ALLOWED_PRINCIPALS by tags',
    ({ producer, producerRows }) => {
      producer.databases[0].lfTags = [
        { key: 'a', values: ['1'], source: 'database' },
      ];
      producerRows.push(
        row('IAM_ALLOWED_PRINCIPALS', onTags({ a: ['1'] }), ['ALL']),
      );
    },
  ],
  [
    'something unrecognised for the role',
    ({ consumerRows }) => {
      consumerRows.push(row(TEAM2, unrecognized, ['SELECT']));
    },
  ],
  [
    'something unrecognised for its account',
    ({ producerRows }) => {
      producerRows.push(row(C, unrecognized, ['SELECT']));
    },
  ],
  [
    'SUPER_USER on the catalog',
    ({ producerRows }) => {
      producerRows.push(row(TEAM2, { Catalog: { Id: P } }, ['SUPER_USER']));
    },
  ],
  [
    'a filter granted directly',
    ({ producer, producerRows }) => {
      producer.filters.push(filter('patients', 'f', ['city']));
      producerRows.push(
        row(TEAM2, onFilter('patients', 'f'), ['SELECT'], SHARED),
      );
    },
  ],
  [
    'columns granted to all principals',
    ({ consumerRows }) => {
      consumerRows.push(
        row(`${C}:IAMPrincipals`, onColumns('patients', ['city']), ['SELECT']),
      );
    },
  ],
  [
    'all tables',
    ({ producerRows }) => {
      producerRows.push(row(TEAM2, onAllTables(), ['SELECT'], SHARED));
    },
  ],
  [
    'tags',
    ({ producer, producerRows }) => {
      producer.databases[0].lfTags = [
        { key: 'a', values: ['1'], source: 'database' },
      ];
      producerRows.push(row(TEAM2, onTags({ a: ['1'] }), ['SELECT'], SHARED));
    },
  ],
  [
    'an organization',
    ({ producerRows, consumerRows }) => {
      producerRows.push(
        row(
          `arn:aws:organizations::${P}:organization/o-1`,
          onAllTables(),
          ['SELECT'],
          SHARED,
        ),
      );
      consumerRows.push(row(TEAM2, onTable('patients'), ['SELECT']));
    },
  ],
];

describe.each(CHANGES)('with %s', (_, change) => {
  const world = seedWorld();
  change(world);
  const index = createAccessIndex(observe(world));
  const byName = (a: { table: { tableName: string } }, b: typeof a) =>
    a.table.tableName < b.table.tableName ? -1 : 1;

  it.each([
    TEAM1,
    TEAM2,
    `arn:aws:iam::${P}:role/stranger`,
    `arn:aws:iam::777777777777:role/far`,
  ])('accessOf %s says what each table says', principal => {
    const asked = index.tables
      .map(({ ref }) => effectiveAccess(index, { principal, table: ref }))
      .filter(({ level }) => level !== 'none');
    expect(accessOf(index, principal)).toEqual(asked.sort(byName));
  });

  it('whoCanSee says what each principal says', () => {
    for (const { ref } of index.tables) {
      const expected = [TEAM1, TEAM2].filter(
        principal =>
          effectiveAccess(index, { principal, table: ref }).level !== 'none',
      );
      expect(whoCanSee(index, ref).map(({ principal }) => principal)).toEqual(
        expected,
      );
    }
  });
});

it('candidates are few when nothing is uncertain', () => {
  const index = createAccessIndex(observe(seedWorld()));
  expect(candidateTables(index, `arn:aws:iam::${P}:role/stranger`)).toEqual([]);
});

it('whoCanSee knows roles that only a permission names', () => {
  const world = seedWorld();
  const analyst = `arn:aws:iam::${P}:role/analyst`;
  world.producerRows.push(row(analyst, onTable('patients'), ['SELECT']));
  const index = createAccessIndex(observe(world));
  const [patients] = index.tables;
  expect(
    whoCanSee(index, patients.ref, 'ssn').map(({ principal }) => principal),
  ).toEqual([analyst]);
});
