import {
  AccountObservation,
  LfPermission,
  ObservedTable,
  Permission,
  Reason,
  ReasonKind,
} from '../accessModel';
import { AccessIndex } from './AccessIndex';
import { GrantSource } from './grantSources';
import { findConflicts } from './conflicts';
import { sortedById } from './permissionOrder';
import { GrantReading, readGrant } from './readGrant';
import { ShareState, shareStateOf } from './resourceShares';
import { extentOf, openingOf, pathOf, withoutSelect } from './sentences';

/** All that one account's Lake Formation gives some principals on one table. */
export interface GrantScope {
  sources: GrantSource[];
  /** Permissions other than SELECT. */
  others: Set<LfPermission>;
  reasons: Reason[];
  warnings: string[];
  /** Why there may be more sources than these. */
  problems: string[];
}

/** What the scope is of. */
export interface GrantScopeRequest {
  table: ObservedTable;
  /** Whose Lake Formation is asked. */
  account: AccountObservation;
  /** As Lake Formation's API spells them. */
  principals: string[];
  /** The account that has to accept the share; absent within an account. */
  recipient?: AccountObservation;
  /**
   * What counts elsewhere: an account lists what another grants to its
   * principals beside what it grants itself.
   */
  besides?: ReadonlySet<Permission>;
}

/** Collects what the principals are given, in a stable order. */
export function collectGrants(
  index: AccessIndex,
  request: GrantScopeRequest,
): GrantScope {
  const scope: GrantScope = {
    sources: [],
    others: new Set(),
    reasons: [],
    warnings: [],
    problems: [],
  };
  const read = request.principals.flatMap(principal =>
    readGrants(
      index,
      scope,
      request,
      sortedById(
        index
          .findPermissions(
            request.table.ref,
            principal,
            request.account.accountId,
          )
          .filter(permission => !request.besides?.has(permission)),
      ),
    ),
  );
  addGrants(scope, read, request.table);
  return scope;
}

/** Whether the scope opens something, or might. */
export function mayOpen({ sources, problems }: GrantScope): boolean {
  return sources.length > 0 || problems.length > 0;
}

/** A permission that has arrived, and what it gives on the table. */
export interface ReadGrant {
  permission: Permission;
  reading: GrantReading;
}

function readGrants(
  index: AccessIndex,
  scope: GrantScope,
  request: GrantScopeRequest,
  permissions: Permission[],
): ReadGrant[] {
  return permissions.flatMap(permission => {
    const reading = readGrant(
      index,
      permission,
      request.table,
      request.account,
    );
    if (!isRelevant(reading)) return [];
    const state = arrivalOf(index, permission, request);
    if (state.kind === 'accepted') return [{ permission, reading }];
    const isUndetermined = state.kind === 'undetermined';
    if (isUndetermined) scope.problems.push(state.text);
    scope.reasons.push({
      kind: 'ramInvitation',
      text: state.text,
      rows: permission.rows,
      effect: isUndetermined ? 'informs' : 'prevents',
    });
    return [];
  });
}

function addGrants(
  scope: GrantScope,
  grants: ReadGrant[],
  table: ObservedTable,
): void {
  const conflicts = findConflicts(grants, table);
  for (const { permission, reading } of grants) {
    const opened = conflicts.ignored.has(permission)
      ? undefined
      : reading.opened;
    if (opened && opened.columns.size > 0) {
      scope.sources.push({ ...opened, permissions: [permission] });
    }
    reading.others.forEach(word => scope.others.add(word));
    scope.warnings.push(...reading.warnings);
    scope.problems.push(...reading.problems);
    const reason = reasonOf(permission, reading, table);
    if (reason) scope.reasons.push(reason);
  }
  scope.warnings.push(...conflicts.warnings);
  scope.problems.push(...conflicts.problems);
}

/** Whether one grant alone opens the whole table, so that others do not matter. */
export function opensAll(
  { sources }: GrantScope,
  table: ObservedTable,
): boolean {
  return sources.some(
    ({ columns, rows }) =>
      columns.size === table.columns.length &&
      rows.kind === 'literal' &&
      rows.value,
  );
}

function isRelevant({ opened, others, problems }: GrantReading): boolean {
  return opened !== undefined || others.length > 0 || problems.length > 0;
}

function arrivalOf(
  index: AccessIndex,
  permission: Permission,
  { recipient }: GrantScopeRequest,
): ShareState {
  if (!recipient) return { kind: 'accepted' };
  const failure = index.findFailure(recipient, 'shares');
  if (failure === undefined) return shareStateOf(permission, recipient);
  return {
    kind: 'undetermined',
    text: `The resource shares of account ${recipient.accountId} could not be read: ${failure}`,
  };
}

function reasonOf(
  permission: Permission,
  { opened, others, problems }: GrantReading,
  table: ObservedTable,
): Reason | undefined {
  const opening = `${openingOf(permission, table)}${pathOf(permission)}`;
  const { rows } = permission;
  const kind = reasonKindOf(permission);
  if (opened) {
    const extent = extentOf(opened.columns, opened.rows, table);
    return {
      kind,
      text: `${opening}${extent}.`,
      rows,
      effect: extent === ' in full' ? 'supports' : 'limits',
    };
  }
  if (problems.length > 0) {
    return {
      kind: 'problem',
      text: `${opening}, but of which columns and rows is not known.`,
      rows,
      effect: 'informs',
    };
  }
  if (others.length === 0) return undefined;
  return {
    kind,
    text: `${opening}${withoutSelect(others)}.`,
    rows,
    effect: 'informs',
  };
}

function reasonKindOf({ principal, resource }: Permission): ReasonKind {
  if (principal.kind === 'account') return 'accountShare';
  if (principal.kind === 'allIamPrincipals') return 'allIamPrincipals';
  switch (resource.kind) {
    case 'allTables':
      return 'allTablesGrant';
    case 'columns':
      return 'columnGrant';
    case 'dataCellsFilter':
      return 'dataCellsFilter';
    case 'lfTagPolicy':
      return 'lfTagGrant';
    default:
      return 'grant';
  }
}
