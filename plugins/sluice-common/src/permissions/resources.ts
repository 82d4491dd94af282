import { PermissionResource } from '../accessModel';
import { columnSelectionOf } from './columnSelection';
import { RawResource } from './rawTypes';

/** What Lake Formation puts in place of a name for a table wildcard. */
const ALL_TABLES = 'ALL_TABLES';

/**
 * Reads the `Resource` member of a permission (LF reference A1). SELECT on a
 * table comes back as `TableWithColumns` with an empty wildcard (A11.1); that
 * is the table again here.
 *
 * @param ownCatalogId - catalog that is meant when none is named
 * @returns kind `unrecognised` for any shape that is not documented
 * @public
 */
export function parsePermissionResource(
  raw: RawResource | undefined,
  ownCatalogId: string,
): PermissionResource {
  const members = Object.entries(raw ?? {}).filter(
    ([, value]) => value !== undefined && value !== null,
  );
  const resource =
    members.length === 1 && raw ? parseMember(raw, ownCatalogId) : undefined;
  return resource ?? { kind: 'unrecognised', json: JSON.stringify(raw ?? {}) };
}

function parseMember(
  raw: RawResource,
  ownCatalogId: string,
): PermissionResource | undefined {
  if (raw.Catalog) {
    return { kind: 'catalog', catalogId: raw.Catalog.Id ?? ownCatalogId };
  }
  if (raw.Database) {
    const { CatalogId: catalogId = ownCatalogId, Name } = raw.Database;
    return Name
      ? { kind: 'database', catalogId, databaseName: Name.toLowerCase() }
      : undefined;
  }
  if (raw.Table) return parseTable(raw.Table, ownCatalogId);
  if (raw.TableWithColumns) {
    return parseTableWithColumns(raw.TableWithColumns, ownCatalogId);
  }
  if (raw.DataCellsFilter) {
    const { TableCatalogId, DatabaseName, TableName, Name } =
      raw.DataCellsFilter;
    if (!DatabaseName || !TableName || !Name) return undefined;
    return {
      kind: 'dataCellsFilter',
      catalogId: TableCatalogId ?? ownCatalogId,
      databaseName: DatabaseName.toLowerCase(),
      tableName: TableName.toLowerCase(),
      filterName: Name,
    };
  }
  if (raw.DataLocation) {
    const { CatalogId: catalogId = ownCatalogId, ResourceArn } =
      raw.DataLocation;
    return ResourceArn
      ? { kind: 'dataLocation', catalogId, resourceArn: ResourceArn }
      : undefined;
  }
  return parseTagMember(raw, ownCatalogId);
}

function parseTable(
  raw: NonNullable<RawResource['Table']>,
  ownCatalogId: string,
): PermissionResource | undefined {
  const { CatalogId: catalogId = ownCatalogId, DatabaseName, Name } = raw;
  if (!DatabaseName) return undefined;
  const databaseName = DatabaseName.toLowerCase();
  if (raw.TableWildcard || Name === ALL_TABLES) {
    return Name === undefined || Name === ALL_TABLES
      ? { kind: 'allTables', catalogId, databaseName }
      : undefined;
  }
  return Name
    ? { kind: 'table', catalogId, databaseName, tableName: Name.toLowerCase() }
    : undefined;
}

function parseTableWithColumns(
  raw: NonNullable<RawResource['TableWithColumns']>,
  ownCatalogId: string,
): PermissionResource | undefined {
  const columns = columnSelectionOf(raw);
  const table = parseTable(
    {
      CatalogId: raw.CatalogId,
      DatabaseName: raw.DatabaseName,
      Name: raw.Name,
    },
    ownCatalogId,
  );
  if (!columns || !table) return undefined;
  if (columns.kind === 'all') return table;
  return table.kind === 'table'
    ? { ...table, kind: 'columns', columns }
    : undefined;
}

function parseTagMember(
  raw: RawResource,
  ownCatalogId: string,
): PermissionResource | undefined {
  if (raw.LFTag) {
    const {
      CatalogId: catalogId = ownCatalogId,
      TagKey,
      TagValues,
    } = raw.LFTag;
    return TagKey
      ? {
          kind: 'lfTag',
          catalogId,
          key: TagKey.toLowerCase(),
          values: foldValues(TagValues),
        }
      : undefined;
  }
  if (raw.LFTagPolicy) {
    const { CatalogId: catalogId = ownCatalogId, ResourceType } =
      raw.LFTagPolicy;
    const expression = (raw.LFTagPolicy.Expression ?? []).map(condition => ({
      key: condition.TagKey?.toLowerCase() ?? '',
      values: foldValues(condition.TagValues),
    }));
    const isComplete =
      expression.length > 0 &&
      expression.every(({ key, values }) => key && values.length > 0);
    if (ResourceType !== 'DATABASE' && ResourceType !== 'TABLE') {
      return undefined;
    }
    // A policy by ExpressionName alone does not say what it matches.
    return isComplete
      ? {
          kind: 'lfTagPolicy',
          catalogId,
          resourceType: ResourceType,
          expression: expression.sort((a, b) => (a.key < b.key ? -1 : 1)),
        }
      : undefined;
  }
  if (raw.LFTagExpression) {
    const { CatalogId: catalogId = ownCatalogId, Name } = raw.LFTagExpression;
    return Name
      ? { kind: 'lfTagExpression', catalogId, name: Name }
      : undefined;
  }
  return undefined;
}

function foldValues(values: string[] | undefined): string[] {
  return [...new Set((values ?? []).map(value => value.toLowerCase()))].sort();
}
