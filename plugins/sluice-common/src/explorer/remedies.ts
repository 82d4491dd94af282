import { ObservedTable, Permission } from '../accessModel';
import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import { readGrant } from '../effectiveAccess/readGrant';
import { namePrincipal, openingOf, pathOf } from '../effectiveAccess/sentences';
import { HypotheticalChange } from '../hypothetical';
import { parsePrincipal } from '../permissions';
import { Remedy } from './types';

/** One remedy, with all that it takes to read (more) of the table. */
export function findWaysToAllow(
  resolved: ResolvedAccess,
  column: string | undefined,
): Remedy[] {
  const { access, table, owner, reader } = resolved;
  // What an unknown answer needs first, its problems say.
  if (access.level === 'unknown') {
    return access.problems.map(text => ({ text, changes: [] }));
  }
  if (!table || !owner || !reader) return [];
  const asked = 'columns' in access ? access.columns : [];
  const isRead =
    access.level === 'full' ||
    asked.some(({ name, rows }) => name === column && rows.kind === 'all');
  if (isRead) return [];

  const grant = (accountId: string, principal: string): HypotheticalChange => ({
    kind: 'grant',
    accountId,
    principal,
    on: { kind: 'table', table: access.table },
    permissions: ['SELECT'],
  });
  const changes: HypotheticalChange[] = [];
  const texts: string[] = [];
  const { tableName } = access.table;
  if (table.registration === 'none') {
    texts.push(`register the location of ${tableName} with Lake Formation`);
    changes.push({
      kind: 'registerLocation',
      table: access.table,
      mode: 'lakeFormation',
    });
  }
  const who = namePrincipal(parsePrincipal(access.principal));
  if (owner !== reader) {
    texts.push(
      `grant account ${reader.accountId} SELECT on ${tableName} in account ${owner.accountId}, accept its resource share`,
    );
    changes.push(grant(owner.accountId, reader.accountId), {
      kind: 'acceptShare',
      senderAccountId: owner.accountId,
      receiverAccountId: reader.accountId,
    });
  }
  texts.push(`grant ${who} SELECT on it in account ${reader.accountId}`);
  changes.push(grant(reader.accountId, access.principal));
  const text = texts.join(', and ');
  return [{ text: `${text[0].toUpperCase()}${text.slice(1)}.`, changes }];
}

/**
 * Every permission that opens something of the table, or may once another is
 * gone: those without effect beside a right to change the table, and what an
 * account lists though the owner granted it.
 */
export function findWaysToDisallow(
  index: AccessIndex,
  { access, table, owner, reader, principals }: ResolvedAccess,
): Remedy[] {
  if (!table || !owner || !reader || access.level === 'none') return [];
  return [...new Set([owner, reader])].flatMap(account =>
    principals
      .flatMap(principal =>
        index.findPermissions(access.table, principal, account.accountId),
      )
      .filter(permission => {
        const { opened, problems } = readGrant(
          index,
          permission,
          table,
          account,
        );
        return opened !== undefined || problems.length > 0;
      })
      .map(permission => revocationOf(permission, table)),
  );
}

function revocationOf(permission: Permission, table: ObservedTable): Remedy {
  const { observedIn, id, principal } = permission;
  const more =
    principal.kind === 'allIamPrincipals'
      ? ' This takes it from every principal of the account.'
      : '';
  return {
    text: `Revoke in account ${observedIn}: ${openingOf(
      permission,
      table,
    )}${pathOf(permission)}.${more}`,
    changes: [{ kind: 'revoke', accountId: observedIn, permissionId: id }],
  };
}
