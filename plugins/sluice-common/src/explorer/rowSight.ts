import { EffectiveAccess, ObservedTable, RowAccess } from '../accessModel';
import { ExactDecimal, parseRowExpression } from '../rowFilter';
import { RowFilterExpression } from '../rowFilter/ast';
import { parseColumnType } from '../rowFilter/columnTypes';
import { parseDecimal } from '../rowFilter/decimal';
import { Truth, evaluatePredicate } from '../rowFilter/evaluate';
import { RowAnswer, RowSight } from './types';

/** What a condition may turn out to be, once all values are known. */
type Possible = ReadonlySet<Truth>;

const ANYTHING: Possible = new Set([true, false, null]);

/**
 * What is read of one row. Values that are not given, or are none of the
 * column's type, may be anything; `null` is NULL. An answer other than
 * `depends` holds whatever they are.
 * @public
 */
export function rowSight(
  access: EffectiveAccess,
  table: ObservedTable,
  row: Record<string, string | null>,
): RowSight {
  if (access.level === 'none' || access.level === 'unknown') {
    const seen = access.level === 'none' ? 'no' : 'depends';
    return {
      row: seen,
      cells: table.columns.map(({ name }) => ({ name, seen })),
    };
  }
  const values = valuesOf(table, row);
  return {
    row: answerOf(access.rows, values),
    cells: access.columns.map(({ name, rows }) => ({
      name,
      seen: answerOf(rows, values),
    })),
  };
}

function answerOf(rows: RowAccess, values: Map<string, unknown>): RowAnswer {
  if (rows.kind === 'all') return 'yes';
  if (rows.kind === 'none') return 'no';
  const possible = possibleOf(parseRowExpression(rows.expression), values);
  if (!possible.has(true)) return 'no';
  return possible.size === 1 ? 'yes' : 'depends';
}

function possibleOf(
  expression: RowFilterExpression,
  values: Map<string, unknown>,
): Possible {
  switch (expression.kind) {
    case 'literal':
      return new Set([expression.value]);
    case 'not':
      return negated(possibleOf(expression.operand, values));
    case 'and':
      return expression.operands
        .map(operand => possibleOf(operand, values))
        .reduce(both, new Set([true]));
    case 'or':
      // By De Morgan, which holds in three-valued logic too.
      return negated(
        expression.operands
          .map(operand => negated(possibleOf(operand, values)))
          .reduce(both, new Set([true])),
      );
    default: {
      const [name, ...fields] = expression.column;
      if (!values.has(name)) return ANYTHING;
      const value = values.get(name);
      // The value of a struct is not read from its text.
      if (fields.length > 0 && value !== null) return ANYTHING;
      return new Set([evaluatePredicate(expression, value)]);
    }
  }
}

function negated(possible: Possible): Possible {
  return new Set([...possible].map(truth => (truth === null ? null : !truth)));
}

function both(left: Possible, right: Possible): Possible {
  return new Set(
    [...left].flatMap(a =>
      [...right].map(b => {
        if (a === false || b === false) return false;
        return a === null || b === null ? null : true;
      }),
    ),
  );
}

function valuesOf(
  table: ObservedTable,
  row: Record<string, string | null>,
): Map<string, unknown> {
  const types = new Map(
    table.columns.map(({ name, type }) => [name.toLowerCase(), type]),
  );
  const values = new Map<string, unknown>();
  for (const [name, text] of Object.entries(row)) {
    const key = name.toLowerCase();
    const value = text === null ? null : valueOf(text, types.get(key) ?? '');
    if (value !== undefined) values.set(key, value);
  }
  return values;
}

/** Undefined for a text that is no value of the type, or compares in ways that are not documented. */
function valueOf(text: string, typeText: string): unknown {
  const type = parseColumnType(typeText);
  switch (type.kind) {
    case 'string':
      return type.isPadded ? undefined : text;
    case 'boolean':
      return /^(true|false)$/i.test(text)
        ? text.toLowerCase() === 'true'
        : undefined;
    case 'integer':
      return /^[+-]?\d+$/.test(text.trim())
        ? BigInt(text.trim().replace('+', ''))
        : undefined;
    case 'fraction': {
      if (!parseDecimal(text.trim())) return undefined;
      if (type.scale !== undefined) return new ExactDecimal(text.trim());
      const number = Number(text);
      return type.name === 'float' ? Math.fround(number) : number;
    }
    default:
      return undefined;
  }
}
