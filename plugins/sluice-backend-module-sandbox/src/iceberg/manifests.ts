import * as avro from 'avsc';
import { CellValue, ColumnType } from './types';
import { TableMetadata } from './tableMetadata';

/** One data file of an append, as a manifest lists it. */
export interface DataFile {
  path: string;
  /** Values of the partition fields, in their order. */
  partition: CellValue[];
  recordCount: number;
  sizeInBytes: number;
  /** By field id. */
  valueCounts: Map<number, number>;
  nullCounts: Map<number, number>;
  lowerBounds: Map<number, Buffer>;
  upperBounds: Map<number, Buffer>;
}

/** An Iceberg partition field with the Avro type of its value. */
export interface PartitionColumn {
  name: string;
  fieldId: number;
  type: ColumnType;
}

function optional(type: unknown) {
  return ['null', type];
}

/** Iceberg writes maps with integer keys as lists of key-value records. */
function intMap(
  name: string,
  keyId: number,
  valueId: number,
  valueType: string,
) {
  return {
    type: 'array',
    logicalType: 'map',
    items: {
      type: 'record',
      name,
      fields: [
        { name: 'key', type: 'int', 'field-id': keyId },
        { name: 'value', type: valueType, 'field-id': valueId },
      ],
    },
  };
}

/** Avro wants every fixed type to have a name, of which no two are alike. */
function partitionType({ fieldId, type: { avro: type } }: PartitionColumn) {
  return typeof type === 'object' && type.type === 'fixed'
    ? { ...type, name: `fixed_${fieldId}` }
    : type;
}

function partitionValue({ type }: PartitionColumn, value: CellValue) {
  return value === null || !type.toAvro ? value : type.toAvro(value);
}

/** Schema of a manifest (Iceberg table spec, manifests); ids are the spec's. */
function manifestEntrySchema(partition: PartitionColumn[]) {
  return {
    type: 'record',
    name: 'manifest_entry',
    fields: [
      { name: 'status', type: 'int', 'field-id': 0 },
      {
        name: 'snapshot_id',
        type: optional('long'),
        default: null,
        'field-id': 1,
      },
      {
        name: 'sequence_number',
        type: optional('long'),
        default: null,
        'field-id': 3,
      },
      {
        name: 'file_sequence_number',
        type: optional('long'),
        default: null,
        'field-id': 4,
      },
      {
        name: 'data_file',
        'field-id': 2,
        type: {
          type: 'record',
          name: 'r2',
          fields: [
            { name: 'content', type: 'int', 'field-id': 134 },
            { name: 'file_path', type: 'string', 'field-id': 100 },
            { name: 'file_format', type: 'string', 'field-id': 101 },
            {
              name: 'partition',
              'field-id': 102,
              type: {
                type: 'record',
                name: 'r102',
                fields: partition.map(field => ({
                  name: field.name,
                  type: optional(partitionType(field)),
                  default: null,
                  'field-id': field.fieldId,
                })),
              },
            },
            { name: 'record_count', type: 'long', 'field-id': 103 },
            { name: 'file_size_in_bytes', type: 'long', 'field-id': 104 },
            {
              name: 'value_counts',
              type: optional(intMap('k119_v120', 119, 120, 'long')),
              default: null,
              'field-id': 109,
            },
            {
              name: 'null_value_counts',
              type: optional(intMap('k121_v122', 121, 122, 'long')),
              default: null,
              'field-id': 110,
            },
            {
              name: 'lower_bounds',
              type: optional(intMap('k126_v127', 126, 127, 'bytes')),
              default: null,
              'field-id': 125,
            },
            {
              name: 'upper_bounds',
              type: optional(intMap('k129_v130', 129, 130, 'bytes')),
              default: null,
              'field-id': 128,
            },
          ],
        },
      },
    ],
  };
}

const MANIFEST_FILE_SCHEMA = {
  type: 'record',
  name: 'manifest_file',
  fields: [
    { name: 'manifest_path', type: 'string', 'field-id': 500 },
    { name: 'manifest_length', type: 'long', 'field-id': 501 },
    { name: 'partition_spec_id', type: 'int', 'field-id': 502 },
    { name: 'content', type: 'int', 'field-id': 517 },
    { name: 'sequence_number', type: 'long', 'field-id': 515 },
    { name: 'min_sequence_number', type: 'long', 'field-id': 516 },
    { name: 'added_snapshot_id', type: 'long', 'field-id': 503 },
    { name: 'added_files_count', type: 'int', 'field-id': 504 },
    { name: 'existing_files_count', type: 'int', 'field-id': 505 },
    { name: 'deleted_files_count', type: 'int', 'field-id': 506 },
    { name: 'added_rows_count', type: 'long', 'field-id': 512 },
    { name: 'existing_rows_count', type: 'long', 'field-id': 513 },
    { name: 'deleted_rows_count', type: 'long', 'field-id': 514 },
  ],
};

/** A manifest in a manifest list, as the list stores it. */
export interface ManifestEntry {
  manifest_path: string;
  manifest_length: number;
  partition_spec_id: number;
  content: number;
  sequence_number: number;
  min_sequence_number: number;
  added_snapshot_id: number;
  added_files_count: number;
  existing_files_count: number;
  deleted_files_count: number;
  added_rows_count: number;
  existing_rows_count: number;
  deleted_rows_count: number;
}

/** Longs as bigints, too: avsc's own lose what is beyond 53 bits. */
const LONG = avro.types.LongType.__with({
  fromBuffer: (bytes: Buffer) => bytes.readBigInt64LE(),
  toBuffer: (value: number | bigint) => {
    const bytes = Buffer.alloc(8);
    bytes.writeBigInt64LE(BigInt(value));
    return bytes;
  },
  fromJSON: BigInt,
  toJSON: Number,
  isValid: (value: unknown) =>
    typeof value === 'bigint' || Number.isSafeInteger(value),
  compare: (a: bigint, b: bigint) => Number(a > b) - Number(a < b),
});

function isLong(schema: avro.Schema): boolean {
  return (
    schema === 'long' ||
    (typeof schema === 'object' && 'type' in schema && schema.type === 'long')
  );
}

/** avsc's own types leave out the header's metadata, which Iceberg requires. */
type EncoderOptions = ConstructorParameters<
  typeof avro.streams.BlockEncoder
>[1] & { metadata: Record<string, Buffer> };

function toAvroFile(
  schema: unknown,
  records: unknown[],
  metadata: Record<string, string>,
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options: Partial<EncoderOptions> = {
      codec: 'null',
      metadata: Object.fromEntries(
        // avsc would write its own form of the schema, without the field ids.
        Object.entries({
          ...metadata,
          'avro.schema': JSON.stringify(schema),
        }).map(([key, value]) => [key, Buffer.from(value, 'utf8')]),
      ),
    };
    const type = avro.Type.forSchema(schema as avro.Schema, {
      typeHook: part => (isLong(part) ? LONG : undefined),
    });
    const encoder = new avro.streams.BlockEncoder(type, options);
    const chunks: Buffer[] = [];
    encoder.on('data', (chunk: Buffer) => chunks.push(chunk));
    encoder.on('end', () => resolve(Buffer.concat(chunks)));
    encoder.on('error', reject);
    for (const record of records) encoder.write(record);
    encoder.end();
  });
}

function pairs<V>(map: Map<number, V>) {
  return [...map].map(([key, value]) => ({ key, value }));
}

/** A manifest of added data files. */
export function writeManifest(
  metadata: TableMetadata,
  partition: PartitionColumn[],
  files: DataFile[],
  snapshotId: number,
): Promise<Buffer> {
  const schema = metadata.schemas.find(
    one => one['schema-id'] === metadata['current-schema-id'],
  )!;
  const spec = metadata['partition-specs'][0];
  return toAvroFile(
    manifestEntrySchema(partition),
    files.map(file => ({
      status: 1,
      snapshot_id: snapshotId,
      // Inherited from the manifest list on reading.
      sequence_number: null,
      file_sequence_number: null,
      data_file: {
        content: 0,
        file_path: file.path,
        file_format: 'PARQUET',
        partition: Object.fromEntries(
          partition.map((field, i) => [
            field.name,
            partitionValue(field, file.partition[i]),
          ]),
        ),
        record_count: file.recordCount,
        file_size_in_bytes: file.sizeInBytes,
        value_counts: pairs(file.valueCounts),
        null_value_counts: pairs(file.nullCounts),
        lower_bounds: pairs(file.lowerBounds),
        upper_bounds: pairs(file.upperBounds),
      },
    })),
    {
      schema: JSON.stringify(schema),
      'schema-id': String(schema['schema-id']),
      'partition-spec': JSON.stringify(spec.fields),
      'partition-spec-id': String(spec['spec-id']),
      'format-version': '2',
      content: 'data',
    },
  );
}

/** The manifest list of a snapshot. */
export function writeManifestList(
  entries: ManifestEntry[],
  snapshot: { id: number; parentId?: number; sequenceNumber: number },
): Promise<Buffer> {
  return toAvroFile(MANIFEST_FILE_SCHEMA, entries, {
    'snapshot-id': String(snapshot.id),
    'parent-snapshot-id': String(snapshot.parentId ?? 'null'),
    'sequence-number': String(snapshot.sequenceNumber),
    'format-version': '2',
  });
}

/** Reads a manifest list back, to append to it. */
export function readManifestList(bytes: Uint8Array): Promise<ManifestEntry[]> {
  return new Promise((resolve, reject) => {
    const decoder = new avro.streams.BlockDecoder();
    const entries: ManifestEntry[] = [];
    decoder.on('data', (entry: ManifestEntry) => entries.push({ ...entry }));
    decoder.on('end', () => resolve(entries));
    decoder.on('error', reject);
    decoder.end(Buffer.from(bytes));
  });
}
