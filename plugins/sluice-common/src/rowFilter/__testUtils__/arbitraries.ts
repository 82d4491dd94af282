import fc from 'fast-check';
import {
  ColumnPath,
  ComparisonOperator,
  RowFilterConstant,
  RowFilterExpression,
  RowFilterPredicate,
} from '../ast';
import { parseDecimal, printDecimal } from '../decimal';
import { FilterableRow } from '../evaluate';

/** Small domains, so that conditions and rows meet often. */
const TEXTS = ['', 'a', 'b', 'ab', "it's", 'Texas', 'New York', '%', '😀'];
const NUMBERS = ['0', '1', '-1', '1.5', '2', '10', '9007199254740993'];
const PATTERNS = ['%', 'a%', '%b', '_', 'a_', '%e%a%', 'New York', '_%_'];

const TEXT_COLUMNS: ColumnPath[] = [['state'], ['group'], ['person', 'name']];
const NUMBER_COLUMNS: ColumnPath[] = [['age'], ['order "id"']];
const BOOLEAN_COLUMNS: ColumnPath[] = [['active']];

const textConstant = fc
  .constantFrom(...TEXTS)
  .map((value): RowFilterConstant => ({ type: 'string', value }));
const numberConstant = fc.constantFrom(...NUMBERS).map(
  (text): RowFilterConstant => ({
    type: 'number',
    value: printDecimal(parseDecimal(text)!),
  }),
);
const booleanConstant = fc
  .boolean()
  .map((value): RowFilterConstant => ({ type: 'boolean', value }));

/** Conditions of each kind but LIKE; without order, no BETWEEN either. */
export function conditionsOn(
  columns: ColumnPath[],
  constant: fc.Arbitrary<RowFilterConstant>,
  operators: ComparisonOperator[] = ['=', '<>', '<', '<=', '>', '>='],
): fc.Arbitrary<RowFilterPredicate> {
  const column = fc.constantFrom(...columns);
  const negated = fc.boolean();
  const between = fc.record({
    kind: fc.constant('between' as const),
    column,
    negated,
    low: constant,
    high: constant,
  });
  return fc.oneof(
    fc.record({
      kind: fc.constant('comparison' as const),
      column,
      operator: fc.constantFrom(...operators),
      value: constant,
    }),
    ...(operators.includes('<') ? [between] : []),
    fc.record({
      kind: fc.constant('in' as const),
      column,
      negated,
      values: fc.array(constant, { minLength: 1, maxLength: 4 }),
    }),
    fc.record({ kind: fc.constant('isNull' as const), column, negated }),
  ) as fc.Arbitrary<RowFilterPredicate>;
}

export function likeOn(
  columns: ColumnPath[],
  patterns: string[],
): fc.Arbitrary<RowFilterPredicate> {
  return fc.record({
    kind: fc.constant('like' as const),
    column: fc.constantFrom(...columns),
    negated: fc.boolean(),
    pattern: fc.constantFrom(...patterns),
  });
}

export const predicates: fc.Arbitrary<RowFilterPredicate> = fc.oneof(
  conditionsOn(TEXT_COLUMNS, textConstant),
  conditionsOn(NUMBER_COLUMNS, numberConstant),
  conditionsOn(BOOLEAN_COLUMNS, booleanConstant),
  likeOn(TEXT_COLUMNS, PATTERNS),
);

/** Expressions as the parser makes them: no chain directly in its own kind. */
export function anyOf(
  predicate: fc.Arbitrary<RowFilterPredicate>,
): fc.Arbitrary<RowFilterExpression> {
  return fc.letrec<{
    any: RowFilterExpression;
  }>(tie => ({
    any: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { weight: 4, arbitrary: predicate },
      {
        weight: 1,
        arbitrary: fc.boolean().map(value => ({ kind: 'literal', value })),
      },
      {
        weight: 1,
        arbitrary: tie('any').map(operand => ({ kind: 'not', operand })),
      },
      {
        weight: 3,
        arbitrary: fc
          .tuple(
            fc.constantFrom('and', 'or'),
            fc.array(tie('any'), { minLength: 2, maxLength: 3 }),
          )
          .map(([kind, operands]) => ({
            kind,
            operands: operands.flatMap(operand =>
              operand.kind === kind ? operand.operands : [operand],
            ),
          })),
      },
    ) as fc.Arbitrary<RowFilterExpression>,
  })).any;
}

export const expressions = anyOf(predicates);

const nullable = <T>(values: T[]) => fc.constantFrom<T | null>(null, ...values);

/** Rows over the columns and values of {@link expressions}. */
export const rows: fc.Arbitrary<FilterableRow> = fc.record({
  state: nullable(TEXTS),
  group: nullable([...TEXTS, 'c']),
  person: fc.oneof(fc.constant(null), fc.record({ name: nullable(TEXTS) })),
  age: nullable([-2, 0, 1, 1.5, 3, 100, NaN]),
  'order "id"': nullable([-1n, 0n, 2n, 9007199254740992n, 9007199254740993n]),
  active: nullable([true, false]),
});
