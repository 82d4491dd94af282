import {
  AccountObservation,
  LfPermission,
  ObservedTable,
  Permission,
  Principal,
  Reason,
} from '../accessModel';
import { AccessIndex } from './AccessIndex';
import { GrantScope, collectGrants, mayOpen, opensAll } from './grantScope';
import { GrantSource, intersectSources } from './grantSources';
import { sortedById } from './permissionOrder';
import { namePrincipal } from './sentences';
import { TableMemo } from './TableMemo';

/** What grants of all accounts together give. */
export interface CombinedGrants {
  sources: GrantSource[];
  others: Set<LfPermission>;
  reasons: Reason[];
  warnings: string[];
  /** Why there may be more; they do not matter once everything is open. */
  problems: string[];
  /** Why there is nothing, if there is nothing. */
  missing: string;
}

/** Whoever a question can be about. */
export type IamPrincipal = Extract<Principal, { kind: 'iamRole' | 'iamUser' }>;

/** The union of what one account gives to its own principal. */
export function grantsWithin(
  index: AccessIndex,
  table: ObservedTable,
  account: AccountObservation,
  principal: IamPrincipal,
  principals: string[],
): CombinedGrants {
  const scope = collectGrants(index, { table, account, principals });
  return {
    ...scope,
    missing: `Account ${account.accountId} grants ${namePrincipal(
      principal,
    )} no SELECT on ${table.ref.tableName}.`,
  };
}

/**
 * Across accounts: what the owner gives to the reader's account counts as far
 * as that account grants it on (A8.3); what the owner gives to the principal
 * directly counts by itself (A8.1).
 */
export function grantsAcross(
  index: AccessIndex,
  table: ObservedTable,
  owner: AccountObservation,
  reader: AccountObservation,
  principal: IamPrincipal,
  principals: string[],
  memo: TableMemo,
): CombinedGrants {
  const shared = memo.sharedWith(reader.accountId, () =>
    collectShared(index, table, owner, reader),
  );
  const byOwner = principals.flatMap(each =>
    index.findPermissions(table.ref, each, owner.accountId),
  );
  const direct = collectGrants(index, {
    table,
    account: owner,
    principals: byOwner.length > 0 ? principals : [],
    recipient: reader,
  });
  const grantedOn = collectGrants(index, {
    table,
    account: reader,
    principals,
    besides:
      byOwner.length > 0
        ? grantedByOwner(index, table, byOwner, reader, principals)
        : undefined,
  });
  return {
    sources: [
      ...intersectSources(shared.sources, grantedOn.sources, table, memo),
      ...direct.sources,
    ],
    others: new Set([
      ...[...grantedOn.others].filter(
        word => shared.others.has(word) || shared.others.has('ALL'),
      ),
      ...direct.others,
    ]),
    reasons: [...shared.reasons, ...direct.reasons, ...grantedOn.reasons],
    warnings: [...shared.warnings, ...direct.warnings, ...grantedOn.warnings],
    problems: [
      // Either side gives nothing without the other, and no more than everything.
      ...(mayOpen(grantedOn) && !opensAll(shared, table)
        ? shared.problems
        : []),
      ...(mayOpen(shared) && !opensAll(grantedOn, table)
        ? grantedOn.problems
        : []),
      ...direct.problems,
    ],
    missing: missingAcross(shared, grantedOn, table, owner, reader, principal),
  };
}

function collectShared(
  index: AccessIndex,
  table: ObservedTable,
  owner: AccountObservation,
  reader: AccountObservation,
): GrantScope {
  const shared = collectGrants(index, {
    table,
    account: owner,
    principals: [reader.accountId],
    recipient: reader,
  });
  addOrganizations(index, shared, table, owner, reader);
  return shared;
}

/**
 * What the reader's account lists of its principals, though the owner granted it
 * to them directly.
 */
function grantedByOwner(
  index: AccessIndex,
  table: ObservedTable,
  byOwner: Permission[],
  reader: AccountObservation,
  principals: string[],
): Set<Permission> {
  const owners = new Map(byOwner.map(each => [each.id, each]));
  return new Set(
    principals
      .flatMap(each => index.findPermissions(table.ref, each, reader.accountId))
      .filter(({ id, permissions }) => {
        const direct = owners.get(id);
        // More than the owner gave is what the account granted on.
        return (
          direct && permissions.every(word => direct.permissions.includes(word))
        );
      }),
  );
}

function addOrganizations(
  index: AccessIndex,
  shared: GrantScope,
  table: ObservedTable,
  owner: AccountObservation,
  reader: AccountObservation,
): void {
  const permissions = sortedById(
    index.findOrganizationPermissions(table.ref, owner.accountId),
  );
  for (const permission of permissions) {
    shared.problems.push(
      `Account ${owner.accountId} shares ${
        table.ref.tableName
      } with ${namePrincipal(permission.principal)}; whether account ${
        reader.accountId
      } belongs to it, Sluice does not read.`,
    );
  }
}

function missingAcross(
  shared: GrantScope,
  grantedOn: GrantScope,
  table: ObservedTable,
  owner: AccountObservation,
  reader: AccountObservation,
  principal: IamPrincipal,
): string {
  const { tableName } = table.ref;
  if (!mayOpen(shared)) {
    return `Account ${owner.accountId} gives account ${reader.accountId} no SELECT on ${tableName} that has arrived there.`;
  }
  if (!mayOpen(grantedOn)) {
    return `Account ${reader.accountId} grants ${namePrincipal(
      principal,
    )} no SELECT on ${tableName}.`;
  }
  return `What account ${owner.accountId} shares of ${tableName} and what account ${reader.accountId} grants on have no cell in common.`;
}
