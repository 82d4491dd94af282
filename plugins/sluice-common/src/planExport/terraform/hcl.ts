/** Words of HCL that are to stand as they are: a reference, a call. */
export class HclExpression {
  constructor(readonly text: string) {}
}

/** Nested blocks of one name. */
export class HclBlocks {
  constructor(readonly bodies: readonly HclBody[]) {}
}

export type HclValue =
  | string
  | number
  | boolean
  | null
  | HclExpression
  | HclValue[]
  | { [key: string]: HclValue | undefined };

/** Attributes and nested blocks of a block, in order. */
export type HclBody = {
  [name: string]: HclValue | HclBlocks | undefined;
};

export const expression = (text: string) => new HclExpression(text);

export const nested = (...bodies: HclBody[]) => new HclBlocks(bodies);

/** A document within a string: `jsonencode({…})`. */
export function jsonencode(document: HclValue): HclExpression {
  return expression(`jsonencode(${printValue(document, '')})`);
}

/** A list as a set of references to resources. */
export function references(addresses: readonly string[]): HclValue | undefined {
  return addresses.length > 0 ? addresses.map(expression) : undefined;
}

/** A block: `resource "type" "name" {…}`. */
export function printBlock(
  type: string,
  labels: readonly string[],
  body: HclBody,
  indent = '',
): string {
  const head = [type, ...labels.map(printString)].join(' ');
  const lines = Object.entries(body).flatMap(([name, value]) =>
    printEntry(name, value, `${indent}  `),
  );
  return lines.length > 0
    ? [`${indent}${head} {`, ...lines, `${indent}}`].join('\n')
    : `${indent}${head} {}`;
}

/** A comment, with a line for each line of the text. */
export function printComment(text: string): string {
  return text
    .split(/[\r\n]+/)
    .map(line => `# ${line}`)
    .join('\n');
}

const ESCAPES: Record<string, string> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A text as HCL says it; nothing in it is taken for a template. */
export function printString(text: string): string {
  const escaped = text
    .replace(
      // eslint-disable-next-line no-control-regex
      /["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g,
      character =>
        ESCAPES[character] ??
        `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
    )
    .replace(/([$%])\{/g, '$1$1{');
  return `"${escaped}"`;
}

function printEntry(
  name: string,
  value: HclBody[string],
  indent: string,
): string[] {
  if (value === undefined) return [];
  if (value instanceof HclBlocks) {
    return value.bodies.map(body => printBlock(name, [], body, indent));
  }
  return [`${indent}${name} = ${printValue(value, indent)}`];
}

function printValue(value: HclValue, indent: string): string {
  if (typeof value === 'string') return printString(value);
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof HclExpression) {
    return value.text.replace(/\n/g, `\n${indent}`);
  }
  const inner = `${indent}  `;
  return Array.isArray(value)
    ? enclose(
        '[]',
        value.map(each => `${inner}${printValue(each, inner)},`),
        indent,
      )
    : enclose(
        '{}',
        Object.entries(value).flatMap(([key, each]) =>
          each === undefined
            ? []
            : [`${inner}${printString(key)} = ${printValue(each, inner)}`],
        ),
        indent,
      );
}

function enclose([open, close]: string, lines: string[], indent: string) {
  return lines.length > 0
    ? [open, ...lines, `${indent}${close}`].join('\n')
    : `${open}${close}`;
}
