import { CallContext } from '../../core';
import {
  listDataFiles,
  readIcebergTable,
  UnreadableTableError,
} from '../../iceberg';
import { databaseOf, fold, tableOf } from '../glue/catalog';
import { icebergFiles } from '../glue/icebergFiles';
import { mayDescribeTable } from '../glue/permissions';
import { AuthorizedAccess, authorizedAccess } from '../lakeFormation/effective';
import { filterSql } from '../lakeFormation/filterSql';
import { scan } from './scan';
import { Statement } from './statements';
import { SqlError } from './tokens';

/** What a query found: values as text. */
export interface QueryResult {
  columns: { name: string; type: string }[];
  rows: (string | null)[][];
  scannedBytes: number;
}

type Select = Extract<Statement, { kind: 'select' }>;

/**
 * Reads one table as the caller: only columns, rows and cells that Lake Formation
 * lets the caller read, through a resource link or in the account's own catalog.
 */
export async function select(
  { name, columns: selected, limit }: Select,
  database: string,
  context: CallContext,
): Promise<QueryResult> {
  const absent = () =>
    new SqlError(
      `TABLE_NOT_FOUND: line 1:1: Table 'awsdatacatalog.${database}.${name.table}' does not exist`,
    );
  const target = targetOf(context, database, name.table);
  const table = target && lookUp(context, target);
  if (!target || !table) throw absent();
  const access = authorizedAccess(context.world, context.caller, {
    ...target,
    region: context.region,
  });
  // Whoever may not see a table is not told that it is there.
  if (!access) throw absent();
  if (access.columns.length === 0) {
    throw new SqlError(
      `Insufficient Lake Formation permission(s): Required SELECT on ${target.tableName}`,
    );
  }
  const types = new Map(
    (table.StorageDescriptor?.Columns ?? []).map(each => [
      fold(each.Name!),
      each.Type!,
    ]),
  );
  const columns =
    selected === 'count'
      ? [{ name: '_col0', type: 'bigint' }]
      : selected.map(column => {
          if (!access.columns.includes(column)) {
            throw new SqlError(
              `COLUMN_NOT_FOUND: line 1:8: Column '${column}' cannot be resolved or requester is not authorized to access requested resources`,
            );
          }
          return { name: column, type: types.get(column)! };
        });
  const location = table.Parameters?.metadata_location;
  if (!location) {
    throw new SqlError('NOT_SUPPORTED: the sandbox reads Iceberg tables only');
  }
  const files = icebergFiles(context);
  const committed = readIcebergTable(files, location);
  const listed = await listDataFiles(files, committed).catch(error => {
    throw error instanceof UnreadableTableError
      ? new SqlError(`NOT_SUPPORTED: ${error.message}`)
      : error;
  });
  if (listed.length === 0) {
    return {
      columns,
      rows: selected === 'count' ? [['0']] : [],
      scannedBytes: 0,
    };
  }
  const values: string[] = [];
  const bind = (value: string) => `$${values.push(value)}`;
  const visible = visibleSql(access, bind);
  const outputs =
    selected === 'count'
      ? 'CAST(count(*) AS VARCHAR)'
      : columns.map(asText).join(', ');
  return {
    columns,
    rows: await scan({
      metadata: committed.metadata,
      files: listed.map(({ path }) => files.read(path)),
      query: source =>
        `SELECT ${outputs} FROM (${visible(source)})${
          limit === undefined ? '' : ` LIMIT ${limit}`
        }`,
      values,
    }),
    scannedBytes: listed.reduce((sum, file) => sum + file.sizeInBytes, 0),
  };
}

interface Target {
  catalogId: string;
  databaseName: string;
  tableName: string;
}

/** The table that a name means, which may be a link or in a linked database. */
function targetOf(
  context: CallContext,
  databaseName: string,
  tableName: string,
): Target | undefined {
  const { accountId } = context.caller;
  const own = { catalogId: accountId, databaseName, tableName };
  try {
    const { TargetDatabase } = databaseOf(
      context,
      accountId,
      databaseName,
    ).current;
    if (TargetDatabase) {
      return {
        catalogId: TargetDatabase.CatalogId ?? accountId,
        databaseName: fold(TargetDatabase.DatabaseName!),
        tableName,
      };
    }
  } catch {
    return undefined;
  }
  const link = lookUp(context, own)?.TargetTable;
  if (!link) return own;
  // A link has to be seen, besides what it leads to being granted (LF reference A8).
  if (!mayDescribeTable(context, accountId, databaseName, tableName)) {
    return undefined;
  }
  return {
    catalogId: link.CatalogId ?? accountId,
    databaseName: fold(link.DatabaseName!),
    tableName: fold(link.Name!),
  };
}

function lookUp(context: CallContext, target: Target) {
  const { catalogId, databaseName, tableName } = target;
  try {
    return tableOf(context, catalogId, databaseName, tableName).current;
  } catch {
    return undefined;
  }
}

/** The rows, columns and cells that the caller may read (LF reference A6). */
function visibleSql(
  access: AuthorizedAccess,
  bind: (text: string) => string,
): (source: string) => string {
  const cells = access.columns.map(column => {
    const filter = access.cellFilters.find(each => each.columnName === column);
    return filter
      ? `CASE WHEN ${filterSql(filter.rowFilterExpression, bind)} THEN ${quoted(
          column,
        )} END AS ${quoted(column)}`
      : quoted(column);
  });
  const rows =
    access.rowFilter === undefined
      ? ''
      : ` WHERE ${filterSql(access.rowFilter, bind)}`;
  return source => `SELECT ${cells.join(', ')} FROM ${source}${rows}`;
}

/** Values as Athena writes them. */
function asText({ name, type }: { name: string; type: string }): string {
  return type === 'timestamp'
    ? `strftime(${quoted(name)}, '%Y-%m-%d %H:%M:%S.%g')`
    : `CAST(${quoted(name)} AS VARCHAR)`;
}

function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
