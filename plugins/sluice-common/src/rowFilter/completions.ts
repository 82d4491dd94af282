import { ColumnPath } from './ast';
import { FilterType, parseColumnType } from './columnTypes';
import {
  EXPECTED_COLUMN,
  EXPECTED_NUMBER,
  EXPECTED_STRING,
  Parser,
} from './grammar';
import { Token, tokenize } from './lexer';
import { printColumn, printConstant } from './printer';
import { CheckedColumn, resolveColumn } from './resolveColumn';
import { RowFilterError } from './RowFilterError';
import { typedAt } from './typed';

/** What an editor can offer at one place of a row filter. @public */
export interface RowFilterCompletion {
  /** What a person reads: a name without quotes. */
  label: string;
  /** What is put in place of the text from `from` to `to`. */
  insert: string;
  kind: 'column' | 'operator' | 'keyword' | 'value';
  /** The type of a column. */
  detail?: string;
}

/** @public */
export interface RowFilterCompletions {
  from: number;
  to: number;
  items: RowFilterCompletion[];
}

/** How deep the parser may nest; what is deeper is refused later. */
const MAX_DEPTH = 512;

/**
 * What can stand at an offset of a text that a person writes: what the parser
 * expects after the text before it, as far as it suits the column's type.
 * @public
 */
export function completionsAt(
  text: string,
  offset: number,
  columns: CheckedColumn[],
): RowFilterCompletions {
  const typed = typedAt(text, offset);
  if (!typed) return { from: offset, to: offset, items: [] };
  const { from, to } = typed;
  const place = placeAfter(text.slice(0, from));
  const constants = () => [
    ...constantsIn(text.slice(0, from)),
    ...constantsIn(text.slice(to)),
  ];
  const items = place.expected.flatMap(expected =>
    itemsFor(expected, place.column, columns, constants),
  );
  const plain = withoutQuote(typed.text);
  return {
    from,
    to,
    items: items.filter(({ label }) => withoutQuote(label).startsWith(plain)),
  };
}

/** What the parser expects after a text, and the column that it read last. */
function placeAfter(before: string): {
  expected: string[];
  column: ColumnPath;
} {
  // A bare reserved word further left is no reason to offer nothing here.
  const parser = new Parser(tokenize(before), MAX_DEPTH, true);
  try {
    parser.parse();
    return { expected: ['and', 'or'], column: [] };
  } catch (error) {
    if (!(error instanceof RowFilterError)) throw error;
    const isHere = error.start === before.length;
    return { expected: isHere ? error.expected : [], column: parser.column };
  }
}

/** What is known of a column, or field, that was read; nothing if it is not there. */
interface Subject {
  type?: FilterType;
  isPartition: boolean;
}

function subjectOf(path: ColumnPath, columns: CheckedColumn[]): Subject {
  const resolved = path.length > 0 && resolveColumn(path, columns);
  return resolved && 'type' in resolved
    ? {
        type: resolved.type,
        isPartition: resolved.column.partitionTransform !== undefined,
      }
    : { isPartition: false };
}

function itemsFor(
  expected: string,
  path: ColumnPath,
  columns: CheckedColumn[],
  constants: () => string[],
): RowFilterCompletion[] {
  const subject = subjectOf(path, columns);
  const { type } = subject;
  switch (expected) {
    case EXPECTED_COLUMN:
      return path.length > 0
        ? fieldItems(subject)
        : [...columnItems(columns), keyword('not'), keyword('(')];
    case EXPECTED_STRING:
      return isOneOf(type, 'string')
        ? values(["''", ...constants().filter(value => value.startsWith("'"))])
        : [];
    case EXPECTED_NUMBER:
      return isOneOf(type, 'integer', 'fraction')
        ? values(constants().filter(value => isNumberOf(type, value)))
        : [];
    case 'true':
    case 'false':
      return isOneOf(type, 'boolean') ? values([expected]) : [];
    case 'the end':
      return [];
    case 'and':
    case 'or':
    case 'null':
    case 'not null':
    case '(':
    case ')':
    case ',':
      return [keyword(expected)];
    default:
      return operators(expected)
        .filter(operator => suits(operator, subject))
        .map(operator => ({
          label: operator,
          insert: operator,
          kind: 'operator',
        }));
  }
}

function columnItems(columns: CheckedColumn[]): RowFilterCompletion[] {
  return columns.flatMap(({ name, type, partitionTransform }) => {
    const { kind } = parseColumnType(type);
    // Of a partition column neither fields nor IS NULL can be asked.
    const isUsable =
      kind !== 'unsupported' && !(kind === 'struct' && partitionTransform);
    const insert = printColumn([name.toLowerCase()]);
    return isUsable
      ? [{ label: name, insert, kind: 'column', detail: type }]
      : [];
  });
}

function fieldItems({ type, isPartition }: Subject): RowFilterCompletion[] {
  if (type?.kind !== 'struct' || isPartition) return [];
  return [...type.fields].flatMap(([field, fieldType]) =>
    fieldType.kind === 'unsupported'
      ? []
      : [
          {
            label: field,
            insert: printColumn([field]),
            kind: 'column',
            detail: 'name' in fieldType ? fieldType.name : fieldType.kind,
          },
        ],
  );
}

/** The operators that begin with a word of the grammar. */
function operators(word: string): string[] {
  switch (word) {
    case 'is':
      return ['is null', 'is not null'];
    case 'not':
      return ['not in', 'not between', 'not like'];
    default:
      return [word];
  }
}

/** Whether Lake Formation takes the operator on such a column (LF reference A7). */
function suits(operator: string, { type, isPartition }: Subject): boolean {
  if (!type) return true;
  if (operator.startsWith('is '))
    return type.kind !== 'unsupported' && !isPartition;
  switch (type.kind) {
    case 'string':
      return true;
    case 'integer':
    case 'fraction':
      return !operator.endsWith('like');
    case 'boolean':
      return ['=', '<>', 'in', 'not in'].includes(operator);
    default:
      return false;
  }
}

function isOneOf(
  type: FilterType | undefined,
  ...kinds: FilterType['kind'][]
): boolean {
  return !type || kinds.includes(type.kind);
}

function isNumberOf(type: FilterType | undefined, value: string): boolean {
  return type?.kind === 'integer'
    ? /^-?\d+$/.test(value)
    : !value.startsWith("'");
}

/** The strings and numbers of a text, as they are written; none if it has no tokens. */
function constantsIn(text: string): string[] {
  return tokensOf(text).flatMap(({ kind, text: value }, i, tokens) => {
    if (kind === 'string') return [printConstant({ type: 'string', value })];
    if (kind !== 'number') return [];
    return [tokens[i - 1]?.text === '-' ? `-${value}` : value];
  });
}

function tokensOf(text: string): Token[] {
  try {
    return tokenize(text);
  } catch (error) {
    if (error instanceof RowFilterError) return [];
    throw error;
  }
}

function keyword(text: string): RowFilterCompletion {
  return { label: text, insert: text, kind: 'keyword' };
}

function values(texts: string[]): RowFilterCompletion[] {
  return [...new Set(texts)].map(text => ({
    label: text,
    insert: text,
    kind: 'value',
  }));
}

function withoutQuote(text: string): string {
  return text.replace(/^["']/, '').toLowerCase();
}
