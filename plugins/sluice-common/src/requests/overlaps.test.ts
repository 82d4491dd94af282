import { createAccessIndex, effectiveAccess } from '../effectiveAccess';
import {
  ANALYST,
  CLAIMS,
  emptyWorld,
  filter,
  observe,
  onColumns,
  onFilter,
  onTable,
  PATIENTS,
  row,
  World,
} from '../effectiveAccess/__testUtils__/world';
import { overlapsOf } from './overlaps';
import { AccessRequest } from './request';
import { AccessTerms, RequestedTable } from './terms';

const TABLE = 'resource:healthcare-producer/healthcare_db.patients';
const NAMES = [
  'patient_id',
  'patient_name',
  'date_of_birth',
  'gender',
  'city',
  'state',
  'ssn',
  'created_at',
  'updated_at',
];
const IN_TEXAS = "state = 'Texas'";

/** More patterns than are compared. */
const MANY_PATTERNS = Array.from(
  { length: 12 },
  (_, index) => `city like '%${index}_${index}%'`,
).join(' or ');

interface Part {
  columns?: string[];
  rows?: string;
}

const asked = ({
  columns = ['city', 'state'],
  rows,
}: Part = {}): RequestedTable => ({
  table: TABLE,
  ref: PATIENTS,
  producerAccount: 'healthcare-producer',
  columns: columns.map(name => ({ name, fieldId: NAMES.indexOf(name) + 1 })),
  ...(rows && { rowFilter: rows }),
});

const terms = (part?: Part): AccessTerms => ({
  tables: [asked(part)],
  durationMinutes: 60,
});

/** The producer's own role, with a filter for each part. */
function worldOf(parts: Part[], more: World['producerRows'] = []): World {
  const world = emptyWorld();
  world.producer.filters = parts.map(({ columns = NAMES, rows }, index) =>
    filter('patients', `f${index}`, columns, rows),
  );
  world.producerRows = [
    ...parts.map((_, index) =>
      row(ANALYST, onFilter('patients', `f${index}`), ['SELECT']),
    ),
    ...more,
  ];
  return world;
}

const read = (world: World) =>
  effectiveAccess(createAccessIndex(observe(world)), {
    principal: ANALYST,
    table: PATIENTS,
  });

function request(
  status: AccessRequest['agreement']['status'],
  fulfilment: AccessRequest['fulfilment']['status'],
  part: Part,
): AccessRequest {
  return {
    id: 'other',
    grantId: 'other',
    revision: 1,
    team: 'group:default/analysts',
    requester: 'user:default/ann',
    purpose: 'Research',
    terms: terms(part),
    agreement: {
      status,
      steps: [],
      decisions: [],
      expiresAt: '2026-12-31T00:00:00.000Z',
    },
    fulfilment: { status: fulfilment },
    createdAt: '2026-11-01T00:00:00.000Z',
    updatedAt: '2026-11-01T00:00:00.000Z',
  };
}

function overlaps(options: {
  /** What the team was given before. */
  held?: Part[];
  rows?: World['producerRows'];
  ask?: Part;
  others?: AccessRequest[];
}): string[] {
  const { held = [], rows = [], ask = {}, others = [] } = options;
  const before = worldOf(held, rows);
  return overlapsOf({
    team: 'Analysts',
    terms: terms(ask),
    others,
    accessTo: () => ({
      columns: before.producer.tables[0].columns,
      without: read(before),
      after: read(
        worldOf([...held, { columns: ['city', 'state'], ...ask }], rows),
      ),
    }),
  }).map(({ kind, text, table, requestId }) => {
    expect(table).toBe(TABLE);
    return `${kind}${requestId ? ` (${requestId})` : ''}: ${text}`;
  });
}

const GRANTED = 'Account 111122223333 grants role analyst SELECT on patients';

it.each<[string, Parameters<typeof overlaps>[0], unknown[]]>([
  ['nothing that was given before', {}, []],
  [
    'the same columns and rows',
    {
      held: [{ columns: ['city', 'state'], rows: IN_TEXAS }],
      ask: { rows: IN_TEXAS },
    },
    [
      expect.stringContaining(
        `alreadyGranted: Analysts reads these 2 columns of healthcare_db.patients in these rows already: ${GRANTED}`,
      ),
    ],
  ],
  [
    'the same by an agreement, which is named',
    {
      held: [{ columns: ['city'] }],
      ask: { columns: ['city'] },
      others: [request('approved', 'active', { columns: ['city'] })],
    },
    [
      'alreadyGranted (other): Analysts reads this column of healthcare_db.patients in all rows already, by another agreement that ends at 2026-12-31T00:00:00.000Z.',
    ],
  ],
  [
    'an agreement that has ended meanwhile',
    {
      held: [{ columns: ['city'] }],
      ask: { columns: ['city'] },
      others: [request('expired', 'removing', { columns: ['city'] })],
    },
    [expect.stringMatching(/^alreadyGranted: .* in all rows already: Account/)],
  ],
  [
    'the whole table: what is asked is there, and so is the rest',
    {
      rows: [row(ANALYST, onTable('patients'), ['SELECT'])],
      ask: { rows: IN_TEXAS },
    },
    [
      expect.stringContaining('alreadyGranted: Analysts reads these 2 columns'),
      'wider: Grants add up: beyond what is asked of healthcare_db.patients, Analysts keeps what it was given before: columns patient_id, patient_name, date_of_birth, gender, ssn, created_at, updated_at, and all rows.',
    ],
  ],
  [
    'rows among the given ones',
    {
      held: [
        { columns: ['city', 'state'], rows: "state in ('Texas', 'Ohio')" },
      ],
      ask: { rows: IN_TEXAS },
    },
    [
      expect.stringContaining('alreadyGranted: '),
      "wider: Grants add up: beyond what is asked of healthcare_db.patients, Analysts keeps what it was given before: rows where state in ('Texas', 'Ohio').",
    ],
  ],
  [
    'other rows of the same columns',
    {
      held: [{ columns: ['city', 'state'], rows: "state = 'Ohio'" }],
      ask: { rows: IN_TEXAS },
    },
    [
      "wider: Grants add up: beyond what is asked of healthcare_db.patients, Analysts keeps what it was given before: rows where state = 'Ohio'.",
    ],
  ],
  [
    'rows that cannot be compared',
    {
      held: [{ columns: ['city', 'state'], rows: MANY_PATTERNS }],
      ask: { rows: "city like '%a%' or city like 'b%'" },
    },
    [
      expect.stringMatching(/^partlyGranted: .* city, state in rows where /),
      expect.stringMatching(/^wider: Grants add up: .* rows where /),
    ],
  ],
  [
    'one more column in the same rows',
    {
      held: [{ columns: ['city'], rows: IN_TEXAS }],
      ask: { rows: IN_TEXAS },
    },
    [
      'partlyGranted: Analysts reads a part of what is asked of healthcare_db.patients already: city in all rows asked for; not state.',
    ],
  ],
  [
    'more rows of what was given',
    {
      held: [{ columns: ['city', 'state'], rows: IN_TEXAS }],
      ask: {},
    },
    [
      "partlyGranted: Analysts reads a part of what is asked of healthcare_db.patients already: city, state in rows where state = 'Texas'.",
    ],
  ],
  [
    'other columns in other rows, which meet as NULLs',
    {
      held: [{ columns: ['ssn', 'state'], rows: "state = 'Ohio'" }],
      ask: { rows: IN_TEXAS },
    },
    [
      "wider: Grants add up: beyond what is asked of healthcare_db.patients, Analysts keeps what it was given before: column ssn, and rows where state = 'Ohio'.",
      "wider: Grants of different columns and rows meet in healthcare_db.patients, so not every row comes back with every column. Values of city are in rows where state = 'Texas' only; values of ssn are in rows where state = 'Ohio' only; elsewhere these cells are NULL.",
    ],
  ],
  [
    'a column of a grant without rows',
    {
      rows: [row(ANALYST, onColumns('patients', ['ssn']), ['SELECT'])],
      ask: { columns: ['ssn', 'city'], rows: IN_TEXAS },
    },
    [
      'partlyGranted: Analysts reads a part of what is asked of healthcare_db.patients already: ssn in all rows asked for; not city.',
      expect.stringContaining('wider: Grants add up'),
      "wider: Grants of different columns and rows meet in healthcare_db.patients, so not every row comes back with every column. Values of city are in rows where state = 'Texas' only; elsewhere these cells are NULL.",
    ],
  ],
  [
    'what nobody knows',
    {
      rows: [row(ANALYST, onFilter('patients', 'gone'), ['SELECT'])],
      ask: {},
    },
    [],
  ],
  [
    'a request that waits',
    {
      others: [
        request('pending', 'none', { columns: ['ssn'], rows: IN_TEXAS }),
      ],
    },
    [
      "pending (other): Analysts has asked for healthcare_db.patients before: ssn, rows where state = 'Texas'. That request waits for approval.",
    ],
  ],
  [
    'a request that is approved, for later',
    { others: [request('approved', 'none', { columns: ['ssn'] })] },
    [
      'pending (other): Analysts has asked for healthcare_db.patients before: ssn, all rows. That request is approved, and access has not begun.',
    ],
  ],
  ...(['denied', 'withdrawn', 'expired', 'draft'] as const).map(
    (status): [string, Parameters<typeof overlaps>[0], unknown[]] => [
      `a request that is ${status}`,
      { others: [request(status, 'none', {})] },
      [],
    ],
  ),
])('%s', (_, options, expected) => {
  expect(overlaps(options)).toEqual(expected);
});

it('asks about each table by itself', () => {
  const world = worldOf([{ columns: ['city', 'state'] }]);
  const access = read(world);
  const claims = {
    ...asked(),
    table: 'resource:healthcare-producer/healthcare_db.claims',
    ref: CLAIMS,
  };
  const found = overlapsOf({
    team: 'Analysts',
    terms: { tables: [claims, asked()], durationMinutes: 1 },
    others: [],
    accessTo: table =>
      table === TABLE
        ? {
            columns: world.producer.tables[0].columns,
            without: access,
            after: access,
          }
        : undefined,
  });
  expect(found.map(({ table, kind }) => [table, kind])).toEqual([
    [TABLE, 'alreadyGranted'],
  ]);
});
