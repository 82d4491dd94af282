import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { promisify } from 'node:util';
import { gunzip as gunzipCallback } from 'node:zlib';

const gunzip = promisify(gunzipCallback);

/** What Sluice uses of an Iceberg `metadata.json`. */
export interface IcebergMetadata {
  tableUuid: string;
  formatVersion: number;
  /** Top-level fields of the current schema. */
  fields: {
    id: number;
    name: string;
    required: boolean;
    partitionTransform?: string;
  }[];
  /** 64-bit, hence text. */
  currentSnapshotId?: string;
  /** ISO 8601. */
  currentSnapshotAt?: string;
  /** By the snapshot's summary, which writers need not give. */
  currentSnapshotRows?: number;
  currentSnapshotBytes?: number;
}

type Outcome =
  | { ok: true; value: IcebergMetadata }
  | { ok: false; problem: string };

/**
 * Reads Iceberg metadata files from S3. A file never changes once written, so
 * each is fetched once for as long as some table points at it.
 */
export class IcebergMetadataReader {
  private known = new Map<string, IcebergMetadata>();
  private inUse = new Map<string, IcebergMetadata>();
  private s3: S3Client | undefined;

  /** Begins an observation; what none of its tables asks for is then forgotten. */
  begin(s3: S3Client): void {
    this.s3 = s3;
    this.known = this.inUse.size > 0 ? this.inUse : this.known;
    this.inUse = new Map();
  }

  /** Never throws: an unreadable file is a fact about one table. */
  async read(location: string): Promise<Outcome> {
    const known = this.inUse.get(location) ?? this.known.get(location);
    if (known) {
      this.inUse.set(location, known);
      return { ok: true, value: known };
    }
    try {
      const value = parseIcebergMetadata(await this.fetch(location));
      this.inUse.set(location, value);
      return { ok: true, value };
    } catch (error) {
      const { name, message } = error as Error;
      return {
        ok: false,
        problem: `The Iceberg metadata file ${location} could not be read (${name}: ${message}). Allow s3:GetObject on it to the role that Sluice uses.`,
      };
    }
  }

  private async fetch(location: string): Promise<string> {
    const [, bucket, key] = /^s3[an]?:\/\/([^/]+)\/(.+)$/.exec(location) ?? [];
    if (!bucket) throw new TypeError('not an S3 location');
    const object = await this.s3!.send(
      new GetObjectCommand({ Bucket: bucket, Key: key }),
    );
    const bytes = Buffer.from(await object.Body!.transformToByteArray());
    const compressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
    return (compressed ? await gunzip(bytes) : bytes).toString('utf8');
  }
}

/** Iceberg table specification, appendix C: table metadata, versions 1 to 3. */
export function parseIcebergMetadata(text: string): IcebergMetadata {
  const metadata = parseKeepingSnapshotIds(text);
  const schema =
    metadata.schemas?.find(
      (candidate: any) =>
        candidate['schema-id'] === metadata['current-schema-id'],
    ) ?? metadata.schema;
  if (!metadata['table-uuid'] || !Array.isArray(schema?.fields)) {
    throw new TypeError('it has no table-uuid or no current schema');
  }
  const spec: any[] =
    metadata['partition-specs']?.find(
      (candidate: any) => candidate['spec-id'] === metadata['default-spec-id'],
    )?.fields ??
    metadata['partition-spec'] ??
    [];
  const snapshotId: string | undefined = metadata['current-snapshot-id'];
  const snapshot = metadata.snapshots?.find(
    (candidate: any) => candidate['snapshot-id'] === snapshotId,
  );
  return {
    tableUuid: metadata['table-uuid'],
    formatVersion: metadata['format-version'],
    fields: schema.fields.map((field: any) => {
      const transforms = spec
        .filter(part => part['source-id'] === field.id)
        .map(part => part.transform);
      return {
        id: field.id,
        name: field.name,
        required: field.required === true,
        ...(transforms.length > 0 && {
          partitionTransform: transforms.join(', '),
        }),
      };
    }),
    ...(snapshot && {
      currentSnapshotId: snapshotId,
      currentSnapshotAt: new Date(snapshot['timestamp-ms']).toISOString(),
      ...countOf('currentSnapshotRows', snapshot.summary?.['total-records']),
      ...countOf(
        'currentSnapshotBytes',
        snapshot.summary?.['total-files-size'],
      ),
    }),
  };
}

/** Numbers of a summary are text (Iceberg specification, snapshots). */
function countOf(name: string, text: unknown) {
  const count = Number(text);
  return typeof text === 'string' && Number.isSafeInteger(count)
    ? { [name]: count }
    : {};
}

/** Snapshot ids are 64-bit integers: as JavaScript numbers they would be rounded. */
function parseKeepingSnapshotIds(text: string): any {
  const reviver = (key: string, value: unknown, context: { source: string }) =>
    typeof value === 'number' && key.endsWith('snapshot-id')
      ? context.source
      : value;
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown);
}
