/**
 * A column or a field of a struct: `['customer', 'id']` for `customer.id`.
 * Lower case, since Glue and Spark resolve columns without case.
 * @public
 */
export type ColumnPath = string[];

/**
 * A constant. Numbers are kept as canonical decimal text, so that no BIGINT or
 * DECIMAL loses digits.
 * @public
 */
export type RowFilterConstant =
  | { type: 'string'; value: string }
  | { type: 'number'; value: string }
  | { type: 'boolean'; value: boolean };

/** @public */
export type ComparisonOperator = '=' | '<>' | '<' | '<=' | '>' | '>=';

/** A condition on one column. @public */
export type RowFilterPredicate =
  | {
      kind: 'comparison';
      column: ColumnPath;
      operator: ComparisonOperator;
      value: RowFilterConstant;
    }
  | {
      kind: 'between';
      column: ColumnPath;
      negated: boolean;
      low: RowFilterConstant;
      high: RowFilterConstant;
    }
  | {
      kind: 'in';
      column: ColumnPath;
      negated: boolean;
      values: RowFilterConstant[];
    }
  | { kind: 'like'; column: ColumnPath; negated: boolean; pattern: string }
  | { kind: 'isNull'; column: ColumnPath; negated: boolean };

/**
 * A parsed row filter. `and` and `or` have two operands or more, none of which
 * is of their own kind.
 * @public
 */
export type RowFilterExpression =
  | RowFilterPredicate
  | { kind: 'literal'; value: boolean }
  | { kind: 'not'; operand: RowFilterExpression }
  | { kind: 'and'; operands: RowFilterExpression[] }
  | { kind: 'or'; operands: RowFilterExpression[] };

/** A row filter that every row meets. @public */
export const ALL_ROWS: RowFilterExpression = { kind: 'literal', value: true };

/** A row filter that no row meets. @public */
export const NO_ROWS: RowFilterExpression = { kind: 'literal', value: false };

/** Every condition of an expression, in reading order. @public */
export function predicatesOf(
  expression: RowFilterExpression,
): RowFilterPredicate[] {
  switch (expression.kind) {
    case 'literal':
      return [];
    case 'not':
      return predicatesOf(expression.operand);
    case 'and':
    case 'or':
      return expression.operands.flatMap(predicatesOf);
    default:
      return [expression];
  }
}

/** The columns that an expression names, each once, in reading order. @public */
export function columnsOf(expression: RowFilterExpression): ColumnPath[] {
  const columns = new Map<string, ColumnPath>();
  for (const { column } of predicatesOf(expression)) {
    const key = JSON.stringify(column);
    if (!columns.has(key)) columns.set(key, column);
  }
  return [...columns.values()];
}
