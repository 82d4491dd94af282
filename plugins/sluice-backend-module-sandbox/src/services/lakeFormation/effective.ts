import type { Permission } from '@aws-sdk/client-lakeformation';
import { Caller, SandboxWorld } from '../../core';
import { catalogLookup, LookedUpTable } from './catalogLookup';
import { registeredLocation } from './locations';
import { optsIn } from './optIns';
import { PermissionEntry } from './permissionStore';
import { IAM_ALLOWED_PRINCIPALS, principalsOf } from './principals';
import { databaseKey, tableKey, TableName, tagPolicyKey } from './resources';
import { isReceived } from './sharing';
import { findFilter, lakeFormationState } from './state';
import { policyColumns } from './tagPolicies';

type Principal = Pick<Caller, 'accountId' | 'principalArn'>;

/** A table in its region. */
export interface TableInRegion extends TableName {
  region: string;
}

/** Columns of a table and the rows in which they may be read; no filter is every row. */
export interface AccessPart {
  columns: Set<string>;
  rowFilter?: string;
}

/** What one caller may do with one table. */
export interface TableAccess {
  /** SELECT: each part is an allowance of its own, there is no deny. */
  parts: AccessPart[];
  /** Permissions other than SELECT. */
  others: Set<Permission>;
}

/** What an engine has to apply for the caller (LF reference A6, A10). */
export interface AuthorizedAccess {
  /** In the table's order; empty for a caller that may see the table but not its data. */
  columns: string[];
  /** Absent when every row may be read. */
  rowFilter?: string;
  /** Columns whose cells are readable in fewer rows than the table's filter lets through. */
  cellFilters: { columnName: string; rowFilterExpression: string }[];
}

/** Rights that change a table, beside which SELECT on a part of it has no effect (LF reference A5). */
const CHANGING: Permission[] = ['ALTER', 'DROP', 'DELETE', 'INSERT'];

/**
 * Access of a caller to a table, own or shared. What another account shares with
 * the caller's account is cut down to what both accounts grant; what it shares
 * with the caller itself counts on its own (LF reference A6, A8).
 */
export function tableAccess(
  world: SandboxWorld,
  caller: Principal,
  table: TableInRegion,
): TableAccess {
  const { accountId } = caller;
  const own = accessOf(world, accountId, table, [
    ...principalsOf(caller),
    ...(leavesToIam(world, caller, table) ? [IAM_ALLOWED_PRINCIPALS] : []),
  ]);
  if (table.catalogId === accountId) return own;
  const account = accountAccess(world, accountId, table);
  const direct = accessOf(world, table.catalogId, table, [caller.principalArn]);
  return {
    parts: [...intersect(account.parts, own.parts), ...direct.parts],
    others: new Set([
      ...[...own.others].filter(each => account.others.has(each)),
      ...direct.others,
    ]),
  };
}

/** What a table's owner shares with an account that has accepted it. */
export function accountAccess(
  world: SandboxWorld,
  accountId: string,
  table: TableInRegion,
): TableAccess {
  return accessOf(world, table.catalogId, table, [accountId]);
}

/**
 * What one account's Lake Formation gives these principals. Entries of the owner
 * for others than its own principals count once their share is accepted.
 */
function accessOf(
  world: SandboxWorld,
  accountId: string,
  table: TableInRegion,
  principals: string[],
): TableAccess {
  const found = catalogLookup().table(
    world,
    table.catalogId,
    table.region,
    table.databaseName,
    table.tableName,
  );
  if (!found) return { parts: [], others: new Set() };
  const { permissions } = lakeFormationState(world, accountId, table.region);
  const entries = [
    tableKey(table),
    databaseKey(table.catalogId, table.databaseName),
    tagPolicyKey(table.catalogId),
  ]
    .flatMap(key => permissions.onSubject(key))
    .filter(
      entry =>
        principals.includes(entry.principal) &&
        // Conditions are not evaluated: an unmet one must not give access.
        entry.condition === undefined,
    );
  const access = entries.map(entry =>
    entryAccess(world, accountId, table, found, entry),
  );
  const others = new Set(access.flatMap(each => [...each.others]));
  const changes = CHANGING.some(each => others.has(each));
  return {
    parts: access
      .flatMap(each => each.parts)
      .filter(part => !changes || isWhole(part, found)),
    others,
  };
}

function entryAccess(
  world: SandboxWorld,
  accountId: string,
  table: TableInRegion,
  found: LookedUpTable,
  entry: PermissionEntry,
): TableAccess {
  const { resource, principal } = entry;
  const none: TableAccess = { parts: [], others: new Set() };
  const isOwners = accountId === table.catalogId;
  const isLocal =
    principal === IAM_ALLOWED_PRINCIPALS ||
    principal.startsWith(`${accountId}:`) ||
    principal.includes(`::${accountId}:`);
  if (isOwners && !isLocal && !isReceived(world, table.region, entry)) {
    return none;
  }
  const all = columnNames(found);
  const select = (columns: Iterable<string>, rowFilter?: string) =>
    entry.permissions.has('SELECT')
      ? [{ columns: new Set(columns), ...(rowFilter && { rowFilter }) }]
      : [];
  const others = new Set(
    [...entry.permissions].filter(each => each !== 'SELECT'),
  );
  switch (resource.kind) {
    case 'table':
    case 'allTables':
      return { parts: select(all), others };
    case 'columns': {
      const { kind, names } = resource.columns;
      return {
        parts: select(
          all.filter(name => names.includes(name) === (kind === 'include')),
        ),
        others: new Set(),
      };
    }
    case 'dataCellsFilter': {
      const filter = findFilter(world, table.region, resource, accountId);
      if (!filter) return none;
      const included = filter.ColumnNames;
      const excluded = filter.ColumnWildcard?.ExcludedColumnNames ?? [];
      return {
        parts: select(
          all.filter(name =>
            included ? included.includes(name) : !excluded.includes(name),
          ),
          filter.RowFilter?.AllRowsWildcard
            ? undefined
            : filter.RowFilter?.FilterExpression,
        ),
        others: new Set(),
      };
    }
    case 'lfTagPolicy': {
      const columns = policyColumns(world, table.region, resource, table);
      if (columns.size === 0) return none;
      const isPart = columns.size < all.length;
      return {
        parts: select(columns),
        // On some of the columns only, rights to change the table show it and no more (LF reference A6).
        others: isPart ? new Set<Permission>(['DESCRIBE']) : others,
      };
    }
    default:
      return none;
  }
}

/**
 * Whether IAM alone decides: IAM_ALLOWED_PRINCIPALS counts unless the location is
 * in hybrid access mode and the caller has opted in (LF reference A4, A9).
 */
function leavesToIam(
  world: SandboxWorld,
  caller: Principal,
  table: TableInRegion,
): boolean {
  if (table.catalogId !== caller.accountId) return false;
  const found = catalogLookup().table(
    world,
    table.catalogId,
    table.region,
    table.databaseName,
    table.tableName,
  );
  const location = registeredLocation(
    world,
    table.catalogId,
    table.region,
    found?.location,
  );
  return !(
    location?.HybridAccessEnabled && optsIn(world, table.region, caller, table)
  );
}

/** What holds of both: the columns in common, in the rows that both let through. */
function intersect(left: AccessPart[], right: AccessPart[]): AccessPart[] {
  return left.flatMap(a =>
    right.map(b => {
      const filters = [
        ...new Set(
          [a.rowFilter, b.rowFilter].filter(each => each !== undefined),
        ),
      ];
      return {
        columns: new Set([...a.columns].filter(name => b.columns.has(name))),
        ...(filters.length > 0 && { rowFilter: joined(filters, 'AND') }),
      };
    }),
  );
}

function isWhole(part: AccessPart, table: LookedUpTable): boolean {
  return (
    part.rowFilter === undefined &&
    columnNames(table).every(name => part.columns.has(name))
  );
}

function columnNames(table: LookedUpTable): string[] {
  return [...table.columns, ...table.partitionKeys].map(({ name }) =>
    name.toLowerCase(),
  );
}

/**
 * Access as `GetUnfilteredTableMetadata` hands it to an engine: rows are the OR of
 * the filters, and an all-rows filter wins over all others (LF reference A6).
 *
 * @returns undefined for a caller that may not even see the table
 */
export function authorizedAccess(
  world: SandboxWorld,
  caller: Principal,
  table: TableInRegion,
): AuthorizedAccess | undefined {
  const { parts, others } = tableAccess(world, caller, table);
  const readable = parts.filter(part => part.columns.size > 0);
  if (readable.length === 0 && others.size === 0) return undefined;
  const found = catalogLookup().table(
    world,
    table.catalogId,
    table.region,
    table.databaseName,
    table.tableName,
  );
  const columns = columnNames(found!).filter(name =>
    readable.some(part => part.columns.has(name)),
  );
  const rowFilter = anyOf(readable);
  const cellFilters = columns.flatMap(columnName => {
    const own = anyOf(readable.filter(part => part.columns.has(columnName)));
    return own === undefined || own === rowFilter
      ? []
      : [{ columnName, rowFilterExpression: own }];
  });
  return {
    columns,
    ...(rowFilter !== undefined && { rowFilter }),
    cellFilters,
  };
}

function anyOf(parts: AccessPart[]): string | undefined {
  const filters = parts.map(part => part.rowFilter);
  const restricting = filters.filter(each => each !== undefined);
  return restricting.length < filters.length || restricting.length === 0
    ? undefined
    : joined([...new Set(restricting)].sort(), 'OR');
}

function joined(filters: string[], operator: 'AND' | 'OR'): string {
  return filters.length === 1
    ? filters[0]
    : filters.map(each => `(${each})`).join(` ${operator} `);
}
