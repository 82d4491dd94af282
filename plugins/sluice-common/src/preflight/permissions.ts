import { LfPermission, Permission, PermissionResource } from '../accessModel';
import { DesiredResource } from '../resources';
import { accountNamed, resourcesOfType, SetUp } from './setUp';

/** A permission that is wanted, or is there. */
export interface HeldPermission {
  principal: string;
  resource: PermissionResource;
  permissions: LfPermission[];
  grantable: LfPermission[];
}

/** What the set-up would grant. */
export function wantedPermissions(
  setUp: SetUp,
): (HeldPermission & { account: string })[] {
  return resourcesOfType(setUp, 'lakeFormationPermission').map(
    ({ account, properties }) => ({ account, ...properties }),
  );
}

/** What principals hold already, with the principal spelt as the API does. */
export function observedPermissions({ observed }: SetUp): HeldPermission[] {
  return observed.flatMap(({ permissions }) =>
    permissions.flatMap(permission => {
      const principal = principalOf(permission);
      return principal ? [{ ...permission, principal }] : [];
    }),
  );
}

function principalOf({ principal }: Permission): string | undefined {
  switch (principal.kind) {
    case 'iamRole':
    case 'iamUser':
      return principal.arn;
    case 'account':
      return principal.accountId;
    default:
      return undefined;
  }
}

/** `catalog/database/table` of what a permission on a table is on. */
export function tableOf(resource: PermissionResource): string | undefined {
  switch (resource.kind) {
    case 'table':
    case 'columns':
    case 'dataCellsFilter':
      return [
        resource.catalogId,
        resource.databaseName,
        resource.tableName,
      ].join('/');
    default:
      return undefined;
  }
}

/** Whether it gives SELECT on a part of a table only. */
export function isPartialSelect({
  resource,
  permissions,
}: HeldPermission): boolean {
  if (!permissions.includes('SELECT')) return false;
  return (
    resource.kind === 'dataCellsFilter' ||
    (resource.kind === 'columns' && resource.columns.kind !== 'all')
  );
}

export function describePrincipal(principal: string): string {
  return /^\d{12}$/.test(principal)
    ? `account ${principal}`
    : principal.split('/').pop()!;
}

export function describeTable(resource: PermissionResource): string {
  return 'tableName' in resource
    ? `table ${resource.databaseName}.${resource.tableName} of ${resource.catalogId}`
    : resource.kind;
}

/** Account id of the account in which a resource is made. */
export function accountIdOf(
  setUp: SetUp,
  { account }: Pick<DesiredResource, 'account'>,
): string | undefined {
  return accountNamed(setUp, account)?.accountId;
}
