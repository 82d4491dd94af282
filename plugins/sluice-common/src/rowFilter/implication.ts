import { TableColumn } from '../accessModel';
import { RowFilterExpression, RowFilterPredicate, predicatesOf } from './ast';
import { Truth, evaluatePredicate, evaluateWith } from './evaluate';
import { printRowFilter } from './printer';
import { representativesOf } from './representatives';
import { orRowFilters, simplifyRowFilter } from './simplify';

/** An honest answer: `unknown` where neither can be shown. @public */
export type Decision = 'yes' | 'no' | 'unknown';

/** What is known of the columns sharpens the answers; absent means unknown. */
type KnownColumn = Pick<TableColumn, 'name' | 'type' | 'required'>;

const NEGATION = { yes: 'no', no: 'yes', unknown: 'unknown' } as const;

/** Beyond this many combinations of columns, the answer is `unknown`. */
const MAX_CASES = 20_000;

/** 2^n assignments are tried for n patterns of one column. */
const MAX_PATTERNS = 6;

/** What all conditions on one column say of some value. */
interface ColumnCase {
  truths: Map<RowFilterPredicate, Truth>;
  /** Whether a column certainly can hold such a value. */
  isWitness: boolean;
}

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
  return NEGATION[counterexample];
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
  );
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

/**
 * Looks for a case that is wanted among all that can occur. Conditions on
 * different columns are independent, so the cases are the product over columns.
 */
function findCase(
  expressions: RowFilterExpression[],
  columns: KnownColumn[],
  isWanted: (truths: Truth[]) => boolean,
): Decision {
  const casesByColumn = casesOf(expressions, columns);
  if (!casesByColumn) return 'unknown';

  const search = (
    depth: number,
    chosen: ColumnCase[],
    best: Decision,
  ): Decision => {
    if (depth < casesByColumn.length) {
      let found = best;
      for (const columnCase of casesByColumn[depth]) {
        found = search(depth + 1, [...chosen, columnCase], found);
        if (found === 'yes') break;
      }
      return found;
    }
    const truthOf = (predicate: RowFilterPredicate) =>
      chosen
        .find(({ truths }) => truths.has(predicate))!
        .truths.get(predicate)!;
    const truths = expressions.map(part => evaluateWith(part, truthOf));
    if (!isWanted(truths)) return best;
    return chosen.every(({ isWitness }) => isWitness) ? 'yes' : 'unknown';
  };
  return search(0, [], 'no');
}

function casesOf(
  expressions: RowFilterExpression[],
  columns: KnownColumn[],
): ColumnCase[][] | undefined {
  const byPath = new Map<string, RowFilterPredicate[]>();
  for (const predicate of expressions.flatMap(predicatesOf)) {
    const key = JSON.stringify(predicate.column);
    byPath.set(key, [...(byPath.get(key) ?? []), predicate]);
  }
  if (someContainsAnother([...byPath.values()].map(([p]) => p.column))) {
    return undefined;
  }

  const result: ColumnCase[][] = [];
  let product = 1;
  for (const predicates of byPath.values()) {
    const cases = casesOfColumn(predicates, columns);
    if (!cases) return undefined;
    product *= cases.length;
    if (product > MAX_CASES) return undefined;
    result.push(cases);
  }
  return result;
}

/** A struct and its field are not independent: a null struct has null fields. */
function someContainsAnother(paths: string[][]): boolean {
  return paths.some(outer =>
    paths.some(
      inner =>
        inner.length > outer.length &&
        outer.every((step, i) => inner[i] === step),
    ),
  );
}

function casesOfColumn(
  predicates: RowFilterPredicate[],
  columns: KnownColumn[],
): ColumnCase[] | undefined {
  const path = predicates[0].column;
  const column = columns.find(({ name }) => name.toLowerCase() === path[0]);
  const representatives = representativesOf(predicates, column, path);
  if (!representatives) return undefined;

  const patterns = [
    ...new Set(predicates.flatMap(p => (p.kind === 'like' ? [p.pattern] : []))),
  ];
  if (patterns.length > MAX_PATTERNS) return undefined;

  const cases = representatives.map(({ value, isWitness }) => ({
    truths: new Map(predicates.map(p => [p, evaluatePredicate(p, value)])),
    isWitness,
  }));
  const guesses = representatives
    .filter(({ value, isExact }) => typeof value === 'string' && !isExact)
    .flatMap(({ value }) =>
      assignments(patterns).map(matches => ({
        truths: new Map(
          predicates.map(p => [
            p,
            p.kind === 'like'
              ? matches.has(p.pattern) !== p.negated
              : evaluatePredicate(p, value),
          ]),
        ),
        isWitness: false,
      })),
    );
  return distinct(
    patterns.length > 0 ? [...cases, ...guesses] : cases,
    predicates,
  );
}

/**
 * Every set of patterns that a value might match. Some cannot occur together,
 * which costs an `unknown` at worst.
 */
function assignments(patterns: string[]): Set<string>[] {
  return patterns.reduce<Set<string>[]>(
    (sets, pattern) => sets.flatMap(set => [set, new Set([...set, pattern])]),
    [new Set()],
  );
}

/** Values that no condition tells apart are one case. */
function distinct(
  cases: ColumnCase[],
  predicates: RowFilterPredicate[],
): ColumnCase[] {
  const byTruths = new Map<string, ColumnCase>();
  for (const columnCase of cases) {
    const key = predicates.map(p => columnCase.truths.get(p)).join();
    if (!byTruths.get(key)?.isWitness) byTruths.set(key, columnCase);
  }
  return [...byTruths.values()];
}
