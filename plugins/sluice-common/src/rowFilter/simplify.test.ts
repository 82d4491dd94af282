import fc from 'fast-check';
import { expressions, rows } from './__testUtils__/arbitraries';
import { evaluateRowFilter } from './evaluate';
import { parseRowFilter } from './parser';
import { printRowFilter } from './printer';
import {
  andRowFilters,
  notRowFilter,
  orRowFilters,
  simplifyRowFilter,
} from './simplify';

const print = (text: string) =>
  printRowFilter(simplifyRowFilter(parseRowFilter(text)));

it.each([
  ['a = 1 and a = 1', 'a = 1'],
  ['a = 1 and true', 'a = 1'],
  ['a = 1 and false', 'false'],
  ['a = 1 or true', 'true'],
  ['a = 1 or false', 'a = 1'],
  ['true and true', 'true'],
  ['not not a = 1', 'a = 1'],
  ['not a in (1, 2)', 'a not in (1, 2)'],
  ['not a < 1', 'a >= 1'],
  ['a = 1 or (a = 1 and b = 2)', 'a = 1'],
  ['a = 1 and (a = 1 or b = 2)', 'a = 1'],
  ['a = 1 or b = 2 or a in (2, 1, 3)', 'a in (1, 2, 3) or b = 2'],
  ['a in (1, 1.0)', 'a = 1'],
  ['a not in (1)', 'a <> 1'],
  ["a = '1' or a = 1", "a in ('1', 1)"],
  ['a = 1 and (b = 2 and (c = 3 or c = 4))', 'a = 1 and b = 2 and c in (3, 4)'],
])('simplifies %s to %s', (text, expected) => {
  expect(print(text)).toBe(expected);
});

it('of no parts, all is true and any is false', () => {
  expect(printRowFilter(andRowFilters([]))).toBe('true');
  expect(printRowFilter(orRowFilters([]))).toBe('false');
});

it('keeps the value for any row', () => {
  fc.assert(
    fc.property(expressions, rows, (expression, row) => {
      expect(evaluateRowFilter(simplifyRowFilter(expression), row)).toBe(
        evaluateRowFilter(expression, row),
      );
    }),
    { numRuns: 2000 },
  );
});

it('is done after one go', () => {
  fc.assert(
    fc.property(expressions, expression => {
      const once = simplifyRowFilter(expression);
      expect(simplifyRowFilter(once)).toEqual(once);
    }),
    { numRuns: 1000 },
  );
});

it('and, or, not agree with three-valued logic', () => {
  const number = (truth: boolean | null) =>
    truth === null ? 0.5 : Number(truth);
  fc.assert(
    fc.property(expressions, expressions, rows, (a, b, row) => {
      const [x, y, both, either, negation] = [
        a,
        b,
        andRowFilters([a, b]),
        orRowFilters([a, b]),
        notRowFilter(a),
      ].map(expression => number(evaluateRowFilter(expression, row)));
      expect(both).toBe(Math.min(x, y));
      expect(either).toBe(Math.max(x, y));
      expect(negation).toBe(1 - x);
    }),
    { numRuns: 1000 },
  );
});
