import { invalidInput } from './resources';

/** Longest expression that the API takes (LF reference A7). */
const LONGEST = 2048;

const TOKEN =
  /\s*(?:('(?:[^']|'')*')|("(?:[^"]|"")*"(?:\."(?:[^"]|"")*")*)|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)|(<=|>=|<>|!=|=|<|>|\(|\)|,)|([A-Za-z_][\w$]*(?:\.[A-Za-z_][\w$]*)*))/y;

/** Types by which a column can be compared (LF reference A7). */
const COMPARABLE: [RegExp, 'string' | 'number' | 'boolean'][] = [
  [/^(string|char|varchar)\b/, 'string'],
  [
    /^(tinyint|smallint|int|integer|long|bigint|float|decimal|double)\b/,
    'number',
  ],
  [/^boolean\b/, 'boolean'],
];

/** Names that a table with row filters may not use (LF reference A7). */
const RESTRICTED =
  /^(ctid|oid|xmin|cmin|xmax|cmax|tableoid|insertxid|deletexid|importoid|redcatuniqueid)$/;

/** A piece of a row filter. */
export interface Token {
  kind: 'string' | 'quoted' | 'number' | 'symbol' | 'word' | 'end';
  text: string;
}

interface FilteredTable {
  columns: { name: string; type: string }[];
  partitionKeys: { name: string; type: string }[];
}

/** The pieces of a row filter, of which the last is its end. */
export function tokensOf(expression: string): Token[] {
  const kinds = ['string', 'quoted', 'number', 'symbol', 'word'] as const;
  const tokens: Token[] = [];
  const text = expression.trimEnd();
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.length) {
    const from = TOKEN.lastIndex;
    const match = TOKEN.exec(text);
    if (!match) throw malformed(`unexpected "${text.slice(from).trim()}"`);
    const group = match.slice(1).findIndex(each => each !== undefined);
    tokens.push({ kind: kinds[group], text: match[group + 1] });
  }
  return [...tokens, { kind: 'end', text: 'end of expression' }];
}

/** Recursive descent over the documented grammar; builds nothing. */
class FilterChecker {
  private position = 0;

  constructor(
    private readonly tokens: Token[],
    private readonly table: FilteredTable,
  ) {}

  check(): void {
    this.disjunction();
    if (this.next.kind !== 'end') throw this.unexpected();
  }

  private disjunction(): void {
    do this.conjunction();
    while (this.takes('or'));
  }

  private conjunction(): void {
    do this.negation();
    while (this.takes('and'));
  }

  private negation(): void {
    while (this.takes('not'));
    if (!this.takes('(')) {
      this.comparison();
      return;
    }
    this.disjunction();
    this.expect(')');
  }

  private comparison(): void {
    const { name, isPartitionKey, type } = this.column();
    if (this.takes('is')) {
      this.takes('not');
      this.expect('null');
      if (isPartitionKey) {
        throw malformed(`IS NULL cannot be used on partition key ${name}`);
      }
      return;
    }
    const comparable = COMPARABLE.find(([spelling]) => spelling.test(type));
    if (!comparable) {
      throw malformed(`column ${name} of type ${type} cannot be compared`);
    }
    const constant = () => this.constant(name, comparable[1]);
    this.takes('not');
    if (this.takes('between')) {
      constant();
      this.expect('and');
      constant();
    } else if (this.takes('in')) {
      this.expect('(');
      do constant();
      while (this.takes(','));
      this.expect(')');
    } else if (this.takes('like')) {
      if (comparable[1] !== 'string') {
        throw malformed(
          `LIKE cannot be used on column ${name} of type ${type}`,
        );
      }
      constant();
    } else if (
      this.next.kind === 'symbol' &&
      /^(=|<|>|<=|>=|<>|!=)$/.test(this.next.text) &&
      this.tokens[this.position - 1].text.toLowerCase() !== 'not'
    ) {
      this.position += 1;
      constant();
    } else {
      throw this.unexpected();
    }
  }

  private column() {
    const { kind, text } = this.next;
    if (kind !== 'word' && kind !== 'quoted') throw this.unexpected();
    this.position += 1;
    const [name, ...fields] = (
      kind === 'quoted'
        ? text.slice(1, -1).replace(/""/g, '"').split('"."')
        : text.split('.')
    ).map(step => step.toLowerCase());
    if (RESTRICTED.test(name)) throw malformed(`column ${name} is restricted`);
    const named = (columns: FilteredTable['columns']) =>
      columns.find(column => column.name.toLowerCase() === name);
    const key = named(this.table.partitionKeys);
    const column = key ?? named(this.table.columns);
    if (!column) throw malformed(`column ${name} does not exist`);
    return {
      name,
      isPartitionKey: key !== undefined,
      type: fields.reduce(
        (type, field) => fieldType(type, field, name),
        column.type.toLowerCase(),
      ),
    };
  }

  private constant(name: string, type: 'string' | 'number' | 'boolean'): void {
    const { kind, text } = this.next;
    const isBoolean = kind === 'word' && /^(true|false)$/i.test(text);
    if (kind !== 'string' && kind !== 'number' && !isBoolean) {
      throw this.unexpected();
    }
    if ((isBoolean ? 'boolean' : kind) !== type) {
      throw malformed(`${text} is not a ${type}, as column ${name} is`);
    }
    this.position += 1;
  }

  private get next(): Token {
    return this.tokens[this.position];
  }

  private takes(word: string): boolean {
    const { kind, text } = this.next;
    const found =
      (kind === 'word' || kind === 'symbol') && text.toLowerCase() === word;
    if (found) this.position += 1;
    return found;
  }

  private expect(word: string): void {
    if (!this.takes(word)) throw this.unexpected();
  }

  private unexpected() {
    return malformed(`unexpected "${this.next.text}"`);
  }
}

/** Type of a field of a struct, from Glue's spelling `struct<a:int,b:struct<c:string>>`. */
function fieldType(type: string, field: string, column: string): string {
  const inner = /^struct<(.*)>$/.exec(type)?.[1];
  let depth = 0;
  let from = 0;
  for (let at = 0; inner !== undefined && at <= inner.length; at += 1) {
    const character = inner[at];
    if (character === '<' || character === '(') depth += 1;
    if (character === '>' || character === ')') depth -= 1;
    if (at < inner.length && (character !== ',' || depth > 0)) continue;
    const [name, ...rest] = inner.slice(from, at).split(':');
    if (name.trim() === field) return rest.join(':').trim();
    from = at + 1;
  }
  throw malformed(`column ${column} has no field ${field}`);
}

function malformed(problem: string) {
  return invalidInput(`Invalid row filter expression: ${problem}.`);
}

/**
 * Checks a row filter: `column op constant`, combined with AND, OR, NOT and
 * parentheses, against the types of the table's columns (LF reference A7).
 *
 * @throws InvalidInputException that says what is wrong
 */
export function checkFilterExpression(
  expression: string,
  table: FilteredTable,
): void {
  if (expression.length > LONGEST) {
    throw invalidInput(
      `The filter expression has ${expression.length} characters; ${LONGEST} are allowed.`,
    );
  }
  new FilterChecker(tokensOf(expression), table).check();
}
