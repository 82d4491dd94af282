import { mkdtempSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { DuckDBInstance } from '@duckdb/node-api';
import { currentSchema, glueTypeOf, TableMetadata } from '../../iceberg';
import { SqlError } from './tokens';

/** Parquet files of a table, in memory. */
export interface Scan {
  metadata: TableMetadata;
  files: Uint8Array[];
  /** SQL of the query over `source`, which has the table's current columns. */
  query: (source: string) => string;
  /** What `$1`, `$2`, … stand for. */
  values: string[];
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
 * Runs a query by DuckDB over exactly these files. It sees a private copy of them
 * and nothing else of the machine or the network.
 */
export async function scan({
  metadata,
  files,
  query,
  values,
}: Scan): Promise<(string | null)[][]> {
  const directory = mkdtempSync(path.join(tmpdir(), 'sluice-athena-'));
  const paths = files.map((bytes, i) => {
    const file = path.join(directory, `${i}.parquet`);
    writeFileSync(file, bytes, { mode: 0o400 });
    return file;
  });
  try {
    const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
    try {
      const connection = await instance.connect();
      await connection.run(
        `SET allowed_directories = [${text(directory)}];
         SET enable_external_access = false;
         SET lock_configuration = true`,
      );
      const source = `read_parquet([${paths
        .map(text)
        .join(', ')}], schema = ${schemaOf(metadata)})`;
      const reader = await connection.runAndReadAll(query(source), values);
      return reader.getRows() as (string | null)[][];
    } finally {
      instance.closeSync();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** By field id: a file may be older than the names and columns of today. */
function schemaOf(metadata: TableMetadata): string {
  const fields = currentSchema(metadata).fields.map(({ id, name, type }) => {
    const glueType = glueTypeOf(type);
    const duckType =
      TYPES[glueType] ?? /^decimal\(\d+,\d+\)$/.exec(glueType)?.[0];
    if (!duckType) {
      throw new SqlError(
        `NOT_SUPPORTED: the sandbox cannot read columns of type ${glueType}`,
      );
    }
    return `${id}: {name: ${text(name.toLowerCase())}, type: ${text(
      duckType,
    )}, default_value: NULL}`;
  });
  return `MAP {${fields.join(', ')}}`;
}

function text(value: string): string {
  return `'${value.replace(/'/g, "''")}'`;
}
