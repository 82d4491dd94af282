import { AccountObservation, ObservedTable, Permission } from '../accessModel';
import { AccessIndex } from '../effectiveAccess/AccessIndex';
import { ResolvedAccess } from '../effectiveAccess/effectiveAccess';
import {
  findReadingProblems,
  mayConcern,
} from '../effectiveAccess/preconditions';
import { readGrant } from '../effectiveAccess/readGrant';
import { shareStateOf } from '../effectiveAccess/resourceShares';
import {
  list,
  namePrincipal,
  openingOf,
  pathOf,
} from '../effectiveAccess/sentences';
import { findGovernanceRemedies } from './governanceRemedies';
import { byHand, revocationOf } from './remedies';
import { Remedy } from './types';

/**
 * What has to be done, all of it, for nothing to be read: every permission is
 * revoked that opens something of the table, or may, also once another is gone;
 * and Lake Formation decides. What was not read stays unknown until it is.
 */
export function findWaysToDisallow(
  index: AccessIndex,
  resolved: ResolvedAccess,
): Remedy[] {
  const { access, table, owner, reader } = resolved;
  if (!table || !owner || !reader || access.level === 'none') return [];
  return [
    ...findOpening(index, resolved, table, owner, reader).map(permission =>
      openingRemedy(permission, table),
    ),
    ...findUnrecognized(index, resolved, owner, reader).map(unrecognizedRemedy),
    ...findGovernanceRemedies(index, resolved),
    ...findReadingProblems(index, owner, reader).map(byHand),
  ];
}

/**
 * Those without effect beside a right to change the table are among them, and
 * those that the owner gives directly when nobody knows whether they arrived.
 */
function findOpening(
  index: AccessIndex,
  { access, principals }: ResolvedAccess,
  table: ObservedTable,
  owner: AccountObservation,
  reader: AccountObservation,
): Permission[] {
  const isForeign = owner !== reader;
  const isUnread = index.findFailure(reader, 'shares') !== undefined;
  const mayArrive = (permission: Permission) =>
    isForeign &&
    (isUnread || shareStateOf(permission, reader).kind === 'undetermined');
  const listedBy = (account: AccountObservation) =>
    principals
      .flatMap(principal =>
        index.findPermissions(access.table, principal, account.accountId),
      )
      .filter(permission => {
        const { opened, others, problems } = readGrant(
          index,
          permission,
          table,
          account,
        );
        return (
          opened !== undefined ||
          problems.length > 0 ||
          (others.length > 0 && account === owner && mayArrive(permission))
        );
      });
  const owners = listedBy(owner);
  if (!isForeign) return owners;
  // What the owner grants on a filter of its own goes from both lists at once.
  const gone = new Set(
    owners
      .filter(({ resource }) => resource.kind === 'dataCellsFilter')
      .map(({ id }) => id),
  );
  return [...owners, ...listedBy(reader).filter(({ id }) => !gone.has(id))];
}

/** What is not understood and may give something, to the principal or its account. */
function findUnrecognized(
  index: AccessIndex,
  { access, principals }: ResolvedAccess,
  owner: AccountObservation,
  reader: AccountObservation,
): Permission[] {
  const of = (account: AccountObservation, holders: string[]) =>
    holders.flatMap(holder => [
      ...index
        .findUnrecognizedPermissions(account, holder)
        .filter(permission => mayConcern(permission, access.table)),
      ...index
        .findCatalogPermissions(access.table, holder)
        .filter(
          ({ observedIn, permissions }) =>
            observedIn === account.accountId &&
            permissions.includes('SUPER_USER'),
        ),
    ]);
  return owner === reader
    ? of(owner, principals)
    : [
        ...of(owner, [...principals, reader.accountId]),
        ...of(reader, principals),
      ];
}

function openingRemedy(permission: Permission, table: ObservedTable): Remedy {
  const { observedIn, principal } = permission;
  const more =
    principal.kind === 'allIamPrincipals'
      ? ' This takes it from every principal of the account.'
      : '';
  return {
    text: `Revoke in account ${observedIn}: ${openingOf(
      permission,
      table,
    )}${pathOf(permission)}.${more}`,
    changes: [revocationOf(permission)],
  };
}

function unrecognizedRemedy(permission: Permission): Remedy {
  const { observedIn, principal, permissions } = permission;
  return {
    text: `Look at, and revoke, what Sluice does not know and may give more than it seems: in account ${observedIn}, ${namePrincipal(
      principal,
    )} holds ${list(permissions)} on ${[
      ...new Set(permission.rows.map(({ resource }) => resource)),
    ].join(' and ')}.`,
    changes: [revocationOf(permission)],
  };
}
