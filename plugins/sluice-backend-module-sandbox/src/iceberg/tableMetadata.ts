import { randomUUID } from 'crypto';
import { columnType } from './types';

/** A column as DDL declares it. */
export interface ColumnDeclaration {
  name: string;
  type: string;
}

/** A column of a schema. */
export interface SchemaField {
  id: number;
  name: string;
  required: boolean;
  type: string;
}

interface PartitionField {
  name: string;
  transform: 'identity';
  'source-id': number;
  'field-id': number;
}

export interface Snapshot {
  'sequence-number': number;
  'snapshot-id': number;
  'parent-snapshot-id'?: number;
  'timestamp-ms': number;
  summary: Record<string, string>;
  'manifest-list': string;
  'schema-id': number;
}

/** Metadata of an Iceberg table, format version 2 (Iceberg table spec, appendix C). */
export interface TableMetadata {
  'format-version': 2;
  'table-uuid': string;
  location: string;
  'last-sequence-number': number;
  'last-updated-ms': number;
  'last-column-id': number;
  'current-schema-id': number;
  schemas: { type: 'struct'; 'schema-id': number; fields: SchemaField[] }[];
  'default-spec-id': number;
  'partition-specs': { 'spec-id': number; fields: PartitionField[] }[];
  'last-partition-id': number;
  'default-sort-order-id': number;
  'sort-orders': { 'order-id': number; fields: [] }[];
  properties: Record<string, string>;
  'current-snapshot-id': number;
  refs: Record<string, { 'snapshot-id': number; type: 'branch' }>;
  snapshots: Snapshot[];
  statistics: [];
  'snapshot-log': { 'timestamp-ms': number; 'snapshot-id': number }[];
  'metadata-log': { 'timestamp-ms': number; 'metadata-file': string }[];
}

/** Partition field ids begin here (Iceberg table spec, partitioning). */
const FIRST_PARTITION_ID = 1000;

/** Metadata of a new, empty table. Types must be known to `columnType`. */
export function newTableMetadata(table: {
  location: string;
  columns: ColumnDeclaration[];
  partitionedBy: string[];
  now: Date;
}): TableMetadata {
  const fields = table.columns.map((column, i) => ({
    id: i + 1,
    name: column.name,
    required: false,
    type: columnType(column.type)!.iceberg,
  }));
  const partition = table.partitionedBy.map(
    (name, i): PartitionField => ({
      name,
      transform: 'identity',
      'source-id': fields.find(field => field.name === name)!.id,
      'field-id': FIRST_PARTITION_ID + i,
    }),
  );
  return {
    'format-version': 2,
    'table-uuid': randomUUID(),
    location: table.location.replace(/\/+$/, ''),
    'last-sequence-number': 0,
    'last-updated-ms': table.now.getTime(),
    'last-column-id': fields.length,
    'current-schema-id': 0,
    schemas: [{ type: 'struct', 'schema-id': 0, fields }],
    'default-spec-id': 0,
    'partition-specs': [{ 'spec-id': 0, fields: partition }],
    'last-partition-id': FIRST_PARTITION_ID - 1 + partition.length,
    'default-sort-order-id': 0,
    'sort-orders': [{ 'order-id': 0, fields: [] }],
    properties: { 'write.format.default': 'parquet' },
    'current-snapshot-id': -1,
    refs: {},
    snapshots: [],
    statistics: [],
    'snapshot-log': [],
    'metadata-log': [],
  };
}

/** The metadata after a snapshot was appended; `previousFile` is where it stood before. */
export function withSnapshot(
  metadata: TableMetadata,
  snapshot: Snapshot,
  previousFile: string,
): TableMetadata {
  const at = snapshot['timestamp-ms'];
  const id = snapshot['snapshot-id'];
  return {
    ...metadata,
    'last-sequence-number': snapshot['sequence-number'],
    'last-updated-ms': at,
    'current-snapshot-id': id,
    refs: { main: { 'snapshot-id': id, type: 'branch' } },
    snapshots: [...metadata.snapshots, snapshot],
    'snapshot-log': [
      ...metadata['snapshot-log'],
      { 'timestamp-ms': at, 'snapshot-id': id },
    ],
    'metadata-log': [
      ...metadata['metadata-log'],
      {
        'timestamp-ms': metadata['last-updated-ms'],
        'metadata-file': previousFile,
      },
    ],
  };
}

/** Schema that a table has now. */
export function currentSchema(metadata: TableMetadata) {
  return metadata.schemas.find(
    schema => schema['schema-id'] === metadata['current-schema-id'],
  )!;
}
