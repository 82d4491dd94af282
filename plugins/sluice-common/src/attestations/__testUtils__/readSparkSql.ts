/**
 * Reads a condition as Spark 3.5 does, by its lexer's rules (SqlBaseLexer.g4) and
 * `unescapeSQLString`, and writes it as a row filter again. Made apart from the
 * printer, so that what one gets wrong the other does not undo.
 */
export function readSparkSql(sql: string): string {
  if (/\$\{[^}$ ]+\}/.test(sql)) throw new Error('Spark sees a variable');
  const words: string[] = [];
  let isPattern = false;
  let rest = sql;
  while (rest) {
    const [token, kind] = nextToken(rest);
    rest = rest.slice(token.length);
    if (kind === 'space') continue;
    if (kind === 'name') {
      words.push(
        `"${token.slice(1, -1).replace(/``/g, '`').replace(/"/g, '""')}"`,
      );
    } else if (kind === 'text') {
      // Texts side by side are one text to Spark, which no condition may rest on.
      if (rest.startsWith("'")) throw new Error('Spark joins two texts');
      const text = unescapeText(token.slice(1, -1));
      const value = isPattern ? unescapePattern(text) : text;
      words.push(`'${value.replace(/'/g, "''")}'`);
    } else {
      words.push(kind === 'number' ? token.replace(/D$/, '') : token);
    }
    isPattern = token === 'LIKE';
  }
  return words.join(' ').replace(/ \. /g, '.');
}

const TOKENS: [string, RegExp][] = [
  ['space', /^ +/],
  ['name', /^`(?:[^`]|``)*`/],
  ['text', /^'(?:[^'\\]|\\[^])*'/],
  ['number', /^-?\d+(?:\.\d+)?(?:e[+-]?\d+)?D?(?![A-Za-z0-9_])/],
  ['word', /^(?:AND|OR|NOT|BETWEEN|IN|LIKE|IS|NULL|true|false)\b/],
  ['symbol', /^(?:<=|>=|<>|[=<>(),.])/],
];

function nextToken(text: string): [string, string] {
  for (const [kind, pattern] of TOKENS) {
    const match = pattern.exec(text);
    if (match) return [match[0], kind];
  }
  throw new Error(`Spark does not read ${JSON.stringify(text)}`);
}

const ESCAPES: Record<string, string> = {
  0: '\u0000',
  b: '\b',
  n: '\n',
  r: '\r',
  t: '\t',
  Z: '\u001A',
  '%': '\\%',
  _: '\\_',
};

function unescapeText(text: string): string {
  return text.replace(
    /\\(?:u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-3][0-7]{2})|([^]))/g,
    (_, short, long, octal, single) => {
      if (single !== undefined) return ESCAPES[single] ?? single;
      return String.fromCodePoint(
        octal === undefined ? parseInt(short ?? long, 16) : parseInt(octal, 8),
      );
    },
  );
}

function unescapePattern(pattern: string): string {
  return pattern.replace(/\\([^]?)/g, (_, next: string) => {
    if (next !== '\\') throw new Error('Spark refuses or escapes in LIKE');
    return next;
  });
}
