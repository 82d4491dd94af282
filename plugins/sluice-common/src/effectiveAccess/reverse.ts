import {
  EffectiveAccess,
  Permission,
  Principal,
  TableRef,
  tableKey,
} from '../accessModel';
import { parsePrincipal } from '../permissions';
import { AccessIndex } from './AccessIndex';
import { effectiveAccess, resolveAccess } from './effectiveAccess';
import { ORGANIZATIONS } from './indexKeys';
import { TableMemo } from './TableMemo';

/**
 * Every known principal that reads something of a table, or of which that is
 * not known; of one column only, when it is named. Known are the roles that
 * were observed, and whoever a permission names.
 *
 * @param column - by name, in any case
 * @public
 */
export function whoCanSee(
  index: AccessIndex,
  table: TableRef,
  column?: string,
): EffectiveAccess[] {
  const memo = new TableMemo();
  return candidatePrincipals(index, table)
    .map(principal => resolveAccess(index, { principal, table }, memo).access)
    .filter(access => concerns(access, column));
}

/**
 * The principals that may read something of a table: those that some permission
 * reaches, and those of which nothing certain can be said. All others it is
 * shut to. Sorted.
 * @public
 */
export function candidatePrincipals(
  index: AccessIndex,
  table: TableRef,
): readonly string[] {
  const owner = index.findAccount(table);
  if (!owner || index.isUnread(owner) || index.isUngoverned(table)) {
    return index.principalArns;
  }
  const candidates = new Set<string>();
  const addAccount = (accountId: string) =>
    index.findPrincipalsOf(accountId).forEach(arn => candidates.add(arn));
  for (const accountId of index.principalAccounts) {
    const reader = index.findAccount({ ...table, catalogId: accountId });
    if (!reader || index.isUnread(reader)) addAccount(accountId);
  }
  const holders = index.findHolders(table);
  const arrives = (principal: string, accountId: string) =>
    accountId === table.catalogId ||
    holders.has(accountId) ||
    holders.has(ORGANIZATIONS) ||
    index.findPermissions(table, principal, table.catalogId).length > 0;
  for (const holder of holders) {
    const principal = parsePrincipal(holder);
    // By LF-Tags, too, it leaves the table to IAM.
    if (principal.kind === 'iamAllowedPrincipals') return index.principalArns;
    // What an account grants on, though nobody shares it with it, opens nothing.
    if (!('accountId' in principal)) continue;
    if (!arrives(holder, principal.accountId)) continue;
    if (principal.kind === 'allIamPrincipals') addAccount(principal.accountId);
    if (isIam(principal)) candidates.add(holder);
  }
  // What is not understood may be granted to the whole account, too.
  for (const holder of index.findHoldersOfUnrecognized(table.region)) {
    const principal = parsePrincipal(holder);
    if (isIam(principal)) candidates.add(holder);
    else if ('accountId' in principal) addAccount(principal.accountId);
  }
  return [...candidates].sort();
}

function isIam({ kind }: Principal): boolean {
  return kind === 'iamRole' || kind === 'iamUser';
}

/**
 * What a principal reads of all tables, or where that is not known; tables of
 * which it reads nothing are left out.
 * @public
 */
export function accessOf(
  index: AccessIndex,
  principal: string,
): EffectiveAccess[] {
  return candidateTables(index, principal)
    .map(table => effectiveAccess(index, { principal, table }))
    .filter(({ level }) => level !== 'none');
}

/**
 * The tables of which a principal may read something: those that some
 * permission reaches, and those that nothing certain can be said of. All
 * others it cannot read. In the order of their keys.
 * @public
 */
export function candidateTables(
  index: AccessIndex,
  principal: string,
): TableRef[] {
  const candidates = new Map<string, TableRef>();
  const add = (refs: readonly TableRef[]) =>
    refs.forEach(ref => candidates.set(tableKey(ref), ref));

  const { kind, accountId } = {
    accountId: undefined,
    ...parsePrincipal(principal),
  };
  for (const observation of index.observations) {
    const ref = { ...observation, catalogId: observation.accountId };
    if (isUncertain(index, ref, kind, accountId)) {
      add(index.findTablesOfCatalog(ref).map(table => table.ref));
    }
  }
  add(index.ungovernedTables);
  const holders = [
    principal,
    `${accountId}:IAMPrincipals`,
    'IAM_ALLOWED_PRINCIPALS',
  ];
  for (const holder of holders) {
    for (const permission of index.findPermissionsOf(holder)) {
      add(tablesReachedBy(index, permission));
    }
  }
  // What is not understood may be granted to the whole account, too.
  for (const permission of index.findPermissionsOf(accountId ?? '')) {
    if (permission.resource.kind === 'unrecognised') {
      add(tablesReachedBy(index, permission));
    }
  }
  return [...candidates]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, ref]) => ref);
}

/** Whether every answer about a catalog and this principal is unknown. */
function isUncertain(
  index: AccessIndex,
  ref: Pick<TableRef, 'region' | 'catalogId'>,
  kind: string,
  accountId: string | undefined,
): boolean {
  if (kind !== 'iamRole' && kind !== 'iamUser') return true;
  const owner = index.findAccount(ref)!;
  const reader = index.findAccount({ ...ref, catalogId: accountId! });
  return !reader || index.isUnread(owner) || index.isUnread(reader);
}

function tablesReachedBy(
  index: AccessIndex,
  { resource, region }: Permission,
): TableRef[] {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter': {
      const table = index.findTable({ ...resource, region });
      return table ? [table.ref] : [];
    }
    case 'allTables':
      return index
        .findTablesOfDatabase({ ...resource, region })
        .map(table => table.ref);
    case 'lfTagPolicy':
      return resource.resourceType === 'TABLE'
        ? index
            .findTablesOfCatalog({ ...resource, region })
            .map(table => table.ref)
        : [];
    case 'catalog':
      return index
        .findTablesOfCatalog({ ...resource, region })
        .map(table => table.ref);
    case 'unrecognised':
      // In a consumer's account it may be on a table of any other.
      return index.tables
        .map(({ ref }) => ref)
        .filter(ref => ref.region === region);
    default:
      return [];
  }
}

function concerns(access: EffectiveAccess, column?: string): boolean {
  if (access.level === 'none') return false;
  if (access.level === 'unknown' || column === undefined) return true;
  return access.columns.some(
    ({ name, rows }) =>
      name.toLowerCase() === column.toLowerCase() && rows.kind !== 'none',
  );
}
