import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { ExactDecimal, FilterableRow } from '@sluice/plugin-sluice-common';

/** `[id, state, age, amount, paid]`, with nulls and values on the edges of the filters. */
const ROWS: [
  number,
  string | null,
  number | null,
  string | null,
  boolean | null,
][] = Array.from({ length: 24 }, (_, i) => [
  i,
  ['Texas', 'Ohio', 'Utah', null, 'texas', 'Tennessee'][i % 6],
  [20, 30, 40, null, 41, 19, 31][i % 7],
  ['100.50', '0.00', '-1.25', null, '100.49'][i % 5],
  [true, false, null][i % 3],
]);

export const ROW_COUNT = ROWS.length;

/** The rows, for our own evaluation of a filter. */
export const OUR_ROWS: FilterableRow[] = ROWS.map(
  ([id, state, age, amount, paid]) => ({
    id: BigInt(id),
    state,
    age,
    amount: amount === null ? null : new ExactDecimal(amount),
    paid,
  }),
);

/** The same rows in DuckDB, which evaluates what Lake Formation hands to an engine. */
export class RowsInDuckDb {
  private readonly answers = new Map<string, Set<number>>();

  private constructor(private readonly connection: DuckDBConnection) {}

  static async create(): Promise<RowsInDuckDb> {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    const connection = await instance.connect();
    await connection.run(
      'CREATE TABLE t (id BIGINT, state VARCHAR, age INTEGER, amount DECIMAL(10,2), paid BOOLEAN)',
    );
    const literal = (value: unknown) =>
      typeof value === 'string' ? `'${value}'` : String(value);
    await connection.run(
      `INSERT INTO t VALUES ${ROWS.map(
        row => `(${row.map(literal).join(', ')})`,
      ).join(', ')}`,
    );
    return new RowsInDuckDb(connection);
  }

  /** Ids of the rows that meet a filter; all without one. */
  async matching(filter = 'true'): Promise<Set<number>> {
    const known = this.answers.get(filter);
    if (known) return known;
    const reader = await this.connection.runAndReadAll(
      `SELECT id FROM t WHERE ${filter}`,
    );
    const ids = new Set(reader.getRows().map(([id]) => Number(id)));
    this.answers.set(filter, ids);
    return ids;
  }

  close(): void {
    this.connection.closeSync();
  }
}
