import { PATIENT_COLUMNS } from './__testUtils__/patientColumns';
import { seededRandom } from './random';
import { randomText } from './__testUtils__/randomTexts';
import { RowFilterExpression } from './ast';
import { checkRowFilter } from './check';
import { evaluateRowFilter } from './evaluate';
import { parseRowExpression, parseRowFilter } from './parser';
import { printRowFilter } from './printer';
import { RowFilterError } from './RowFilterError';
import { simplifyRowFilter } from './simplify';

const SEED = Number(process.env.ROW_FILTER_FUZZ_SEED ?? 20_250_601);
const COUNT = Number(process.env.ROW_FILTER_FUZZ_COUNT ?? 1_000_000);

/** No text may take longer, in milliseconds. */
const MOST_TIME = 250;

jest.setTimeout(300_000);

/**
 * Takes a text through the language as the product does.
 * @throws what is no RowFilterError, or an Error that says what is inconsistent.
 */
function exercise(text: string): 'parsed' | 'checked' | 'refused' {
  let expression: RowFilterExpression;
  try {
    expression = parseRowFilter(text);
  } catch (error) {
    if (!(error instanceof RowFilterError)) throw error;
    const { start, end } = error;
    if (start < 0 || start > end || end > text.length) {
      throw new Error(`The error is at ${start} to ${end}, beyond the text`);
    }
    return 'refused';
  }
  const printed = printRowFilter(expression);
  const again = parseRowExpression(printed);
  if (JSON.stringify(again) !== JSON.stringify(expression)) {
    throw new Error(`Printed as ${printed}, which reads as something else`);
  }
  const { problems } = checkRowFilter(text, PATIENT_COLUMNS);
  return problems.length === 0 ? 'checked' : 'parsed';
}

function timed<T>(run: () => T): { result: T; time: number } {
  const started = performance.now();
  const result = run();
  return { result, time: performance.now() - started };
}

/** Of several runs the fastest, since another process may hold the machine. */
function timeOf(run: () => unknown): number {
  return Math.min(...Array.from({ length: 5 }, () => timed(run).time));
}

it(`survives ${COUNT} random texts of seed ${SEED}`, () => {
  const random = seededRandom(SEED);
  const counts = { refused: 0, parsed: 0, checked: 0 };
  for (let i = 0; i < COUNT; i++) {
    const text = randomText(random);
    try {
      const { result, time } = timed(() => exercise(text));
      counts[result]++;
      if (time > MOST_TIME && timeOf(() => exercise(text)) > MOST_TIME) {
        throw new Error(`Takes more than ${MOST_TIME} ms`);
      }
    } catch (error) {
      throw new Error(
        `Text ${i} of seed ${SEED}, ${JSON.stringify(text)}: ${error}`,
        { cause: error },
      );
    }
  }
  // A generator that yields only rubbish would prove nothing.
  expect(counts.refused).toBeGreaterThan(COUNT * 0.5);
  expect(counts.parsed).toBeGreaterThan(COUNT * 0.005);
  expect(counts.checked).toBeGreaterThan(COUNT * 0.05);
});

const PATHOLOGICAL: [string, string][] = [
  ['parentheses that open', '('.repeat(10_000)],
  ['parentheses that close', ')'.repeat(10_000)],
  ['nested parentheses', `${'('.repeat(9999)}a = 1${')'.repeat(9999)}`],
  ['NOTs', `${'not '.repeat(10_000)}a = 1`],
  ['NOTs and parentheses', `${'not ('.repeat(10_000)}a = 1`],
  ['a path', `${'a.'.repeat(1023)}a = 1`],
  ['a long path', 'a.'.repeat(100_000)],
  ['a chain of ANDs', `${'a = 1 and '.repeat(20_000)}a = 1`],
  [
    'a chain of parenthesised ORs',
    `${'(a = 1 or b = 2) or '.repeat(10_000)}c = 3`,
  ],
  [
    'a long chain in parentheses',
    `(${'a = 1 or '.repeat(130_000)}b = 2) or c = 3`,
  ],
  ['a long list', `a in (${'1, '.repeat(50_000)}2)`],
  ['single quotes', "'".repeat(100_000)],
  ['double quotes', '"'.repeat(100_001)],
  ['a long string', `a = '${'x'.repeat(500_000)}`],
  ['quotes doubled in a string', `a = '${"''".repeat(100_000)}'`],
  ['spaces', ' '.repeat(500_000)],
  ['digits', `a = ${'9'.repeat(200_000)}`],
  [
    'zeros around a digit',
    `a = ${'0'.repeat(100_000)}1.${'0'.repeat(100_000)}`,
  ],
  ['minus signs', `a = ${'- '.repeat(50_000)}1`],
  ['dashes', '-'.repeat(100_000)],
  ['letters', 'a'.repeat(500_000)],
  ['dollars', `a${'$'.repeat(200_000)}`],
  ['exponents', `a = ${'1e'.repeat(50_000)}`],
  ['dots', '.'.repeat(100_000)],
  ['lone surrogates', '\ud800'.repeat(100_000)],
  ['combining marks', `a = '${'\u0301'.repeat(100_000)}'`],
];

describe.each(PATHOLOGICAL)('%s', (_, text) => {
  it.each([
    ['as a filter of at most 2048 characters', text.slice(0, 2048), {}, 1],
    // Up to a million characters, which no filter has: linear is enough.
    ['at full length', text, { maxLength: Infinity, maxDepth: 512 }, 6],
  ])('%s are read or refused at once', (__, input, options, allowance) => {
    const read = () => {
      try {
        return printRowFilter(parseRowFilter(input, options));
      } catch (error) {
        if (error instanceof RowFilterError) return error.message;
        throw error;
      }
    };
    expect(read()).toEqual(expect.any(String));
    expect(timeOf(read)).toBeLessThan(MOST_TIME * allowance);
  });
});

describe('a long text', () => {
  it.each([
    ['a prefix, twenty times', 'a%', 20],
    ['a letter anywhere, twenty times', '%a%', 20],
    ['many letters anywhere', `${'%a'.repeat(500)}%b`, 1],
    ['many letters, then another', `${'a%'.repeat(500)}b`, 1],
    ['many of any letter anywhere', `${'%_'.repeat(500)}%b`, 1],
    ['many % alone', '%'.repeat(2000), 1],
    ['many _ alone', '_'.repeat(2000), 1],
    ['many %, then a letter', `${'%'.repeat(1000)}b`, 1],
    ['a long run of letters anywhere', `%${'a'.repeat(1000)}b`, 1],
  ])('is matched at once against %s', (_, pattern, times) => {
    const filter = Array(times).fill(`state like '${pattern}'`).join(' and ');
    const expression = parseRowExpression(filter);
    const row = { state: 'a'.repeat(10_000) };
    expect(timeOf(() => evaluateRowFilter(expression, row))).toBeLessThan(
      MOST_TIME,
    );
  });
});

it('evaluates and simplifies the deepest filter that it reads', () => {
  const text = `${'not ('.repeat(64)}visits = 1${')'.repeat(64)}`;
  const expression = parseRowFilter(text);
  expect(evaluateRowFilter(expression, { visits: 1 })).toBe(true);
  expect(printRowFilter(simplifyRowFilter(expression))).toBe('visits = 1');
});
