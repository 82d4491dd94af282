import { AccountObservation, Permission, TableRef } from '../accessModel';
import { givesSelect } from '../effectiveAccess/readGrant';
import { guessAt, mayConcern } from '../effectiveAccess/preconditions';
import { printPrincipal } from '../permissions';
import { driftOf, nameOf } from './driftOf';
import { TableReach } from './TableReach';
import { Drift } from './types';
import { World } from './World';

/** What decides and cannot be read (20): the answer is unknown, never clean. */
export function findNotUnderstood(world: World): Drift[] {
  const tables = [...world.tables.values()];
  const reach = new TableReach(world, world.tables);
  return [
    ...world.observations.flatMap(account =>
      account.permissions
        .filter(each => isUnknown(each))
        .flatMap(permission => {
          const concerned =
            permission.resource.kind === 'unrecognised'
              ? tables.filter(
                  ref =>
                    ref.region === account.region &&
                    mayConcern(permission, ref),
                )
              : reach.of(permission);
          return concerned.length > 0
            ? [unknownPermission(world, account, permission, concerned)]
            : [];
        }),
    ),
    ...tables.flatMap(ref => {
      const problem = world.table(ref)?.problem;
      if (!problem) return [];
      return [
        driftOf(world, {
          cause: 'notUnderstood',
          direction: 'unknown',
          accountId: ref.catalogId,
          table: ref,
          identity: 'metadata',
          text: `The metadata of ${nameOf(
            ref,
          )} could not be read in full: ${problem}`,
          repair: {
            kind: 'byHand',
            text: 'Look at the table in Glue and at its metadata file.',
          },
        }),
      ];
    }),
  ];
}

function isUnknown(permission: Permission): boolean {
  return (
    permission.resource.kind === 'unrecognised' ||
    (permission.condition !== undefined && givesSelect(permission)) ||
    (permission.resource.kind === 'catalog' &&
      permission.permissions.includes('SUPER_USER'))
  );
}

function unknownPermission(
  world: World,
  account: AccountObservation,
  permission: Permission,
  tables: TableRef[],
): Drift {
  const principal = printPrincipal(permission.principal);
  const what = permission.condition
    ? `under the condition ${permission.condition}`
    : 'of a kind that Sluice does not know';
  return driftOf(world, {
    cause: 'notUnderstood',
    direction: 'unknown',
    accountId: account.accountId,
    principal,
    identity: permission.id,
    ...(tables.length === 1 && { table: tables[0] }),
    text: `${principal} holds a permission ${what} that may reach ${tables
      .slice(0, 3)
      .map(nameOf)
      .join(', ')}. ${guessAt(permission)}`.trim(),
    found: permission.rows.map(({ resource }) => resource).join('; '),
    rows: permission.rows,
    repair: {
      kind: 'byHand',
      text: 'Look at the permission in Lake Formation, and revoke it if nobody needs it.',
    },
  });
}
