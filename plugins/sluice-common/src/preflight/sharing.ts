import { HeldShare, heldShareKey } from '../blueprints/facts';
import {
  accountIdOf,
  describePrincipal,
  describeTable,
  HeldPermission,
  isPartialSelect,
  tableOf,
  wantedPermissions,
} from './permissions';
import {
  accountNamed,
  Check,
  consumerNamed,
  finding,
  observationOf,
  resourcesOfType,
  SetUp,
} from './setUp';

type ForeignPermission = HeldPermission & {
  account: string;
  catalogId: string;
  databaseName: string;
  tableName: string;
};

/** What an account gives its own principals of tables of other accounts. */
function passedOn(setUp: SetUp): ForeignPermission[] {
  return wantedPermissions(setUp).flatMap(permission => {
    const { resource } = permission;
    const accountId = accountIdOf(setUp, permission);
    return accountId !== undefined &&
      (resource.kind === 'table' ||
        resource.kind === 'columns' ||
        resource.kind === 'dataCellsFilter') &&
      resource.catalogId !== accountId
      ? [
          {
            ...permission,
            catalogId: resource.catalogId,
            databaseName: resource.databaseName,
            tableName: resource.tableName,
          },
        ]
      : [];
  });
}

/** V8, of links */
export const foreignTablesHaveLinks: Check = setUp =>
  distinct(passedOn(setUp)).flatMap(permission => {
    const { account, catalogId, databaseName, tableName, resource } =
      permission;
    const isMade = resourcesOfType(setUp, 'resourceLink').some(
      ({ account: where, properties: { target } }) =>
        where === account &&
        target.catalogId === catalogId &&
        target.database === databaseName &&
        target.table === tableName,
    );
    const isThere = observationOf(setUp, account)?.links.some(
      ({ target }) =>
        target.catalogId === catalogId &&
        target.databaseName === databaseName &&
        target.tableName === tableName,
    );
    return isMade || isThere
      ? []
      : [
          finding(
            'V8',
            'error',
            `${account} has no resource link to ${describeTable(
              resource,
            )}, and EMR on EKS reads tables of other accounts through links only. Add a link to it.`,
          ),
        ];
  });

/** V8, of shares */
export const sharesAreAccepted: Check = setUp => {
  const senders = new Map(
    passedOn(setUp).map(({ account, catalogId }) => [
      `${account}/${catalogId}`,
      { account, catalogId },
    ]),
  );
  return [...senders.values()].flatMap(({ account, catalogId }) => {
    const isMade = resourcesOfType(setUp, 'acceptedShare').some(
      ({ account: where, properties }) =>
        where === account && properties.senderAccountId === catalogId,
    );
    const isDeclared = consumerNamed(
      setUp,
      account,
    )?.producerAccountIds.includes(catalogId);
    const observation = observationOf(setUp, account);
    const isThere = observation?.shares.some(
      ({ direction, ownerAccountId, status }) =>
        direction === 'received' &&
        ownerAccountId === catalogId &&
        status === 'ACTIVE',
    );
    const isPending = observation?.invitations.some(
      ({ senderAccountId, status }) =>
        senderAccountId === catalogId && status === 'PENDING',
    );
    return isMade || isDeclared || (isThere && !isPending)
      ? []
      : [
          finding(
            'V8',
            'warning',
            `Nothing accepts what account ${catalogId} shares with ${account}. Add ${catalogId} to producerAccountIds of ${account}, unless both are in one organization with sharing switched on.`,
          ),
        ];
  });
};

/** V15 */
export const grantorsHoldWhatTheyGive: Check = setUp =>
  passedOn(setUp).flatMap(permission => {
    const held = heldShare(setUp, permission);
    const what = `${permission.permissions.join(', ')} on ${describeTable(
      permission.resource,
    )}`;
    const who = describePrincipal(permission.principal);
    if (held === 'none') {
      return [
        finding(
          'V15',
          'error',
          `${permission.account} is to give ${who} ${what}, but holds nothing of the table with the grant option. Share the table with the account first.`,
        ),
      ];
    }
    return held === 'part' && isPartialSelect(permission)
      ? [
          finding(
            'V15',
            'error',
            `${
              permission.account
            } is to give ${who} SELECT on a part of ${describeTable(
              permission.resource,
            )}, but holds only a part of it itself; for that it must hold SELECT on all rows with the grant option. Give SELECT on the whole table: ${who} still reads only what the account was given.`,
          ),
        ]
      : [];
  });

/** What the account would hold with the grant option when its turn comes. */
function heldShare(setUp: SetUp, permission: ForeignPermission): HeldShare {
  const { account, catalogId, databaseName, tableName, resource } = permission;
  const accountId = accountNamed(setUp, account)!.accountId;
  const shares = wantedPermissions(setUp).filter(
    each =>
      each.principal === accountId &&
      each.grantable.includes('SELECT') &&
      tableOf(each.resource) === tableOf(resource),
  );
  if (shares.some(each => !isPartialSelect(each))) return 'whole';
  const before =
    setUp.facts.heldShares[
      heldShareKey({
        consumerAccountId: accountId,
        catalogId,
        database: databaseName,
        table: tableName,
      })
    ] ?? 'none';
  return before === 'none' && shares.length > 0 ? 'part' : before;
}

function distinct(permissions: ForeignPermission[]): ForeignPermission[] {
  return [
    ...new Map(
      permissions.map(each => [
        `${each.account}/${tableOf(each.resource)}`,
        each,
      ]),
    ).values(),
  ];
}
