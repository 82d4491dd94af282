import { NumberType } from './columnTypes';
import {
  Decimal,
  ExactDecimal,
  compareDecimals,
  isInteger,
  isWithin,
  parseDecimal,
  printDecimal,
} from './decimal';

/**
 * A value that stands for all that behave as it does under a set of conditions.
 */
export interface Representative {
  value: unknown;
  /** Whether it stands for itself only. */
  isExact: boolean;
  /** Whether the column can certainly hold the value, so that it is a witness. */
  isWitness: boolean;
}

/**
 * The constants, a number in each gap between two, and one beyond either end,
 * as far as the type can hold them.
 *
 * @returns undefined when the type rounds two constants to one number.
 */
export function numbersAround(
  constants: Decimal[],
  declared: NumberType | undefined,
): Representative[] | undefined {
  if (declared && declared.scale === undefined && someCollide(constants)) {
    return undefined;
  }
  const held = constants.filter(c => !declared || isWithin(c, declared));
  // The ends of the type bound the outer gaps, as constants bound the inner.
  const ends = declared ? [declared.least, declared.greatest] : [];
  const marks = sorted([...held, ...ends]);
  const gaps = marks
    .slice(1)
    .flatMap((mark, i) => between(marks[i], mark, declared?.scale) ?? []);
  // Near the constants first, since the first of several that no condition
  // tells apart is the one a person is shown.
  const candidates = [
    ...sorted(held),
    ...around(sorted(held)),
    ...gaps,
    ...ends.map(toFraction),
  ];
  const fixed = new Set([...held, ...ends].map(printDecimal));

  const byText = new Map(candidates.map(c => [fractionText(c), c]));
  return [...byText.keys()].flatMap<Representative>(text => {
    const decimal = parseDecimal(text);
    if (!decimal || (declared && !isHeld(decimal, declared))) return [];
    const isFixed = fixed.has(printDecimal(decimal));
    const isWhole = isInteger(decimal);
    return [
      {
        value: isWhole ? BigInt(text) : new ExactDecimal(text),
        isExact: isFixed,
        isWitness: declared
          ? isSurelyHeld(decimal, declared, isFixed)
          : // Any numeric column holds a whole number, few the middle of a gap.
            isFixed || isWhole,
      },
    ];
  });
}

function someCollide(constants: Decimal[]): boolean {
  const texts = [...new Set(constants.map(printDecimal))];
  return new Set(texts.map(Number)).size < texts.length;
}

function isHeld(value: Decimal, { scale, ...range }: NumberType): boolean {
  const digits = value.digits.length - value.exponent;
  return isWithin(value, range) && (scale === undefined || digits <= scale);
}

/** Whether a FLOAT or DOUBLE holds the number, and not just one close to it. */
function isSurelyHeld(
  value: Decimal,
  { name, scale }: NumberType,
  isFixed: boolean,
): boolean {
  if (scale !== undefined) return true;
  const rounded = Number(printDecimal(value));
  if (name === 'float' && Math.fround(rounded) !== rounded) return false;
  // A constant is rounded as the column's values are.
  return (
    isFixed ||
    printDecimal(parseDecimal(String(rounded))!) === printDecimal(value)
  );
}

function sorted(decimals: Decimal[]): Fraction[] {
  return [...new Map(decimals.map(d => [printDecimal(d), d])).values()]
    .sort(compareDecimals)
    .map(toFraction);
}

/** A whole number below the least and one above the greatest. */
function around(fractions: Fraction[]): Fraction[] {
  if (fractions.length === 0) return [];
  return [
    floorMinusOne(fractions[0]),
    negate(floorMinusOne(negate(fractions.at(-1)!))),
  ];
}

/** `units × 10^-scale` */
interface Fraction {
  units: bigint;
  scale: number;
}

function toFraction(decimal: Decimal): Fraction {
  const { digits, exponent, negative } = decimal;
  const scale = Math.max(0, digits.length - exponent);
  const units =
    BigInt(digits || '0') * 10n ** BigInt(scale + exponent - digits.length);
  return { units: negative ? -units : units, scale };
}

/** @returns undefined when no number of the scale lies in between. */
function between(
  low: Fraction,
  high: Fraction,
  wanted?: number,
): Fraction | undefined {
  const scale = Math.max(low.scale, high.scale, wanted ?? 0);
  const a = low.units * 10n ** BigInt(scale - low.scale);
  const b = high.units * 10n ** BigInt(scale - high.scale);
  // A whole number where there is one, since any numeric column can hold it.
  for (const digits of [0, wanted ?? 0]) {
    const unit = 10n ** BigInt(scale - digits);
    const next = (floorDivide(a, unit) + 1n) * unit;
    if (next < b) return { units: next, scale };
  }
  if (wanted !== undefined) return undefined;
  return { units: (a + b) * 5n, scale: scale + 1 };
}

function floorMinusOne({ units, scale }: Fraction): Fraction {
  return { units: floorDivide(units, 10n ** BigInt(scale)) - 1n, scale: 0 };
}

function negate({ units, scale }: Fraction): Fraction {
  return { units: -units, scale };
}

function floorDivide(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  return a % b !== 0n && a < 0n ? quotient - 1n : quotient;
}

function fractionText({ units, scale }: Fraction): string {
  const sign = units < 0n ? '-' : '';
  const digits = String(units < 0n ? -units : units).padStart(scale + 1, '0');
  const split = digits.length - scale;
  const fraction = digits.slice(split).replace(/0+$/, '');
  return `${sign}${digits.slice(0, split)}${fraction ? `.${fraction}` : ''}`;
}
