import { AwsError, OperationHandler } from '../../core';
import { registeredLocation } from '../lakeFormation/locations';
import { tableOf } from './catalog';
import { accessForEngine, requireExternalFiltering } from './engineAccess';

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
  const access = accessForEngine(context, current);
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
  if (caller.sessionTags.LakeFormationAuthorizedCaller !== undefined) {
    requireExternalFiltering(context, catalogId);
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
