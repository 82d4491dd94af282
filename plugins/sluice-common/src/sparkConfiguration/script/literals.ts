import { LocatedText, UNKNOWN } from './LocatedText';
import { PyNode, PythonScript } from './PythonScript';

const LITERAL = /^([A-Za-z]*)("""|'''|"|')/;
const ESCAPE =
  /\\(?:\r\n|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|N\{[^}]*\}|[0-7]{1,3}|[^])/g;
const SIMPLE_ESCAPES: Record<string, string> = {
  n: '\n',
  t: '\t',
  r: '\r',
  f: '\f',
  v: '\v',
  a: '\u0007',
  b: '\b',
  '\n': '',
  '\r': '',
  '\r\n': '',
};

/**
 * Adds what a string literal says.
 * @param replaced - adds what stands for `{…}` of a formatted one
 */
export function addLiteral(
  node: PyNode,
  script: PythonScript,
  text: LocatedText,
  replaced: (replacement: PyNode) => void,
): void {
  const source = script.source(node);
  const begin = LITERAL.exec(source);
  if (!begin) return;
  const [opening, prefix, quote] = begin;
  const isRaw = /r/i.test(prefix);
  const end = source.endsWith(quote) ? node.to - quote.length : node.to;
  let at = node.from + opening.length;
  const isFormatted = node.name === 'FormatString';
  const addUpTo = (to: number) => {
    if (to > at) {
      addPlain(script.text.slice(at, to), at, { isRaw, isFormatted }, text);
    }
  };
  for (const child of node.children) {
    if (child.name === 'FormatReplacement') {
      addUpTo(child.from);
      replaced(child);
      at = child.to;
    }
  }
  addUpTo(end);
}

function addPlain(
  source: string,
  from: number,
  { isRaw, isFormatted }: { isRaw: boolean; isFormatted: boolean },
  text: LocatedText,
): void {
  const special = new RegExp(
    [...(isRaw ? [] : [ESCAPE.source]), ...(isFormatted ? ['{{|}}'] : [])].join(
      '|',
    ) || '(?!)',
    'g',
  );
  let at = 0;
  for (const match of source.matchAll(special)) {
    text.add(source.slice(at, match.index), from + at, true);
    text.add(meaningOf(match[0]), from + match.index, false);
    at = match.index + match[0].length;
  }
  text.add(source.slice(at), from + at, true);
}

function meaningOf(written: string): string {
  if (written === '{{' || written === '}}') return written[0];
  const escaped = written.slice(1);
  if (Object.hasOwn(SIMPLE_ESCAPES, escaped)) return SIMPLE_ESCAPES[escaped];
  if (escaped.startsWith('N{')) return UNKNOWN;
  const code = /^[xuU]([0-9A-Fa-f]+)$/.exec(escaped)?.[1];
  if (code) return characterOf(parseInt(code, 16));
  if (/^[0-7]+$/.test(escaped)) return characterOf(parseInt(escaped, 8));
  // Python leaves a backslash before what it does not know.
  return /^[\\'"]$/.test(escaped) ? escaped : written;
}

function characterOf(code: number): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : UNKNOWN;
}
