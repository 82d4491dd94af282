/** A value of a declared row. */
export type RowValue = string | number | boolean | null;

const WHOLE = /^-?\d+$/;
const DECIMAL = /^-?\d+(?:\.\d+)?$/;
const FLOATING = /^-?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const NUMBERS: Record<string, RegExp> = {
  int: WHOLE,
  bigint: WHOLE,
  float: FLOATING,
  double: FLOATING,
};

/**
 * The constant of Athena's SQL for a value of a column.
 * @throws TypeError when the value is none of the column's type
 */
export function sqlLiteral(
  value: RowValue,
  column: { name: string; type: string },
): string {
  if (value === null) return 'NULL';
  const type = column.type.toLowerCase();
  const quoted = `'${String(value).replace(/'/g, "''")}'`;
  const number = type.startsWith('decimal(') ? DECIMAL : NUMBERS[type];
  if (number) {
    if (typeof value === 'boolean' || !number.test(String(value))) {
      throw mismatch(value, column);
    }
    // As a bare number it would take its precision from its digits.
    return number === DECIMAL ? `DECIMAL ${quoted}` : String(value);
  }
  switch (type) {
    case 'boolean':
      if (typeof value !== 'boolean') throw mismatch(value, column);
      return value ? 'TRUE' : 'FALSE';
    case 'date':
      return `DATE ${quoted}`;
    case 'timestamp':
      return `TIMESTAMP ${quoted}`;
    case 'binary':
      return `to_utf8(${quoted})`;
    default:
      return quoted;
  }
}

/** Without the value, which may be one that not everybody may see. */
function mismatch(
  value: RowValue,
  { name, type }: { name: string; type: string },
) {
  return new TypeError(
    `A ${typeof value} was given for column ${name} that is no ${type}`,
  );
}
