import { RowFilterConstant, RowFilterExpression } from './ast';
import { printRowFilter } from './printer';

const OPPOSITES = {
  '=': '<>',
  '<>': '=',
  '<': '>=',
  '>=': '<',
  '>': '<=',
  '<=': '>',
} as const;

/**
 * All of the expressions, simplified: nested ANDs become one, `true` and
 * repetitions go, `false` decides, and a part that another part already
 * demands goes (`a and (a or b)` is `a`). Holds in three-valued logic.
 * @public
 */
export function andRowFilters(
  expressions: RowFilterExpression[],
): RowFilterExpression {
  return combine('and', expressions);
}

/**
 * Any of the expressions, simplified as {@link andRowFilters} does; also
 * `a = 1 or a in (2, 3)` becomes `a in (1, 2, 3)`.
 * @public
 */
export function orRowFilters(
  expressions: RowFilterExpression[],
): RowFilterExpression {
  return combine('or', expressions);
}

/** The negation, without doubling: `not (a = 1)` is `a <> 1`. @public */
export function notRowFilter(
  expression: RowFilterExpression,
): RowFilterExpression {
  switch (expression.kind) {
    case 'literal':
      return { kind: 'literal', value: !expression.value };
    case 'not':
      return expression.operand;
    case 'comparison':
      return { ...expression, operator: OPPOSITES[expression.operator] };
    case 'between':
    case 'in':
    case 'like':
    case 'isNull':
      return { ...expression, negated: !expression.negated };
    default:
      return { kind: 'not', operand: expression };
  }
}

/** Simplifies an expression and all its parts; its value for any row stays. @public */
export function simplifyRowFilter(
  expression: RowFilterExpression,
): RowFilterExpression {
  switch (expression.kind) {
    case 'and':
    case 'or':
      return combine(
        expression.kind,
        expression.operands.map(simplifyRowFilter),
      );
    case 'not':
      return notRowFilter(simplifyRowFilter(expression.operand));
    case 'in':
      return inList(expression.column, expression.negated, expression.values);
    default:
      return expression;
  }
}

function combine(
  kind: 'and' | 'or',
  expressions: RowFilterExpression[],
): RowFilterExpression {
  const decisive = kind === 'or';

  const flat = expressions.flatMap(expression =>
    expression.kind === kind ? expression.operands : [expression],
  );
  const parts = kind === 'or' ? mergeLists(flat) : flat;

  const operands = new Map<string, RowFilterExpression>();
  for (const part of parts) {
    if (part.kind === 'literal') {
      if (part.value === decisive) return part;
    } else {
      operands.set(printRowFilter(part), part);
    }
  }
  absorb(kind, operands);

  const rest = [...operands.values()];
  if (rest.length === 0) return { kind: 'literal', value: !decisive };
  return rest.length === 1 ? rest[0] : { kind, operands: rest };
}

/** `a or (a and b)` is `a`, and the other way round. */
function absorb(
  kind: 'and' | 'or',
  operands: Map<string, RowFilterExpression>,
): void {
  const inner = kind === 'and' ? 'or' : 'and';
  for (const [key, operand] of [...operands]) {
    if (operand.kind !== inner) continue;
    if (operand.operands.some(part => operands.has(printRowFilter(part)))) {
      operands.delete(key);
    }
  }
}

/** Joins the `=` and `in` of one column into the place of the first. */
function mergeLists(operands: RowFilterExpression[]): RowFilterExpression[] {
  const valuesByColumn = new Map<string, RowFilterConstant[]>();
  const result: (RowFilterExpression | { lists: string; column: string[] })[] =
    [];
  for (const operand of operands) {
    const values = equalTo(operand);
    if (!values) {
      result.push(operand);
      continue;
    }
    const key = JSON.stringify(values.column);
    const merged = valuesByColumn.get(key);
    if (merged) {
      merged.push(...values.values);
    } else {
      valuesByColumn.set(key, [...values.values]);
      result.push({ lists: key, column: values.column });
    }
  }
  return result.map(part =>
    'lists' in part
      ? inList(part.column, false, valuesByColumn.get(part.lists)!)
      : part,
  );
}

function equalTo(
  expression: RowFilterExpression,
): { column: string[]; values: RowFilterConstant[] } | undefined {
  if (expression.kind === 'comparison' && expression.operator === '=') {
    return { column: expression.column, values: [expression.value] };
  }
  if (expression.kind === 'in' && !expression.negated) return expression;
  return undefined;
}

/** Without repetitions; a list of one is a comparison. */
function inList(
  column: string[],
  negated: boolean,
  values: RowFilterConstant[],
): RowFilterExpression {
  const distinct = [
    ...new Map(values.map(value => [JSON.stringify(value), value])).values(),
  ];
  return distinct.length === 1
    ? {
        kind: 'comparison',
        column,
        operator: negated ? '<>' : '=',
        value: distinct[0],
      }
    : { kind: 'in', column, negated, values: distinct };
}
