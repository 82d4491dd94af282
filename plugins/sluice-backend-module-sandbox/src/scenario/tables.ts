import {
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetTableCommand, UpdateTableCommand } from '@aws-sdk/client-glue';
import type { AccountClients } from './clients';
import { until } from './until';

/** A column as Athena's DDL spells it, and what Glue is told of it besides. */
export interface ColumnDefinition {
  name: string;
  type: string;
  comment: string;
  classification?: string;
}

/** An Iceberg table with its rows; a value's SQL type is that of its column. */
export interface TableDefinition {
  description: string;
  columns: ColumnDefinition[];
  /** A column to partition by, as is. */
  partitionedBy?: string;
  rows: (string | number)[][];
}

/** Which table, where its files go, and where Athena leaves the results of queries. */
export interface TablePlace {
  database: string;
  name: string;
  /** S3 URI with a slash at the end. */
  location: string;
  queryResults: string;
}

/** Makes an Iceberg table through Athena, fills it, and describes it in Glue. */
export async function createTable(
  clients: AccountClients,
  place: TablePlace,
  table: TableDefinition,
): Promise<void> {
  await createEmptyTable(clients, place, table);
  await runQuery(clients, place, insertStatement(place, table));
  await describeTable(clients, place, table);
}

/** Makes an Iceberg table without a snapshot. */
export async function createEmptyTable(
  clients: AccountClients,
  place: TablePlace,
  table: Pick<TableDefinition, 'columns' | 'partitionedBy'>,
): Promise<void> {
  await runQuery(clients, place, createTableStatement(place, table));
}

/** Runs a statement in Athena and waits until it is done. */
async function runQuery(
  { athena }: AccountClients,
  { database, queryResults }: TablePlace,
  sql: string,
): Promise<void> {
  const { QueryExecutionId } = await athena.send(
    new StartQueryExecutionCommand({
      QueryString: sql,
      QueryExecutionContext: { Database: database },
      ResultConfiguration: { OutputLocation: queryResults },
    }),
  );
  await until(`Athena to run "${sql.split('\n')[0]}"`, async () => {
    const { QueryExecution } = await athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId }),
    );
    const { State, StateChangeReason } = QueryExecution?.Status ?? {};
    if (State === 'FAILED' || State === 'CANCELLED') {
      throw new Error(
        `Athena ended ${State}: ${
          StateChangeReason ?? 'no reason given'
        }, in: ${sql}`,
      );
    }
    return State === 'SUCCEEDED';
  });
}

function createTableStatement(
  { database, name, location }: TablePlace,
  {
    columns,
    partitionedBy,
  }: Pick<TableDefinition, 'columns' | 'partitionedBy'>,
): string {
  return [
    `CREATE TABLE ${database}.${name} (`,
    columns.map(column => `  ${column.name} ${column.type}`).join(',\n'),
    ')',
    ...(partitionedBy ? [`PARTITIONED BY (${partitionedBy})`] : []),
    `LOCATION '${location}'`,
    "TBLPROPERTIES ('table_type'='ICEBERG')",
  ].join('\n');
}

function insertStatement(
  { database, name }: TablePlace,
  { columns, rows }: TableDefinition,
): string {
  const values = rows.map(
    row =>
      `  (${row
        .map((value, index) => literal(value, columns[index].type))
        .join(', ')})`,
  );
  return `INSERT INTO ${database}.${name} VALUES\n${values.join(',\n')}`;
}

function literal(value: string | number, type: string): string {
  const quoted = `'${String(value).replace(/'/g, "''")}'`;
  if (type === 'date') return `DATE ${quoted}`;
  if (type === 'timestamp') return `TIMESTAMP ${quoted}`;
  if (type === 'string') return quoted;
  return String(value);
}

/**
 * Adds what Athena's DDL cannot say. `UpdateTable` replaces the table, so
 * everything that was read goes back with it.
 */
async function describeTable(
  { glue }: AccountClients,
  { database, name }: TablePlace,
  { description, columns }: TableDefinition,
): Promise<void> {
  const { Table } = await glue.send(
    new GetTableCommand({ DatabaseName: database, Name: name }),
  );
  const definitions = new Map(columns.map(column => [column.name, column]));
  await glue.send(
    new UpdateTableCommand({
      DatabaseName: database,
      TableInput: {
        Name: name,
        Description: description,
        Owner: Table?.Owner,
        TableType: Table?.TableType,
        Parameters: Table?.Parameters,
        PartitionKeys: Table?.PartitionKeys,
        StorageDescriptor: {
          ...Table?.StorageDescriptor,
          Columns: Table?.StorageDescriptor?.Columns?.map(column => {
            const definition = definitions.get(column.Name!);
            return {
              ...column,
              Comment: definition?.comment,
              Parameters: {
                ...column.Parameters,
                ...(definition?.classification && {
                  classification: definition.classification,
                }),
              },
            };
          }),
        },
      },
    }),
  );
}
