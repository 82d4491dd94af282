import { RowFilterExpression } from './ast';
import { Parser, PredicatePositions } from './grammar';
import { tokenize } from './lexer';
import { RowFilterError } from './RowFilterError';

/** @public */
export interface ParseRowFilterOptions {
  /** Characters; Lake Formation takes 2048 (LF reference A1). */
  maxLength?: number;
  /** Levels of parentheses and NOT, so that no text exhausts the stack. */
  maxDepth?: number;
  /**
   * Whether a bare reserved word may be a column. `refuse` when a person writes
   * a filter; `accept` for one that Lake Formation already holds, since the
   * list is not AWS's own.
   */
  reservedWords?: 'refuse' | 'accept';
}

/**
 * Parses the row filter language of Lake Formation (LF reference A7): conditions
 * `column op constant`, composed with AND, OR and NOT.
 *
 * @throws RowFilterError, and nothing else, for any text.
 * @public
 */
export function parseRowFilter(
  text: string,
  options?: ParseRowFilterOptions,
): RowFilterExpression {
  return parseWithPositions(text, options).expression;
}

/**
 * Parses an expression as Sluice prints it ({@link RowAccess}), which joins
 * several filters and so may be longer than one filter can be.
 * @public
 */
export function parseRowExpression(text: string): RowFilterExpression {
  return parseRowFilter(text, {
    maxLength: Infinity,
    maxDepth: 512,
    reservedWords: 'accept',
  });
}

/** As {@link parseRowFilter}, and where each condition stands. */
export function parseWithPositions(
  text: string,
  options: ParseRowFilterOptions = {},
): { expression: RowFilterExpression; positions: PredicatePositions } {
  const {
    maxLength = 2048,
    maxDepth = 128,
    reservedWords = 'refuse',
  } = options;
  if (text.length > maxLength) {
    throw new RowFilterError({
      message: `A row filter has at most ${maxLength} characters; this one has ${text.length}`,
      start: maxLength,
      end: text.length,
      expected: [],
    });
  }
  const parser = new Parser(
    tokenize(text),
    maxDepth,
    reservedWords === 'accept',
  );
  return { expression: parser.parse(), positions: parser.positions };
}
