/**
 * A column type as far as row filters care. `unsupported` is any that Lake
 * Formation does not document for row filters (LF reference A7): dates and
 * times, arrays, maps, binary.
 */
export type FilterType =
  | { kind: 'string'; isBounded: boolean }
  | { kind: 'integer' }
  | { kind: 'fraction' }
  | { kind: 'boolean' }
  | { kind: 'struct'; fields: Map<string, FilterType> }
  | { kind: 'unsupported'; name: string };

const SCALARS: Record<string, FilterType> = {
  string: { kind: 'string', isBounded: false },
  char: { kind: 'string', isBounded: true },
  varchar: { kind: 'string', isBounded: true },
  int: { kind: 'integer' },
  integer: { kind: 'integer' },
  long: { kind: 'integer' },
  bigint: { kind: 'integer' },
  float: { kind: 'fraction' },
  double: { kind: 'fraction' },
  decimal: { kind: 'fraction' },
  boolean: { kind: 'boolean' },
};

/** Structs nested deeper are not read; no engine takes such a table. */
const MAX_DEPTH = 64;

/** Reads a type as Glue spells it: `bigint`, `decimal(10,2)`, `struct<a:int>`. */
export function parseColumnType(type: string, depth = 0): FilterType {
  const text = type.trim();
  const name = /^[a-z_0-9 ]*/i.exec(text)![0].trim().toLowerCase();
  if (name === 'struct' && text.endsWith('>') && depth < MAX_DEPTH) {
    const fields = new Map<string, FilterType>();
    for (const field of splitFields(text.slice(text.indexOf('<') + 1, -1))) {
      const colon = field.indexOf(':');
      if (colon < 0) return { kind: 'unsupported', name: text };
      fields.set(
        field.slice(0, colon).trim().toLowerCase(),
        parseColumnType(field.slice(colon + 1), depth + 1),
      );
    }
    return { kind: 'struct', fields };
  }
  return Object.hasOwn(SCALARS, name)
    ? SCALARS[name]
    : { kind: 'unsupported', name: name || text };
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
