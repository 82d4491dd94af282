import { UNKNOWN } from './LocatedText';

/** A word, a quoted name, or a character of its own; strings and comments are left out. */
export interface SqlToken {
  /** Upper case for words; names in backquotes are never keywords. */
  keyword: string;
  /** As it is written, without backquotes. */
  text: string;
  kind: 'word' | 'quoted' | 'string' | 'other';
  /** Index in the text. */
  at: number;
}

/** Parameters such as `{table}`, which `spark.sql` fills in, are words that nobody knows yet. */
const TOKEN = new RegExp(
  [
    '\\s+',
    '--[^\\r\\n]*',
    '/\\*(?:[^*]|\\*(?!/))*(?:\\*/)?',
    `(?<string>'(?:\\\\[^]|[^'\\\\])*'?|"(?:\\\\[^]|[^"\\\\])*"?)`,
    '(?<quoted>`(?:[^`]|``)*`?)',
    `(?<word>(?:[\\p{L}\\p{N}_${UNKNOWN}]|\\{\\w*\\})+)`,
    '(?<other>[^])',
  ].join('|'),
  'gu',
);

export function sqlTokens(sql: string): SqlToken[] {
  const tokens: SqlToken[] = [];
  for (const match of sql.matchAll(TOKEN)) {
    const { string, quoted, word, other } = match.groups!;
    const at = match.index;
    if (word !== undefined) {
      const text = word.replace(/\{\w*\}/g, UNKNOWN);
      tokens.push({ kind: 'word', keyword: text.toUpperCase(), text, at });
    } else if (quoted !== undefined) {
      const text = quoted.replace(/^`|`$/g, '').replaceAll('``', '`');
      tokens.push({ kind: 'quoted', keyword: '', text, at });
    } else if (string !== undefined) {
      tokens.push({ kind: 'string', keyword: '', text: string, at });
    } else if (other !== undefined) {
      tokens.push({ kind: 'other', keyword: other, text: other, at });
    }
  }
  return tokens;
}

/** Statements of a script of SQL; `spark.sql` takes one, but some pass several on. */
export function sqlStatements(sql: string): SqlToken[][] {
  const statements: SqlToken[][] = [[]];
  for (const token of sqlTokens(sql)) {
    if (token.text === ';' && token.kind === 'other') statements.push([]);
    else statements.at(-1)!.push(token);
  }
  return statements.filter(tokens => tokens.length > 0);
}
