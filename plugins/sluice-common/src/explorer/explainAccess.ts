import { AccessIndex } from '../effectiveAccess/AccessIndex';
import {
  AccessQuestion,
  resolveAccess,
} from '../effectiveAccess/effectiveAccess';
import { blockedWaysOf } from './blockedWays';
import { ExplanationNames, pictureOf } from './picture';
import { principalStep } from './steps';
import { AccessExplanation } from './types';
import { waysOf, withoutColumn } from './ways';
import { findWaysToAllow } from './waysToAllow';
import { findWaysToDisallow } from './waysToDisallow';

/** Ways that are stopped beyond this are counted, not shown. */
const MAX_BLOCKED = 20;

/** @public */
export interface ExplanationQuestion extends AccessQuestion {
  /** Name of one column, to explain only this. */
  column?: string;
}

/**
 * Why a principal reads of a table, or of one of its columns, what it does, and
 * what would change that. Made from the sources of {@link effectiveAccess}.
 * @public
 */
export function explainAccess(
  index: AccessIndex,
  { column: asked, ...question }: ExplanationQuestion,
  names: ExplanationNames = {},
): AccessExplanation {
  const resolved = resolveAccess(index, question);
  const { access } = resolved;
  const column =
    asked === undefined
      ? undefined
      : resolved.table?.columns.find(
          ({ name }) => name.toLowerCase() === asked.toLowerCase(),
        )?.name ?? asked;
  const all = waysOf(resolved);
  const opens = (columns: string[]) =>
    column === undefined || columns.includes(column);
  const ways = all.filter(({ way }) => opens(way.columns));
  const stopped = [
    ...all
      .filter(({ way }) => !opens(way.columns))
      .map(way => withoutColumn(way, column!)),
    ...blockedWaysOf(index, resolved),
  ];
  const blocked = stopped.slice(0, MAX_BLOCKED);
  return {
    access,
    ...(column !== undefined && { column }),
    ways: ways.map(({ way }) => way),
    blockedWays: blocked.map(({ way }) => way),
    blockedWaysLeftOut: stopped.length - blocked.length,
    ...pictureOf(
      [...ways, ...blocked],
      principalStep(question.principal).node,
      names,
      question.principal,
    ),
    toAllow: findWaysToAllow(index, resolved, column),
    toDisallow: findWaysToDisallow(index, resolved),
  };
}
