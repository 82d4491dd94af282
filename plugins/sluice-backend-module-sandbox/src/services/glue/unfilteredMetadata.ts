import { AwsError, OperationHandler } from '../../core';
import { authorizedAccess } from '../lakeFormation/effective';
import { dataLakeSettings } from '../lakeFormation/settings';
import { registeredLocation } from '../lakeFormation/locations';
import { fold, tableOf } from './catalog';

/** What an engine can apply, from least to most (LF reference A10). */
type PermissionType =
  | 'COLUMN_PERMISSION'
  | 'CELL_FILTER_PERMISSION'
  | 'NESTED_PERMISSION'
  | 'NESTED_CELL_PERMISSION';

const CELLS: PermissionType[] = [
  'CELL_FILTER_PERMISSION',
  'NESTED_CELL_PERMISSION',
];

/** The call by which an engine learns what to filter (LF reference A10). */
const getUnfilteredTableMetadata: OperationHandler = (input, context) => {
  const { world, caller, region } = context;
  const catalogId: string = input.CatalogId;
  const { current } = tableOf(
    context,
    catalogId,
    input.DatabaseName,
    input.Name,
  );
  const access = authorizedAccess(world, caller, {
    catalogId,
    region,
    databaseName: fold(input.DatabaseName),
    tableName: fold(input.Name),
  });
  if (!access) {
    throw new AwsError(
      'AccessDeniedException',
      `Insufficient Lake Formation permission(s) on ${current.Name} (Database name: ${current.DatabaseName}, Table Name: ${current.Name})`,
    );
  }
  const supported: PermissionType[] = input.SupportedPermissionTypes;
  // Every row may be visible while the cells of one column are not.
  const filtersCells =
    access.rowFilter !== undefined || access.cellFilters.length > 0;
  if (filtersCells && !supported.some(type => CELLS.includes(type))) {
    throw new AwsError(
      'PermissionTypeMismatchException',
      `The caller's permissions on ${current.Name} need CELL_FILTER_PERMISSION, which the engine does not support.`,
    );
  }
  const settings = dataLakeSettings(world, catalogId, region);
  const tag = caller.sessionTags.LakeFormationAuthorizedCaller;
  const allowList = (settings.ExternalDataFilteringAllowList ?? []).map(
    principal => principal.DataLakePrincipalIdentifier,
  );
  if (
    tag !== undefined &&
    !(
      settings.AllowExternalDataFiltering &&
      allowList.includes(caller.accountId) &&
      settings.AuthorizedSessionTagValueList?.includes(tag)
    )
  ) {
    throw new AwsError(
      'AccessDeniedException',
      `Account ${catalogId} does not let engines of account ${caller.accountId} with session tag value ${tag} filter its data.`,
    );
  }
  const location = registeredLocation(
    world,
    catalogId,
    region,
    current.StorageDescriptor?.Location,
  );
  return {
    Table: current,
    AuthorizedColumns: access.columns,
    IsRegisteredWithLakeFormation: location !== undefined,
    CellFilters: access.cellFilters.map(filter => ({
      ColumnName: filter.columnName,
      RowFilterExpression: filter.rowFilterExpression,
    })),
    RowFilter: access.rowFilter,
    ResourceArn: location?.ResourceArn,
    IsProtected: location !== undefined,
    Permissions: access.columns.length > 0 ? ['SELECT'] : [],
  };
};

export const unfilteredMetadataOperations: Record<string, OperationHandler> = {
  GetUnfilteredTableMetadata: getUnfilteredTableMetadata,
};
