import { TableColumn } from '../accessModel';
import { ColumnPath, RowFilterConstant, RowFilterPredicate } from './ast';
import { FilterType, parseColumnType } from './columnTypes';
import { parseDecimal } from './decimal';
import { Representative, numbersAround } from './numberRepresentatives';

/** How long a text the column holds, and whether shorter ones are padded. */
type TextLimits = { maxLength?: number; isPadded: boolean };

/** Samples of more patterns than this are not put together. */
const MAX_PAIRED = 6;

/** Beyond this many values of one column, implication is not decided. */
const MAX_VALUES = 512;

/**
 * Values of one column, so that any value it can hold meets exactly the
 * conditions that one of these meets.
 *
 * A comparison with a constant changes its outcome only at the constant, so it
 * takes each constant, one value between two neighbours, one at either end,
 * and null.
 *
 * @returns undefined when that cannot be said: conditions of several types, or
 * too many.
 */
export function representativesOf(
  predicates: RowFilterPredicate[],
  column: Pick<TableColumn, 'type' | 'required'> | undefined,
  path: ColumnPath,
): Representative[] | undefined {
  const constants = predicates.flatMap(constantsOf);
  const types = new Set(constants.map(({ type }) => type));
  if (predicates.some(({ kind }) => kind === 'like')) types.add('string');
  if (types.size > 1 || constants.length > MAX_VALUES) return undefined;

  const declared = column && typeOf(column.type, path);
  if (declared && [...types].some(type => !holds(declared, type))) {
    return undefined;
  }
  const samples = samplesOf(
    predicates.flatMap(p => (p.kind === 'like' ? [p.pattern] : [])),
  );
  const values = valuesOf([...types][0], constants, samples, declared);
  if (!values) return undefined;
  // The fields of a struct are null whenever the struct is.
  return column?.required && path.length === 1
    ? values
    : [...values, { value: null, isExact: true, isWitness: true }];
}

function valuesOf(
  type: RowFilterConstant['type'] | undefined,
  constants: RowFilterConstant[],
  samples: string[],
  declared: FilterType | undefined,
): Representative[] | undefined {
  switch (type) {
    case 'string':
      return textsAround(
        constants.map(({ value }) => value as string),
        samples,
        declared?.kind === 'string' ? declared : { isPadded: false },
      );
    case 'number':
      return numbersAround(
        constants.map(({ value }) => parseDecimal(value as string)!),
        declared && 'least' in declared ? declared : undefined,
      );
    case 'boolean':
      return [true, false].map(value => ({
        value,
        isExact: true,
        isWitness: true,
      }));
    default:
      // Only IS NULL is asked: any value that is not null stands for all.
      return [{ value: '', isExact: false, isWitness: true }];
  }
}

function textsAround(
  constants: string[],
  samples: string[],
  { maxLength = Infinity, isPadded }: TextLimits,
): Representative[] {
  const exact = new Set(constants);
  // '' is the least text, and x + '\0' the least after x.
  const others = ['', ...constants.map(text => `${text}\0`), ...samples];
  const isShort = (text: string) => [...text].length <= maxLength;
  return [
    ...[...exact]
      .filter(isShort)
      .map(value => ({ value, isExact: true, isWitness: true })),
    ...[...new Set(others)]
      .filter(value => !exact.has(value))
      .map(value => ({
        value,
        isExact: false,
        // A CHAR holds no text shorter than it, and engines differ in how they pad.
        isWitness: !isPadded && isShort(value),
      })),
  ];
}

/**
 * Texts that match one or two of the patterns: witnesses are looked for among
 * them.
 */
function samplesOf(patterns: string[]): string[] {
  const samples = patterns.map(pattern =>
    pattern.replace(/%/g, '').replace(/_/g, 'a'),
  );
  const pairs = samples
    .slice(0, MAX_PAIRED)
    .flatMap((left, i) =>
      samples
        .slice(0, MAX_PAIRED)
        .map((right, j) => (i === j ? left : left + right)),
    );
  return [...samples, ...pairs];
}

function typeOf(type: string, path: ColumnPath): FilterType | undefined {
  let current: FilterType | undefined = parseColumnType(type);
  for (const step of path.slice(1)) {
    current = current?.kind === 'struct' ? current.fields.get(step) : undefined;
  }
  return current;
}

function holds(declared: FilterType, type: RowFilterConstant['type']): boolean {
  return type === 'number'
    ? declared.kind === 'integer' || declared.kind === 'fraction'
    : declared.kind === type;
}

function constantsOf(predicate: RowFilterPredicate): RowFilterConstant[] {
  switch (predicate.kind) {
    case 'comparison':
      return [predicate.value];
    case 'between':
      return [predicate.low, predicate.high];
    case 'in':
      return predicate.values;
    default:
      return [];
  }
}
