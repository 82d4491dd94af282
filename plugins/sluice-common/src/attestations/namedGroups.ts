import { RowFilterConstant, RowFilterExpression } from '../rowFilter';

/** More would say nothing to a person. */
const MAX_GROUPS = 50;

interface Named {
  column: string;
  values: string[];
}

/**
 * The values of the one column that a row filter names by =, IN and OR: by them
 * rows can be counted without showing a value that is not in the filter.
 *
 * @returns undefined when it names none, or those of several columns
 */
export function namedGroups(
  expression: RowFilterExpression,
): Named | undefined {
  const named = namedBy(expression);
  if (!named) return undefined;
  const values = [...new Set(named.values)];
  return values.length <= MAX_GROUPS
    ? { column: named.column, values }
    : undefined;
}

function namedBy(expression: RowFilterExpression): Named | undefined {
  switch (expression.kind) {
    case 'comparison':
      return expression.operator === '='
        ? of(expression.column, [expression.value])
        : undefined;
    case 'in':
      return expression.negated
        ? undefined
        : of(expression.column, expression.values);
    case 'or': {
      const parts = expression.operands.map(namedBy);
      return parts.every(part => part?.column === parts[0]?.column)
        ? joined(parts)
        : undefined;
    }
    case 'and': {
      const parts = expression.operands.map(namedBy).filter(Boolean);
      return parts.length === 1 ? parts[0] : undefined;
    }
    default:
      return undefined;
  }
}

function joined(parts: (Named | undefined)[]): Named | undefined {
  const [first] = parts;
  return (
    first && {
      column: first.column,
      values: parts.flatMap(part => part?.values ?? []),
    }
  );
}

/** Fractions are left out: `1.5` of a DECIMAL(10,2) is written `1.50` by an engine. */
function of(
  column: string[],
  constants: RowFilterConstant[],
): Named | undefined {
  const texts = constants.map(({ value }) => String(value));
  const isPlain = constants.every(
    ({ type, value }) => type !== 'number' || /^-?\d+$/.test(String(value)),
  );
  return column.length === 1 && isPlain
    ? { column: column[0], values: texts }
    : undefined;
}
