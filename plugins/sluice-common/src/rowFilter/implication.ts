import { RowFilterExpression } from './ast';
import { Decision, KnownColumn, findCase } from './cases';
import { printRowFilter } from './printer';
import { orRowFilters, simplifyRowFilter } from './simplify';

const NEGATION = { yes: 'no', no: 'yes', unknown: 'unknown' } as const;

/**
 * Whether every row that meets `premise` also meets `conclusion`.
 *
 * Decided for all operators but LIKE, of which only equal patterns are told
 * from different ones; `unknown` also when too many columns take part.
 * @public
 */
export function rowFilterImplies(
  premise: RowFilterExpression,
  conclusion: RowFilterExpression,
  columns: KnownColumn[] = [],
): Decision {
  const left = simplifyRowFilter(premise);
  const right = simplifyRowFilter(conclusion);
  if (printRowFilter(orRowFilters([left, right])) === printRowFilter(right)) {
    return 'yes';
  }
  const counterexample = findCase(
    [left, right],
    columns,
    ([met, concluded]) => met === true && concluded !== true,
  );
  return NEGATION[counterexample.decision];
}

/**
 * Whether some row meets both; as decidable as {@link rowFilterImplies}.
 * @public
 */
export function rowFiltersOverlap(
  first: RowFilterExpression,
  second: RowFilterExpression,
  columns: KnownColumn[] = [],
): Decision {
  return findCase(
    [simplifyRowFilter(first), simplifyRowFilter(second)],
    columns,
    truths => truths.every(truth => truth === true),
  ).decision;
}

/** Whether both let the same rows through. @public */
export function rowFiltersEquivalent(
  first: RowFilterExpression,
  second: RowFilterExpression,
  columns: KnownColumn[] = [],
): Decision {
  const there = rowFilterImplies(first, second, columns);
  if (there === 'no') return 'no';
  const back = rowFilterImplies(second, first, columns);
  return there === 'yes' || back === 'no' ? back : 'unknown';
}
