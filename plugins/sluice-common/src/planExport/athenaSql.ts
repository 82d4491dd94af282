import { IcebergRowsProperties, IcebergTableProperties } from '../resources';

type RowValue = IcebergRowsProperties['rows'][number][number];

/** DDL of Athena, which quotes names with backticks. */
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
    `LOCATION ${text(`${location.replace(/\/+$/, '')}/`)}`,
    "TBLPROPERTIES ('table_type'='ICEBERG')",
  ].join('\n');
}

/** DML of Athena, which quotes names with double quotes. */
export function insertStatement({
  database,
  table,
  columns,
  rows,
}: IcebergRowsProperties): string {
  const values = rows.map(
    row =>
      `  (${row
        .map((value, index) => literal(value, columns[index].type))
        .join(', ')})`,
  );
  return [
    `INSERT INTO ${doubleQuoted(database)}.${doubleQuoted(table)} (${columns
      .map(({ name }) => doubleQuoted(name))
      .join(', ')}) VALUES`,
    values.join(',\n'),
  ].join('\n');
}

function literal(value: RowValue, columnType: string): string {
  if (value === null) return 'NULL';
  const type = columnType.toLowerCase();
  switch (type) {
    case 'date':
      return `DATE ${text(value)}`;
    case 'timestamp':
      return `TIMESTAMP ${text(value)}`;
    case 'binary':
      return `to_utf8(${text(value)})`;
    case 'string':
      return text(value);
    case 'boolean':
      return value === true || value === 'true' ? 'TRUE' : 'FALSE';
    default:
      return number(value, type);
  }
}

/** As a bare number, a decimal would take its precision from its digits. */
function number(value: Exclude<RowValue, null>, type: string): string {
  const digits = String(value);
  if (!/^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/.test(digits)) {
    throw new TypeError(
      `A ${typeof value} that is no number is to go into a column of type ${type}`,
    );
  }
  return type.startsWith('decimal') ? `DECIMAL ${text(digits)}` : digits;
}

function text(value: Exclude<RowValue, null>): string {
  return `'${String(value).replace(/'/g, "''")}'`;
}

function backticked(name: string): string {
  return `\`${name.replace(/`/g, '``')}\``;
}

function doubleQuoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
