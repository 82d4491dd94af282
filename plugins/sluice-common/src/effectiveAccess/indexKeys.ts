import {
  AccountObservation,
  LfTagAssignment,
  LfTagCondition,
  Principal,
  TableRef,
  tableKey,
} from '../accessModel';
import { printPrincipal } from '../permissions';

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

/**
 * Under which a policy by LF-Tags is found: it reaches only what has some value of
 * its first condition. One without conditions reaches everything.
 */
export function tagValueKeys(
  catalog: string,
  [first]: LfTagCondition[],
): Set<string> {
  return new Set(
    first
      ? first.values.map(value => tagValueKey(catalog, first.key, value))
      : [anyTagKey(catalog)],
  );
}

/** Under which the policies are found that may reach what carries some tags. */
export function keysOfTags(
  catalog: string,
  tags: LfTagAssignment[],
): Set<string> {
  return new Set([
    anyTagKey(catalog),
    ...tags.flatMap(({ key, values }) =>
      [...values, '*'].map(value => tagValueKey(catalog, key, value)),
    ),
  ]);
}

function anyTagKey(catalog: string): string {
  return `${catalog}/`;
}

function tagValueKey(catalog: string, key: string, value: string): string {
  return `${catalog}/${key.toLowerCase()}=${value.toLowerCase()}`;
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
