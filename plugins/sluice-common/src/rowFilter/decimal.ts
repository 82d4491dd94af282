/**
 * A number without rounding: `0.<digits> × 10^exponent`. Zero has no digits.
 */
export interface Decimal {
  negative: boolean;
  /** No leading and no trailing zeros. */
  digits: string;
  exponent: number;
}

/**
 * A number of a row that neither `number` nor `bigint` holds exactly, such as a
 * DECIMAL: `new ExactDecimal('150.10')`.
 * @public
 */
export class ExactDecimal {
  constructor(readonly text: string) {}
}

/** Beyond what any numeric column type can hold (DOUBLE: 1e308). */
const MAX_EXPONENT = 400;

/** Longest run of zeros printed before scientific notation is shorter to read. */
const MAX_PADDING = 20;

/** @returns undefined when the text is no number, or out of every type's range. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d{1,9}))?$/i.exec(text);
  if (!match) return undefined;
  const [, sign, whole, fraction = '', power = '0'] = match;
  if (!whole && !fraction) return undefined;

  const all = whole + fraction;
  const significant = all.replace(/^0+/, '');
  const digits = withoutTrailingZeros(significant);
  if (!digits) return { negative: false, digits: '', exponent: 0 };
  const leadingZeros = all.length - significant.length;
  const exponent = whole.length - leadingZeros + Number(power);
  if (Math.abs(exponent) > MAX_EXPONENT) return undefined;
  return { negative: sign === '-', digits, exponent };
}

/** Negative, zero or positive, as `Array.sort` wants it. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  const sign = (d: Decimal) => Number(d.digits !== '') * (d.negative ? -1 : 1);
  if (sign(left) !== sign(right)) return sign(left) - sign(right);
  return sign(left) * compareMagnitudes(left, right);
}

/** Whether the number lies between the two or is one of them. */
export function isWithin(
  value: Decimal,
  { least, greatest }: { least: Decimal; greatest: Decimal },
): boolean {
  return (
    compareDecimals(least, value) <= 0 && compareDecimals(value, greatest) <= 0
  );
}

function compareMagnitudes(left: Decimal, right: Decimal): number {
  if (left.exponent !== right.exponent) return left.exponent - right.exponent;
  // Both begin at the same power of ten, so shorter digits sort as text does.
  if (left.digits === right.digits) return 0;
  return left.digits < right.digits ? -1 : 1;
}

/** One text per value: `1500` for `1.5e3`, `-0.5` for `-.50`. */
export function printDecimal({ negative, digits, exponent }: Decimal): string {
  if (!digits) return '0';
  const sign = negative ? '-' : '';
  if (exponent > digits.length + MAX_PADDING || exponent < -MAX_PADDING) {
    const rest = digits.slice(1);
    return `${sign}${digits[0]}${rest ? `.${rest}` : ''}e${exponent - 1}`;
  }
  if (exponent <= 0) return `${sign}0.${'0'.repeat(-exponent)}${digits}`;
  const whole = digits.slice(0, exponent).padEnd(exponent, '0');
  const fraction = digits.slice(exponent);
  return `${sign}${whole}${fraction ? `.${fraction}` : ''}`;
}

/** Whether the number has no fraction. */
export function isInteger({ digits, exponent }: Decimal): boolean {
  return digits.length <= exponent || digits === '';
}

/** A loop, since `/0+$/` takes quadratic time on a long run of inner zeros. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === '0') end--;
  return digits.slice(0, end);
}
