import { Token, tokenize } from './lexer';
import { RowFilterError } from './RowFilterError';

/** The word or string at a cursor, as far as it was typed. */
export interface Typed {
  /** The part before the cursor. */
  text: string;
  from: number;
  /** Where the whole word ends, which a completion replaces. */
  to: number;
}

/**
 * The word, or the string or name in quotes, that a cursor stands in or right
 * after; an empty one where it stands in none.
 *
 * @returns undefined when the text before the cursor has no tokens.
 */
export function typedAt(text: string, offset: number): Typed | undefined {
  const before = text.slice(0, offset);
  const from = beginning(before);
  if (from === undefined) return undefined;
  return {
    text: before.slice(from),
    from,
    to: /["']/.test(before[from] ?? '')
      ? endOfQuoted(text, from, offset)
      : offset + /^[A-Za-z0-9_$]*/.exec(text.slice(offset))![0].length,
  };
}

function beginning(before: string): number | undefined {
  try {
    const last = tokenize(before).at(-2);
    const isOpen =
      last?.end === before.length &&
      ['word', 'keyword', 'number'].includes(last.kind);
    return isOpen ? last.start : before.length;
  } catch (error) {
    if (!(error instanceof RowFilterError)) throw error;
    const { start, end } = error;
    const isUnclosed = /["']/.test(before[start]) && end === before.length;
    return isUnclosed ? start : undefined;
  }
}

/**
 * Where a quoted text ends. When not all quotes of the text are in pairs, the
 * next quote is not this one's end, and what follows the cursor is kept.
 */
function endOfQuoted(text: string, start: number, offset: number): number {
  let tokens: Token[];
  try {
    tokens = tokenize(text);
  } catch (error) {
    if (error instanceof RowFilterError) return offset;
    throw error;
  }
  return tokens.find(token => token.start === start)?.end ?? offset;
}
