import { quoted, text } from '../../../iceberg';

/** A condition that is none of Lake Formation's language. */
export class PredicateError extends Error {
  constructor(what: string) {
    super(`the row filter is not understood: ${what}`);
    this.name = 'PredicateError';
  }
}

const PIECE =
  /(\s+)|`((?:[^`]|``)+)`|'((?:[^'\\]|\\[^])*)'|(-?\d+(?:\.\d*)?(?:[eE][+-]?\d+)?)D?(?![\w.])|([A-Za-z]+)|(<=|>=|<>|!=|[=<>(),.])/gy;

const KEYWORDS = new Set(
  'AND OR NOT IN BETWEEN LIKE IS NULL TRUE FALSE'.split(' '),
);

const ESCAPES: Record<string, string> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  '0': '\0',
  Z: '\x1a',
};

/** A text of Spark SQL, without its quotes, as what it stands for. */
function unescaped(body: string): string {
  return body.replace(
    /\\(?:u([0-9a-fA-F]{4})|([^]))/g,
    (whole, code: string | undefined, character: string) => {
      if (code) return String.fromCharCode(parseInt(code, 16));
      // Spark leaves these to LIKE.
      if (character === '%' || character === '_') return whole;
      return ESCAPES[character] ?? character;
    },
  );
}

/** A condition as DuckDB takes it. */
export interface DuckPredicate {
  sql: string;
  /** The columns that it goes by, in lower case. */
  columns: Set<string>;
}

/**
 * A row filter in Spark SQL, as Sluice writes it, in DuckDB's. Only what Lake
 * Formation's language has comes through: names in backticks, constants,
 * comparisons. Whatever could call a function or read something else does not.
 *
 * @throws PredicateError
 */
export function duckPredicate(sparkSql: string): DuckPredicate {
  const output: string[] = [];
  const columns = new Set<string>();
  let likes = false;
  let isName = false;
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < sparkSql.length) {
    const at = PIECE.lastIndex;
    const match = PIECE.exec(sparkSql);
    if (!match) throw new PredicateError(`at ${at + 1}`);
    const [, space, name, string, number, word, sign] = match;
    if (space !== undefined) continue;
    if (sign === '(' && isName) {
      throw new PredicateError(`at ${at + 1}, where a function is called`);
    }
    if (likes && string === undefined) {
      throw new PredicateError(`at ${at + 1}, where a pattern was expected`);
    }
    isName = name !== undefined;
    if (name !== undefined) {
      const column = name.replace(/``/g, '`');
      columns.add(column.toLowerCase());
      output.push(quoted(column));
    } else if (string !== undefined) {
      const value = unescaped(string);
      if (value.includes('\0')) throw new PredicateError(`at ${at + 1}`);
      output.push(text(value));
      // With Spark a backslash escapes in a pattern unless told otherwise.
      if (likes) output.push(`ESCAPE '\\'`);
    } else if (number !== undefined) {
      output.push(number);
    } else if (word !== undefined) {
      const keyword = word.toUpperCase();
      if (!KEYWORDS.has(keyword)) {
        throw new PredicateError(
          `at ${
            at + 1
          }, where neither a name in backticks nor a word of Lake Formation's language stands`,
        );
      }
      output.push(keyword);
    } else {
      output.push(sign);
    }
    likes = word?.toUpperCase() === 'LIKE';
  }
  if (output.length === 0) throw new PredicateError('it is empty');
  return { sql: output.join(' '), columns };
}
