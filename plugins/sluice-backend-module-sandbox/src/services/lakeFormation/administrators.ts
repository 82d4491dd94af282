import { AwsError, Caller, CallContext, SandboxWorld } from '../../core';
import { lakeFormationState } from './state';

type Principal = Pick<Caller, 'accountId' | 'principalArn'>;

/**
 * Whether the caller administers its own account's data lake: it is in
 * `DataLakeAdmins`, or signs with the account's own credentials, with which a
 * fresh account is set up.
 */
export function isLakeFormationAdmin(
  world: SandboxWorld,
  caller: Principal,
  region: string,
): boolean {
  const { settings } = lakeFormationState(world, caller.accountId, region);
  return (
    caller.principalArn.endsWith(':root') ||
    lists(settings.DataLakeAdmins, caller.principalArn)
  );
}

/** Whether the caller may see everything of its data lake, as an administrator or read-only administrator. */
export function seesWholeDataLake(
  world: SandboxWorld,
  caller: Principal,
  region: string,
): boolean {
  const { settings } = lakeFormationState(world, caller.accountId, region);
  return (
    isLakeFormationAdmin(world, caller, region) ||
    lists(settings.ReadOnlyAdmins, caller.principalArn)
  );
}

/** Lets only data lake administrators on. */
export function requireAdmin(context: CallContext, action: string): void {
  const { world, caller, region } = context;
  if (!isLakeFormationAdmin(world, caller, region)) {
    throw new AwsError(
      'AccessDeniedException',
      `${caller.arn} is not authorized to perform ${action}: it is not a data lake administrator of account ${caller.accountId}.`,
    );
  }
}

/** Refuses a CatalogId of another account, where only the own catalog can be meant. */
export function requireOwnCatalog(
  catalogId: string | undefined,
  { caller }: CallContext,
): void {
  if (catalogId && catalogId !== caller.accountId) {
    throw new AwsError(
      'AccessDeniedException',
      `Access denied: catalog ${catalogId} is not the catalog of account ${caller.accountId}.`,
    );
  }
}

function lists(
  principals: { DataLakePrincipalIdentifier?: string }[] | undefined,
  arn: string,
): boolean {
  return (principals ?? []).some(
    principal => principal.DataLakePrincipalIdentifier === arn,
  );
}
