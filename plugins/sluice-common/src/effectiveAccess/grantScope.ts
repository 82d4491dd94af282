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
import { GrantReading, givesSelect, readGrant } from './readGrant';
import { ShareState, shareStateOf } from './resourceShares';
import {
  extentOf,
  list,
  namePrincipal,
  openingOf,
  pathOf,
  withoutSelect,
} from './sentences';

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
}

const EXCLUDED_BY: LfPermission[] = ['ALTER', 'DROP', 'DELETE', 'INSERT'];

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
  for (const principal of request.principals) {
    const permissions = index
      .findPermissions(request.table.ref, principal, request.account.accountId)
      .sort((a, b) => (a.id < b.id ? -1 : 1));
    addGrants(index, scope, request, permissions);
  }
  return scope;
}

/** Whether the scope opens something, or might. */
export function mayOpen({ sources, problems }: GrantScope): boolean {
  return sources.length > 0 || problems.length > 0;
}

function addGrants(
  index: AccessIndex,
  scope: GrantScope,
  request: GrantScopeRequest,
  permissions: Permission[],
): void {
  const { table, account } = request;
  const readings = permissions.flatMap(permission => {
    const reading = readGrant(index, permission, table, account);
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

  const conflict = conflictOf(readings, table);
  for (const { permission, reading } of readings) {
    const opened = conflict?.ignored.has(permission)
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
  if (conflict) scope.warnings.push(conflict.warning);
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

/**
 * SELECT on some columns has no effect for a principal that may also change the
 * table (LF reference A5).
 */
function conflictOf(
  readings: { permission: Permission; reading: GrantReading }[],
  table: ObservedTable,
): { ignored: Set<Permission>; warning: string } | undefined {
  const changes = readings.flatMap(({ reading }) =>
    reading.others.filter(word => EXCLUDED_BY.includes(word)),
  );
  const partial = readings.filter(
    ({ permission, reading }) =>
      (permission.resource.kind === 'columns' ||
        permission.resource.kind === 'dataCellsFilter') &&
      reading.opened &&
      reading.opened.columns.size < table.columns.length,
  );
  const isWhole = readings.some(
    ({ permission, reading }) =>
      reading.opened &&
      givesSelect(permission) &&
      ['table', 'allTables'].includes(permission.resource.kind),
  );
  if (changes.length === 0 || partial.length === 0 || isWhole) return undefined;
  const [{ permission }] = partial;
  return {
    ignored: new Set(partial.map(each => each.permission)),
    warning: `SELECT on some columns of ${
      table.ref.tableName
    } has no effect for ${namePrincipal(
      permission.principal,
    )}, because it also holds ${list([
      ...new Set(changes),
    ])}; revoke one or the other.`,
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
