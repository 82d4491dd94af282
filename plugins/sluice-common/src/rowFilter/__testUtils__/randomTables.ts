import fc from 'fast-check';
import {
  ColumnPath,
  RowFilterConstant,
  RowFilterExpression,
  RowFilterPredicate,
} from '../ast';
import { ExactDecimal, parseDecimal, printDecimal } from '../decimal';
import { FilterableRow } from '../evaluate';
import { anyOf, conditionsOn, likeOn } from './arbitraries';

/** A column type with cells and constants that often meet. */
interface Scalar {
  glue: string;
  cells: unknown[];
  constants: RowFilterConstant[];
}

const TEXTS = [
  ...['', ' ', 'a', 'A', 'b', 'ab', 'aB', 'a b', 'a%', 'a_b', 'a\\b', 'a\nb'],
  ...["it's", "''", '"', 'Texas', 'texas', 'New York', 'New Jersey', 'null'],
  // Equal in DuckDB's inlined prefix, different after it.
  ...['a long text, first', 'a long text, second', 'a long text'],
  ...['é', 'e\u0301', 'ß', 'ẞ', 'SS', 'İ', 'i', 'I', 'ı', '東京', '\ufffd'],
  ...['😀', '😀b', 'a😀', '👩\u200d⚕️', '\ud835\udc00', '\u{10ffff}'],
];
const PATTERNS = [
  ...['', '%', '_', '__', '%_', '_%', '%%', 'a%', '%b', '%a%', 'a_', '_b'],
  ...['A%', '%EX%', '_exas', 'New %', '%a%b%', '%text%', 'a\\%', '%\\%'],
  ...["%'%", 'ß', 's%', 'i%', 'I%', 'e_', '_\u0301', 'é%', '😀%', '%😀', '_😀'],
];

const text = (value: string): RowFilterConstant => ({ type: 'string', value });
const number = (value: string): RowFilterConstant => ({
  type: 'number',
  value: printDecimal(parseDecimal(value)!),
});
const boolean = (value: boolean): RowFilterConstant => ({
  type: 'boolean',
  value,
});

const strings = (glue: string): Scalar => ({
  glue,
  cells: TEXTS,
  constants: TEXTS.map(text),
});
const integers = (glue: string, cells: bigint[]): Scalar => ({
  glue,
  cells: glue === 'int' ? cells.map(Number) : cells,
  constants: cells.map(cell => number(String(cell))),
});
const decimals = (glue: string, cells: string[], others: string[]): Scalar => ({
  glue,
  cells: cells.map(cell => new ExactDecimal(cell)),
  constants: [...cells, ...others].map(number),
});
const floats = (glue: string, cells: number[], others: string[]): Scalar => ({
  glue,
  cells: [...cells, NaN, Infinity, -Infinity, -0],
  constants: [...cells.map(String), ...others].map(number),
});

const INTS = [0n, 1n, -1n, 2n, 10n, 2147483647n, -2147483648n];
const LONGS = [
  ...INTS,
  ...[2n ** 53n, 2n ** 53n + 1n, 2n ** 63n - 1n, -(2n ** 63n)],
];
const FRACTIONS = [0, 1, -1, 0.1, 0.2, 0.30000000000000004, 1.5, -2.25, 1e15];

const SCALARS: Scalar[] = [
  strings('string'),
  strings('varchar(40)'),
  integers('int', INTS),
  integers('bigint', LONGS),
  decimals(
    'decimal(10,2)',
    ['0', '1', '-1', '0.1', '1.5', '1.05', '-99999999.99', '99999999.99'],
    ['1.005', '0.10001', '2', '-0.001', '99999999.98'],
  ),
  decimals(
    'decimal(38,10)',
    ['0', '0.1', '-0.0000000001', '9007199254740993', '9007199254740992.5'],
    ['9007199254740992', '1234567890123456789012345678.0123456789'],
  ),
  floats(
    'double',
    [...FRACTIONS, 2 ** 53, 1e300, 5e-324],
    ['0.3', '9007199254740993', '1e22', '0.1000000000000000055'],
  ),
  floats('float', [...FRACTIONS, 16777216].map(Math.fround), ['0.1', '0.3']),
  {
    glue: 'boolean',
    cells: [true, false],
    constants: [true, false].map(boolean),
  },
];

/** Also names that need quotes, and such that hold them. */
const NAMES = [
  ...['state', 'amount', '_x1', 'full name', 'a.b', '1st', 'größe', '名'],
  ...['group', 'order', 'select', 'true', 'null', 'user', "it's", 'say "hi"'],
];

/** A column, its cells in rows, and the conditions on it. */
interface RandomColumn {
  name: string;
  type: string;
  cell: fc.Arbitrary<unknown>;
  predicate: fc.Arbitrary<RowFilterPredicate>;
}

export interface RandomTable {
  columns: { name: string; type: string }[];
  rows: FilterableRow[];
  filters: RowFilterExpression[];
}

/** Tables of random columns, rows over them, and filters that suit the types. */
export function randomTables(size: {
  rows: number;
  filters: number;
}): fc.Arbitrary<RandomTable> {
  const columns = fc
    .uniqueArray(fc.constantFrom(...NAMES), { minLength: 1, maxLength: 5 })
    .chain(names => fc.tuple(...names.map(columnNamed)));
  return columns.chain(chosen =>
    fc.record({
      columns: fc.constant(chosen.map(({ name, type }) => ({ name, type }))),
      rows: fc.array(
        fc.record(Object.fromEntries(chosen.map(c => [c.name, c.cell]))),
        { minLength: size.rows, maxLength: size.rows },
      ),
      filters: fc.array(anyOf(fc.oneof(...chosen.map(c => c.predicate))), {
        minLength: size.filters,
        maxLength: size.filters,
      }),
    }),
  );
}

function columnNamed(name: string): fc.Arbitrary<RandomColumn> {
  const scalar = fc
    .constantFrom(...SCALARS)
    .map(type => scalarColumn(name, type));
  const struct = fc
    .uniqueArray(fc.constantFrom('id', 'zip code', 'order', 'x"y'), {
      minLength: 1,
      maxLength: 2,
    })
    .chain(fields =>
      fc
        .tuple(...fields.map(() => fc.constantFrom(...SCALARS)))
        .map(types => structColumn(name, fields, types)),
    );
  return fc.oneof(
    { weight: 4, arbitrary: scalar },
    { weight: 1, arbitrary: struct },
  );
}

function scalarColumn(name: string, scalar: Scalar): RandomColumn {
  return {
    name,
    type: scalar.glue,
    cell: cellsOf(scalar),
    predicate: predicatesOn([name], scalar),
  };
}

function structColumn(
  name: string,
  fields: string[],
  types: Scalar[],
): RandomColumn {
  const cells = types.map(cellsOf);
  const isNull = fc.boolean().map(
    (negated): RowFilterPredicate => ({
      kind: 'isNull',
      column: [name],
      negated,
    }),
  );
  return {
    name,
    type: `struct<${fields.map((f, i) => `${f}:${types[i].glue}`).join()}>`,
    cell: fc.option(
      fc.record(Object.fromEntries(fields.map((f, i) => [f, cells[i]]))),
      { freq: 4 },
    ),
    predicate: fc.oneof(
      isNull,
      ...fields.map((field, i) => predicatesOn([name, field], types[i])),
    ),
  };
}

function cellsOf({ cells }: Scalar): fc.Arbitrary<unknown> {
  return fc.option(fc.constantFrom(...cells), { freq: 6 });
}

function predicatesOn(
  column: ColumnPath,
  { glue, constants }: Scalar,
): fc.Arbitrary<RowFilterPredicate> {
  const conditions = conditionsOn(
    [column],
    fc.constantFrom(...constants),
    glue === 'boolean' ? ['=', '<>'] : undefined,
  );
  return constants[0].type === 'string'
    ? fc.oneof(conditions, likeOn([column], PATTERNS))
    : conditions;
}
