import fc from 'fast-check';
import { TableColumn } from '../accessModel';
import {
  evaluateRowFilter,
  parseRowFilter,
  printRowFilter,
} from '../rowFilter';
import { expressions, rows } from '../rowFilter/__testUtils__/arbitraries';
import { at, table, terms } from './__testUtils__/requests';
import { widenings } from './narrower';
import { AccessTerms } from './terms';

const COLUMNS = ['patient_id', 'ssn', 'state'].map(
  (name): TableColumn => ({ name, type: 'string', lfTags: [] }),
);
const wider = (one: AccessTerms, than: AccessTerms) =>
  widenings(one, than, () => COLUMNS);

const TEXAS = "state = 'Texas'";
const BOTH = "state IN ('Texas', 'Ohio')";
const rowsOnly = (rowFilter?: string) =>
  terms([table('patients', [1], rowFilter)]);

describe('widenings', () => {
  it.each<[string, AccessTerms, AccessTerms]>([
    ['the same', terms(), terms()],
    ['fewer columns', terms([table('patients', [5])]), terms()],
    [
      'fewer tables',
      terms([table('claims')]),
      terms([table('patients'), table('claims')]),
    ],
    ['some rows of all', rowsOnly(TEXAS), rowsOnly()],
    ['some of some rows', rowsOnly(TEXAS), rowsOnly(BOTH)],
    [
      'the same rows, written otherwise',
      rowsOnly("'Texas' = state"),
      rowsOnly("'Texas' = state"),
    ],
    ['less time', terms(undefined, 10), terms(undefined, 11)],
    ['a later start', { ...terms(), startsAt: at(1) }, terms()],
    [
      'a start that is later by its time zone',
      { ...terms(), startsAt: '2026-01-01T00:00:00-01:00' },
      { ...terms(), startsAt: '2026-01-01T00:30:00Z' },
    ],
    [
      'a column that was renamed since',
      terms([
        {
          ...table('patients'),
          columns: [{ fieldId: 5, name: 'us_state' }],
        },
      ]),
      terms(),
    ],
  ])('of %s are none', (_, one, than) => {
    expect(wider(one, than)).toEqual([]);
  });

  it.each<[string, AccessTerms, AccessTerms, RegExp]>([
    [
      'a column',
      terms([table('patients', [1, 2, 5])]),
      terms(),
      /^Column ssn of healthcare_db.patients/,
    ],
    [
      'a table',
      terms([table('patients'), table('claims')]),
      terms(),
      /^healthcare_db.claims was not/,
    ],
    ['all rows', rowsOnly(), rowsOnly(TEXAS), /^The rows of/],
    ['some rows', rowsOnly(BOTH), rowsOnly(TEXAS), /^The rows of/],
    ['other rows', rowsOnly("state = 'Utah'"), rowsOnly(TEXAS), /^The rows of/],
    [
      'rows that may be more',
      rowsOnly("state LIKE 'Te%'"),
      rowsOnly("state LIKE 'T%'"),
      /not certain/,
    ],
    [
      'a filter that does not parse',
      rowsOnly('state ='),
      rowsOnly(TEXAS),
      /^The rows/,
    ],
    [
      'one that does not parse, of all rows',
      rowsOnly('state ='),
      rowsOnly(),
      /^The rows/,
    ],
    [
      'a filter instead of one that does not parse',
      rowsOnly(TEXAS),
      rowsOnly('state ='),
      /^The rows/,
    ],
    ['time', terms(undefined, 11), terms(undefined, 10), /last longer/],
    [
      'an earlier start',
      terms(),
      { ...terms(), startsAt: at(1) },
      /begin earlier/,
    ],
    [
      'a table that was made anew',
      terms([{ ...table('patients'), tableUuid: 'another' }]),
      terms(),
      /is not the table/,
    ],
    [
      'a table of another account',
      terms([
        {
          ...table('patients'),
          ref: { ...table('patients').ref, catalogId: '999999999999' },
        },
      ]),
      terms(),
      /is not the table/,
    ],
  ])('name %s', (_, one, than, text) => {
    expect(wider(one, than)).toEqual([expect.stringMatching(text)]);
  });

  it('name all that is wider', () => {
    expect(
      wider(
        { ...terms([table('patients', [1, 2], BOTH), table('claims')], 9) },
        { ...terms([table('patients', [1], TEXAS)], 8), startsAt: at(1) },
      ),
    ).toHaveLength(5);
  });
});

describe('widenings of any terms', () => {
  const filters = fc.option(expressions.map(printRowFilter), {
    nil: undefined,
  });
  const fieldIds = fc.subarray([1, 2, 5], { minLength: 1 });
  const anyTerms = fc
    .tuple(
      fc.subarray(['patients', 'claims'] as const, { minLength: 1 }),
      fc.array(fc.tuple(fieldIds, filters), { minLength: 2, maxLength: 2 }),
      fc.integer({ min: 1, max: 5 }),
    )
    .map(([names, parts, minutes]) =>
      terms(
        names.map((name, index) => table(name, ...parts[index])),
        minutes,
      ),
    );
  const unknownTypes = (one: AccessTerms, than: AccessTerms) =>
    widenings(one, than, () => []);

  it('are none for equal ones', () => {
    fc.assert(
      fc.property(anyTerms, each => {
        expect(unknownTypes(each, structuredClone(each))).toEqual([]);
      }),
    );
  });

  it('are none when columns, tables or time are left out', () => {
    fc.assert(
      fc.property(anyTerms, fc.nat(), (each, dice) => {
        const [first, ...rest] = each.tables;
        const less = {
          ...each,
          durationMinutes: Math.max(1, each.durationMinutes - (dice % 3)),
          tables: [
            {
              ...first,
              columns: first.columns.slice(dice % first.columns.length),
            },
            ...rest.slice(dice % 2),
          ],
        };
        expect(unknownTypes(less, each)).toEqual([]);
      }),
    );
  });

  it('name a column that is added', () => {
    fc.assert(
      fc.property(anyTerms, each => {
        const [first, ...rest] = each.tables;
        const columns = [...first.columns, { fieldId: 9, name: 'extra' }];
        const more = { ...each, tables: [{ ...first, columns }, ...rest] };
        expect(unknownTypes(more, each)).toHaveLength(1);
      }),
    );
  });

  it('are none only if every row that is let through was let through before', () => {
    let narrower = 0;
    fc.assert(
      fc.property(
        filters,
        filters,
        fc.boolean(),
        fc.array(rows, { minLength: 20, maxLength: 20 }),
        (one, other, isPart, some) => {
          const filter =
            isPart && one && other ? `(${one}) AND (${other})` : one;
          if (unknownTypes(rowsOnly(filter), rowsOnly(other)).length > 0)
            return;
          narrower++;
          for (const row of some.filter(each => passes(filter, each))) {
            expect(passes(other, row)).toBe(true);
          }
        },
      ),
      { numRuns: 2_000 },
    );
    expect(narrower).toBeGreaterThan(100);
  });
});

function passes(
  filter: string | undefined,
  row: Parameters<typeof evaluateRowFilter>[1],
): boolean {
  return !filter || evaluateRowFilter(parseRowFilter(filter), row) === true;
}
