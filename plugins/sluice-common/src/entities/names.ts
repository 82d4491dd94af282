import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { TableRef } from '../accessModel';

/** Backstage refuses longer entity names. */
const MAX_NAME_LENGTH = 63;
const HASH_LENGTH = 10;

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const HASH_SPACE = 36n ** BigInt(HASH_LENGTH);

/** FNV-1a (64 bit) over UTF-8, as ten characters of [0-9a-z]. Not for security. */
function shortHash(text: string): string {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  }
  return (hash % HASH_SPACE).toString(36).padStart(HASH_LENGTH, '0');
}

/**
 * Joins parts into a valid entity name: `healthcare_db.patients`.
 *
 * A name that is too long, or that another set of parts could also give
 * (a character had to be replaced, or a part holds the separator), ends in a
 * hash of the parts instead, so that two things never share a name. The result
 * depends on the parts only. Case is folded, since Backstage compares entity
 * names without case.
 *
 * @public
 */
export function entityNameOf(...parts: string[]): string {
  const folded = parts.map(part => part.toLowerCase());
  const joined = folded.join('.');
  const isReversible =
    joined.length <= MAX_NAME_LENGTH &&
    folded.every(part => /^[a-z0-9]([a-z0-9_-]*[a-z0-9])?$/.test(part));
  if (isReversible) return joined;

  const readable = joined
    .slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1)
    .replace(/[^a-z0-9._-]/g, '_')
    .replace(/^[._-]+/, '');
  const hash = shortHash(JSON.stringify(folded));
  return readable ? `${readable}-${hash}` : hash;
}

/**
 * Entity ref of a table: `resource:<account name>/<database>.<table>`.
 *
 * @param accountName - name of the connected account that owns the table
 * @public
 */
export function tableEntityRef(
  accountName: string,
  table: Pick<TableRef, 'databaseName' | 'tableName'>,
): string {
  return stringifyEntityRef({
    kind: 'Resource',
    namespace: accountName,
    name: entityNameOf(table.databaseName, table.tableName),
  });
}

/**
 * Entity ref of a team's access to a table:
 * `accessgrant:<account name>/<team>.<database>.<table>`.
 *
 * @param accountName - name of the connected account that owns the table
 * @param teamRef - entity ref of the consumer team, a `Group`
 * @public
 */
export function accessGrantEntityRef(
  accountName: string,
  teamRef: string,
  table: Pick<TableRef, 'databaseName' | 'tableName'>,
): string {
  const team = parseEntityRef(teamRef, { defaultKind: 'group' });
  // Teams of the same name in two namespaces must not share a grant.
  const teamName =
    team.namespace === DEFAULT_NAMESPACE
      ? team.name
      : `${team.namespace}/${team.name}`;
  return stringifyEntityRef({
    kind: 'AccessGrant',
    namespace: accountName,
    name: entityNameOf(teamName, table.databaseName, table.tableName),
  });
}
