import { ColumnPath, RowFilterExpression, RowFilterPredicate } from './ast';
import {
  ColumnCase,
  KnownColumn,
  casesOfColumn,
  findCase,
  predicatesByColumn,
} from './cases';
import { FilterType, parseColumnType } from './columnTypes';
import { ExactDecimal } from './decimal';
import { cellOf, madeUpValue, withinLimits } from './madeUpValues';
import { Random, seededRandom } from './random';

/** @public */
export interface SyntheticRowsOptions {
  /** How many rows; 200 unless told. */
  count?: number;
  /** The same seed gives the same rows. */
  seed?: number;
}

/** Made-up values tried before less readable ones for each case of a column. */
const PREFERRED = 12;

/**
 * Makes up rows from the schema of a table alone, so that a person who may not
 * see its data can try out a row filter. Columns that the filter names often
 * hold its constants and their neighbours; where it can be decided, some row
 * meets the filter and some row does not, the first and the second.
 * @public
 */
export function syntheticRows(
  columns: KnownColumn[],
  filter: RowFilterExpression | undefined,
  { count = 200, seed = 1 }: SyntheticRowsOptions = {},
): Record<string, unknown>[] {
  const random = seededRandom(seed);
  const examples = examplesOf(filter, columns, random);
  const telling = tellingValues(filter, columns, random);

  return Array.from({ length: count }, (_, i) => {
    const row = Object.fromEntries(
      columns.map(column => [column.name, cellFor(column, random)]),
    );
    for (const values of telling) {
      if (random(2) === 0) place(row, values[random(values.length)]);
    }
    // Two of each eight rows are examples, or conditions on many columns would
    // hardly ever be met.
    examples[i % 8]?.forEach(cell => place(row, cell));
    return row;
  });
}

type Cell = Pick<ColumnCase, 'path' | 'value'> & {
  column: KnownColumn;
};

/** The cells of a row that meets the filter, and of one that does not. */
function examplesOf(
  filter: RowFilterExpression | undefined,
  columns: KnownColumn[],
  random: Random,
): (Cell[] | undefined)[] {
  if (!filter) return [];
  return [true, false].map(wanted => {
    const found = findCase(
      [filter],
      columns,
      ([truth]) => (truth === true) === wanted,
      preferredValues(columns, random),
    );
    return found.decision === 'yes'
      ? found.cells.flatMap(cell => located(cell, columns))
      : undefined;
  });
}

/** For each column of the filter, a value of each case that it tells apart. */
function tellingValues(
  filter: RowFilterExpression | undefined,
  columns: KnownColumn[],
  random: Random,
): Cell[][] {
  if (!filter) return [];
  return predicatesByColumn([filter]).flatMap(predicates => {
    const cases =
      casesOfColumn(predicates, columns, preferredValues(columns, random)) ??
      [];
    const cells = cases
      .filter(({ isWitness, value }) => isWitness && value !== null)
      .flatMap(cell => located(cell, columns));
    return cells.length > 0 ? [cells] : [];
  });
}

function preferredValues(columns: KnownColumn[], random: Random) {
  return (predicates: RowFilterPredicate[]): unknown[] => {
    const path = predicates[0].column;
    const column = columnOf(path, columns);
    const type = column && typeAt(column, path);
    if (!column || !type || type.kind === 'unsupported') return [];
    const madeUp = Array.from({ length: PREFERRED }, () =>
      step(madeUpValue(column.name, column.type, random), path.slice(1)),
    );
    // 'Texas2' reads better than the text right after 'Texas'.
    const longer =
      type.kind === 'string' && !type.isPadded
        ? textsOf(predicates).map(text => withinLimits(`${text}2`, type))
        : [];
    return [...madeUp, ...longer];
  };
}

function textsOf(predicates: RowFilterPredicate[]): string[] {
  return predicates
    .flatMap(predicate => {
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
    })
    .map(({ value }) => String(value));
}

function cellFor(column: KnownColumn, random: Random): unknown {
  if (!column.required && random(12) === 0) return null;
  return madeUpValue(column.name, column.type, random);
}

/** Puts a value where its path leads; an absent struct on the way is made. */
function place(
  row: Record<string, unknown>,
  { column, path, value }: Cell,
): void {
  let record = row;
  let name = column.name;
  for (const next of path.slice(1)) {
    record[name] = { ...(record[name] as object | null) };
    record = record[name] as Record<string, unknown>;
    name = next;
  }
  record[name] = value;
}

/** The cell with its column, and its value as the column holds it. */
function located(
  { path, value }: Pick<ColumnCase, 'path' | 'value'>,
  columns: KnownColumn[],
): Cell[] {
  const column = columnOf(path, columns);
  if (!column) return [];
  const type = typeAt(column, path);
  const isNumber = typeof value === 'bigint' || value instanceof ExactDecimal;
  return [
    {
      column,
      path,
      value: isNumber && type && 'least' in type ? cellOf(value, type) : value,
    },
  ];
}

function columnOf(
  path: ColumnPath,
  columns: KnownColumn[],
): KnownColumn | undefined {
  return columns.find(({ name }) => name.toLowerCase() === path[0]);
}

function typeAt(column: KnownColumn, path: ColumnPath): FilterType | undefined {
  let type: FilterType | undefined = parseColumnType(column.type);
  for (const field of path.slice(1)) {
    type = type?.kind === 'struct' ? type.fields.get(field) : undefined;
  }
  return type;
}

function step(value: unknown, path: ColumnPath): unknown {
  return path.reduce<unknown>(
    (record, field) => (record as Record<string, unknown>)[field],
    value,
  );
}
