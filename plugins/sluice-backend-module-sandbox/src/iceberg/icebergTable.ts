import { createHash, randomUUID } from 'crypto';
import {
  DataFile,
  ManifestEntry,
  PartitionColumn,
  readManifestList,
  writeManifest,
  writeManifestList,
} from './manifests';
import { FileColumn, writeParquet } from './parquetFile';
import {
  ColumnDeclaration,
  currentSchema,
  newTableMetadata,
  Snapshot,
  TableMetadata,
  withSnapshot,
} from './tableMetadata';
import { CellValue, columnType } from './types';

/** Where an Iceberg table's files go; paths are `s3://` URIs. */
export interface TableFiles {
  read(uri: string): Uint8Array;
  write(uri: string, bytes: Uint8Array): void;
}

/** A table, and the metadata file that says what is in it. */
export interface CommittedTable {
  metadata: TableMetadata;
  metadataLocation: string;
}

/** Writes a metadata file beside a table's others. */
export function writeMetadata(
  files: TableFiles,
  metadata: TableMetadata,
  version: number,
): CommittedTable {
  const metadataLocation = `${metadata.location}/metadata/${String(
    version,
  ).padStart(5, '0')}-${randomUUID()}.metadata.json`;
  files.write(metadataLocation, Buffer.from(JSON.stringify(metadata), 'utf8'));
  return { metadata, metadataLocation };
}

/** Makes an empty Iceberg table. */
export function createIcebergTable(
  files: TableFiles,
  table: {
    location: string;
    columns: ColumnDeclaration[];
    partitionedBy: string[];
    now: Date;
  },
): CommittedTable {
  return writeMetadata(files, newTableMetadata(table), 0);
}

/** Reads the metadata that a catalog points to. */
export function readIcebergTable(
  files: TableFiles,
  metadataLocation: string,
): CommittedTable {
  return {
    metadata: JSON.parse(
      Buffer.from(files.read(metadataLocation)).toString('utf8'),
    ),
    metadataLocation,
  };
}

/**
 * Appends rows as one snapshot: a data file per partition value, a manifest, a
 * manifest list, new metadata. Values are in the order of the table's columns.
 */
export async function appendRows(
  files: TableFiles,
  { metadata, metadataLocation }: CommittedTable,
  rows: CellValue[][],
  now: Date,
): Promise<CommittedTable> {
  const columns = fileColumns(metadata);
  const partitionFields = metadata['partition-specs'][0].fields;
  const partition = partitionFields.map((field): PartitionColumn => {
    const column = columns.find(one => one.fieldId === field['source-id'])!;
    return {
      name: field.name,
      fieldId: field['field-id'],
      type: column.type,
    };
  });
  const sources = partitionFields.map(field =>
    columns.findIndex(column => column.fieldId === field['source-id']),
  );
  const dataFiles = groupBy(rows, row => sources.map(i => row[i])).map(
    ([values, group]) =>
      writeDataFile(
        files,
        metadata,
        columns,
        partition.map((field, i) => [field.name, values[i]]),
        group,
      ),
  );
  return commitDataFiles(
    files,
    { metadata, metadataLocation },
    { partition, dataFiles },
    now,
  );
}

/** Commits data files, which are written already, as one snapshot that appends them. */
export async function commitDataFiles(
  files: TableFiles,
  { metadata, metadataLocation }: CommittedTable,
  added: { partition: PartitionColumn[]; dataFiles: DataFile[] },
  now: Date,
): Promise<CommittedTable> {
  const { partition, dataFiles } = added;
  const addedRows = dataFiles.reduce((sum, file) => sum + file.recordCount, 0);
  const snapshotId = newSnapshotId();
  const sequenceNumber = metadata['last-sequence-number'] + 1;
  const parent = metadata.snapshots.find(
    snapshot => snapshot['snapshot-id'] === metadata['current-snapshot-id'],
  );
  const manifest = await writeManifest(
    metadata,
    partition,
    dataFiles,
    snapshotId,
  );
  const manifestPath = `${metadata.location}/metadata/${randomUUID()}-m0.avro`;
  files.write(manifestPath, manifest);
  const entry: ManifestEntry = {
    manifest_path: manifestPath,
    manifest_length: manifest.byteLength,
    partition_spec_id: 0,
    content: 0,
    sequence_number: sequenceNumber,
    min_sequence_number: sequenceNumber,
    added_snapshot_id: snapshotId,
    added_files_count: dataFiles.length,
    existing_files_count: 0,
    deleted_files_count: 0,
    added_rows_count: addedRows,
    existing_rows_count: 0,
    deleted_rows_count: 0,
  };
  const earlier = parent
    ? await readManifestList(files.read(parent['manifest-list']))
    : [];
  const manifestList = `${
    metadata.location
  }/metadata/snap-${snapshotId}-1-${randomUUID()}.avro`;
  files.write(
    manifestList,
    await writeManifestList([entry, ...earlier], {
      id: snapshotId,
      parentId: parent?.['snapshot-id'],
      sequenceNumber,
    }),
  );

  const totals = {
    records: addedRows,
    'files-size': dataFiles.reduce(
      (bytes, file) => bytes + file.sizeInBytes,
      0,
    ),
  };
  const totalOf = (what: keyof typeof totals) =>
    String(Number(parent?.summary[`total-${what}`] ?? 0) + totals[what]);
  const snapshot: Snapshot = {
    'sequence-number': sequenceNumber,
    'snapshot-id': snapshotId,
    ...(parent && { 'parent-snapshot-id': parent['snapshot-id'] }),
    'timestamp-ms': now.getTime(),
    summary: {
      operation: 'append',
      'added-data-files': String(dataFiles.length),
      'added-records': String(totals.records),
      'added-files-size': String(totals['files-size']),
      'total-records': totalOf('records'),
      'total-files-size': totalOf('files-size'),
    },
    'manifest-list': manifestList,
    'schema-id': metadata['current-schema-id'],
  };
  return writeMetadata(
    files,
    withSnapshot(metadata, snapshot, metadataLocation),
    metadata['metadata-log'].length + 1,
  );
}

/** Snapshot ids are longs, but JSON readers keep 53 bits of one. */
function newSnapshotId(): number {
  return Number(BigInt(`0x${randomUUID().replace(/-/g, '').slice(0, 13)}`));
}

function fileColumns(metadata: TableMetadata): FileColumn[] {
  return currentSchema(metadata).fields.map(field => ({
    fieldId: field.id,
    name: field.name,
    type: columnType(glueTypeOf(field.type))!,
  }));
}

/** `long` → `bigint`; the others are spelt alike. */
export function glueTypeOf(icebergType: string): string {
  if (icebergType === 'long') return 'bigint';
  return icebergType.replace(/\s+/g, '');
}

function groupBy(
  rows: CellValue[][],
  keyOf: (row: CellValue[]) => CellValue[],
): [CellValue[], CellValue[][]][] {
  const groups = new Map<string, [CellValue[], CellValue[][]]>();
  for (const row of rows) {
    const values = keyOf(row);
    const key = JSON.stringify(values.map(String));
    const group = groups.get(key);
    if (group) group[1].push(row);
    else groups.set(key, [values, [row]]);
  }
  return [...groups.values()];
}

function writeDataFile(
  files: TableFiles,
  metadata: TableMetadata,
  columns: FileColumn[],
  partition: [name: string, value: CellValue][],
  rows: CellValue[][],
): DataFile {
  const bytes = writeParquet(columns, rows);
  const id = randomUUID();
  // Object storage likes paths that begin differently; Athena adds a hash, too.
  const spread = createHash('sha256').update(id).digest('hex').slice(0, 8);
  const directories = partition
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}/`)
    .join('');
  const path = `${metadata.location}/data/${spread}/${directories}${id}.parquet`;
  files.write(path, bytes);

  const file: DataFile = {
    path,
    partition: partition.map(([, value]) => value),
    recordCount: rows.length,
    sizeInBytes: bytes.byteLength,
    valueCounts: new Map(),
    nullCounts: new Map(),
    lowerBounds: new Map(),
    upperBounds: new Map(),
  };
  columns.forEach((column, i) => {
    const present = rows
      .map(row => row[i])
      .filter((value): value is NonNullable<CellValue> => value !== null);
    file.valueCounts.set(column.fieldId, rows.length);
    file.nullCounts.set(column.fieldId, rows.length - present.length);
    if (column.type.toBound && present.length > 0) {
      const sorted = [...present].sort((a, b) => (a < b ? -1 : 1));
      file.lowerBounds.set(column.fieldId, column.type.toBound(sorted[0]));
      file.upperBounds.set(
        column.fieldId,
        column.type.toBound(sorted[sorted.length - 1]),
      );
    }
  });
  return file;
}
