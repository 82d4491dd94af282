import {
  ColumnPath,
  RowFilterConstant,
  RowFilterExpression,
} from '../rowFilter';

/** Digits that Spark's DECIMAL holds; it does not parse a literal of more. */
const MAX_DECIMAL_DIGITS = 38;

/**
 * A row filter as a condition of Spark SQL that is true for the same rows. Names
 * stand in backticks and texts in Spark's own escapes, so that none of them is
 * read as SQL.
 *
 * @throws TypeError for a column of which Spark SQL has no name
 * @public
 */
export function sparkPredicate(expression: RowFilterExpression): string {
  switch (expression.kind) {
    case 'literal':
      return String(expression.value);
    case 'or':
    case 'and':
      return expression.operands
        .map(operand => `(${sparkPredicate(operand)})`)
        .join(` ${expression.kind.toUpperCase()} `);
    case 'not':
      return `NOT (${sparkPredicate(expression.operand)})`;
    case 'comparison':
      return `${sparkColumn(expression.column)} ${
        expression.operator
      } ${sparkConstant(expression.value)}`;
    case 'between':
      return `${subject(expression)} BETWEEN ${sparkConstant(
        expression.low,
      )} AND ${sparkConstant(expression.high)}`;
    case 'in':
      return `${subject(expression)} IN (${expression.values
        .map(sparkConstant)
        .join(', ')})`;
    case 'like':
      // A backslash stands for itself with Lake Formation, and escapes with Spark.
      return `${subject(expression)} LIKE ${sparkText(
        expression.pattern.replace(/\\/g, '\\\\'),
      )}`;
    case 'isNull':
      return `${sparkColumn(expression.column)} IS ${
        expression.negated ? 'NOT ' : ''
      }NULL`;
    default:
      throw new TypeError(`Not a row filter: ${expression satisfies never}`);
  }
}

function subject(predicate: { column: ColumnPath; negated: boolean }): string {
  return `${sparkColumn(predicate.column)}${predicate.negated ? ' NOT' : ''}`;
}

function sparkColumn(column: ColumnPath): string {
  return column
    .map(name => {
      // Spark puts variables into the text before it reads it, names included.
      if (name.includes('${')) {
        throw new TypeError(
          `Column ${JSON.stringify(
            name,
          )} cannot be named in Spark SQL, which takes \${ for a variable; rename the column`,
        );
      }
      return `\`${name.replace(/`/g, '``')}\``;
    })
    .join('.');
}

function sparkConstant(constant: RowFilterConstant): string {
  switch (constant.type) {
    case 'string':
      return sparkText(constant.value);
    case 'number':
      return sparkNumber(constant.value);
    default:
      return String(constant.value);
  }
}

/** With a fraction a DECIMAL, with an exponent a DOUBLE: as Spark reads them. */
function sparkNumber(text: string): string {
  const digits = text.replace(/\D/g, '').length;
  return text.includes('e') || digits <= MAX_DECIMAL_DIGITS ? text : `${text}D`;
}

/**
 * Quotes are escaped, since two texts side by side are one text to Spark; the
 * dollar, since `${…}` is a variable in a text too.
 */
function sparkText(text: string): string {
  const escaped = text
    .replace(/\\/g, '\\\\')
    .replace(/'/g, "\\'")
    .replace(/\$/g, '\\u0024')
    .replace(/\n/g, '\\n')
    .replace(/\r/g, '\\r')
    .replace(/\t/g, '\\t');
  return `'${escaped}'`;
}
