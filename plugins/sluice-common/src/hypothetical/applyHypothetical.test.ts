import {
  accessSummaryOf,
  createAccessIndex,
  effectiveAccess,
} from '../effectiveAccess';
import {
  cells,
  within,
  select,
} from '../effectiveAccess/__testUtils__/questions';
import {
  ANALYST,
  C,
  emptyWorld,
  observe,
  onFilter,
  onTable,
  onTags,
  P,
  PATIENTS,
  REGION,
  SEED_FILTER,
  seedWorld,
  TEAM1,
  TEAM2,
  World,
} from '../effectiveAccess/__testUtils__/world';
import { applyHypothetical } from './applyHypothetical';
import {
  HypotheticalChangeInput,
  hypotheticalChangeSchema,
} from './HypotheticalChange';
import { HypotheticalError } from './HypotheticalError';
import { hypotheticalConsequences } from './hypotheticalConsequences';

const DATABASE = {
  region: REGION,
  catalogId: P,
  databaseName: 'healthcare_db',
};
const grant = (
  accountId: string,
  principal: string,
  on: object = { kind: 'table', table: PATIENTS },
) => ({ kind: 'grant', accountId, principal, on } as HypotheticalChangeInput);

function tryOut(world: World, inputs: HypotheticalChangeInput[]) {
  const before = createAccessIndex(observe(world));
  const changes = inputs.map(each => hypotheticalChangeSchema.parse(each));
  const after = applyHypothetical(before, changes);
  return {
    before,
    after,
    consequences: () =>
      hypotheticalConsequences({
        before,
        after,
        changes,
        readers: [{ principal: TEAM1, title: 'Patients Care' }],
      }),
    cells: (principal: string) =>
      cells(effectiveAccess(after, { principal, table: PATIENTS })),
  };
}

const ALL = Object.fromEntries(
  emptyWorld().producer.tables[0].columns.map(({ name }) => [name, 'all']),
);
const tagged = () => {
  const world = within([select(onTags({ kind: ['public'] }))]);
  // As observed: the column repeats what it inherits.
  world.producer.databases[0].lfTags = [
    { key: 'kind', values: ['public'], source: 'database' },
  ];
  world.producer.tables[0].columns[6].lfTags = [
    { key: 'kind', values: ['public'], source: 'database' },
  ];
  return world;
};
const hybrid = () => {
  const world = emptyWorld();
  world.producer.tables[0].registration = 'hybrid';
  return world;
};

describe('applyHypothetical', () => {
  it.each<[string, World, HypotheticalChangeInput[], string, object]>([
    ['a grant on a table', emptyWorld(), [grant(P, ANALYST)], ANALYST, ALL],
    [
      'a grant on all tables',
      emptyWorld(),
      [grant(P, ANALYST, { kind: 'allTables', ...DATABASE })],
      ANALYST,
      ALL,
    ],
    [
      'a grant on some cells',
      emptyWorld(),
      [
        grant(P, ANALYST, {
          kind: 'cells',
          table: PATIENTS,
          columns: { kind: 'include', names: ['city'] },
          rowFilter: "state = 'Ohio'",
        }),
      ],
      ANALYST,
      { city: "state = 'Ohio'" },
    ],
    [
      'a grant by LF-Tags, once they are set',
      emptyWorld(),
      [
        grant(P, ANALYST, {
          kind: 'lfTags',
          region: REGION,
          catalogId: P,
          expression: [{ key: 'kind', values: ['public'] }],
        }),
        {
          kind: 'setTag',
          on: { ...DATABASE, tableName: 'patients', column: 'city' },
          key: 'Kind',
          value: 'Public',
        },
      ],
      ANALYST,
      { city: 'all' },
    ],
    [
      'half of a grant across accounts',
      emptyWorld(),
      [grant(P, C)],
      TEAM2,
      { level: 'none' },
    ],
    [
      'both halves of it',
      {
        ...emptyWorld(),
        consumer: { ...emptyWorld().consumer, shares: [], invitations: [] },
      },
      [grant(P, C), grant(C, TEAM2)],
      TEAM2,
      ALL,
    ],
    [
      'a share that is accepted',
      {
        ...seedWorld(),
        consumer: {
          ...seedWorld().consumer,
          invitations: seedWorld().consumer.invitations.map(each => ({
            ...each,
            status: 'PENDING' as const,
          })),
        },
      },
      [{ kind: 'acceptShare', senderAccountId: P, receiverAccountId: C }],
      TEAM1,
      Object.fromEntries(
        Object.keys(ALL)
          .filter(name => name !== 'ssn')
          .map(name => [name, "state in ('Texas', 'New York')"]),
      ),
    ],
    [
      'a filter that lets less through',
      within([select(onFilter('patients', SEED_FILTER.name))], [SEED_FILTER]),
      [
        {
          kind: 'setFilter',
          table: PATIENTS,
          name: SEED_FILTER.name,
          columns: { kind: 'include', names: ['gender'] },
        },
      ],
      ANALYST,
      { gender: 'all' },
    ],
    [
      'a tag of the database that is another',
      tagged(),
      [{ kind: 'setTag', on: DATABASE, key: 'kind', value: 'secret' }],
      ANALYST,
      { level: 'none' },
    ],
    [
      'a tag that is gone',
      tagged(),
      [{ kind: 'removeTag', on: DATABASE, key: 'kind' }],
      ANALYST,
      { level: 'none' },
    ],
    [
      'an opt-in over a hybrid location',
      hybrid(),
      [
        { kind: 'optIn', principal: ANALYST, table: PATIENTS },
        grant(P, ANALYST),
      ],
      ANALYST,
      ALL,
    ],
    [
      'an opt-in that is taken back',
      hybrid(),
      [
        { kind: 'optIn', principal: ANALYST, table: PATIENTS },
        { kind: 'optOut', principal: ANALYST, table: PATIENTS },
      ],
      ANALYST,
      cells(
        effectiveAccess(createAccessIndex(observe(hybrid())), {
          principal: ANALYST,
          table: PATIENTS,
        }),
      ),
    ],
    [
      'a location that is no longer registered',
      within([select(onTable('patients'))]),
      [{ kind: 'registerLocation', table: PATIENTS, mode: 'none' }],
      ANALYST,
      { level: 'unknown' },
    ],
  ])('tries %s', (_, world, changes, principal, expected) => {
    expect(tryOut(world, changes).cells(principal)).toEqual(expected);
  });

  it('takes a permission on a filter from the lists of both accounts', () => {
    const world = seedWorld();
    const [, onSeedFilter] = observe(world)[0].permissions.slice(0, 2);
    world.consumerRows.push(world.producerRows[1]);
    const { after } = tryOut(world, [
      { kind: 'revoke', accountId: P, permissionId: onSeedFilter.id },
    ]);
    expect(
      after.observations.flatMap(({ permissions }) =>
        permissions.filter(({ id }) => id === onSeedFilter.id),
      ),
    ).toEqual([]);
  });

  it.each<[string, HypotheticalChangeInput, string]>([
    [
      'an account that is not connected',
      grant('999999999999', ANALYST),
      'account 999999999999 is not connected',
    ],
    [
      'an unknown table',
      grant(P, ANALYST, {
        kind: 'table',
        table: { ...PATIENTS, tableName: 'patient' },
      }),
      'no table healthcare_db.patient',
    ],
    [
      'an unknown column',
      grant(P, ANALYST, {
        kind: 'cells',
        table: PATIENTS,
        columns: { kind: 'exclude', names: ['sn'] },
      }),
      "no column 'sn'; it has patient_id",
    ],
    [
      'a row filter that cannot be read',
      grant(P, ANALYST, {
        kind: 'cells',
        table: PATIENTS,
        columns: { kind: 'all' },
        rowFilter: 'state =',
      }),
      'the row filter is wrong at character 8',
    ],
    [
      'a principal that is none',
      grant(P, 'somebody'),
      "'somebody' is no principal",
    ],
    [
      'an unknown permission',
      { kind: 'revoke', accountId: P, permissionId: 'x' },
      'no permission of the id x',
    ],
    [
      'a database that is not there',
      { kind: 'removeTag', on: { ...DATABASE, databaseName: 'x' }, key: 'k' },
      'no database x',
    ],
    [
      'a tag that is not there',
      { kind: 'removeTag', on: DATABASE, key: 'kind' },
      "has no LF-Tag 'kind'",
    ],
    [
      'an opt-in that is not there',
      { kind: 'optOut', principal: ANALYST, table: PATIENTS },
      'is not opted in',
    ],
  ])('refuses %s by its number', (_, change, message) => {
    const first = grant(P, TEAM1);
    expect(() => tryOut(emptyWorld(), [first, change])).toThrow(
      HypotheticalError,
    );
    expect(() => tryOut(emptyWorld(), [first, change])).toThrow(
      new RegExp(`^(HypotheticalError: )?Change 2: .*${message}`),
    );
  });
});

describe('hypotheticalConsequences', () => {
  it('names whoever gains and loses, and nobody else', () => {
    const world = seedWorld();
    const { id } = observe(world)[1].permissions.find(
      ({ principal, resource }) =>
        'arn' in principal &&
        principal.arn === TEAM1 &&
        'tableName' in resource &&
        resource.tableName === 'patients',
    )!;
    const { before, consequences } = tryOut(world, [
      { kind: 'revoke', accountId: C, permissionId: id },
      grant(C, TEAM2),
    ]);
    const seen = consequences();
    expect(
      seen.map(({ principal, before: was, after: willBe }) => [
        principal,
        was.level,
        willBe.level,
      ]),
    ).toEqual([
      [TEAM1, 'partial', 'none'],
      [TEAM2, 'none', 'partial'],
    ]);
    expect(seen[0].text).toMatch(/^Patients Care loses healthcare_db.patients/);
    const access = effectiveAccess(before, {
      principal: TEAM1,
      table: PATIENTS,
    });
    expect(accessSummaryOf(access).level).toBe('partial');
  });
});
