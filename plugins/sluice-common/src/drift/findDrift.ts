import { tableKey } from '../accessModel';
import { sorted } from './driftOf';
import { DriftInput } from './DriftInput';
import { findExcess } from './excess';
import {
  accountOf,
  findFilterDrift,
  findLinkDrift,
  findMissingGrants,
  findShareDrift,
} from './missing';
import { findGrantOptions } from './grantOptions';
import { findNotUnderstood } from './notUnderstood';
import { findRoleDrift } from './roles';
import { findSetUpDrift } from './setUp';
import { findRecreatedTables, findSchemaDrift } from './tables';
import { Drift, DriftCause } from './types';
import { findUnread } from './unread';
import { wantedGrants } from './wantedGrants';
import { World } from './World';

const SCHEMA: DriftCause[] = [
  'columnAddedUnderExclude',
  'excludedColumnRenamed',
  'filteredColumnGone',
];

/**
 * Where what is declared and what is granted do not agree, both ways and by
 * meaning, from what was last observed. One fault is one difference: what a
 * deeper cause explains is left out. Empty only when all was read and agrees.
 * @public
 */
export function findDrift(input: DriftInput): Drift[] {
  const world = new World(input);
  const grants = wantedGrants(world);
  const roles = findRoleDrift(world);
  const recreated = findRecreatedTables(world);
  const links = findLinkDrift(world);
  const shares = findShareDrift(world, grants);
  const schema = findSchemaDrift(world);
  const filters = findFilterDrift(world, grants).filter(
    each => !isExplainedBySchema(each, schema),
  );
  const missing = findMissingGrants(world, grants).filter(
    each => !isExplainedByOthers(each, { roles, links, shares, filters }),
  );
  const ofTables = [...links, ...schema, ...filters, ...missing];
  return sorted([
    ...findUnread(world),
    ...roles,
    ...recreated,
    ...shares,
    ...ofTables.filter(each => !isAbout(each, recreated)),
    ...findExcess(world, grants),
    ...findGrantOptions(world, grants),
    ...findSetUpDrift(world),
    ...findNotUnderstood(world),
  ]);
}

/** A table that is gone took along what was on it. */
function isAbout({ table }: Drift, others: Drift[]): boolean {
  return (
    table !== undefined &&
    others.some(each => tableKey(each.table!) === tableKey(table))
  );
}

/** A filter that did not change opens something else when its columns do. */
function isExplainedBySchema(drift: Drift, schema: Drift[]): boolean {
  return (
    (drift.cause === 'columnListChanged' ||
      drift.cause === 'rowFilterChanged') &&
    schema.some(
      each =>
        SCHEMA.includes(each.cause) &&
        each.subject === drift.subject &&
        isAbout(drift, [each]),
    )
  );
}

function isExplainedByOthers(
  drift: Drift,
  causes: Record<'roles' | 'links' | 'shares' | 'filters', Drift[]>,
): boolean {
  const { principal, table, accountId, cause } = drift;
  const isOfNobody = causes.roles.some(
    each => each.cause === 'roleMissing' && each.principal === principal,
  );
  const isOnMissingLink =
    cause === 'linkMissing' &&
    causes.links.some(
      each => each.accountId === accountId && isAbout(drift, [each]),
    );
  const isOnMissingFilter = causes.filters.some(
    each =>
      each.cause === 'filterMissing' &&
      each.accountId === accountId &&
      isAbout(drift, [each]) &&
      (each.principal === undefined || each.principal === principal),
  );
  // What an account was given to pass on is in its list while it has arrived.
  const hasNotArrived =
    table !== undefined &&
    table.catalogId !== accountId &&
    accountOf(principal ?? '') === accountId &&
    causes.shares.some(each => each.accountId === accountId);
  return isOfNobody || isOnMissingLink || isOnMissingFilter || hasNotArrived;
}
