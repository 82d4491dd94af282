import { TableColumn } from '../accessModel';
import { ColumnPath, RowFilterConstant, RowFilterPredicate } from './ast';
import { FilterType, parseColumnType } from './columnTypes';
import {
  Decimal,
  ExactDecimal,
  compareDecimals,
  isInteger,
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

/** Beyond this many values of one column, implication is not decided. */
const MAX_VALUES = 512;

/**
 * Values of one column, so that any value it can hold meets exactly the
 * conditions that one of these meets.
 *
 * A comparison with a constant changes its outcome only at the constant, so it
 * takes each constant, one value between two neighbours, one at either end,
 * and null.
 *
 * @returns undefined when that cannot be said: conditions of several types, or
 * too many.
 */
export function representativesOf(
  predicates: RowFilterPredicate[],
  column: Pick<TableColumn, 'type' | 'required'> | undefined,
  path: ColumnPath,
): Representative[] | undefined {
  const constants = predicates.flatMap(constantsOf);
  const types = new Set(constants.map(({ type }) => type));
  if (predicates.some(({ kind }) => kind === 'like')) types.add('string');
  if (types.size > 1 || constants.length > MAX_VALUES) return undefined;

  const declared = column && typeOf(column.type, path);
  if (declared && [...types].some(type => !holds(declared, type))) {
    return undefined;
  }
  const samples = predicates.flatMap(predicate =>
    predicate.kind === 'like' ? [sampleOf(predicate.pattern)] : [],
  );
  const values = valuesOf([...types][0], constants, samples, declared);
  // The fields of a struct are null whenever the struct is.
  return column?.required && path.length === 1
    ? values
    : [...values, { value: null, isExact: true, isWitness: true }];
}

function valuesOf(
  type: RowFilterConstant['type'] | undefined,
  constants: RowFilterConstant[],
  samples: string[],
  declared: FilterType | undefined,
): Representative[] {
  switch (type) {
    case 'string':
      return textsAround(
        constants.map(({ value }) => value as string),
        samples,
        declared?.kind === 'string' && declared.isBounded,
      );
    case 'number':
      return numbersAround(
        constants.map(({ value }) => parseDecimal(value as string)!),
        declared,
      );
    case 'boolean':
      return [true, false].map(value => ({
        value,
        isExact: true,
        isWitness: true,
      }));
    default:
      // Only IS NULL is asked: any value that is not null stands for all.
      return [{ value: '', isExact: false, isWitness: true }];
  }
}

function textsAround(
  constants: string[],
  samples: string[],
  isBounded: boolean,
): Representative[] {
  const exact = new Set(constants);
  // '' is the least text, and x + '\0' the least after x.
  const others = ['', ...constants.map(text => `${text}\0`), ...samples];
  return [
    ...[...exact].map(value => ({ value, isExact: true, isWitness: true })),
    ...[...new Set(others)]
      .filter(value => !exact.has(value))
      .map(value => ({ value, isExact: false, isWitness: !isBounded })),
  ];
}

/** A text that matches the pattern: witnesses are looked for among them. */
function sampleOf(pattern: string): string {
  return pattern.replace(/%/g, '').replace(/_/g, 'a');
}

function numbersAround(
  constants: Decimal[],
  declared: FilterType | undefined,
): Representative[] {
  const sorted = [...new Map(constants.map(c => [printDecimal(c), c])).values()]
    .sort(compareDecimals)
    .map(toFraction);
  const least = sorted[0];
  const greatest = sorted.at(-1)!;
  const others = [
    floorMinusOne(least),
    ...sorted.slice(1).map((constant, i) => between(sorted[i], constant)),
    negate(floorMinusOne(negate(greatest))),
  ];

  return [...sorted, ...others].flatMap<Representative>((candidate, i) => {
    const isConstant = i < sorted.length;
    const text = fractionText(candidate);
    const whole = isInteger(parseDecimal(text)!);
    if (whole)
      return [{ value: BigInt(text), isExact: isConstant, isWitness: true }];
    // An integer column holds no fraction: the gap between 5 and 6 is empty.
    // Another may hold too few digits for the middle of a gap.
    if (declared?.kind === 'integer') return [];
    return [
      {
        value: new ExactDecimal(text),
        isExact: isConstant,
        isWitness: isConstant,
      },
    ];
  });
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

function between(low: Fraction, high: Fraction): Fraction {
  const scale = Math.max(low.scale, high.scale);
  const a = low.units * 10n ** BigInt(scale - low.scale);
  const b = high.units * 10n ** BigInt(scale - high.scale);
  // A whole number where there is one, since any numeric column can hold it.
  const unit = 10n ** BigInt(scale);
  const whole = (floorDivide(a, unit) + 1n) * unit;
  if (whole < b) return { units: whole, scale };
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

function typeOf(type: string, path: ColumnPath): FilterType | undefined {
  let current: FilterType | undefined = parseColumnType(type);
  for (const step of path.slice(1)) {
    current = current?.kind === 'struct' ? current.fields.get(step) : undefined;
  }
  return current;
}

function holds(declared: FilterType, type: RowFilterConstant['type']): boolean {
  return type === 'number'
    ? declared.kind === 'integer' || declared.kind === 'fraction'
    : declared.kind === type;
}

function constantsOf(predicate: RowFilterPredicate): RowFilterConstant[] {
  switch (predicate.kind) {
    case 'comparison':
      return [predicate.value];
    case 'between':
      return [predicate.low, predicate.high];
    case 'in':
      return predicate.values;
    default:
      return [];
  }
}
