import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import fc from 'fast-check';
import { DuckDbTable } from './__testUtils__/duckDbTable';
import { randomTables } from './__testUtils__/randomTables';
import { RowFilterExpression } from './ast';
import { findRowFilterProblems } from './check';
import { ExactDecimal } from './decimal';
import { FilterableRow, Truth, evaluateRowFilter } from './evaluate';
import { parseRowFilter } from './parser';
import { printRowFilter } from './printer';
import { simplifyRowFilter } from './simplify';

const SEED = Number(process.env.ROW_FILTER_DIFFERENTIAL_SEED ?? 20_250_602);
const TABLES = 60;
const FILTERS = 40;
const ROWS = 50;

let connection: DuckDBConnection;

beforeAll(async () => {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  connection = await instance.connect();
});

afterAll(() => connection.closeSync());

/** What the filters of a table come to, by DuckDB or by us, in one form. */
interface Outcome {
  text: string;
  truths: Truth[];
  matches: number[];
}

async function outcomeInDuckDb(
  duckDb: DuckDbTable,
  text: string,
): Promise<Outcome> {
  return {
    text,
    truths: await duckDb.truths(text),
    matches: await duckDb.matches(text),
  };
}

function ourOutcome(
  text: string,
  filter: RowFilterExpression,
  rows: FilterableRow[],
): Outcome {
  const truths = rows.map(row => evaluateRowFilter(filter, row));
  return {
    text,
    truths,
    matches: truths.flatMap((truth, i) => (truth === true ? [i] : [])),
  };
}

it(`equals DuckDB in ${TABLES} × ${FILTERS} filters over ${ROWS} rows, seed ${SEED}`, async () => {
  const tables = randomTables({ rows: ROWS, filters: FILTERS });
  await fc.assert(
    fc.asyncProperty(tables, async ({ columns, rows, filters }) => {
      const duckDb = await DuckDbTable.of(connection, { columns, rows });
      for (const filter of filters) {
        expect(findRowFilterProblems(filter, columns)).toEqual([]);
        // A simplified filter must come to the same.
        for (const form of [filter, simplifyRowFilter(filter)]) {
          const text = printRowFilter(form);
          expect(ourOutcome(text, filter, rows)).toEqual(
            await outcomeInDuckDb(duckDb, text),
          );
        }
      }
    }),
    // Shrinking a table of 40 filters takes long; the message names the filter.
    { numRuns: TABLES, seed: SEED, endOnFailure: true },
  );
}, 120_000);

describe('what a person may get wrong, and DuckDB says too', () => {
  it.each<[type: string, cell: unknown, filter: string, truth: Truth]>([
    ['int', null, 'x = 1', null],
    ['int', null, 'not x = 1', null],
    ['int', null, 'x not in (1, 2)', null],
    ['int', null, 'x = 1 or true', true],
    ['int', null, 'x = 1 and false', false],
    ['int', null, 'x is null', true],
    ['int', 5, 'x between 9 and 1', false],
    ['int', 5, 'x not between 9 and 1', true],
    ['int', -5, 'x < -4', true],
    ['bigint', 2n ** 53n + 1n, 'x = 9007199254740992', false],
    ['double', 2 ** 53, 'x = 9007199254740993', true],
    ['double', 0.1, 'x = 0.1', true],
    ['double', 0.1 + 0.2, 'x = 0.3', false],
    ['double', NaN, 'x > 1e308', true],
    ['float', Math.fround(0.1), 'x = 0.1', false],
    ['decimal(10,2)', new ExactDecimal('0.30'), 'x = 0.3', true],
    ['decimal(10,2)', new ExactDecimal('0.30'), 'x >= 0.3000001', false],
    ['string', 'Texas', "x = 'texas'", false],
    ['string', 'Texas', "x like 't%'", false],
    ['string', 'Texas ', "x = 'Texas'", false],
    ['string', '', 'x is null', false],
    ['string', null, "x like '%'", null],
    ['string', null, "x not like '%'", null],
    ['string', "it's", "x like '%''_'", true],
    ['string', 'a\\b', "x like 'a\\b'", true],
    ['string', 'a%', "x like 'a\\%'", false],
    ['string', '😀', "x like '_'", true],
    ['string', 'e\u0301', "x like '_'", false],
    ['string', 'e\u0301', "x = 'é'", false],
    ['string', 'ß', "x = 'ẞ' or x = 'SS' or x = 'ss'", false],
    ['string', '😀', "x > '\ufffd'", true],
    ['string', 'a\0', "x > 'a'", true],
  ])('%s %p: %s is %s', async (type, cell, filter, truth) => {
    const rows = [{ x: cell }];
    const duckDb = await DuckDbTable.of(connection, {
      columns: [{ name: 'x', type }],
      rows,
    });
    expect(evaluateRowFilter(parseRowFilter(filter), rows[0])).toBe(truth);
    expect(await duckDb.truths(filter)).toEqual([truth]);
  });
});
