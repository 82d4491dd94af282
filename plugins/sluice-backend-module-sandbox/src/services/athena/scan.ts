import { TableBytes, withTable } from '../../iceberg';

/** Parquet files of a table, in memory, and a question. */
export interface Scan extends TableBytes {
  /** SQL of the query over `source`, which has the table's current columns. */
  query: (source: string) => string;
  /** What `$1`, `$2`, … stand for. */
  values: string[];
}

/**
 * Runs a query by DuckDB over exactly these files. It sees a private copy of them
 * and nothing else of the machine or the network.
 */
export function scan({
  metadata,
  files,
  query,
  values,
}: Scan): Promise<(string | null)[][]> {
  return withTable({ metadata, files }, async ({ connection, source }) => {
    const reader = await connection.runAndReadAll(query(source), values);
    return reader.getRows() as (string | null)[][];
  });
}
