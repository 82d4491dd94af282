import { CallContext } from '../../core';
import {
  listDataFiles,
  quoted,
  readIcebergTable,
  UnreadableTableError,
} from '../../iceberg';
import { databaseOf, fold, tableOf } from '../glue/catalog';
import { icebergFiles } from '../glue/icebergFiles';
import { mayDescribeTable } from '../glue/permissions';
import { authorizedAccess } from '../lakeFormation/effective';
import { visibleSql } from '../lakeFormation/visibleSql';
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
  const listed = await listDataFiles(files, committed).catch(notSupported);
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
    }).catch(notSupported),
    scannedBytes: listed.reduce((sum, file) => sum + file.sizeInBytes, 0),
  };
}

function notSupported(error: unknown): never {
  throw error instanceof UnreadableTableError
    ? new SqlError(`NOT_SUPPORTED: ${error.message}`)
    : error;
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

/** Values as Athena writes them. */
function asText({ name, type }: { name: string; type: string }): string {
  return type === 'timestamp'
    ? `strftime(${quoted(name)}, '%Y-%m-%d %H:%M:%S.%g')`
    : `CAST(${quoted(name)} AS VARCHAR)`;
}
