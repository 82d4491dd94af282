import { CallContext } from '../../core';
import {
  appendRows,
  columnType,
  createIcebergTable,
  readIcebergTable,
} from '../../iceberg';
import { databaseOf, fold, tableOf } from '../glue/catalog';
import { icebergFiles } from '../glue/icebergFiles';
import { requirePermission } from '../glue/permissions';
import {
  icebergColumns,
  putTable,
  replaceTable,
  tableOperations,
} from '../glue/tables';
import { toCell } from './cells';
import { QueryResult, select } from './select';
import { Statement } from './statements';
import { SqlError } from './tokens';

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/**
 * Runs a statement as the caller.
 *
 * @returns rows, of a query
 * @throws SqlError or AwsError, which fail the query
 */
export async function execute(
  statement: Statement,
  context: CallContext,
  contextDatabase: string | undefined,
): Promise<QueryResult | void> {
  const database = statement.name.database ?? contextDatabase;
  if (!database) {
    throw new SqlError(
      `SYNTAX_ERROR: no database for table ${statement.name.table}: name it, or set one in the query's context`,
    );
  }
  switch (statement.kind) {
    case 'createTable':
      return createTable(statement, database, context);
    case 'insert':
      return insert(statement, database, context);
    case 'select':
      return select(statement, database, context);
    default:
      return dropTable(statement, database, context);
  }
}

function createTable(
  statement: Of<'createTable'>,
  database: string,
  context: CallContext,
) {
  const { columns, partitionedBy, location, properties } = statement;
  const { tables } = databaseOf(context, context.caller.accountId, database);
  if (tables.has(fold(statement.name.table)) && statement.ifNotExists) return;
  if (properties.table_type?.toUpperCase() !== 'ICEBERG') {
    throw new SqlError(
      "NOT_SUPPORTED: the sandbox makes Iceberg tables only; add TBLPROPERTIES ('table_type'='ICEBERG')",
    );
  }
  for (const column of columns) {
    if (!columnType(column.type)) {
      throw new SqlError(
        `NOT_SUPPORTED: column ${column.name} has type ${column.type}, which the sandbox cannot write`,
      );
    }
  }
  for (const name of partitionedBy) {
    if (!columns.some(column => column.name === name)) {
      throw new SqlError(
        `COLUMN_NOT_FOUND: partition column ${name} is not a column of the table`,
      );
    }
  }
  const created = createIcebergTable(icebergFiles(context), {
    location,
    columns,
    partitionedBy,
    now: context.world.clock.now(),
  });
  putTable(context, database, {
    Name: statement.name.table,
    TableType: 'EXTERNAL_TABLE',
    PartitionKeys: [],
    Parameters: {
      table_type: 'ICEBERG',
      metadata_location: created.metadataLocation,
    },
    StorageDescriptor: {
      Location: location.replace(/\/+$/, ''),
      Columns: icebergColumns(created.metadata).map((column, i) => ({
        ...column,
        Comment: columns[i].comment,
      })),
    },
  });
}

async function insert(
  statement: Of<'insert'>,
  database: string,
  context: CallContext,
) {
  const table = tableOf(
    context,
    context.caller.accountId,
    database,
    statement.name.table,
  );
  const { current } = table;
  requirePermission(
    context,
    { databaseName: current.DatabaseName, tableName: current.Name },
    'INSERT',
  );
  const metadataLocation = current.Parameters?.metadata_location;
  if (!metadataLocation) {
    throw new SqlError(
      `NOT_SUPPORTED: ${current.Name} is not an Iceberg table with metadata`,
    );
  }
  const columns = (current.StorageDescriptor?.Columns ?? []).map(column => ({
    name: column.Name!,
    type: column.Type!,
  }));
  const named = statement.columns ?? columns.map(column => column.name);
  for (const name of named) {
    if (!columns.some(column => column.name === name)) {
      throw new SqlError(`COLUMN_NOT_FOUND: ${name} in ${current.Name}`);
    }
  }
  const rows = statement.rows.map(row => {
    if (row.length !== named.length) {
      throw new SqlError(
        `TYPE_MISMATCH: ${row.length} values for ${named.length} columns of ${current.Name}`,
      );
    }
    return columns.map(column => {
      const index = named.indexOf(column.name);
      return index < 0 ? null : toCell(row[index], column);
    });
  });
  const files = icebergFiles(context);
  const committed = await appendRows(
    files,
    readIcebergTable(files, metadataLocation),
    rows,
    context.world.clock.now(),
  );
  replaceTable(context, table, {
    ...current,
    Parameters: {
      ...current.Parameters,
      metadata_location: committed.metadataLocation,
      previous_metadata_location: metadataLocation,
    },
  });
}

async function dropTable(
  statement: Of<'dropTable'>,
  database: string,
  context: CallContext,
) {
  const { tables } = databaseOf(context, context.caller.accountId, database);
  if (statement.ifExists && !tables.has(fold(statement.name.table))) return;
  await tableOperations.DeleteTable(
    { DatabaseName: database, Name: statement.name.table },
    context,
  );
}
