import { Decimal, parseDecimal } from './decimal';

/**
 * A column type as far as row filters care. `unsupported` is any that Lake
 * Formation does not document for row filters (LF reference A7): dates and
 * times, arrays, maps, binary.
 */
export type FilterType =
  | { kind: 'string'; maxLength?: number; isPadded: boolean }
  | NumberType
  | { kind: 'boolean' }
  | { kind: 'struct'; fields: Map<string, FilterType> }
  | { kind: 'unsupported'; name: string; text: string };

/** Which numbers a column holds. */
export interface NumberType {
  kind: 'integer' | 'fraction';
  name: string;
  least: Decimal;
  greatest: Decimal;
  /** Digits after the point; absent for a FLOAT and a DOUBLE, which round. */
  scale?: number;
}

const INT = range('-2147483648', '2147483647');
const LONG = range('-9223372036854775808', '9223372036854775807');
const FLOAT = range('-3.4028234663852886e38', '3.4028234663852886e38');
const DOUBLE = range('-1.7976931348623157e308', '1.7976931348623157e308');

const SCALARS: Record<string, FilterType> = {
  string: { kind: 'string', isPadded: false },
  int: { kind: 'integer', name: 'int', scale: 0, ...INT },
  integer: { kind: 'integer', name: 'int', scale: 0, ...INT },
  long: { kind: 'integer', name: 'bigint', scale: 0, ...LONG },
  bigint: { kind: 'integer', name: 'bigint', scale: 0, ...LONG },
  float: { kind: 'fraction', name: 'float', ...FLOAT },
  double: { kind: 'fraction', name: 'double', ...DOUBLE },
  boolean: { kind: 'boolean' },
};

/** Structs nested deeper are not read; no engine takes such a table. */
const MAX_DEPTH = 64;

/** Digits of a DECIMAL whose type names none; no engine takes more. */
const MAX_DIGITS = 38;

/** Reads a type as Glue spells it: `bigint`, `decimal(10,2)`, `struct<a:int>`. */
export function parseColumnType(type: string, depth = 0): FilterType {
  const text = type.trim();
  const name = /^[a-z_0-9 ]*/i.exec(text)![0].trim().toLowerCase();
  if (name === 'struct' && text.endsWith('>') && depth < MAX_DEPTH) {
    const fields = new Map<string, FilterType>();
    for (const field of splitFields(text.slice(text.indexOf('<') + 1, -1))) {
      const colon = field.indexOf(':');
      if (colon < 0) return { kind: 'unsupported', name: text, text };
      fields.set(
        field.slice(0, colon).trim().toLowerCase(),
        parseColumnType(field.slice(colon + 1), depth + 1),
      );
    }
    return { kind: 'struct', fields };
  }
  if (name === 'decimal') return decimalType(text);
  if (name === 'char' || name === 'varchar') {
    const [maxLength] = parametersOf(text);
    return { kind: 'string', maxLength, isPadded: name === 'char' };
  }
  return Object.hasOwn(SCALARS, name)
    ? SCALARS[name]
    : { kind: 'unsupported', name: name || text, text };
}

function decimalType(text: string): FilterType {
  const [precision = MAX_DIGITS, scale = 0] = parametersOf(text);
  const digits = '9'.repeat(Math.min(precision, MAX_DIGITS));
  const greatest = `${digits || '0'}e-${scale}`;
  return {
    kind: 'fraction',
    name: text.toLowerCase(),
    scale,
    ...range(`-${greatest}`, greatest),
  };
}

/** The numbers in parentheses: 10 and 2 of `decimal(10, 2)`. */
function parametersOf(text: string): number[] {
  const match = /\(\s*(\d{1,9})\s*(?:,\s*(\d{1,2})\s*)?\)$/.exec(text);
  return (match?.slice(1) ?? [])
    .filter(digits => digits !== undefined)
    .map(Number);
}

function range(least: string, greatest: string) {
  return { least: parseDecimal(least)!, greatest: parseDecimal(greatest)! };
}

/** Splits at commas outside of `<…>` and `(…)`. */
function splitFields(text: string): string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '<' || character === '(') depth++;
    else if (character === '>' || character === ')') depth--;
    else if (character === ',' && depth === 0) {
      fields.push(text.slice(start, i));
      start = i + 1;
    }
  }
  fields.push(text.slice(start));
  return fields;
}
