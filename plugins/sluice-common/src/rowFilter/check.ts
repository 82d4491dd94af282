import { TableColumn } from '../accessModel';
import {
  ColumnPath,
  RowFilterConstant,
  RowFilterExpression,
  RowFilterPredicate,
  predicatesOf,
} from './ast';
import { FilterType, parseColumnType } from './columnTypes';
import { isInteger, parseDecimal } from './decimal';
import { RESTRICTED_COLUMN_NAMES } from './keywords';
import { ParseRowFilterOptions, parseWithPositions } from './parser';
import { printColumn, printConstant } from './printer';
import { RowFilterError, RowFilterProblem } from './RowFilterError';

type CheckedColumn = Pick<TableColumn, 'name' | 'type' | 'partitionTransform'>;

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

type Finding = { message: string; expected?: string[] };

function checkPredicate(
  predicate: RowFilterPredicate,
  columns: CheckedColumn[],
): Finding[] {
  const resolved = resolve(predicate.column, columns);
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
  return constantsOf(predicate)
    .filter(constant => !fits(constant, type))
    .map(constant => ({
      message: `${name} is ${nounOf(type)}, but ${printConstant(
        constant,
      )} is not`,
    }));
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

function resolve(
  path: ColumnPath,
  columns: CheckedColumn[],
): { type: FilterType; column: CheckedColumn } | Finding {
  const column = columns.find(({ name }) => name.toLowerCase() === path[0]);
  if (!column) {
    return {
      message: `The table has no column ${printColumn([path[0]])}`,
      expected: columns.map(({ name }) => printColumn([name.toLowerCase()])),
    };
  }
  let type = parseColumnType(column.type);
  if (path.length > 1 && column.partitionTransform) {
    return {
      message: `${printColumn([
        path[0],
      ])} is a partition column, of which no fields can be used`,
    };
  }
  for (let depth = 1; depth < path.length; depth++) {
    const parent = printColumn(path.slice(0, depth));
    if (type.kind !== 'struct') {
      return {
        message: `${parent} is no struct, so it has no field ${printColumn([
          path[depth],
        ])}`,
      };
    }
    const field = type.fields.get(path[depth]);
    if (!field) {
      return {
        message: `${parent} has no field ${printColumn([path[depth]])}`,
        expected: [...type.fields.keys()].map(name => printColumn([name])),
      };
    }
    type = field;
  }
  return { type, column };
}

function restrictedColumns(columns: CheckedColumn[]): string[] {
  return columns
    .filter(({ name }) => RESTRICTED_COLUMN_NAMES.has(name.toLowerCase()))
    .map(
      ({ name }) =>
        `The table has a column ${name}, a name that Lake Formation reserves on tables with row filters; rename the column first`,
    );
}
