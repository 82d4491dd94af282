import { LfPermission } from '../accessModel';
import { heldShareKey } from '../blueprints/facts';
import {
  accountIdOf,
  describePrincipal,
  describeTable,
  HeldPermission,
  isPartialSelect,
  observedPermissions,
  tableOf,
  wantedPermissions,
} from './permissions';
import { Check, finding, SetUp } from './setUp';

/** What a principal with SELECT on a part of a table cannot hold (LF reference A5). */
const EXCLUDED_BESIDE_PART: readonly LfPermission[] = [
  'DESCRIBE',
  'ALTER',
  'DROP',
  'DELETE',
  'INSERT',
  'ALL',
];

/** V14, of exclude lists */
export const grantableColumnsAreIncluded: Check = setUp =>
  wantedPermissions(setUp).flatMap(({ principal, resource, grantable }) =>
    resource.kind === 'columns' &&
    resource.columns.kind === 'exclude' &&
    grantable.includes('SELECT')
      ? [
          finding(
            'V14',
            'error',
            `SELECT with the grant option on all columns but ${resource.columns.names.join(
              ', ',
            )} of ${describeTable(
              resource,
            )} is to be given to ${describePrincipal(
              principal,
            )}. With the grant option Lake Formation takes only a list of the columns to include. Name these.`,
          ),
        ]
      : [],
  );

/** V14, of other permissions on the same table */
export const partsStandAlone: Check = setUp => {
  const wanted = wantedPermissions(setUp);
  const held = observedPermissions(setUp);
  const isSame = (one: HeldPermission) => (other: HeldPermission) =>
    one.principal === other.principal &&
    tableOf(one.resource) !== undefined &&
    tableOf(one.resource) === tableOf(other.resource);

  return wanted.flatMap(permission => {
    const who = describePrincipal(permission.principal);
    const table = describeTable(permission.resource);
    if (isPartialSelect(permission)) {
      const before = [
        ...new Set([
          ...excluded(held.filter(isSame(permission))),
          ...writingOnAllTables(held, permission),
        ]),
      ];
      return before.length > 0
        ? [
            finding(
              'V14',
              'error',
              `${who} already holds ${before.join(
                ', ',
              )} on ${table}, so SELECT on a part of it would have no effect. Revoke these first, or give the whole table.`,
            ),
          ]
        : [];
    }
    const asked = excluded([permission]);
    const parts = [...wanted, ...held]
      .filter(isSame(permission))
      .filter(isPartialSelect);
    return asked.length > 0 &&
      (parts.length > 0 || holdsPart(setUp, permission))
      ? [
          finding(
            'V14',
            'error',
            `${asked.join(
              ', ',
            )} on ${table} is to be given to ${who}, which reads only a part of it; Lake Formation refuses these beside a partial SELECT. Give SELECT alone.`,
          ),
        ]
      : [];
  });
};

/** What the principal may do to all tables of the database, and so to this one. */
function writingOnAllTables(
  held: HeldPermission[],
  { principal, resource }: HeldPermission,
): LfPermission[] {
  if (!('tableName' in resource)) return [];
  return held
    .filter(
      each =>
        each.principal === principal &&
        each.resource.kind === 'allTables' &&
        each.resource.catalogId === resource.catalogId &&
        each.resource.databaseName === resource.databaseName,
    )
    .flatMap(each => each.permissions)
    .filter(word => word !== 'DESCRIBE' && EXCLUDED_BESIDE_PART.includes(word));
}

/** Whether the account that passes a permission on holds a part of the table only. */
function holdsPart(
  setUp: SetUp,
  permission: HeldPermission & { account: string },
): boolean {
  const { resource } = permission;
  const accountId = accountIdOf(setUp, permission);
  return (
    resource.kind === 'table' &&
    accountId !== undefined &&
    resource.catalogId !== accountId &&
    setUp.facts.heldShares[
      heldShareKey({
        consumerAccountId: accountId,
        catalogId: resource.catalogId,
        database: resource.databaseName,
        table: resource.tableName,
      })
    ] === 'part'
  );
}

function excluded(permissions: HeldPermission[]): LfPermission[] {
  return [
    ...new Set(
      permissions
        .filter(({ resource }) => resource.kind === 'table')
        .flatMap(each => each.permissions)
        .filter(each => EXCLUDED_BESIDE_PART.includes(each)),
    ),
  ];
}
