import fc from 'fast-check';
import {
  RowFilterExpression,
  parseRowExpression,
  printRowFilter,
} from '../rowFilter';
import { anyOf, predicates } from '../rowFilter/__testUtils__/arbitraries';
import { readSparkSql } from './__testUtils__/readSparkSql';
import { sparkPredicate } from './sparkPredicate';

const sparkOf = (text: string) => sparkPredicate(parseRowExpression(text));

describe('sparkPredicate', () => {
  it.each([
    ["state in ('Texas', 'New York')", "`state` IN ('Texas', 'New York')"],
    ["state = 'Texas' or age >= 65", "(`state` = 'Texas') OR (`age` >= 65)"],
    [
      "not (a = 1 and b is not null) or c like 'x%'",
      "(NOT ((`a` = 1) AND (`b` IS NOT NULL))) OR (`c` LIKE 'x%')",
    ],
    ['amount not between -1.5 and 2', '`amount` NOT BETWEEN -1.5 AND 2'],
    ['customer."group" <> 1', '`customer`.`group` <> 1'],
    ['active = true', '`active` = true'],
    ['true', 'true'],
    ['n = 9007199254740993', '`n` = 9007199254740993'],
    ['n = 1e30', '`n` = 1e30'],
    [`n < ${'1'.repeat(39)}`, `\`n\` < ${'1'.repeat(39)}D`],
  ])('writes %s as %s', (text, expected) => {
    expect(sparkOf(text)).toBe(expected);
  });

  it.each([
    ['a quote', "it's", "'it\\'s'"],
    ['a backslash at the end', 'c:\\', "'c:\\\\'"],
    ['a way out', "' OR true --", "'\\' OR true --'"],
    ['a backslash before a quote', "\\' OR true", "'\\\\\\' OR true'"],
    ['a variable', '${spark.app.name}', "'\\u0024{spark.app.name}'"],
    ['a line', 'a\nb', "'a\\nb'"],
    ['an escape of Spark', '\\u0041', "'\\\\u0041'"],
  ])('keeps %s a text', (_, value, expected) => {
    expect(
      sparkPredicate({
        kind: 'comparison',
        column: ['c'],
        operator: '=',
        value: { type: 'string', value },
      }),
    ).toBe(`\`c\` = ${expected}`);
  });

  it('keeps a name in backticks, and takes a backslash of LIKE for itself', () => {
    expect(sparkOf('"a`b; drop table t" is null')).toBe(
      '`a``b; drop table t` IS NULL',
    );
    expect(sparkOf("c like 'a\\%'")).toBe("`c` LIKE 'a\\\\\\\\%'");
  });

  it('refuses a name that Spark would take for a variable', () => {
    expect(() => sparkOf('"${env:HOME}" = 1')).toThrow('rename the column');
  });

  it('means the same to Spark, whatever names and texts there are', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }).map(text =>
        // What Lake Formation does not take is refused before.
        text.replace(
          /[^\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}]/gu,
          '',
        ),
      ),
      fc
        .array(
          fc.constantFrom(
            ...["'", '\\', '`', '"', '$', '{', '}', '%', '_', '--', ' or '],
            ...['u0041', '\n', '\r', '\t', '0', '/*', ';', '${x}', '😀'],
          ),
          { maxLength: 6 },
        )
        .map(parts => parts.join('')),
    );
    const name = hostile
      .map(text => text.toLowerCase().replace(/\$\{+/g, '$$'))
      .filter(text => text !== '');
    const column = fc.array(name, { minLength: 1, maxLength: 2 });
    const value = hostile.map(text => ({
      type: 'string' as const,
      value: text,
    }));
    const hostilePredicates = fc.oneof(
      fc.record({
        kind: fc.constant('comparison' as const),
        column,
        operator: fc.constantFrom('=' as const, '<>' as const, '<=' as const),
        value,
      }),
      fc.record({
        kind: fc.constant('in' as const),
        column,
        negated: fc.boolean(),
        values: fc.array(value, { minLength: 1, maxLength: 3 }),
      }),
      fc.record({
        kind: fc.constant('like' as const),
        column,
        negated: fc.boolean(),
        pattern: hostile,
      }),
    );
    fc.assert(
      fc.property(
        anyOf(fc.oneof(hostilePredicates, predicates)),
        (expression: RowFilterExpression) => {
          const read = parseRowExpression(
            readSparkSql(sparkPredicate(expression)),
          );
          expect(printRowFilter(read)).toBe(printRowFilter(expression));
        },
      ),
      { numRuns: 500 },
    );
  });
});
