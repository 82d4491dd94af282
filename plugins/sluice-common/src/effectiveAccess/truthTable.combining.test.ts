import {
  ROWS,
  Situation,
  answerIn,
  expectation,
  prepared,
} from './__testUtils__/situations';
import { ask, select, within } from './__testUtils__/questions';
import {
  ANALYST,
  P,
  onAllColumnsBut,
  onColumns,
  onFilter,
  onTable,
  onTags,
  row,
} from './__testUtils__/world';

// How several grants to one principal combine (LF reference A5 and A6).

const whole = onTable('patients');
const some = onColumns('patients', ['city', 'state']);
const ssn = onColumns('patients', ['ssn']);
const GROUP = `${P}:IAMPrincipals`;
const OHIO = "state = 'Ohio'";
const EITHER = "state in ('Ohio', 'Texas')";

const cell = (name: string, principal = ANALYST) =>
  select(onFilter('patients', name), principal);
const holds = (permissions: string[], resource: object = whole) =>
  row(ANALYST, resource, permissions);

const withoutEffect = (word: string): Situation => [
  `A5 columns beside ${word}`,
  [select(some), holds([word])],
  'none',
  ['columnGrant limits #0', 'grant informs #1', 'missing prevents'],
];

const CONFLICTS: Situation[] = [
  [
    'A5 grant option',
    [
      row(ANALYST, some, ['SELECT'], {
        PermissionsWithGrantOption: ['SELECT'],
      }),
    ],
    ['city', 'state'],
    ['columnGrant limits #0'],
  ],
  ...['ALTER', 'DROP', 'DELETE', 'INSERT'].map(withoutEffect),
  [
    'A5 columns beside DESCRIBE',
    [select(some), holds(['DESCRIBE'])],
    ['city', 'state'],
    ['columnGrant limits #0', 'grant informs #1'],
  ],
  [
    'A5 a filter beside INSERT',
    [cell('texas'), holds(['INSERT'])],
    'none',
    ['dataCellsFilter limits #0', 'grant informs #1', 'missing prevents'],
  ],
  [
    'A5 the whole table beside ALTER',
    [holds(['SELECT', 'ALTER'])],
    'all',
    ['grant supports #0'],
  ],
  [
    'A5 columns and the whole table beside ALTER',
    [select(some), holds(['SELECT', 'ALTER'])],
    'all',
    ['columnGrant limits #0', 'grant supports #1'],
  ],
  [
    'A5 columns beside ALTER by the group',
    [select(some), row(GROUP, whole, ['ALTER'])],
    'unknown',
    ['columnGrant limits #0', 'allIamPrincipals informs #1'],
    'Role analyst holds SELECT on some columns of patients, and ALTER',
  ],
  [
    'A5 tags beside ALTER',
    [select(onTags({ domain: ['care'] })), holds(['ALTER'])],
    'unknown',
    ['lfTagGrant limits #0', 'grant informs #1'],
    'Role analyst holds SELECT on some columns of patients, and ALTER',
  ],
];

const COMBINED: Situation[] = [
  [
    'A6.1 two column lists',
    [select(some), select(ssn, GROUP)],
    ['city', 'state', 'ssn'],
    ['columnGrant limits #0', 'allIamPrincipals limits #1'],
  ],
  [
    'A6.1 two exclude lists',
    [
      select(onAllColumnsBut('patients', ['ssn'])),
      select(onAllColumnsBut('patients', ['city']), GROUP),
    ],
    'all',
    ['columnGrant limits #0', 'allIamPrincipals limits #1'],
  ],
  [
    'A6.1 a list and an exclude list that do not meet',
    [
      select(ssn),
      select(
        onAllColumnsBut('patients', [
          'patient_name',
          'date_of_birth',
          'gender',
          'ssn',
          'created_at',
          'updated_at',
        ]),
        GROUP,
      ),
    ],
    ['patient_id', 'city', 'state', 'ssn'],
    ['columnGrant limits #0', 'allIamPrincipals limits #1'],
  ],
  [
    'A6.2 the table beside columns',
    [holds(['SELECT']), select(some)],
    'all',
    ['grant supports #0', 'columnGrant limits #1'],
  ],
  [
    'A6.2 the table beside a filter',
    [holds(['SELECT']), cell('texas')],
    'all',
    ['grant supports #0', 'dataCellsFilter limits #1'],
  ],
  [
    'A6.2 every row wins',
    [cell('texas'), cell('everyRow')],
    { city: 'all', state: ROWS },
    ['dataCellsFilter limits #0', 'dataCellsFilter limits #1'],
  ],
  [
    'A6.3 a principal and its group, each some rows',
    [cell('texas'), cell('ohio', GROUP)],
    { city: EITHER, state: ROWS, ssn: OHIO },
    ['dataCellsFilter limits #0', 'allIamPrincipals limits #1'],
  ],
  [
    'A6.4 several row filters',
    [cell('texas'), cell('ohio')],
    { city: EITHER, state: ROWS, ssn: OHIO },
    ['dataCellsFilter limits #0', 'dataCellsFilter limits #1'],
  ],
  [
    'A6.5 one cell filter',
    [cell('texas')],
    { city: ROWS, state: ROWS },
    ['dataCellsFilter limits #0'],
  ],
  [
    'A6.6 a filter that leaves columns out, and these',
    [cell('noSsn'), select(ssn)],
    {
      patient_id: ROWS,
      patient_name: ROWS,
      date_of_birth: ROWS,
      gender: ROWS,
      city: ROWS,
      state: ROWS,
      ssn: 'all',
      created_at: ROWS,
      updated_at: ROWS,
    },
    ['dataCellsFilter limits #0', 'columnGrant limits #1'],
  ],
  [
    'A6.6 a filter and columns that it has, too',
    [cell('texas'), select(onColumns('patients', ['city']))],
    { city: 'all', state: ROWS },
    ['dataCellsFilter limits #0', 'columnGrant limits #1'],
  ],
];

const byTags = (word: string): Situation => [
  `A6.8 ${word} by tags on a column`,
  [row(ANALYST, onTags({ domain: ['identity'] }), [word])],
  'none',
  ['lfTagGrant informs #0', 'missing prevents'],
];

const TAGS: Situation[] = [
  ...['ALTER', 'DROP', 'INSERT', 'DELETE'].map(byTags),
  [
    'A6.8 ALL by tags on a column',
    [row(ANALYST, onTags({ domain: ['identity'] }), ['ALL'])],
    ['ssn'],
    ['lfTagGrant limits #0'],
  ],
  [
    'A6.9 tags that do not match',
    [select(onTags({ kind: ['secret'] }))],
    'none',
    ['missing prevents'],
  ],
  [
    'A6.9 tag on the database',
    [select(onTags({ domain: ['care'] }))],
    [
      'patient_id',
      'patient_name',
      'date_of_birth',
      'gender',
      'city',
      'state',
      'created_at',
      'updated_at',
    ],
    ['lfTagGrant limits #0'],
  ],
  [
    'A6.9 tag overridden on a column',
    [select(onTags({ domain: ['identity'] }))],
    ['ssn'],
    ['lfTagGrant limits #0'],
  ],
  [
    'A6.9 any of the values',
    [select(onTags({ domain: ['care', 'identity'] }))],
    'all',
    ['lfTagGrant supports #0'],
  ],
  [
    'A6.9 every value',
    [select(onTags({ domain: ['*'] }))],
    'all',
    ['lfTagGrant supports #0'],
  ],
  [
    'A6.9 all of the keys',
    [select(onTags({ domain: ['care'], stage: ['prod'] }))],
    'none',
    ['missing prevents'],
  ],
  [
    'A6.9 several expressions',
    [
      select(onTags({ domain: ['identity'] })),
      select(onTags({ domain: ['care'] })),
    ],
    'all',
    ['lfTagGrant limits #0', 'lfTagGrant limits #1'],
  ],
  [
    'A6.9 an expression beside columns',
    [select(onTags({ domain: ['identity'] })), select(some)],
    ['city', 'state', 'ssn'],
    ['lfTagGrant limits #0', 'columnGrant limits #1'],
  ],
  [
    'A6.9 tags in another case',
    [select(onTags({ Domain: ['Identity'] }))],
    ['ssn'],
    ['lfTagGrant limits #0'],
  ],
];

describe('how grants of one account combine', () => {
  it.each([...CONFLICTS, ...COMBINED, ...TAGS])(
    '%s',
    (...[, rows, read, reasons, problem]) => {
      expect(answerIn(prepared(within(rows)), ANALYST, read)).toEqual(
        expectation(read, reasons, problem),
      );
    },
  );

  it('A6.8 gives DESCRIBE beside SELECT for ALL on some columns', () => {
    const rows = [row(ANALYST, onTags({ domain: ['identity'] }), ['ALL'])];
    expect(ask(prepared(within(rows)), ANALYST)).toMatchObject({
      otherPermissions: ['DESCRIBE'],
    });
  });

  it('A6.9 a tag of the table overrides that of its database', () => {
    const world = prepared(within([select(onTags({ domain: ['care'] }))]));
    world.producer.tables[0].lfTags = [
      { key: 'domain', values: ['billing'], source: 'table' },
    ];
    expect(answerIn(world, ANALYST, 'none')).toEqual(
      expectation('none', ['missing prevents']),
    );
  });
});
