import { RawPermission } from '../permissions';
import { ask, cells, rowsOf, select, within } from './__testUtils__/questions';
import {
  ANALYST,
  C,
  P,
  SHARE,
  SHARED,
  TEAM1,
  World,
  emptyWorld,
  filter,
  onAllColumnsBut,
  onAllTables,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
} from './__testUtils__/world';

const whole = onTable('patients');
const some = onColumns('patients', ['city', 'state']);
const ROWS = "state = 'Texas'";
const FILTERS = [
  filter('patients', 'texas', ['city', 'state'], ROWS),
  filter('patients', 'ohio', ['city', 'ssn'], "state = 'Ohio'"),
  filter('patients', 'everyRow', ['city'], undefined),
  filter('patients', 'allColumns', 'all', ROWS),
  filter('patients', 'noSsn', { except: ['ssn'] }, ROWS),
];
const cell = (name: string) => select(onFilter('patients', name));
const holds = (permissions: string[], resource: object = whole) =>
  row(ANALYST, resource, permissions);

/** Columns that are read (all nine, or by name), or the level. */
type Expected = 'all' | 'none' | 'unknown' | string[];
type Case = [
  name: string,
  rows: RawPermission[],
  read: Expected,
  text?: string,
];

const ALL_BUT_SSN = emptyWorld()
  .producer.tables[0].columns.map(({ name }) => name)
  .filter(name => name !== 'ssn');
const GROUP = `${P}:IAMPrincipals`;
const ORGANIZATION = 'arn:aws:organizations::111122223333:organization/o-1';
const UNIT = 'arn:aws:organizations::111122223333:ou/o-1/ou-1';

const WITHIN: Case[] = [
  ['A3 nothing', [], 'none', 'no SELECT'],
  ['A2 SELECT on the table', [holds(['SELECT'])], 'all'],
  ['A2 ALL on the table', [holds(['ALL'])], 'all'],
  ['A2 DESCRIBE only', [holds(['DESCRIBE'])], 'none', 'none of its data'],
  ['A2 INSERT only', [holds(['INSERT'])], 'none', 'reads no data'],
  ['A2 ALTER only', [holds(['ALTER'])], 'none', 'reads no data'],
  ['A2 DELETE only', [holds(['DELETE'])], 'none', 'reads no data'],
  ['A2 DROP only', [holds(['DROP'])], 'none', 'reads no data'],
  ['A2 another table', [select(onTable('claims'))], 'none'],
  [
    'A2 ALL on the database',
    [holds(['ALL'], { Database: { CatalogId: P, Name: 'healthcare_db' } })],
    'none',
  ],
  ['A1 all tables', [select(onAllTables())], 'all', 'as on all tables'],
  [
    'A1 all tables without a name',
    [
      select({
        Table: {
          CatalogId: P,
          DatabaseName: 'healthcare_db',
          TableWildcard: {},
        },
      }),
    ],
    'all',
  ],
  [
    'A1 DESCRIBE on all tables',
    [row(ANALYST, onAllTables(), ['DESCRIBE'])],
    'none',
  ],
  [
    'A1 all columns by an empty wildcard',
    [select(onAllColumnsBut('patients', []))],
    'all',
  ],
  ['A1 column list', [select(some)], ['city', 'state']],
  [
    'A1 column list of another case',
    [select(onColumns('patients', ['CITY']))],
    ['city'],
  ],
  [
    'A1 two members',
    [select({ ...whole, ...some })],
    'unknown',
    'does not know',
  ],
  ['A1 no member', [select({})], 'unknown', 'does not know'],
  [
    'A1 unknown member',
    [select({ Volume: { Name: 'v' } })],
    'unknown',
    'does not know',
  ],
  [
    'A1 saved LF-Tag expression',
    [
      select({
        LFTagPolicy: {
          CatalogId: P,
          ResourceType: 'TABLE',
          ExpressionName: 'e',
        },
      }),
    ],
    'unknown',
    'does not know',
  ],
  [
    'A1 DESCRIBE on the expression itself',
    [holds(['DESCRIBE'], { LFTagExpression: { CatalogId: P, Name: 'e' } })],
    'none',
  ],
  [
    'A2 SUPER_USER on the catalog',
    [holds(['SUPER_USER'], { Catalog: { Id: P } })],
    'unknown',
  ],
  [
    'A4 every principal of the account',
    [select(whole, GROUP)],
    'all',
    'every principal',
  ],
  [
    'A4 every principal of another account',
    [select(whole, `${C}:IAMPrincipals`)],
    'none',
  ],
  ['A4 another principal', [select(whole, TEAM1)], 'none'],
  [
    'A4 IAM_ALLOWED_PRINCIPALS on the table',
    [row('IAM_ALLOWED_PRINCIPALS', whole, ['ALL'])],
    'unknown',
    'IAM policies decide',
  ],
  [
    'A4 IAM_ALLOWED_PRINCIPALS on all tables',
    [row('IAM_ALLOWED_PRINCIPALS', onAllTables(), ['ALL'])],
    'unknown',
    'IAM policies decide',
  ],
  [
    'A4 IAM_ALLOWED_PRINCIPALS beside SELECT',
    [holds(['SELECT']), row('IAM_ALLOWED_PRINCIPALS', whole, ['ALL'])],
    'unknown',
  ],
  [
    'A3 a condition (ABAC)',
    [row(ANALYST, whole, ['SELECT'], { Condition: { Expression: 'x' } })],
    'unknown',
    'does not evaluate',
  ],
  [
    'A3 a condition on DESCRIBE',
    [row(ANALYST, whole, ['DESCRIBE'], { Condition: { Expression: 'x' } })],
    'none',
  ],
  [
    'A6 a condition beside everything',
    [
      holds(['SELECT']),
      row(ANALYST, some, ['SELECT'], { Condition: { Expression: 'x' } }),
    ],
    'all',
  ],
  [
    'A5 grant option',
    [
      row(ANALYST, some, ['SELECT'], {
        PermissionsWithGrantOption: ['SELECT'],
      }),
    ],
    ['city', 'state'],
  ],
  ['A5 columns beside ALTER', [select(some), holds(['ALTER'])], 'none'],
  ['A5 columns beside INSERT', [select(some), holds(['INSERT'])], 'none'],
  [
    'A5 columns beside DESCRIBE',
    [select(some), holds(['DESCRIBE'])],
    ['city', 'state'],
  ],
  ['A5 the whole table beside ALTER', [holds(['SELECT', 'ALTER'])], 'all'],
  [
    'A5 columns beside ALTER by the group',
    [select(some), row(GROUP, whole, ['ALTER'])],
    'unknown',
    'AWS does not say',
  ],
  [
    'A6 two column lists',
    [select(some), select(onColumns('patients', ['ssn']), GROUP)],
    ['city', 'state', 'ssn'],
  ],
  [
    'A6 two exclude lists',
    [
      select(onAllColumnsBut('patients', ['ssn'])),
      select(onAllColumnsBut('patients', ['city']), GROUP),
    ],
    'all',
  ],
  ['A6 the table beside columns', [holds(['SELECT']), select(some)], 'all'],
  ['A6 the table beside a filter', [holds(['SELECT']), cell('texas')], 'all'],
  ['A6 a cell filter', [cell('texas')], ['city', 'state']],
  [
    'A6 two cell filters',
    [cell('texas'), cell('ohio')],
    ['city', 'state', 'ssn'],
  ],
  [
    'A6 a filter that leaves columns out',
    [cell('noSsn'), select(onColumns('patients', ['ssn']))],
    'all',
  ],
  ['A1 a filter that is gone', [cell('gone')], 'unknown', 'was not found'],
  [
    'A2 DESCRIBE on a filter',
    [holds(['DESCRIBE'], onFilter('patients', 'texas'))],
    'none',
  ],
  ['A6 tags that do not match', [select(onTags({ kind: ['secret'] }))], 'none'],
  [
    'A6 tag on the database',
    [select(onTags({ domain: ['care'] }))],
    ALL_BUT_SSN,
  ],
  [
    'A6 tag overridden on a column',
    [select(onTags({ domain: ['identity'] }))],
    ['ssn'],
  ],
  [
    'A6 any of the values',
    [select(onTags({ domain: ['care', 'identity'] }))],
    'all',
  ],
  [
    'A6 all of the keys',
    [select(onTags({ domain: ['care'], stage: ['prod'] }))],
    'none',
  ],
  [
    'A6 several expressions',
    [select(onTags({ domain: ['identity'] })), select(some)],
    ['city', 'state', 'ssn'],
  ],
  [
    'A6 tags in another case',
    [select(onTags({ Domain: ['Identity'] }))],
    ['ssn'],
  ],
  [
    'A6 ALL by tags on a column',
    [row(ANALYST, onTags({ domain: ['identity'] }), ['ALL'])],
    ['ssn'],
  ],
  [
    'A6 ALTER by tags on a column',
    [row(ANALYST, onTags({ domain: ['identity'] }), ['ALTER'])],
    'none',
  ],
  [
    'A2 SELECT by tags of databases',
    [select(onTags({ domain: ['care'] }, 'DATABASE'))],
    'none',
  ],
];

const shared = (resource: object = whole, principal = C) =>
  row(principal, resource, ['SELECT'], SHARED);
const on = (resource: object = whole) => select(resource, TEAM1);

type AcrossCase = [string, RawPermission[], RawPermission[], Expected, string?];
const ACROSS: AcrossCase[] = [
  ['A8.1 shared only', [shared()], [], 'none', 'grants role'],
  ['A8.3 granted on only', [], [on()], 'none', 'has arrived there'],
  ['A8.3 both', [shared()], [on()], 'all'],
  ['A8.3 less shared', [shared(some)], [on()], ['city', 'state']],
  ['A8.3 less granted on', [shared()], [on(some)], ['city', 'state']],
  [
    'A8.3 nothing in common',
    [shared(some)],
    [on(onColumns('patients', ['ssn']))],
    'none',
    'no cell in common',
  ],
  [
    'A8.3 exclude lists meet',
    [shared(onAllColumnsBut('patients', ['ssn']))],
    [on(onColumns('patients', ['ssn', 'city']))],
    ['city'],
  ],
  ['A8.1 directly to the role', [shared(whole, TEAM1)], [], 'all'],
  ['A8.3 all tables shared', [shared(onAllTables())], [on()], 'all'],
  [
    'A8.3 DESCRIBE shared',
    [row(C, whole, ['DESCRIBE'], SHARED)],
    [on()],
    'none',
  ],
  [
    'A8.3 DESCRIBE granted on',
    [shared()],
    [row(TEAM1, whole, ['DESCRIBE'])],
    'none',
  ],
  [
    'A8.3 to every principal of the account',
    [shared()],
    [select(whole, `${C}:IAMPrincipals`)],
    'all',
  ],
  [
    'A4 an organization',
    [shared(whole, ORGANIZATION)],
    [on()],
    'unknown',
    'belongs to it',
  ],
  [
    'A4 an organizational unit',
    [shared(whole, UNIT)],
    [on()],
    'unknown',
    'belongs to it',
  ],
  [
    'A4 an organization, not granted on',
    [shared(whole, ORGANIZATION)],
    [],
    'none',
  ],
  [
    'A8.3 a filter of the owner',
    [shared(onFilter('patients', 'texas'))],
    [on()],
    ['city', 'state'],
  ],
];

function prepared(world: World): World {
  world.producer.filters = FILTERS;
  world.producer.databases[0].lfTags = [
    { key: 'domain', values: ['care'], source: 'database' },
  ];
  // The tag of ssn overrides the one it would inherit.
  world.producer.tables[0].columns[6].lfTags = [
    { key: 'domain', values: ['identity'], source: 'column' },
  ];
  return world;
}

/** What is read, in the form in which it is expected, and what is said of it. */
function answer(world: World, principal: string, expected: Expected) {
  const access = ask(world, principal);
  const total = world.producer.tables[0].columns.length;
  const names = Object.keys(cells(access));
  const read = () => {
    if (expected === 'all') return names.length === total ? 'all' : names;
    return Array.isArray(expected) ? names : access.level;
  };
  return {
    read: read(),
    said: [
      ...access.reasons.map(reason => reason.text),
      ...(access.level === 'unknown' ? access.problems : []),
    ].join('\n'),
  };
}

describe('the truth table of Lake Formation', () => {
  it.each(WITHIN)('in one account: %s', (_, rows, read, text = '') => {
    expect(answer(prepared(within(rows)), ANALYST, read)).toEqual({
      read,
      said: expect.stringContaining(text),
    });
  });

  it.each(ACROSS)(
    'across accounts: %s',
    (_, owners, readers, read, text = '') => {
      const world = prepared(emptyWorld());
      world.producerRows = owners;
      world.consumerRows = readers;
      expect(answer(world, TEAM1, read)).toEqual({
        read,
        said: expect.stringContaining(text),
      });
    },
  );

  it.each([
    ['PENDING', 'none'],
    ['REJECTED', 'none'],
    ['EXPIRED', 'none'],
    ['ACCEPTED', 'full'],
    ['absent', 'unknown'],
  ] as const)('A8.2 an invitation that is %s: %s', (status, level) => {
    const world = emptyWorld();
    world.producerRows = [shared()];
    world.consumerRows = [on()];
    world.consumer.shares = [];
    world.consumer.invitations =
      status === 'absent'
        ? []
        : [
            {
              arn: 'i',
              shareArn: SHARE,
              senderAccountId: P,
              receiverAccountId: C,
              status,
            },
          ];
    expect(ask(world, TEAM1).level).toBe(level);
  });

  it.each([
    ['lakeFormation', 'full'],
    ['hybrid', 'unknown'],
    ['none', 'unknown'],
    ['unknown', 'unknown'],
  ] as const)('A9 a location that is registered as %s: %s', (mode, level) => {
    const world = within([holds(['SELECT'])]);
    world.producer.tables[0].registration = mode;
    expect(ask(world, ANALYST).level).toBe(level);
  });

  it.each([
    ['A6 one filter', ['texas'], ROWS],
    ['A6 two filters', ['texas', 'ohio'], "state in ('Ohio', 'Texas')"],
    ['A6 every row wins', ['texas', 'everyRow'], undefined],
  ])('rows: %s', (_, names, expression) => {
    expect(rowsOf(ask(within(names.map(cell), FILTERS), ANALYST))).toEqual(
      expression ? { kind: 'expression', expression } : { kind: 'all' },
    );
  });

  it.each(['admins', 'readOnlyAdmins'] as const)(
    'A3 one of the %s reads nothing by that',
    list => {
      const world = within([]);
      world.producer.settings![list].push(ANALYST);
      expect(ask(world, ANALYST).level).toBe('none');
    },
  );

  it('A8.4 a right on a link gives none on its target', () => {
    const world = emptyWorld();
    const link = {
      Table: {
        CatalogId: C,
        DatabaseName: 'consumer_healthcare_db',
        Name: 'rl_patients',
      },
    };
    world.producerRows = [shared()];
    world.consumerRows = [row(TEAM1, link, ['DESCRIBE'])];
    expect(ask(world, TEAM1).level).toBe('none');
  });
});
