import { AccessSummary, formatRowAccess, summariseAccess } from './format';

it.each<[AccessSummary, string]>([
  [{ level: 'full', visibleColumns: 9, totalColumns: 9 }, 'full access'],
  [{ level: 'none', totalColumns: 9 }, 'no access'],
  [{ level: 'unknown', totalColumns: 9 }, 'not known'],
  [
    {
      level: 'partial',
      visibleColumns: 8,
      totalColumns: 9,
      rows: { kind: 'expression', expression: "state = 'Texas'" },
    },
    "8 of 9 columns, rows where state = 'Texas'",
  ],
  [
    {
      level: 'partial',
      visibleColumns: 1,
      totalColumns: 1,
      rows: { kind: 'expression', expression: 'a = 1' },
    },
    'the only column, rows where a = 1',
  ],
  [
    {
      level: 'partial',
      visibleColumns: 3,
      totalColumns: 9,
      rows: { kind: 'all' },
    },
    '3 of 9 columns, all rows',
  ],
  [{ level: 'partial' }, 'partial access'],
])('summarises %j', (summary, text) => {
  expect(summariseAccess(summary)).toBe(text);
});

it.each([
  [{ kind: 'all' }, 'all rows'],
  [{ kind: 'none' }, 'no rows'],
  [{ kind: 'expression', expression: 'a = 1' }, 'rows where a = 1'],
] as const)('formats %j', (rows, text) => {
  expect(formatRowAccess(rows)).toBe(text);
});
