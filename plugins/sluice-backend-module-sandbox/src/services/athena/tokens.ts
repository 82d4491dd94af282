/** Bad SQL, in the words in which Athena fails a query. */
export class SqlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'SqlError';
  }
}

/** A piece of SQL: a word (keyword or name), a text, a number or a sign. */
export interface Token {
  kind: 'word' | 'quotedName' | 'text' | 'number' | 'sign';
  value: string;
  /** Offset in the statement. */
  at: number;
}

const PIECE =
  /(\s+|--[^\n]*)|('(?:[^']|'')*')|("(?:[^"]|"")*"|`[^`]*`)|(\d+(?:\.\d+)?)|([A-Za-z_][A-Za-z0-9_]*)|([-(),.=;*<>!+/%])/gy;

/** @throws SqlError at the first character that begins no token */
export function tokenize(sql: string): Token[] {
  const tokens: Token[] = [];
  PIECE.lastIndex = 0;
  let at = 0;
  while (at < sql.length) {
    PIECE.lastIndex = at;
    const match = PIECE.exec(sql);
    if (!match) {
      throw new SqlError(
        `SYNTAX_ERROR: mismatched input '${sql[at]}' at position ${at + 1}`,
      );
    }
    const [piece, space, text, name, number, word] = match;
    if (text) {
      const value = text.slice(1, -1).replace(/''/g, "'");
      tokens.push({ kind: 'text', value, at });
    } else if (name) {
      const value = name.slice(1, -1).replace(/""/g, '"');
      tokens.push({ kind: 'quotedName', value, at });
    } else if (number) tokens.push({ kind: 'number', value: number, at });
    else if (word) tokens.push({ kind: 'word', value: word, at });
    else if (!space) tokens.push({ kind: 'sign', value: piece, at });
    at += piece.length;
  }
  return tokens;
}

/** Reads tokens one after the other. */
export class TokenReader {
  private next = 0;

  constructor(private readonly tokens: Token[]) {}

  get atEnd(): boolean {
    return this.next >= this.tokens.length;
  }

  /** Takes the words if they are next, whatever their case. */
  takeWords(...words: string[]): boolean {
    const matches = words.every((word, i) => {
      const token = this.tokens[this.next + i];
      return token?.kind === 'word' && token.value.toUpperCase() === word;
    });
    if (matches) this.next += words.length;
    return matches;
  }

  takeSign(sign: string): boolean {
    const token = this.tokens[this.next];
    const matches = token?.kind === 'sign' && token.value === sign;
    if (matches) this.next += 1;
    return matches;
  }

  expectWords(...words: string[]) {
    if (!this.takeWords(...words)) throw this.unexpected(words.join(' '));
  }

  expectSign(sign: string) {
    if (!this.takeSign(sign)) throw this.unexpected(`'${sign}'`);
  }

  expectName(): string {
    const token = this.tokens[this.next];
    if (token?.kind !== 'word' && token?.kind !== 'quotedName') {
      throw this.unexpected('a name');
    }
    this.next += 1;
    return token.value.toLowerCase();
  }

  expectText(): string {
    return this.expect('text', 'a text in single quotes').value;
  }

  expectNumber(): string {
    return this.expect('number', 'a number').value;
  }

  peek(): Token | undefined {
    return this.tokens[this.next];
  }

  unexpected(expected: string): SqlError {
    const token = this.tokens[this.next];
    return new SqlError(
      token
        ? `SYNTAX_ERROR: mismatched input '${token.value}' at position ${
            token.at + 1
          }. Expecting: ${expected}`
        : `SYNTAX_ERROR: the statement ends where ${expected} was expected`,
    );
  }

  private expect(kind: Token['kind'], expected: string): Token {
    const token = this.tokens[this.next];
    if (token?.kind !== kind) throw this.unexpected(expected);
    this.next += 1;
    return token;
  }
}
