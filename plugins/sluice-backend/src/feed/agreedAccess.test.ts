import { AccessGrantSpec } from '@sluice/plugin-sluice-common';
import { patientsTable } from '../requests/__testUtils__/snapshotOf';
import { agreedAccess, AgreementIndex } from './agreedAccess';
import { LiveAgreement } from './LiveAgreements';

const TEAM = 'group:default/patients-care';
const TABLE = 'resource:healthcare-producer/healthcare_db.patients';
const ALL_COLUMNS = [1, 2, 4, 5];

function agreement(changes: Partial<LiveAgreement> = {}): LiveAgreement {
  return {
    request: 'r1',
    team: TEAM,
    table: TABLE,
    tableUuid: 'uuid-of-patients',
    fieldIds: ALL_COLUMNS,
    allRows: true,
    begun: true,
    purpose: 'To look for outliers',
    startsAt: '2026-01-15T08:00:00.000Z',
    expiresAt: '2026-04-15T08:00:00.000Z',
    requestedBy: 'user:default/ada',
    approvedBy: ['user:default/olga'],
    ...changes,
  };
}

type Level = AccessGrantSpec['level'] | undefined;

it.each<[string, Level, LiveAgreement[]]>([
  ['nothing', undefined, []],
  ['every column and row', 'full', [agreement()]],
  ['some rows', 'partial', [agreement({ allRows: false })]],
  ['some columns', 'partial', [agreement({ fieldIds: [1, 5] })]],
  [
    'some columns, and the others',
    'full',
    [agreement({ fieldIds: [1, 5] }), agreement({ fieldIds: [2, 4] })],
  ],
  [
    'some columns, and some rows of the others',
    'partial',
    [
      agreement({ fieldIds: [1, 5] }),
      agreement({ fieldIds: [2, 4], allRows: false }),
    ],
  ],
  [
    'a column that is gone beside all that are there',
    'full',
    [agreement({ fieldIds: [...ALL_COLUMNS, 99] })],
  ],
  ['everything from a day to come', undefined, [agreement({ begun: false })]],
  [
    'some columns, and everything from a day to come',
    'partial',
    [agreement({ fieldIds: [1] }), agreement({ begun: false })],
  ],
])('what was agreed: %s; is declared: %s', (_, level, agreements) => {
  const { declared, origin } = agreedAccess(agreements, patientsTable());
  expect(declared?.level).toBe(level);
  expect(origin).toBe(level ? 'request' : 'import');
});

it.each([
  ['has no columns', []],
  [
    'has a column without its field id',
    [...patientsTable().columns, { name: 'extra', type: 'string', lfTags: [] }],
  ],
])(
  'does not say that everything was agreed on of a table that %s',
  (_, columns) => {
    const level = (changes: Partial<LiveAgreement>) =>
      agreedAccess([agreement(changes)], patientsTable({ columns })).declared
        ?.level;
    expect(level({})).toBe('unknown');
    expect(level({ allRows: false })).toBe('partial');
  },
);

it('has the request that began last as evidence, and tells of all', () => {
  const later = agreement({
    request: 'later',
    startsAt: '2026-02-01T00:00:00.000Z',
  });
  const toCome = agreement({
    request: 'to-come',
    startsAt: '2026-03-01T00:00:00.000Z',
    begun: false,
  });
  const { declared, agreements } = agreedAccess(
    [later, agreement(), toCome],
    patientsTable(),
  );
  expect(declared).toEqual({
    level: 'full',
    since: '2026-02-01T00:00:00.000Z',
    evidence: 'later',
  });
  expect(agreements).toEqual([
    expect.objectContaining({ request: 'later' }),
    {
      request: 'r1',
      purpose: 'To look for outliers',
      startsAt: '2026-01-15T08:00:00.000Z',
      expiresAt: '2026-04-15T08:00:00.000Z',
      requestedBy: 'user:default/ada',
      approvedBy: ['user:default/olga'],
    },
    expect.objectContaining({ request: 'to-come' }),
  ]);
});

it.each([
  ['the team and the table', 1, {}],
  ['a table whose uuid was not known', 1, { tableUuid: undefined }],
  ['a table of the same name that was there before', 0, { tableUuid: 'old' }],
  ['another team', 0, { team: 'group:default/claims-care' }],
  ['another table', 0, { table: `${TABLE}_2` }],
])('finds what is about %s: %s', (_, count, changes) => {
  const index = new AgreementIndex([agreement(changes)]);
  const entry = { entityRef: TABLE, table: patientsTable() };
  expect(index.find(TEAM, entry)).toHaveLength(count);
});
