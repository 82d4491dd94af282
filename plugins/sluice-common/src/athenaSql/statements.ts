import { IcebergRowsProperties, IcebergTableProperties } from '../resources';
import { sqlLiteral } from './literals';

/**
 * Makes an Iceberg table unless it is there. DDL of Athena quotes names with backticks.
 * @public
 */
export function createTableStatement({
  database,
  name,
  columns,
  partitionedBy,
  location,
}: IcebergTableProperties): string {
  return [
    `CREATE TABLE IF NOT EXISTS ${backticked(database)}.${backticked(name)} (`,
    columns
      .map(column => `  ${backticked(column.name)} ${column.type}`)
      .join(',\n'),
    ')',
    ...(partitionedBy.length > 0
      ? [`PARTITIONED BY (${partitionedBy.map(backticked).join(', ')})`]
      : []),
    `LOCATION ${quoted(`${location.replace(/\/+$/, '')}/`)}`,
    "TBLPROPERTIES ('table_type'='ICEBERG')",
  ].join('\n');
}

/**
 * Puts rows into a table. DML of Athena quotes names with double quotes.
 * @throws TypeError when a value is none of its column's type
 * @public
 */
export function insertStatement({
  database,
  table,
  columns,
  rows,
}: IcebergRowsProperties): string {
  const values = rows.map(
    row =>
      `  (${row
        .map((value, index) => sqlLiteral(value, columns[index]))
        .join(', ')})`,
  );
  return [
    `INSERT INTO ${doubleQuoted(database)}.${doubleQuoted(table)} (${columns
      .map(({ name }) => doubleQuoted(name))
      .join(', ')}) VALUES`,
    values.join(',\n'),
  ].join('\n');
}

function backticked(name: string): string {
  return `\`${name.replace(/`/g, '``')}\``;
}

function doubleQuoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}

function quoted(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}
