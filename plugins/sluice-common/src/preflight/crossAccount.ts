import { PermissionResource } from '../accessModel';
import { askedGrants, knownTable } from './askedGrants';
import {
  accountIdOf,
  describePrincipal,
  HeldPermission,
  wantedPermissions,
} from './permissions';
import {
  Check,
  finding,
  observationOf,
  producerNamed,
  resourcesOfType,
  SetUp,
} from './setUp';

/** From this version on, roles of other accounts can be granted to. */
const VERSION_FOR_ROLES = 3;

/** What an account gives to others of its own catalog. */
function sharedOut(setUp: SetUp): (HeldPermission & { account: string })[] {
  return wantedPermissions(setUp).filter(permission => {
    const { principal, resource } = permission;
    const owner = accountIdOf(setUp, permission);
    const receiver =
      /^(\d{12})$|^arn:[^:]*:iam::(\d{12}):/.exec(principal) ?? [];
    const receiverId = receiver[1] ?? receiver[2];
    return (
      'catalogId' in resource &&
      resource.catalogId === owner &&
      receiverId !== undefined &&
      receiverId !== owner
    );
  });
}

/** V16, of IAM_ALLOWED_PRINCIPALS */
export const sharedThingsAreGoverned: Check = setUp => {
  const places = new Map(
    sharedOut(setUp).map(({ account, resource }) => {
      const place = placeOf(resource);
      return [JSON.stringify([account, place]), { account, ...place }];
    }),
  );
  return [...places.values()].flatMap(({ account, database, table }) => {
    const observation = observationOf(setUp, account);
    if (!database || !observation) return [];
    const isRevoked = resourcesOfType(
      setUp,
      'withoutIamAllowedPrincipals',
    ).some(
      ({ account: where, properties }) =>
        where === account &&
        properties.database === database &&
        properties.table === table,
    );
    const isHybrid = observation.tables.some(
      ({ ref, registration }) =>
        ref.databaseName === database &&
        (table === undefined || ref.tableName === table) &&
        registration === 'hybrid',
    );
    const isOpen = observation.permissions.some(
      ({ principal, resource }) =>
        principal.kind === 'iamAllowedPrincipals' &&
        covers(resource, database, table),
    );
    const what = table ? `table ${database}.${table}` : `database ${database}`;
    return isOpen && !isRevoked && !isHybrid
      ? [
          finding(
            'V16',
            'error',
            `IAM_ALLOWED_PRINCIPALS holds permissions on ${what} of ${account}, so Lake Formation refuses to share it. Revoke them, as publishing the data product with Sluice does.`,
          ),
        ]
      : [];
  });
};

/** V16, of the cross-account version */
export const crossAccountVersionSuffices: Check = setUp => {
  const accounts = new Map(
    sharedOut(setUp).map(({ account, principal }) => [account, principal]),
  );
  for (const { account, principal } of sharedOut(setUp)) {
    if (principal.startsWith('arn:')) accounts.set(account, principal);
  }
  return [...accounts].flatMap(([account, principal]) => {
    const version = versionOf(setUp, account);
    if (version === undefined || version >= VERSION_FOR_ROLES) return [];
    const isRole = principal.startsWith('arn:');
    return [
      finding(
        'V16',
        isRole ? 'error' : 'warning',
        `${account} has cross-account version ${version}; ${
          isRole
            ? `to grant to ${describePrincipal(principal)} of another account`
            : 'to share tables by few invitations'
        } takes ${VERSION_FOR_ROLES} or later. Set crossAccountVersion of ${account} to ${VERSION_FOR_ROLES}.`,
      ),
    ];
  });
};

/** V16, of third parties */
export const sharesAreNotPassedToAccounts: Check = setUp =>
  askedGrants(setUp).flatMap(grant =>
    knownTable(setUp, grant).kind === 'link'
      ? [
          finding(
            'V16',
            'error',
            `${grant.database}.${grant.table} in ${grant.producerAccount} leads to a table of another account. What was shared with ${grant.producerAccount} cannot be shared by it with ${grant.consumerAccount}. Ask the account that owns the table.`,
          ),
        ]
      : [],
  );

function versionOf(setUp: SetUp, account: string): number | undefined {
  const wanted = resourcesOfType(setUp, 'crossAccountVersion')
    .filter(resource => resource.account === account)
    .map(({ properties }) => properties.atLeast);
  const observed = observationOf(setUp, account)?.settings?.crossAccountVersion;
  const versions = [
    ...wanted,
    ...(observed === undefined ? [] : [Number(observed)]),
  ];
  return versions.length > 0
    ? Math.max(...versions)
    : producerNamed(setUp, account)?.crossAccountVersion;
}

function placeOf(resource: PermissionResource): {
  database?: string;
  table?: string;
} {
  return {
    ...('databaseName' in resource && { database: resource.databaseName }),
    ...('tableName' in resource && { table: resource.tableName }),
  };
}

function covers(
  resource: PermissionResource,
  database: string,
  table: string | undefined,
): boolean {
  if (!('databaseName' in resource) || resource.databaseName !== database) {
    return false;
  }
  if (table === undefined) return resource.kind === 'database';
  return (
    resource.kind === 'allTables' ||
    ('tableName' in resource && resource.tableName === table)
  );
}
