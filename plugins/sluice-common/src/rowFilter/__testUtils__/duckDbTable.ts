import {
  DuckDBConnection,
  DuckDBDecimalValue,
  DuckDBValue,
  structValue,
} from '@duckdb/node-api';
import { parseColumnType } from '../columnTypes';
import { ExactDecimal } from '../decimal';
import { FilterableRow, Truth } from '../evaluate';
import { RandomTable } from './randomTables';

/**
 * Fills the table `t` and gives what DuckDB makes of filters over it.
 *
 * Filters go to DuckDB as Sluice prints them. One type is another in DuckDB: a
 * FLOAT is a DOUBLE that holds the rounded value, since Spark turns FLOAT and
 * constant into DOUBLE to compare them (0.1 equals no FLOAT), where DuckDB
 * rounds the constant to a FLOAT (0.1 does).
 */
export class DuckDbTable {
  private constructor(private readonly connection: DuckDBConnection) {}

  static async of(
    connection: DuckDBConnection,
    { columns, rows }: Pick<RandomTable, 'columns' | 'rows'>,
  ): Promise<DuckDbTable> {
    const definitions = columns.map(
      ({ name, type }) => `${quoted(name)} ${duckDbType(type)}`,
    );
    await connection.run(
      `create or replace table t (${['"#" integer', ...definitions].join()})`,
    );
    const appender = await connection.createAppender('t');
    rows.forEach((row, i) => {
      appender.appendInteger(i);
      columns.forEach(({ name, type }, j) =>
        appender.appendValue(
          duckDbValue(row[name], type),
          appender.columnType(j + 1),
        ),
      );
      appender.endRow();
    });
    appender.closeSync();
    return new DuckDbTable(connection);
  }

  /** The value of the filter for each row. */
  async truths(filter: string): Promise<Truth[]> {
    const result = await this.connection.runAndReadAll(
      `select (${filter}) from t order by "#"`,
    );
    return result.getRows().map(([truth]) => truth as Truth);
  }

  /** The numbers of the rows that the filter lets through. */
  async matches(filter: string): Promise<number[]> {
    const result = await this.connection.runAndReadAll(
      `select "#" from t where ${filter} order by "#"`,
    );
    return result.getRows().map(([index]) => index as number);
  }
}

function duckDbType(glue: string): string {
  const type = parseColumnType(glue);
  switch (type.kind) {
    case 'string':
      return 'varchar';
    case 'struct':
      return `struct(${fieldsOf(glue)
        .map(([name, field]) => `${quoted(name)} ${duckDbType(field)}`)
        .join()})`;
    default:
      return glue === 'float' ? 'double' : glue;
  }
}

function duckDbValue(value: unknown, glue: string): DuckDBValue {
  if (value === null) return null;
  if (value instanceof ExactDecimal) {
    const [precision, scale] = glue.match(/\d+/g)!.map(Number);
    const [whole, fraction = ''] = value.text.split('.');
    return new DuckDBDecimalValue(
      BigInt(whole + fraction.padEnd(scale, '0')),
      precision,
      scale,
    );
  }
  if (typeof value === 'object') {
    return structValue(
      Object.fromEntries(
        fieldsOf(glue).map(([name, field]) => [
          name,
          duckDbValue((value as FilterableRow)[name], field),
        ]),
      ),
    );
  }
  return value as DuckDBValue;
}

/** Names and types of the fields of a struct that holds no struct. */
function fieldsOf(glue: string): [string, string][] {
  return glue
    .slice('struct<'.length, -1)
    .split(/,(?!\d)/)
    .map(field => field.split(':') as [string, string]);
}

function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
