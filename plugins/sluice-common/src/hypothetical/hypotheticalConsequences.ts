import { InputError } from '@backstage/errors';
import { AccessConsequence } from '../changes';
import { consequenceBetween } from '../consequences/consequenceBetween';
import { KnownReader } from '../consequences';
import {
  AccessIndex,
  accessSummaryOf,
  candidatePrincipals,
  effectiveAccess,
} from '../effectiveAccess';
import { hypotheticalWorld } from './applyHypothetical';
import { HypotheticalChange } from './HypotheticalChange';

/** Pairs of a principal and a table that are compared: about a second's work. */
const MAX_PAIRS = 20_000;

/**
 * Whoever would read more, less or something else of any table that the changes
 * touch, by table and principal.
 *
 * @param after - of {@link applyHypothetical}
 * @param readers - principals that have a title; others are named by their role
 * @throws InputError when there is more to compare than one answer can hold
 * @public
 */
export function hypotheticalConsequences(options: {
  before: AccessIndex;
  after: AccessIndex;
  changes: HypotheticalChange[];
  readers: KnownReader[];
}): AccessConsequence[] {
  const { before, after, changes, readers } = options;
  const titles = new Map(
    readers.map(({ principal, title }) => [principal, title]),
  );
  const pairs = hypotheticalWorld(before, changes).tables.flatMap(table =>
    [
      ...new Set([
        ...candidatePrincipals(before, table),
        ...candidatePrincipals(after, table),
      ]),
    ].map(principal => ({ principal, table })),
  );
  if (pairs.length > MAX_PAIRS) {
    throw new InputError(
      `These changes concern ${pairs.length} pairs of a principal and a table, and ${MAX_PAIRS} can be compared at once. Try fewer changes, or narrower ones.`,
    );
  }
  return pairs.flatMap(question =>
    consequenceBetween(
      {
        principal: question.principal,
        title: titles.get(question.principal) ?? '',
      },
      question.table,
      accessSummaryOf(effectiveAccess(before, question)),
      accessSummaryOf(effectiveAccess(after, question)),
    ),
  );
}
