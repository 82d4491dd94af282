import { FilterType, NumberType, parseColumnType } from './columnTypes';
import { ExactDecimal, isWithin, parseDecimal } from './decimal';
import { madeUpDate, madeUpText } from './madeUpTexts';
import { Random } from './random';

/** Digits that a number of JavaScript holds exactly. */
const EXACT_DIGITS = 15;

/** A value that a column of the name and type might hold; never null. */
export function madeUpValue(
  name: string,
  typeText: string,
  random: Random,
): unknown {
  return valueOf(name, parseColumnType(typeText), random);
}

function valueOf(name: string, type: FilterType, random: Random): unknown {
  switch (type.kind) {
    case 'string':
      return withinLimits(madeUpText(name, random), type);
    case 'integer':
    case 'fraction':
      return cellOf(new ExactDecimal(madeUpNumber(name, type, random)), type);
    case 'boolean':
      return random(2) === 0;
    case 'struct':
      return Object.fromEntries(
        [...type.fields].map(([field, fieldType]) => [
          field,
          valueOf(field, fieldType, random),
        ]),
      );
    default:
      return madeUpOther(name, type, random);
  }
}

/** A text cut, and for CHAR padded, to the length of its column. */
export function withinLimits(
  text: string,
  { maxLength, isPadded }: { maxLength?: number; isPadded: boolean },
): string {
  if (maxLength === undefined) return text;
  const cut = [...text].slice(0, maxLength).join('');
  return isPadded ? cut.padEnd(maxLength) : cut;
}

/**
 * A number as a cell of the column: a JavaScript number where that is exact,
 * since it is shown and sent as it is.
 */
export function cellOf(
  value: bigint | ExactDecimal,
  { scale }: NumberType,
): number | bigint | ExactDecimal {
  const text = typeof value === 'bigint' ? String(value) : value.text;
  const isExact = parseDecimal(text)!.digits.length <= EXACT_DIGITS;
  if (isExact || scale === undefined) return Number(text);
  return value;
}

function madeUpNumber(name: string, type: NumberType, random: Random): string {
  const whole = String(madeUpInteger(name.toLowerCase(), random));
  const wanted =
    type.kind === 'integer' ? whole : `${whole}.${fraction(type, random)}`;
  // A DECIMAL may hold few digits before the point, or none.
  return isWithin(parseDecimal(wanted)!, type) ? wanted : '0';
}

function fraction({ scale }: NumberType, random: Random): string {
  // Quarters, which a FLOAT holds exactly.
  if (scale === undefined) return ['00', '25', '50', '75'][random(4)];
  return String(random(100)).padStart(2, '0').slice(0, scale);
}

function madeUpInteger(name: string, random: Random): number {
  if (/year/.test(name)) return 2015 + random(11);
  if (/month/.test(name)) return 1 + random(12);
  if (/(^|_)day/.test(name)) return 1 + random(28);
  if (/(^|_)age(_|$)/.test(name)) return random(100);
  if (/(^|_)(id|key|no|number)$/.test(name)) return 1000 + random(9000);
  if (/percent|ratio|score|rate/.test(name)) return random(100);
  return random(1000);
}

/** A value of a type that no row filter can use, but a table can have. */
function madeUpOther(
  name: string,
  { name: kind, text }: { name: string; text: string },
  random: Random,
): unknown {
  const isBirth = /birth|dob/i.test(name);
  const date = madeUpDate(random, isBirth ? 1950 : undefined);
  if (kind === 'date') return date;
  if (kind.startsWith('timestamp')) {
    return `${date}T${String(random(24)).padStart(2, '0')}:00:00Z`;
  }
  if (kind === 'smallint' || kind === 'tinyint') return random(100);
  if (kind === 'array') {
    const element = text.slice('array<'.length, -1);
    return Array.from({ length: random(3) }, () =>
      madeUpValue(name, element, random),
    );
  }
  if (kind === 'map') return { key: madeUpText(name, random) };
  return madeUpText(name, random);
}
