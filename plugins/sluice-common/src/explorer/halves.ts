import { AccountObservation, ObservedTable, Permission } from '../accessModel';
import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import {
  GrantScope,
  collectGrants,
  opensAll,
} from '../effectiveAccess/grantScope';
import { openTable } from '../effectiveAccess/grantSources';
import { shareStateOf } from '../effectiveAccess/resourceShares';

/** What both accounts give, each by itself. */
export interface Halves {
  /** What the owner gives to the reader's account, and has arrived. */
  shared: GrantScope;
  /** What that account grants its principal, however much of it is shared. */
  grantedOn: GrantScope;
  /** Whether something that is shared only waits to be accepted. */
  isWaiting: boolean;
  /** Why a whole table that is granted already does not come through, whoever waits for it. */
  broken?: string;
}

/** Of a question across accounts. */
export function halvesOf(index: AccessIndex, resolved: ResolvedAccess): Halves {
  const { access, principals } = resolved;
  const { table, owner, reader } = known(resolved);
  const listed = (accountId: string) =>
    principals.flatMap(each =>
      index.findPermissions(access.table, each, accountId),
    );
  const direct = new Set(listed(owner.accountId).map(({ id }) => id));
  const shares = index.findPermissions(
    access.table,
    reader.accountId,
    owner.accountId,
  );
  return {
    shared: collectGrants(index, {
      table,
      account: owner,
      principals: [reader.accountId],
      recipient: reader,
    }),
    grantedOn: collectGrants(index, {
      table,
      account: reader,
      principals,
      besides: new Set(
        listed(reader.accountId).filter(({ id }) => direct.has(id)),
      ),
    }),
    isWaiting: shares.some(share => isPending(share, reader)),
    broken: brokenOf(index, resolved),
  };
}

function brokenOf(
  index: AccessIndex,
  resolved: ResolvedAccess,
): string | undefined {
  const { access } = resolved;
  const { owner, reader } = known(resolved);
  const texts = [reader.accountId, access.principal]
    .flatMap(each => index.findPermissions(access.table, each, owner.accountId))
    .filter(
      share => share.resource.kind === 'table' && !isPending(share, reader),
    )
    .flatMap(share => {
      const state = shareStateOf(share, reader);
      return state.kind === 'accepted' ? [] : [state.text];
    });
  return texts[0];
}

/** Whether no problem of this half is left once the other one is there. */
export function isCertain(scope: GrantScope, table: ObservedTable): boolean {
  return scope.problems.length === 0 || opensAll(scope, table);
}

/** Whether it opens something of a column, or of any at -1. */
export function opens(
  { sources }: GrantScope,
  table: ObservedTable,
  position: number,
): boolean {
  return openTable(sources, table).columns.some(
    ({ kind }, i) => (position < 0 || i === position) && kind !== 'none',
  );
}

/** Whether a permission waits for its share to be accepted. */
export function isPending(
  share: Permission,
  reader: AccountObservation,
): boolean {
  const arns = new Set(share.rows.flatMap(row => row.resourceShareArns));
  return (
    shareStateOf(share, reader).kind === 'notAccepted' &&
    reader.invitations.some(
      ({ shareArn, senderAccountId, status }) =>
        status === 'PENDING' &&
        (arns.size > 0
          ? arns.has(shareArn)
          : senderAccountId === share.observedIn),
    )
  );
}

/** Parts that are there once a table was found. */
export function known({ table, owner, reader }: ResolvedAccess): {
  table: ObservedTable;
  owner: AccountObservation;
  reader: AccountObservation;
} {
  return { table: table!, owner: owner!, reader: reader! };
}
