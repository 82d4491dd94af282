import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { UnreadableTableError } from './dataFiles';
import { glueTypeOf } from './icebergTable';
import { currentSchema, TableMetadata } from './tableMetadata';

/** A table's Parquet files, in memory. */
export interface TableBytes {
  metadata: TableMetadata;
  files: Uint8Array[];
}

/** A connection to DuckDB for which there is a table, and nothing else. */
export interface OpenedTable {
  connection: DuckDBConnection;
  /** What `FROM` takes: the table with its current columns, in lower case. */
  source: string;
  /** The one directory that the connection reads and writes; it is gone afterwards. */
  directory: string;
}

const TYPES: Record<string, string> = {
  boolean: 'BOOLEAN',
  int: 'INTEGER',
  bigint: 'BIGINT',
  float: 'FLOAT',
  double: 'DOUBLE',
  string: 'VARCHAR',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/**
 * Opens exactly these files by DuckDB. Whatever SQL then runs sees a private copy
 * of them and nothing else of the machine or the network.
 *
 * @throws UnreadableTableError for a table with columns of a type that cannot be read
 */
export async function withTable<T>(
  { metadata, files }: TableBytes,
  use: (table: OpenedTable) => Promise<T>,
): Promise<T> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sluice-table-'));
  try {
    const paths = files.map((bytes, i) => {
      const file = path.join(directory, `${i}.parquet`);
      writeFileSync(file, bytes, { mode: 0o400 });
      return file;
    });
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    try {
      const connection = await instance.connect();
      await connection.run(
        `SET allowed_directories = [${text(directory)}];
         SET enable_external_access = false;
         SET lock_configuration = true`,
      );
      const source =
        paths.length === 0
          ? emptySource(metadata)
          : `read_parquet([${paths.map(text).join(', ')}], schema = ${schemaOf(
              metadata,
            )})`;
      return await use({ connection, source, directory });
    } finally {
      instance.closeSync();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function columnsOf(metadata: TableMetadata) {
  return currentSchema(metadata).fields.map(({ id, name, type }) => {
    const glueType = glueTypeOf(type);
    const duckType =
      TYPES[glueType] ?? /^decimal\(\d+,\d+\)$/.exec(glueType)?.[0];
    if (!duckType) {
      throw new UnreadableTableError(
        `the sandbox cannot read columns of type ${glueType}`,
      );
    }
    return { id, name: name.toLowerCase(), duckType };
  });
}

/** By field id: a file may be older than the names and columns of today. */
function schemaOf(metadata: TableMetadata): string {
  const fields = columnsOf(metadata).map(
    ({ id, name, duckType }) =>
      `${id}: {name: ${text(name)}, type: ${text(
        duckType,
      )}, default_value: NULL}`,
  );
  return `MAP {${fields.join(', ')}}`;
}

/** DuckDB reads no list without a file. */
function emptySource(metadata: TableMetadata): string {
  const columns = columnsOf(metadata).map(
    ({ name, duckType }) => `CAST(NULL AS ${duckType}) AS ${quoted(name)}`,
  );
  return `(SELECT ${columns.join(', ')} WHERE false)`;
}

/** A text as a constant of SQL. */
export function text(value: string): string {
  return `'${value.replace(/'/g, "''")}'`;
}

/** A name as SQL takes it whatever it is. */
export function quoted(name: string): string {
  return `"${name.replace(/"/g, '""')}"`;
}
