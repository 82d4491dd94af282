import {
  RowFilterConstant,
  RowFilterExpression,
  RowFilterPredicate,
  predicatesOf,
} from './ast';
import { FilterType } from './columnTypes';
import { isInteger, isWithin, parseDecimal, printDecimal } from './decimal';
import { RESTRICTED_COLUMN_NAMES } from './keywords';
import { ParseRowFilterOptions, parseWithPositions } from './parser';
import { printColumn, printConstant } from './printer';
import { CheckedColumn, Finding, resolveColumn } from './resolveColumn';
import { RowFilterError, RowFilterProblem } from './RowFilterError';

/** The result of checking a text a person writes. @public */
export interface RowFilterCheck {
  /** Absent when the text does not parse. */
  expression?: RowFilterExpression;
  /** Empty when Lake Formation will take the filter. In reading order. */
  problems: RowFilterProblem[];
}

/**
 * Checks a text against the columns of a table by the rules of LF reference A7.
 * Never throws: what does not parse is a problem too.
 * @public
 */
export function checkRowFilter(
  text: string,
  columns: CheckedColumn[],
  options?: ParseRowFilterOptions,
): RowFilterCheck {
  try {
    const { expression, positions } = parseWithPositions(text, options);
    const problems = predicatesOf(expression).flatMap(predicate =>
      checkPredicate(predicate, columns).map(problem => ({
        expected: [],
        ...problem,
        ...positions.get(predicate)!,
      })),
    );
    for (const message of restrictedColumns(columns)) {
      problems.push({ message, expected: [], start: 0, end: text.length });
    }
    return { expression, problems };
  } catch (error) {
    if (!(error instanceof RowFilterError)) throw error;
    const { message, start, end, expected } = error;
    return { problems: [{ message, start, end, expected }] };
  }
}

/**
 * What is wrong with a parsed row filter for a table, one sentence each; empty
 * when nothing is.
 * @public
 */
export function findRowFilterProblems(
  expression: RowFilterExpression,
  columns: CheckedColumn[],
): string[] {
  return predicatesOf(expression).flatMap(predicate =>
    checkPredicate(predicate, columns).map(({ message }) => message),
  );
}

function checkPredicate(
  predicate: RowFilterPredicate,
  columns: CheckedColumn[],
): Finding[] {
  const resolved = resolveColumn(predicate.column, columns);
  if ('message' in resolved) return [resolved];
  const { type, column } = resolved;
  const name = printColumn(predicate.column);

  if (type.kind === 'unsupported') {
    return [
      {
        message: `Column ${name} has type ${type.name}, which a row filter cannot use; it takes strings, numbers and booleans`,
      },
    ];
  }
  if (predicate.kind === 'isNull') {
    return column.partitionTransform
      ? [
          {
            message: `${name} is a partition column, on which is null and is not null are not allowed`,
          },
        ]
      : [];
  }
  if (type.kind === 'struct') {
    return [
      {
        message: `Column ${name} is a struct; compare one of its fields`,
        expected: [...type.fields.keys()].map(field =>
          printColumn([...predicate.column, field]),
        ),
      },
    ];
  }
  if (predicate.kind === 'like') {
    return type.kind === 'string'
      ? []
      : [{ message: `like compares strings, but ${name} is ${nounOf(type)}` }];
  }
  return checkConstants(predicate, name, type);
}

function checkConstants(
  predicate: Exclude<RowFilterPredicate, { kind: 'like' | 'isNull' }>,
  name: string,
  type: FilterType,
): Finding[] {
  const isOrdered =
    predicate.kind === 'between' ||
    (predicate.kind === 'comparison' &&
      !['=', '<>'].includes(predicate.operator));
  if (type.kind === 'boolean' && isOrdered) {
    return [
      {
        message: `${name} is a boolean, which compares by =, <> and in only`,
        expected: ['=', '<>', 'in'],
      },
    ];
  }
  return constantsOf(predicate).flatMap(constant => {
    if (!fits(constant, type)) {
      return {
        message: `${name} is ${nounOf(type)}, but ${printConstant(
          constant,
        )} is not`,
      };
    }
    return isInRange(constant, type)
      ? []
      : {
          message: `${printConstant(constant)} is out of range: ${rangeOf(
            name,
            type,
          )}`,
        };
  });
}

function constantsOf(
  predicate: Exclude<RowFilterPredicate, { kind: 'like' | 'isNull' }>,
): RowFilterConstant[] {
  switch (predicate.kind) {
    case 'comparison':
      return [predicate.value];
    case 'between':
      return [predicate.low, predicate.high];
    default:
      return predicate.values;
  }
}

function fits(constant: RowFilterConstant, type: FilterType): boolean {
  switch (type.kind) {
    case 'string':
    case 'boolean':
      return constant.type === type.kind;
    case 'integer':
      return (
        constant.type === 'number' && isInteger(parseDecimal(constant.value)!)
      );
    default:
      return constant.type === 'number';
  }
}

function isInRange(constant: RowFilterConstant, type: FilterType): boolean {
  return (
    constant.type !== 'number' ||
    !('least' in type) ||
    isWithin(parseDecimal(constant.value)!, type)
  );
}

function rangeOf(name: string, type: FilterType): string {
  if (!('least' in type)) return name;
  const [least, greatest] = [type.least, type.greatest].map(printDecimal);
  return `${name} is of type ${type.name}, which holds numbers from ${least} to ${greatest}`;
}

function nounOf(type: FilterType): string {
  switch (type.kind) {
    case 'integer':
      return 'an integer';
    case 'fraction':
      return 'a number';
    default:
      return `a ${type.kind}`;
  }
}

function restrictedColumns(columns: CheckedColumn[]): string[] {
  return columns
    .filter(({ name }) => RESTRICTED_COLUMN_NAMES.has(name.toLowerCase()))
    .map(
      ({ name }) =>
        `The table has a column ${name}, a name that Lake Formation reserves on tables with row filters; rename the column first`,
    );
}
