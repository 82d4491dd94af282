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
  const isExplained = explainedBy({ roles, links, shares, filters });
  const missing = findMissingGrants(world, grants).filter(
    each => !isExplained(each),
  );
  const gone = new Set(recreated.map(({ table }) => tableKey(table!)));
  const ofTables = [...links, ...schema, ...filters, ...missing];
  return sorted([
    ...findUnread(world),
    ...roles,
    ...recreated,
    ...shares,
    // A table that is gone took along what was on it.
    ...ofTables.filter(({ table }) => !table || !gone.has(tableKey(table))),
    ...findExcess(world, grants),
    ...findGrantOptions(world, grants),
    ...findSetUpDrift(world),
    ...findNotUnderstood(world),
  ]);
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
        isOfTable(each, drift),
    )
  );
}

function isOfTable(a: Drift, b: Drift): boolean {
  return (
    a.table !== undefined &&
    b.table !== undefined &&
    tableKey(a.table) === tableKey(b.table)
  );
}

/** Tells which missing rights need no word of their own, since something deeper is missing. */
function explainedBy(
  causes: Record<'roles' | 'links' | 'shares' | 'filters', Drift[]>,
): (missing: Drift) => boolean {
  const goneRoles = new Set(
    causes.roles
      .filter(({ cause }) => cause === 'roleMissing')
      .map(({ principal }) => principal),
  );
  const links = new Set(causes.links.map(placeOf));
  const filters = new Set(
    causes.filters
      .filter(({ cause }) => cause === 'filterMissing')
      .map(each => `${placeOf(each)} ${each.principal ?? ''}`),
  );
  const unshared = new Set(causes.shares.map(({ accountId }) => accountId));
  return missing => {
    const { principal, table, accountId, cause } = missing;
    if (goneRoles.has(principal)) return true;
    if (!table) return false;
    const place = placeOf(missing);
    const isOnMissingLink = cause === 'linkMissing' && links.has(place);
    const isOnMissingFilter =
      filters.has(`${place} `) || filters.has(`${place} ${principal}`);
    // What an account was given to pass on is in its list while it has arrived.
    const hasNotArrived =
      table.catalogId !== accountId &&
      accountOf(principal ?? '') === accountId &&
      unshared.has(accountId);
    return isOnMissingLink || isOnMissingFilter || hasNotArrived;
  };
}

/** The account and table that a difference is in. */
function placeOf({ accountId, table }: Drift): string {
  return `${accountId} ${table ? tableKey(table) : ''}`;
}
