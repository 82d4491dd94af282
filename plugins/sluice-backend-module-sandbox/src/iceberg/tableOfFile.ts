import { randomUUID } from 'crypto';
import {
  CommittedTable,
  commitDataFiles,
  TableFiles,
  writeMetadata,
} from './icebergTable';
import { newTableMetadata, SchemaField } from './tableMetadata';

/**
 * Makes an Iceberg table, without partitions, of one Parquet file that has the
 * fields' ids. Without a file the table is empty.
 */
export async function createTableOfFile(
  files: TableFiles,
  table: {
    location: string;
    fields: SchemaField[];
    file?: { bytes: Uint8Array; recordCount: number };
    now: Date;
  },
): Promise<CommittedTable> {
  const { location, fields, file, now } = table;
  const created = writeMetadata(
    files,
    {
      ...newTableMetadata({ location, columns: [], partitionedBy: [], now }),
      'last-column-id': Math.max(...fields.map(({ id }) => id)),
      schemas: [{ type: 'struct', 'schema-id': 0, fields }],
    },
    0,
  );
  if (!file) return created;
  const path = `${created.metadata.location}/data/${randomUUID()}.parquet`;
  files.write(path, file.bytes);
  return commitDataFiles(
    files,
    created,
    {
      partition: [],
      dataFiles: [
        {
          path,
          partition: [],
          recordCount: file.recordCount,
          sizeInBytes: file.bytes.byteLength,
          // Readers do without: they are for leaving files out, and there is one.
          valueCounts: new Map(),
          nullCounts: new Map(),
          lowerBounds: new Map(),
          upperBounds: new Map(),
        },
      ],
    },
    now,
  );
}
