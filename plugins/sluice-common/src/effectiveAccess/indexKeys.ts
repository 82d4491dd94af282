import {
  AccountObservation,
  Permission,
  Principal,
  TableRef,
  tableKey,
} from '../accessModel';
import { printPrincipal } from '../permissions';

/** Permissions by what they are on, then by whom they are for. */
export type PermissionMap = Map<string, Map<string, Permission[]>>;

/** All organizations and units under one key: which accounts belong to which is not read. */
export const ORGANIZATIONS = 'organizations';

export type CatalogRef = Pick<TableRef, 'region' | 'catalogId'>;
export type DatabaseRef = CatalogRef & Pick<TableRef, 'databaseName'>;

export function catalogKey({ region, catalogId }: CatalogRef): string {
  return `${region}/${catalogId}`;
}

/** An account's own catalog has the account's id. */
export function accountKey(account: AccountObservation): string {
  return catalogKey({ region: account.region, catalogId: account.accountId });
}

export function databaseKey(ref: DatabaseRef): string {
  return `${catalogKey(ref)}/${ref.databaseName.toLowerCase()}`;
}

export function filterKey(table: TableRef, name: string): string {
  return `${tableKey(table)}/${name}`;
}

export function principalKey(principal: Principal): string {
  return principal.kind === 'organization' ||
    principal.kind === 'organizationalUnit'
    ? ORGANIZATIONS
    : printPrincipal(principal);
}

export function push<V>(map: Map<string, V[]>, key: string, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

export function put(
  map: PermissionMap,
  target: string,
  principal: string,
  permission: Permission,
): void {
  let byPrincipal = map.get(target);
  if (!byPrincipal) {
    byPrincipal = new Map();
    map.set(target, byPrincipal);
  }
  push(byPrincipal, principal, permission);
}

export function found(
  map: PermissionMap,
  target: string,
  principal: string,
): Permission[] {
  return map.get(target)?.get(principal) ?? [];
}
