import { CellValue } from '../../iceberg';
import { Literal } from './statements';
import { SqlError } from './tokens';

const DAY_MS = 86_400_000;

function mismatch(literal: Literal, column: { name: string; type: string }) {
  const given = literal.kind === 'null' ? 'null' : String(literal.value);
  return new SqlError(
    `TYPE_MISMATCH: ${given} is not a value of column ${column.name}, which is ${column.type}`,
  );
}

/** `1980-05-15` → days since 1970-01-01. */
function parseDate(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const time = Date.parse(`${text}T00:00:00Z`);
  return Number.isNaN(time) ? undefined : time / DAY_MS;
}

/** `2025-03-28 10:00:00.5` → microseconds since 1970-01-01T00:00. */
function parseTimestamp(text: string): bigint | undefined {
  const match =
    /^(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?$/.exec(text);
  if (!match) return undefined;
  const time = Date.parse(`${match[1]}T${match[2]}Z`);
  if (Number.isNaN(time)) return undefined;
  return BigInt(time) * 1000n + BigInt((match[3] ?? '').padEnd(6, '0'));
}

/** `150.00` at scale 2 → 15000n; undefined when digits would be lost. */
function parseDecimal(
  text: string,
  precision: number,
  scale: number,
): bigint | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const fraction = (match[3] ?? '').replace(/0+$/, '');
  if (fraction.length > scale) return undefined;
  const digits = BigInt(match[2] + fraction.padEnd(scale, '0'));
  if (digits >= 10n ** BigInt(precision)) return undefined;
  return match[1] ? -digits : digits;
}

/**
 * The value of a constant in a column, as the Iceberg writer takes it.
 * @throws SqlError when the constant is not of the column's type
 */
export function toCell(
  literal: Literal,
  column: { name: string; type: string },
): CellValue {
  if (literal.kind === 'null') return null;
  const { value } = literal;
  const decimal = /^decimal\((\d+),(\d+)\)$/.exec(column.type);
  let cell: CellValue | undefined;
  if (decimal && literal.kind === 'number') {
    cell = parseDecimal(String(value), Number(decimal[1]), Number(decimal[2]));
  } else if (column.type === 'string' && literal.kind === 'text') {
    cell = value;
  } else if (column.type === 'boolean' && literal.kind === 'boolean') {
    cell = value;
  } else if (column.type === 'date' && literal.kind === 'date') {
    cell = parseDate(String(value));
  } else if (column.type === 'timestamp' && literal.kind === 'timestamp') {
    cell = parseTimestamp(String(value));
  } else if (literal.kind === 'number') {
    const whole = /^-?\d+$/.test(String(value));
    if (column.type === 'bigint' && whole) cell = BigInt(value as string);
    else if (column.type === 'int' && whole) cell = Number(value);
    else if (column.type === 'double') cell = Number(value);
  }
  if (cell === undefined) throw mismatch(literal, column);
  return cell;
}
