import fc from 'fast-check';
import { PATIENT_COLUMNS } from './__testUtils__/patientColumns';
import { randomTables } from './__testUtils__/randomTables';
import { ALL_ROWS } from './ast';
import { FilterType, parseColumnType } from './columnTypes';
import { ExactDecimal, isWithin, parseDecimal } from './decimal';
import { evaluateRowFilter } from './evaluate';
import { rowFilterImplies, rowFiltersOverlap } from './implication';
import { parseRowFilter } from './parser';
import { printRowFilter } from './printer';
import { syntheticRows } from './syntheticRows';
import { rowFilterVerdict } from './verdict';

const columns: { name: string; type: string; required?: boolean }[] = [
  { name: 'patient_id', type: 'bigint', required: true },
  { name: 'State', type: 'string' },
  { name: 'zip', type: 'varchar(5)' },
  { name: 'code', type: 'char(2)' },
  { name: 'amount', type: 'decimal(4,2)' },
  { name: 'share', type: 'decimal(2,2)' },
  { name: 'score', type: 'double' },
  { name: 'ratio', type: 'float' },
  { name: 'active', type: 'boolean' },
  { name: 'customer', type: 'struct<id:bigint,tags:array<int>,name:string>' },
  { name: 'birth_date', type: 'date' },
];

function isHeld(value: unknown, type: FilterType): boolean {
  if (value === null || value === undefined) return true;
  switch (type.kind) {
    case 'string':
      return (
        typeof value === 'string' &&
        [...value].length <= (type.maxLength ?? Infinity)
      );
    case 'boolean':
      return typeof value === 'boolean';
    case 'integer':
    case 'fraction': {
      const text = value instanceof ExactDecimal ? value.text : String(value);
      const decimal = parseDecimal(text)!;
      const scale = decimal.digits.length - decimal.exponent;
      return (
        isWithin(decimal, type) &&
        scale <= (type.scale ?? Infinity) &&
        (type.name !== 'float' || Math.fround(Number(text)) === Number(text))
      );
    }
    case 'struct':
      return [...type.fields].every(([field, fieldType]) =>
        isHeld((value as Record<string, unknown>)[field], fieldType),
      );
    default:
      return true;
  }
}

const matching = (text: string) => {
  const filter = parseRowFilter(text);
  return syntheticRows(columns, filter).filter(
    row => evaluateRowFilter(filter, row) === true,
  ).length;
};

it('makes up the same rows for the same seed, others for another', () => {
  const filter = parseRowFilter("state = 'Texas'");
  const rows = syntheticRows(columns, filter, { seed: 7 });
  expect(rows).toHaveLength(200);
  expect(syntheticRows(columns, filter, { seed: 7 })).toEqual(rows);
  expect(syntheticRows(columns, filter, { seed: 8 })).not.toEqual(rows);
  expect(syntheticRows(columns, filter, { count: 3 })).toHaveLength(3);
});

it.each([
  ['every type', PATIENT_COLUMNS],
  ['tight types', columns],
])('names and types the cells as the schema does: %s', (_, schema) => {
  for (const row of syntheticRows(schema, undefined)) {
    expect(Object.keys(row)).toEqual(schema.map(({ name }) => name));
    for (const { name, type, required } of schema) {
      const isFit =
        isHeld(row[name], parseColumnType(type)) &&
        !(required && row[name] === null);
      expect({ name, value: row[name], isFit }).toMatchObject({ isFit: true });
    }
  }
});

it('reads like data of such columns', () => {
  const [row] = syntheticRows(
    ['email', 'city', 'gender', 'birth_date:date', 'seen_at:timestamp'].map(
      column => {
        const [name, type = 'string'] = column.split(':');
        return { name, type, required: true };
      },
    ),
    undefined,
  );
  expect(row).toEqual({
    email: expect.stringMatching(/@example\.org$/),
    city: expect.stringMatching(/^[A-Z]/),
    gender: expect.stringMatching(/^(fe)?male$|^other$/),
    birth_date: expect.stringMatching(/^19[56]\d-\d\d-\d\d$/),
    seen_at: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:00:00Z$/),
  });
});

it.each([
  "state in ('Texas', 'New York')",
  "state = 'Nowhere'",
  "state > 'Zürich'",
  "state like '%q_z%' and state not like 'a%'",
  "zip = '77001' and code = 'TX' and amount = 12.34 and active = true",
  'patient_id = 9007199254740993',
  'patient_id between 9007199254740993 and 9007199254740995',
  'amount > 1.23 and amount < 1.25',
  'share > 0.98',
  'score > 1e300',
  'ratio <= -0.5',
  "customer.id = 5 and customer.name like 'A%'",
  'customer is null',
  'customer is not null and state is null',
  'not (active = true or active is null)',
])('has rows that meet and rows that do not meet %s', text => {
  expect(matching(text)).toBeGreaterThan(0);
  expect(matching(text)).toBeLessThan(200);
});

it.each([
  ['true', 200],
  ['patient_id is not null', 200],
  ['false', 0],
  ["state = 'a' and state = 'b'", 0],
  ['amount > 99.99', 0],
])('of 200 rows, %s lets through %s', (text, count) => {
  expect(matching(text)).toBe(count);
});

it('shows no control characters', () => {
  const rows = syntheticRows(columns, parseRowFilter("state > 'a'"));
  expect(JSON.stringify(rows)).not.toContain('\\u0000');
});

it('agrees with what is decided of any filter, and keeps to the types', () => {
  let decided = 0;
  fc.assert(
    fc.property(randomTables({ rows: 20, filters: 5 }), table => {
      for (const filter of table.filters) {
        const text = printRowFilter(filter);
        const rows = syntheticRows(table.columns, filter, { count: 30 });
        const truths = rows.map(row => evaluateRowFilter(filter, row) === true);
        const verdict = rowFilterVerdict(filter, table.columns);

        const someMeets = rowFiltersOverlap(filter, ALL_ROWS, table.columns);
        const allMeet = rowFilterImplies(ALL_ROWS, filter, table.columns);
        expect({
          text,
          someMeets: someMeets !== 'yes' || truths.includes(true),
          someDoesNot: allMeet !== 'no' || truths.includes(false),
        }).toEqual({ text, someMeets: true, someDoesNot: true });
        if (verdict !== 'unknown') decided++;

        // Neither these rows nor random ones contradict the verdict.
        for (const row of [...rows, ...table.rows]) {
          const isMet = evaluateRowFilter(filter, row) === true;
          expect([text, verdict]).not.toEqual([
            text,
            isMet ? 'no row' : 'all rows',
          ]);
        }
        for (const { name, type } of table.columns) {
          const isFit = rows.every(row =>
            isHeld(row[name], parseColumnType(type)),
          );
          expect({ text, name, type, isFit }).toMatchObject({ isFit: true });
        }
      }
    }),
    { numRuns: 150, seed: 20_250_603 },
  );
  expect(decided).toBeGreaterThan(500);
});
