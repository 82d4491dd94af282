import { ColumnPath, RowFilterConstant, RowFilterExpression } from './ast';
import { isReservedWord } from './keywords';

/** Expressions do not change, and many answers print the same ones. */
const PRINTED = new WeakMap<RowFilterExpression, string>();

/**
 * Prints the one canonical text of an expression: lower-case words, `<>`, single
 * spaces, parentheses only where meaning needs them, names quoted only where
 * the grammar needs it. Parsing the text gives the expression back.
 * @public
 */
export function printRowFilter(expression: RowFilterExpression): string {
  let text = PRINTED.get(expression);
  if (text === undefined) {
    text = print(expression);
    PRINTED.set(expression, text);
  }
  return text;
}

function print(expression: RowFilterExpression): string {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value);
    case 'or':
      return expression.operands.map(printRowFilter).join(' or ');
    case 'and':
      return expression.operands
        .map(operand => parenthesize(operand, operand.kind === 'or'))
        .join(' and ');
    case 'not': {
      const { operand } = expression;
      const isChain = operand.kind === 'or' || operand.kind === 'and';
      return `not ${parenthesize(operand, isChain)}`;
    }
    case 'comparison':
      return `${printColumn(expression.column)} ${
        expression.operator
      } ${printConstant(expression.value)}`;
    case 'between':
      return `${subject(expression)} between ${printConstant(
        expression.low,
      )} and ${printConstant(expression.high)}`;
    case 'in':
      return `${subject(expression)} in (${expression.values
        .map(printConstant)
        .join(', ')})`;
    case 'like':
      return `${subject(expression)} like ${quote(expression.pattern)}`;
    case 'isNull':
      return `${printColumn(expression.column)} is ${
        expression.negated ? 'not ' : ''
      }null`;
    default:
      throw new TypeError(`Not a row filter: ${expression satisfies never}`);
  }
}

/** A column as the row filter language writes it: `customer."group"`. @public */
export function printColumn(column: ColumnPath): string {
  return column
    .map(step =>
      /^[a-z_][a-z0-9_$]*$/.test(step) && !isReservedWord(step)
        ? step
        : `"${step.replace(/"/g, '""')}"`,
    )
    .join('.');
}

/** A constant as the row filter language writes it. @public */
export function printConstant(constant: RowFilterConstant): string {
  return constant.type === 'string'
    ? quote(constant.value)
    : String(constant.value);
}

function subject(predicate: { column: ColumnPath; negated: boolean }): string {
  return `${printColumn(predicate.column)}${predicate.negated ? ' not' : ''}`;
}

function parenthesize(operand: RowFilterExpression, needed: boolean): string {
  return needed ? `(${printRowFilter(operand)})` : printRowFilter(operand);
}

function quote(text: string): string {
  return `'${text.replace(/'/g, "''")}'`;
}
