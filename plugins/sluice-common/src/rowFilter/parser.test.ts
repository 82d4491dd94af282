import fc from 'fast-check';
import { expressions, rows } from './__testUtils__/arbitraries';
import { RowFilterExpression } from './ast';
import { evaluateRowFilter } from './evaluate';
import { parseRowExpression, parseRowFilter } from './parser';
import { printRowFilter } from './printer';
import { RowFilterError } from './RowFilterError';

/** @throws what is no RowFilterError. */
function outcomeOf(
  parse: () => RowFilterExpression,
): RowFilterExpression | RowFilterError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof RowFilterError) return error;
    throw error;
  }
}

function errorOf(text: string): RowFilterError {
  const outcome = outcomeOf(() => parseRowFilter(text));
  if (outcome instanceof RowFilterError) return outcome;
  throw new Error(`Parsed, but should not: ${text}`);
}

describe('parseRowFilter and printRowFilter', () => {
  it.each([
    // The examples of Lake Formation's documentation (LF reference A7).
    ["year > 2010 and country != 'US'", "year > 2010 and country <> 'US'"],
    [
      "(year > 2010 and country = 'US') or (month < 8 and id > 23)",
      "year > 2010 and country = 'US' or month < 8 and id > 23",
    ],
    [
      "(country between 'Z' and 'U') and (year = 2018)",
      "country between 'Z' and 'U' and year = 2018",
    ],
    [
      "(country like '%ited%') and (year > 2000)",
      "country like '%ited%' and year > 2000",
    ],
    [
      'year > 2010 and customer.customerId <> 1',
      'year > 2010 and customer.customerid <> 1',
    ],
    // The filter of the seed.
    ["state in ('Texas', 'New York')", "state in ('Texas', 'New York')"],
    ["STATE  IN('Texas','New York')", "state in ('Texas', 'New York')"],
    ["name = 'O''Hara'", "name = 'O''Hara'"],
    ['"Level" = 3', '"level" = 3'],
    ['"a.b"."c""d" is not null', '"a.b"."c""d" is not null'],
    ['a NOT IN (1) AND NOT b = 2', 'a not in (1) and not b = 2'],
    ['not (not (a = 1))', 'not not a = 1'],
    ['not (a = 1 or b = 2)', 'not (a = 1 or b = 2)'],
    ['(a = 1 and b = 2) and c = 3', 'a = 1 and b = 2 and c = 3'],
    ['(a = 1 or b = 2) and c = 3', '(a = 1 or b = 2) and c = 3'],
    ['a not between 1 and 2 and b = 3', 'a not between 1 and 2 and b = 3'],
    ['a = -1.50e3', 'a = -1500'],
    ['a = +.5', 'a = 0.5'],
    ['a = -0.0', 'a = 0'],
    [
      'a = 123456789012345678901234567890',
      'a = 123456789012345678901234567890',
    ],
    ['a = 1e300', 'a = 1e300'],
    ['a = 12e-40', 'a = 1.2e-39'],
    ['active = TRUE', 'active = true'],
    ['TRUE', 'true'],
    ["a = '😀'", "a = '😀'"],
    ["a = '--no comment'", "a = '--no comment'"],
  ])('reads %s as %s', (text, canonical) => {
    expect(printRowFilter(parseRowFilter(text))).toBe(canonical);
  });

  it.each([
    ['', 'must not be empty', 0, 0],
    ['   ', 'must not be empty', 3, 3],
    ['state', 'Expected an operator but found the end', 5, 5],
    ['state =', 'Expected a constant but found the end', 7, 7],
    ["state == 'a'", 'Expected a constant but found "="', 7, 8],
    ['state = city', 'compares a column with a constant', 8, 12],
    ['state = "city"', 'compares a column with a constant', 8, 14],
    ["'a' = state", 'write the column to the left', 0, 3],
    ["lower(state) = 'a'", 'is a reserved word', 0, 5],
    ["trunc(state) = 'a'", 'must not call functions', 5, 6],
    [
      "day = date '2020-01-01'",
      'neither a string, a number nor a boolean',
      6,
      10,
    ],
    [
      'level = 3',
      '"level" is a reserved word; write it in double quotes',
      0,
      5,
    ],
    ['a = null', 'use is null', 4, 8],
    ["a in ('x', null)", 'use is null', 11, 15],
    ['a in ()', 'Expected a constant but found ")"', 6, 7],
    ['a in (1', 'Expected "," or ")" but found the end', 7, 7],
    [
      'a in (select b from c)',
      'neither a string, a number nor a boolean',
      6,
      12,
    ],
    ['a between 1 or 2', 'Expected and but found "or"', 12, 14],
    ['a not = 1', 'Expected an operator but found "="', 6, 7],
    ['a like 5', 'Expected a pattern but found the number 5', 7, 8],
    ['a is 5', 'Expected null but found the number 5', 5, 6],
    ['(a = 1', 'Expected ")" but found the end', 6, 6],
    ['a = 1)', 'Unexpected ")" after a complete condition', 5, 6],
    ['a = 1 b = 2', 'Unexpected "b" after a complete condition', 6, 7],
    ['a = 1; drop', 'Unexpected character ";"', 5, 6],
    ["a = 'x", 'no closing single quote', 4, 6],
    ['"a = 1', 'no closing double quote', 0, 6],
    ['"" = 1', 'must not be empty', 0, 2],
    ['a = 1 -- yes', 'Comments are not allowed', 6, 8],
    ['a = /* 1 */ 1', 'Comments are not allowed', 4, 6],
    ['a = 1.2.3', 'malformed', 4, 8],
    ['1a = 1', 'malformed', 0, 2],
    ['a = 1e999', 'out of range', 4, 9],
    ['a = - b', 'Expected a number but found "b"', 6, 7],
    ['a. = 1', 'Expected a column name but found "="', 3, 4],
    ['é = 1', 'must be in double quotes', 0, 1],
    ['a = 1 or', 'Expected a column name but found the end', 8, 8],
    ['a + 1 = 2', 'Expected an operator but found "+"', 2, 3],
  ])('refuses %j: %s', (text, message, start, end) => {
    const error = errorOf(text);
    expect(error.message).toContain(message);
    expect([error.start, error.end]).toEqual([start, end]);
  });

  it('says what could stand in the place', () => {
    expect(errorOf('state is 5').expected).toEqual(['null', 'not null']);
    expect(errorOf('state is not 5').expected).toEqual(['null']);
    expect(errorOf('state').expected).toContain('between');
  });

  it('is an InputError, so that a router answers 400', () => {
    expect(errorOf('a').name).toBe('InputError');
  });

  it('accepts a bare reserved word in what Lake Formation already holds', () => {
    const expression = parseRowFilter('level = 3', { reservedWords: 'accept' });
    expect(printRowFilter(expression)).toBe('"level" = 3');
  });

  it('refuses more than 2048 characters', () => {
    const values = Array.from({ length: 600 }, (_, i) => i).join(', ');
    expect(errorOf(`a in (${values})`).message).toMatch(
      /at most 2048 characters; this one has 2\d{3}/,
    );
    expect(() => parseRowExpression(`a in (${values})`)).not.toThrow();
  });

  it.each([
    ['parentheses', `${'('.repeat(1000)}a = 1${')'.repeat(1000)}`],
    ['not', `${'not '.repeat(500)}a = 1`],
  ])(
    'refuses deep nesting of %s instead of exhausting the stack',
    (_, text) => {
      const error = errorOf(text.slice(0, 2048));
      expect(error.message).toContain('nested more than 128 levels deep');
    },
  );

  it('takes linear time on long runs of quotes, zeros and spaces', () => {
    const texts = [
      "'".repeat(200_000),
      `a = ${'0'.repeat(200_000)}1.${'0'.repeat(200_000)}`,
      ' '.repeat(200_000),
    ];
    for (const text of texts) {
      const started = performance.now();
      outcomeOf(() => parseRowExpression(text));
      expect(performance.now() - started).toBeLessThan(500);
    }
  });

  it('gives back what was printed', () => {
    fc.assert(
      fc.property(expressions, expression => {
        const text = printRowFilter(expression);
        const parsed = parseRowExpression(text);
        expect(parsed).toEqual(expression);
        expect(printRowFilter(parsed)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  it('keeps the value for any row', () => {
    fc.assert(
      fc.property(expressions, rows, (expression, row) => {
        const parsed = parseRowExpression(printRowFilter(expression));
        expect(evaluateRowFilter(parsed, row)).toBe(
          evaluateRowFilter(expression, row),
        );
      }),
      { numRuns: 500 },
    );
  });

  it('throws nothing but RowFilterError, with a place within the text', () => {
    const words = fc.constantFrom(
      'a',
      'and',
      'or',
      'not',
      '(',
      ')',
      'in',
      'like',
      'between',
      'is',
      'null',
      "'x'",
      '"y"',
      '1',
      '-',
      '.',
      ',',
      '=',
      '<>',
      "'",
      '"',
      'select',
      'é',
    );
    const texts = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.array(words, { maxLength: 20 }).map(parts => parts.join(' ')),
      fc.array(words, { maxLength: 20 }).map(parts => parts.join('')),
    );
    fc.assert(
      fc.property(texts, text => {
        const outcome = outcomeOf(() => parseRowFilter(text));
        const { start, end } =
          outcome instanceof RowFilterError
            ? outcome
            : { start: 0, end: text.length };
        expect([start, end]).toEqual(
          [0, start, end, text.length].sort((a, b) => a - b).slice(1, 3),
        );
      }),
      { numRuns: 3000 },
    );
  });
});
