import {
  ColumnPath,
  ComparisonOperator,
  RowFilterConstant,
  RowFilterExpression,
  RowFilterPredicate,
} from './ast';
import { ExactDecimal, compareDecimals, parseDecimal } from './decimal';
import { matchesLike } from './like';

/** The value of an expression for a row; `null` is SQL's unknown. @public */
export type Truth = true | false | null;

/**
 * A row by column name. A BIGINT may be a bigint, a DECIMAL an
 * {@link ExactDecimal}, a struct is an object of the same shape. A number is a
 * DOUBLE, and compares as one. A missing column is null.
 * @public
 */
export type FilterableRow = { readonly [column: string]: unknown };

/**
 * Evaluates a row filter with SQL's three-valued logic. Only `true` lets a row
 * through. A value whose type is not the constant's compares as null.
 * @public
 */
export function evaluateRowFilter(
  expression: RowFilterExpression,
  row: FilterableRow,
): Truth {
  return evaluateWith(expression, predicate =>
    evaluatePredicate(predicate, valueOf(row, predicate.column)),
  );
}

/** Evaluates an expression of which only the conditions' values are known. */
export function evaluateWith(
  expression: RowFilterExpression,
  truthOf: (predicate: RowFilterPredicate) => Truth,
): Truth {
  switch (expression.kind) {
    case 'literal':
      return expression.value;
    case 'not':
      return not(evaluateWith(expression.operand, truthOf));
    case 'and':
      return all(expression.operands, part => evaluateWith(part, truthOf));
    case 'or':
      // By De Morgan, which holds in three-valued logic too.
      return not(
        all(expression.operands, part => not(evaluateWith(part, truthOf))),
      );
    default:
      return truthOf(expression);
  }
}

/** The value of one condition for the value of its column. */
export function evaluatePredicate(
  predicate: RowFilterPredicate,
  value: unknown,
): Truth {
  switch (predicate.kind) {
    case 'comparison':
      return compare(value, predicate.operator, predicate.value);
    case 'between':
      return negateIf(
        predicate.negated,
        and(
          compare(value, '>=', predicate.low),
          compare(value, '<=', predicate.high),
        ),
      );
    case 'in':
      return negateIf(
        predicate.negated,
        not(all(predicate.values, constant => compare(value, '<>', constant))),
      );
    case 'like':
      if (typeof value !== 'string') return null;
      return matchesLike(value, predicate.pattern) !== predicate.negated;
    case 'isNull':
      return (value === null || value === undefined) !== predicate.negated;
    default:
      throw new TypeError(`Not a condition: ${predicate satisfies never}`);
  }
}

function all<T>(parts: T[], truthOf: (part: T) => Truth): Truth {
  let result: Truth = true;
  for (const part of parts) {
    result = and(result, truthOf(part));
    if (result === false) return false;
  }
  return result;
}

function negateIf(negated: boolean, truth: Truth): Truth {
  return negated ? not(truth) : truth;
}

function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

function and(left: Truth, right: Truth): Truth {
  if (left === false || right === false) return false;
  return left === null || right === null ? null : true;
}

function valueOf(row: FilterableRow, column: ColumnPath): unknown {
  let value: unknown = row;
  for (const step of column) {
    if (typeof value !== 'object' || value === null) return null;
    value = fieldOf(value, step);
  }
  return value;
}

/** Names in a row may be of any case; own properties only. */
function fieldOf(record: object, name: string): unknown {
  if (Object.hasOwn(record, name)) {
    return (record as Record<string, unknown>)[name];
  }
  return Object.entries(record).find(
    ([key]) => key.toLowerCase() === name,
  )?.[1];
}

function compare(
  value: unknown,
  operator: ComparisonOperator,
  constant: RowFilterConstant,
): Truth {
  const order = orderOf(value, constant);
  if (order === null) return null;
  switch (operator) {
    case '=':
      return order === 0;
    case '<>':
      return order !== 0;
    case '<':
      return order < 0;
    case '<=':
      return order <= 0;
    case '>':
      return order > 0;
    default:
      return order >= 0;
  }
}

/** How a value sorts against a constant; null when they do not compare. */
function orderOf(value: unknown, constant: RowFilterConstant): number | null {
  switch (constant.type) {
    case 'string':
      return typeof value === 'string'
        ? compareText(value, constant.value)
        : null;
    case 'boolean':
      return typeof value === 'boolean'
        ? Number(value) - Number(constant.value)
        : null;
    default:
      return orderOfNumber(value, constant.value);
  }
}

function orderOfNumber(value: unknown, constant: string): number | null {
  if (value instanceof ExactDecimal) return orderOfText(value.text, constant);
  if (typeof value === 'bigint') return orderOfText(String(value), constant);
  if (typeof value !== 'number') return null;
  // Engines turn the constant into a DOUBLE when the column is one.
  const asDouble = Number(constant);
  if (value === asDouble) return 0;
  // NaN is not less either: Spark sorts it above every other number.
  return value < asDouble ? -1 : 1;
}

function orderOfText(value: string, constant: string): number | null {
  const left = parseDecimal(value);
  const right = parseDecimal(constant);
  return left && right ? compareDecimals(left, right) : null;
}

/** By code point, as Spark sorts UTF-8; JavaScript's `<` sorts UTF-16 units. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  for (let i = 0; i < length; i++) {
    const a = left.charCodeAt(i);
    const b = right.charCodeAt(i);
    if (a !== b) {
      const isSurrogate = (unit: number) => unit >= 0xd800 && unit <= 0xdfff;
      // A surrogate is part of a code point above every other unit.
      if (isSurrogate(a) !== isSurrogate(b)) return isSurrogate(a) ? 1 : -1;
      return a - b;
    }
  }
  return left.length - right.length;
}
