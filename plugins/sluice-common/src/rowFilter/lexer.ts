import { GRAMMAR_KEYWORDS } from './keywords';
import { RowFilterError } from './RowFilterError';

/** A word of a row filter. `text` is unquoted and unescaped. */
export interface Token {
  kind:
    | 'keyword'
    | 'word'
    | 'quotedName'
    | 'string'
    | 'number'
    | 'symbol'
    | 'end';
  text: string;
  start: number;
  end: number;
}

// Sticky and without nested repetition: each is linear in the text.
const SPACE = /\s+/y;
const WORD = /[A-Za-z_][A-Za-z0-9_$]*/y;
const NUMBER = /(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?/y;
const SYMBOL = /<=|>=|<>|!=|[=<>(),.+-]/y;
const COMMENT = /--|\/\*/y;
// The pattern of `PredicateString` in Lake Formation's service model.
const REFUSED =
  /[^\u{20}-\u{d7ff}\u{e000}-\u{fffd}\u{10000}-\u{10ffff}\r\n\t]/u;

/**
 * Splits a text into tokens; the last is `end`.
 * @throws RowFilterError at the first character that begins none.
 */
export function tokenize(text: string): Token[] {
  const tokens: Token[] = [];
  let position = 0;

  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = position;
    return pattern.exec(text)?.[0];
  };
  const push = (kind: Token['kind'], value: string, length: number) => {
    tokens.push({ kind, text: value, start: position, end: position + length });
    position += length;
  };
  const fail = (message: string, end: number): never => {
    throw new RowFilterError({ message, start: position, end, expected: [] });
  };

  const refused = text.search(REFUSED);
  if (refused >= 0) {
    const code = text.codePointAt(refused)!.toString(16).toUpperCase();
    throw new RowFilterError({
      message: `Lake Formation does not take the character U+${code.padStart(
        4,
        '0',
      )} in a row filter`,
      start: refused,
      end: refused + 1,
      expected: [],
    });
  }

  while (position < text.length) {
    const space = match(SPACE);
    if (space) {
      position += space.length;
      continue;
    }
    if (match(COMMENT))
      fail('Comments are not allowed in a row filter', position + 2);

    const word = match(WORD);
    if (word) {
      const isKeyword = GRAMMAR_KEYWORDS.has(word.toLowerCase());
      push(
        isKeyword ? 'keyword' : 'word',
        isKeyword ? word.toLowerCase() : word,
        word.length,
      );
      continue;
    }

    // After a name a dot steps into a struct: `a.5` is no number.
    const previous = tokens.at(-1);
    const followsName =
      previous?.end === position &&
      (previous.kind === 'word' || previous.kind === 'quotedName');
    const number = followsName ? undefined : match(NUMBER);
    if (number) {
      const after = text[position + number.length] ?? '';
      if (/[A-Za-z0-9_.]/.test(after)) {
        fail(
          `A number or name is malformed at "${number}${after}"; a column name that begins with a digit must be in double quotes`,
          position + number.length + 1,
        );
      }
      push('number', number, number.length);
      continue;
    }

    const quote = text[position];
    if (quote === "'" || quote === '"') {
      const quoted = readQuoted(text, position);
      if (!quoted) {
        fail(
          quote === "'"
            ? 'This string has no closing single quote'
            : 'This quoted name has no closing double quote',
          text.length,
        );
      } else if (quote === '"' && quoted.value === '') {
        fail('A quoted name must not be empty', quoted.end);
      } else {
        push(
          quote === "'" ? 'string' : 'quotedName',
          quoted.value,
          quoted.end - position,
        );
      }
      continue;
    }

    const symbol = match(SYMBOL);
    if (symbol) {
      push('symbol', symbol === '!=' ? '<>' : symbol, symbol.length);
      continue;
    }
    const character = String.fromCodePoint(text.codePointAt(position)!);
    fail(
      `Unexpected character ${JSON.stringify(
        character,
      )}; names other than letters, digits and _ must be in double quotes`,
      position + character.length,
    );
  }

  push('end', '', 0);
  return tokens;
}

/** Reads to the closing quote; a doubled quote stands for itself. */
function readQuoted(
  text: string,
  start: number,
): { value: string; end: number } | undefined {
  const quote = text[start];
  let value = '';
  let from = start + 1;
  for (;;) {
    const close = text.indexOf(quote, from);
    if (close < 0) return undefined;
    value += text.slice(from, close);
    if (text[close + 1] !== quote) return { value, end: close + 1 };
    value += quote;
    from = close + 2;
  }
}
