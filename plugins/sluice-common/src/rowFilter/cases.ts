import { TableColumn } from '../accessModel';
import {
  ColumnPath,
  RowFilterExpression,
  RowFilterPredicate,
  predicatesOf,
} from './ast';
import { Truth, evaluatePredicate, evaluateWith } from './evaluate';
import { representativesOf } from './representatives';

/** An honest answer: `unknown` where neither can be shown. @public */
export type Decision = 'yes' | 'no' | 'unknown';

/** What is known of the columns sharpens the answers; absent means unknown. */
export type KnownColumn = Pick<TableColumn, 'name' | 'type' | 'required'>;

/** Whether there is such a case, and the cells of a row of it if there is. */
export type FoundCase =
  | { decision: 'yes'; cells: Pick<ColumnCase, 'path' | 'value'>[] }
  | { decision: 'no' | 'unknown' };

/**
 * Values that a column certainly holds, to be found before others of the same
 * case: those that read well.
 */
export type PreferredValues = (predicates: RowFilterPredicate[]) => unknown[];

/** Beyond this many combinations of columns, the answer is `unknown`. */
const MAX_CASES = 20_000;

/** 2^n assignments are tried for n patterns of one column. */
const MAX_PATTERNS = 6;

/** What all conditions on one column say of some value. */
export interface ColumnCase {
  path: ColumnPath;
  value: unknown;
  truths: Map<RowFilterPredicate, Truth>;
  /** Whether a column certainly can hold such a value. */
  isWitness: boolean;
}

/**
 * Looks for a case that is wanted among all that can occur. Conditions on
 * different columns are independent, so the cases are the product over columns.
 */
export function findCase(
  expressions: RowFilterExpression[],
  columns: KnownColumn[],
  isWanted: (truths: Truth[]) => boolean,
  preferred: PreferredValues = () => [],
): FoundCase {
  const casesByColumn = casesOf(expressions, columns, preferred);
  if (!casesByColumn) return { decision: 'unknown' };

  const search = (
    depth: number,
    chosen: ColumnCase[],
    best: FoundCase,
  ): FoundCase => {
    if (depth < casesByColumn.length) {
      let found = best;
      for (const columnCase of casesByColumn[depth]) {
        found = search(depth + 1, [...chosen, columnCase], found);
        if (found.decision === 'yes') break;
      }
      return found;
    }
    const truthOf = (predicate: RowFilterPredicate) =>
      chosen
        .find(({ truths }) => truths.has(predicate))!
        .truths.get(predicate)!;
    const truths = expressions.map(part => evaluateWith(part, truthOf));
    if (!isWanted(truths)) return best;
    return chosen.every(({ isWitness }) => isWitness)
      ? { decision: 'yes', cells: chosen }
      : { decision: 'unknown' };
  };
  return search(0, [], { decision: 'no' });
}

function casesOf(
  expressions: RowFilterExpression[],
  columns: KnownColumn[],
  preferred: PreferredValues,
): ColumnCase[][] | undefined {
  const byColumn = predicatesByColumn(expressions);
  if (someContainsAnother(byColumn.map(([{ column }]) => column))) {
    return undefined;
  }

  const result: ColumnCase[][] = [];
  let product = 1;
  for (const predicates of byColumn) {
    const cases = casesOfColumn(predicates, columns, preferred);
    if (!cases) return undefined;
    product *= cases.length;
    if (product > MAX_CASES) return undefined;
    result.push(cases);
  }
  return result;
}

/** The conditions on each column, in reading order. */
export function predicatesByColumn(
  expressions: RowFilterExpression[],
): RowFilterPredicate[][] {
  const byPath = new Map<string, RowFilterPredicate[]>();
  for (const predicate of expressions.flatMap(predicatesOf)) {
    const key = JSON.stringify(predicate.column);
    const predicates = byPath.get(key);
    if (predicates) predicates.push(predicate);
    else byPath.set(key, [predicate]);
  }
  return [...byPath.values()];
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

/**
 * The cases that the conditions on one column tell apart, each with a value.
 *
 * @returns undefined when they are not known; see {@link representativesOf}.
 */
export function casesOfColumn(
  predicates: RowFilterPredicate[],
  columns: KnownColumn[],
  preferred: PreferredValues = () => [],
): ColumnCase[] | undefined {
  const path = predicates[0].column;
  const column = columns.find(({ name }) => name.toLowerCase() === path[0]);
  const representatives = representativesOf(predicates, column, path);
  if (!representatives) return undefined;

  const patterns = undecidedPatternsOf(predicates);
  if (patterns.length > MAX_PATTERNS) return undefined;

  const held = preferred(predicates).map(value => ({ value, isWitness: true }));
  const cases = [...held, ...representatives].map(({ value, isWitness }) => ({
    path,
    value,
    truths: new Map(predicates.map(p => [p, evaluatePredicate(p, value)])),
    isWitness,
  }));
  const guesses = representatives
    .filter(({ value, isExact }) => typeof value === 'string' && !isExact)
    .flatMap(({ value }) =>
      assignments(patterns).map(matches => ({
        path,
        value,
        truths: new Map(
          predicates.map(p => [
            p,
            p.kind === 'like' && patterns.includes(p.pattern)
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

/** Each pattern once, but for those that every text matches. */
function undecidedPatternsOf(predicates: RowFilterPredicate[]): string[] {
  const patterns = predicates.flatMap(p =>
    p.kind === 'like' && !/^%+$/.test(p.pattern) ? [p.pattern] : [],
  );
  return [...new Set(patterns)];
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
