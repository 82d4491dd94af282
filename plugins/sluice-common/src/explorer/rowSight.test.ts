import fc from 'fast-check';
import { EffectiveAccess } from '../accessModel';
import { PATIENTS, emptyWorld } from '../effectiveAccess/__testUtils__/world';
import { rowSight } from './rowSight';
import { RowAnswer } from './types';

const [table] = emptyWorld().producer.tables;

function readingWhere(expression: string): EffectiveAccess {
  const rows = { kind: 'expression' as const, expression };
  return {
    level: 'partial',
    table: PATIENTS,
    principal: 'any',
    columns: table.columns.map(({ name, type }) => ({
      name,
      type,
      rows: name === 'ssn' ? { kind: 'none' } : rows,
    })),
    rows,
    otherPermissions: [],
    links: [],
    reasons: [],
    warnings: [],
  };
}

describe('rowSight', () => {
  it.each<[string, Record<string, string | null>, RowAnswer]>([
    ["state = 'Texas'", { state: 'Texas' }, 'yes'],
    ["state = 'Texas'", { STATE: 'Ohio' }, 'no'],
    ["state = 'Texas'", {}, 'depends'],
    ["state = 'Texas'", { state: null }, 'no'],
    ["state <> 'Texas'", { state: null }, 'no'],
    ["state = 'Texas' and patient_id > 3", { state: 'Ohio' }, 'no'],
    ["state = 'Texas' or patient_id > 3", { state: 'Texas' }, 'yes'],
    ["state = 'Texas' or patient_id > 3", { patient_id: '3' }, 'depends'],
    [
      'patient_id > 9007199254740993',
      { patient_id: '9007199254740994' },
      'yes',
    ],
    ['patient_id > 3', { patient_id: 'many' }, 'depends'],
    ["not (state = 'Texas')", { state: null }, 'no'],
  ])('%s for %j: %s', (expression, row, expected) => {
    const sight = rowSight(readingWhere(expression), table, row);
    expect(sight.row).toBe(expected);
    expect(sight.cells.find(({ name }) => name === 'ssn')?.seen).toBe('no');
  });

  it('does not know what is read where access is unknown', () => {
    const base = {
      table: PATIENTS,
      principal: 'any',
      reasons: [],
      warnings: [],
    };
    const unknown = { level: 'unknown' as const, problems: ['x'], ...base };
    expect(rowSight(unknown, table, {}).row).toBe('depends');
    expect(rowSight({ level: 'none', ...base }, table, {}).row).toBe('no');
  });

  it('is not contradicted by values that come later', () => {
    const predicate = fc.constantFrom(
      "state = 'Texas'",
      'state is null',
      "city like 'A%'",
      'patient_id between 5 and 10',
    );
    const { expression } = fc.letrec<{ expression: string }>(tie => ({
      expression: fc.oneof(
        { maxDepth: 3 },
        predicate,
        tie('expression').map(e => `not (${e})`),
        fc
          .tuple(
            tie('expression'),
            fc.constantFrom('and', 'or'),
            tie('expression'),
          )
          .map(([a, word, b]) => `(${a}) ${word} (${b})`),
      ),
    }));
    const rows = fc.record({
      state: fc.constantFrom('Texas', 'Ohio', null),
      city: fc.constantFrom('Austin', 'Dallas', null),
      patient_id: fc.constantFrom('5', '11', null),
    });
    fc.assert(
      fc.property(
        expression,
        rows,
        fc.subarray(['state', 'city', 'patient_id']),
        (filter, row, known) => {
          const access = readingWhere(filter);
          const some = Object.fromEntries(
            Object.entries(row).filter(([name]) => known.includes(name)),
          );
          const before = rowSight(access, table, some).row;
          const after = rowSight(access, table, row).row;
          expect(after).not.toBe('depends');
          expect([after, 'depends']).toContain(before);
        },
      ),
    );
  });
});
