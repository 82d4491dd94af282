import type { ResourceInfo } from '@aws-sdk/client-lakeformation';
import { AwsError, CallContext } from '../../core';
import { decisionFor } from '../iam/authorization';
import { AuthorizedAccess, authorizedAccess } from '../lakeFormation/effective';
import { registeredLocation } from '../lakeFormation/locations';
import { dataLakeSettings } from '../lakeFormation/settings';
import { StoredTable } from './catalog';

type Table = StoredTable['current'];

/** The answer to whoever may not see a table. */
export function insufficientPermissions({
  Name,
  DatabaseName,
}: Pick<Table, 'Name' | 'DatabaseName'>): AwsError {
  return new AwsError(
    'AccessDeniedException',
    `Insufficient Lake Formation permission(s) on ${Name} (Database name: ${DatabaseName}, Table Name: ${Name})`,
  );
}

/**
 * What an engine has to filter of a table for the caller.
 *
 * @throws AwsError `AccessDeniedException` for a caller that may not see the table
 */
export function accessForEngine(
  { world, caller, region }: CallContext,
  table: Table,
): AuthorizedAccess {
  const access = authorizedAccess(world, caller, {
    catalogId: table.CatalogId!,
    region,
    databaseName: table.DatabaseName,
    tableName: table.Name,
  });
  if (!access) throw insufficientPermissions(table);
  return access;
}

/**
 * Whether the owner of a table lets engines of the caller's account filter it,
 * with the session tag that this one has (LF reference A10).
 *
 * @throws AwsError `AccessDeniedException`
 */
export function requireExternalFiltering(
  { world, caller, region }: CallContext,
  catalogId: string,
) {
  const settings = dataLakeSettings(world, catalogId, region);
  const tag = caller.sessionTags.LakeFormationAuthorizedCaller;
  const allowList = (settings.ExternalDataFilteringAllowList ?? []).map(
    principal => principal.DataLakePrincipalIdentifier,
  );
  if (
    !(
      settings.AllowExternalDataFiltering &&
      allowList.includes(caller.accountId) &&
      settings.AuthorizedSessionTagValueList?.includes(tag)
    )
  ) {
    throw new AwsError(
      'AccessDeniedException',
      `Account ${catalogId} does not let engines of account ${
        caller.accountId
      } ${
        tag === undefined
          ? 'without session tag'
          : `with session tag value ${tag}`
      } filter its data.`,
    );
  }
}

/**
 * Whether the engine gets at a table's files: at a registered location with Lake
 * Formation's data access role, elsewhere with the caller's own (LF reference A9).
 *
 * @throws AwsError `AccessDeniedException`
 */
export function requireFiles(context: CallContext, table: Table) {
  const { world, caller, region } = context;
  const uri = table.StorageDescriptor?.Location;
  const location = registeredLocation(world, table.CatalogId!, region, uri);
  const request = {
    action: 's3:GetObject',
    resource: `${uri
      ?.replace(/^s3[an]?:\/\//, 'arn:aws:s3:::')
      .replace(/\/+$/, '')}/*`,
  };
  if (location && isServiceLinked(location)) return;
  const role = location?.RoleArn ?? caller.principalArn;
  if (
    (!location && table.CatalogId !== caller.accountId) ||
    decisionFor(world, role, request) !== 'allowed'
  ) {
    throw new AwsError(
      'AccessDeniedException',
      location
        ? `Lake Formation's data access role ${role} may not read ${uri}.`
        : `The location of ${table.Name}, ${uri}, is not registered with Lake Formation, and ${role} may not read it.`,
    );
  }
}

/** The service-linked role has the rights on its locations that it needs. */
function isServiceLinked({ RoleArn }: ResourceInfo): boolean {
  return RoleArn!.includes(':role/aws-service-role/');
}
