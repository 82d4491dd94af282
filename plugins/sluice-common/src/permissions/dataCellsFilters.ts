import { DataCellsFilter } from '../accessModel';
import { columnSelectionOf } from './columnSelection';
import { RawDataCellsFilter } from './rawTypes';

/**
 * Reads a data cells filter (LF reference A1). An all-rows filter comes back with
 * both `AllRowsWildcard` and the expression `TRUE`.
 *
 * @param account - whose Lake Formation was asked
 * @returns undefined for a shape that is not documented; access through such a
 * filter is then unknown, as through one that could not be read
 * @public
 */
export function normalizeDataCellsFilter(
  raw: RawDataCellsFilter,
  account: { accountId: string; region: string },
): DataCellsFilter | undefined {
  const { DatabaseName, TableName, Name } = raw;
  const columns = columnSelectionOf(raw);
  const rows = rowsOf(raw.RowFilter);
  if (!DatabaseName || !TableName || !Name || !columns || !rows) {
    return undefined;
  }
  return {
    table: {
      region: account.region,
      catalogId: raw.TableCatalogId ?? account.accountId,
      databaseName: DatabaseName.toLowerCase(),
      tableName: TableName.toLowerCase(),
    },
    name: Name,
    columns,
    rows,
    ...(raw.VersionId === undefined ? {} : { versionId: raw.VersionId }),
  };
}

function rowsOf(
  raw: RawDataCellsFilter['RowFilter'],
): DataCellsFilter['rows'] | undefined {
  const expression = raw?.FilterExpression?.trim();
  const isEveryRow = !expression || expression.toLowerCase() === 'true';
  if (raw?.AllRowsWildcard) return isEveryRow ? { kind: 'all' } : undefined;
  if (!expression) return undefined;
  return isEveryRow ? { kind: 'all' } : { kind: 'expression', expression };
}
