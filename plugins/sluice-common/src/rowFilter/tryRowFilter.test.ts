import { PATIENT_COLUMNS } from './__testUtils__/patientColumns';
import { parseRowFilter } from './parser';
import { RowFilterError } from './RowFilterError';
import { tryRowFilter } from './tryRowFilter';
import { RowFilterVerdict, rowFilterVerdict } from './verdict';

it('counts the made-up rows that match, and shows which do', () => {
  const trial = tryRowFilter("month > 6 and state = 'Texas'", PATIENT_COLUMNS, {
    count: 50,
  });
  expect(trial).toMatchObject({ verdict: 'some rows', total: 50 });
  expect(trial.rows).toHaveLength(50);
  expect(trial.matching).toBe(trial.rows.filter(row => row.matches).length);
  for (const { values, matches } of trial.rows) {
    const { state, month } = values as { state: string; month: number };
    expect(matches).toBe(state === 'Texas' && month > 6);
  }
});

it('puts the columns of the filter first', () => {
  const { columns } = tryRowFilter('"GROUP" = \'x\'', PATIENT_COLUMNS);
  expect(columns.slice(0, 2)).toEqual(['Group', 'patient_id']);
  expect(columns).toHaveLength(PATIENT_COLUMNS.length);
});

it.each([
  ['state =', 'Expected a constant', 7],
  ['state = 5', 'state is a string', 0],
])('refuses %s', (text, message, start) => {
  const run = () => tryRowFilter(text, PATIENT_COLUMNS);
  expect(run).toThrow(RowFilterError);
  expect(run).toThrow(message);
  expect(run).toThrow(expect.objectContaining({ start }));
});

it.each<[string, RowFilterVerdict]>([
  ["state = 'Texas'", 'some rows'],
  ['true', 'all rows'],
  ['patient_id = 1 or patient_id <> 1', 'all rows'],
  ["state = 'a' or state <> 'a'", 'some rows'],
  ["state like '%' or state is null", 'all rows'],
  ['visits > 5 and visits < 6', 'no row'],
  ['visits > 2147483647', 'no row'],
  ['score > 5 and score < 6', 'some rows'],
  // No DOUBLE lies between the two, which is beyond what is decided.
  ['score > 9007199254740992 and score < 9007199254740994', 'unknown'],
  ["state = 'Texas' and state like 'A%'", 'no row'],
  ["state like 'AB%' and state like '%BZ' and state like '___'", 'unknown'],
])('%s: %s', (text, verdict) => {
  expect(rowFilterVerdict(parseRowFilter(text), PATIENT_COLUMNS)).toBe(verdict);
});
