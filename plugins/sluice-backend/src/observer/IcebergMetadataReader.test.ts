import { S3Client } from '@aws-sdk/client-s3';
import { gzipSync } from 'node:zlib';
import {
  IcebergMetadataReader,
  parseIcebergMetadata,
} from './IcebergMetadataReader';

/** As Iceberg writes it: 64-bit ids are bare numbers. */
const metadataJson = `{
  "format-version": 2,
  "table-uuid": "9c12d441-03fe-4693-9a96-a0705ddf69c1",
  "current-schema-id": 1,
  "schemas": [
    {"schema-id": 0, "type": "struct", "fields": [{"id": 1, "name": "old", "required": false, "type": "long"}]},
    {"schema-id": 1, "type": "struct", "fields": [
      {"id": 1, "name": "patient_id", "required": true, "type": "long"},
      {"id": 3, "name": "city", "required": false, "type": "string"}
    ]}
  ],
  "default-spec-id": 0,
  "partition-specs": [{"spec-id": 0, "fields": [
    {"source-id": 3, "field-id": 1000, "name": "city", "transform": "identity"},
    {"source-id": 3, "field-id": 1001, "name": "city_bucket", "transform": "bucket[16]"}
  ]}],
  "current-snapshot-id": 3055729675574597004,
  "snapshots": [{"snapshot-id": 3055729675574597004, "timestamp-ms": 1515100955770}]
}`;

describe('parseIcebergMetadata', () => {
  it('reads identity, current fields, partitioning and the current snapshot', () => {
    expect(parseIcebergMetadata(metadataJson)).toEqual({
      tableUuid: '9c12d441-03fe-4693-9a96-a0705ddf69c1',
      formatVersion: 2,
      fields: [
        { id: 1, name: 'patient_id', required: true },
        {
          id: 3,
          name: 'city',
          required: false,
          partitionTransform: 'identity, bucket[16]',
        },
      ],
      currentSnapshotId: '3055729675574597004',
      currentSnapshotAt: '2018-01-04T21:22:35.770Z',
    });
  });

  it.each<[string, object, object]>([
    [
      'both',
      { 'total-records': '10', 'total-files-size': '4096' },
      { currentSnapshotRows: 10, currentSnapshotBytes: 4096 },
    ],
    ['none', { operation: 'append' }, {}],
    ['an empty one', { 'total-records': '0' }, { currentSnapshotRows: 0 }],
    ['no number', { 'total-records': 'many' }, {}],
    ['none that fits', { 'total-records': '90071992547409930' }, {}],
  ])('reads rows and bytes of a summary with %s', (_, summary, counts) => {
    const metadata = metadataJson.replace(
      '"timestamp-ms": 1515100955770',
      `"timestamp-ms": 1515100955770, "summary": ${JSON.stringify(summary)}`,
    );
    const {
      tableUuid,
      formatVersion,
      fields,
      currentSnapshotId,
      currentSnapshotAt,
      ...rest
    } = parseIcebergMetadata(metadata);
    expect(currentSnapshotId).toBe('3055729675574597004');
    expect(rest).toEqual(counts);
  });

  it('reads version 1, which has one schema and one partition spec', () => {
    const { schemas, ...rest } = JSON.parse(metadataJson);
    const v1 = {
      ...rest,
      'format-version': 1,
      schema: schemas[1],
      'partition-specs': undefined,
      'partition-spec': [{ 'source-id': 3, transform: 'identity' }],
      'current-snapshot-id': -1,
      snapshots: [],
    };
    const parsed = parseIcebergMetadata(JSON.stringify(v1));
    expect(parsed.fields.map(field => field.id)).toEqual([1, 3]);
    expect(parsed.fields[1].partitionTransform).toBe('identity');
    expect(parsed.currentSnapshotId).toBeUndefined();
  });

  it.each([
    ['no JSON', 'nonsense'],
    ['no table uuid', '{"schema": {"fields": []}}'],
    ['no current schema', '{"table-uuid": "u", "schemas": []}'],
  ])('refuses a file with %s', (_, text) => {
    expect(() => parseIcebergMetadata(text)).toThrow();
  });
});

describe('IcebergMetadataReader', () => {
  const location = 's3://lake/warehouse/patients/metadata/00001.metadata.json';

  function s3With(objects: Record<string, Buffer>) {
    const asked: string[] = [];
    const send = async ({
      input,
    }: {
      input: { Bucket: string; Key: string };
    }) => {
      const path = `${input.Bucket}/${input.Key}`;
      asked.push(path);
      if (!objects[path]) {
        throw Object.assign(new Error('Access Denied'), {
          name: 'AccessDenied',
        });
      }
      return { Body: { transformToByteArray: async () => objects[path] } };
    };
    return { s3: { send } as unknown as S3Client, asked };
  }

  const path = 'lake/warehouse/patients/metadata/00001.metadata.json';

  it('fetches a file once for as long as a table points at it', async () => {
    const { s3, asked } = s3With({ [path]: Buffer.from(metadataJson) });
    const reader = new IcebergMetadataReader();
    for (let observation = 0; observation < 3; observation++) {
      reader.begin(s3);
      await expect(reader.read(location)).resolves.toMatchObject({ ok: true });
    }
    expect(asked).toEqual([path]);
  });

  it('reads compressed metadata', async () => {
    const { s3 } = s3With({ [path]: gzipSync(metadataJson) });
    const reader = new IcebergMetadataReader();
    reader.begin(s3);
    await expect(reader.read(location)).resolves.toMatchObject({ ok: true });
  });

  it.each([
    ['is refused', 's3://lake/other.json', /AccessDenied: Access Denied/],
    ['is not in S3', 'file:///etc/passwd', /not an S3 location/],
  ])('says why a file that %s could not be read', async (_, place, text) => {
    const { s3 } = s3With({});
    const reader = new IcebergMetadataReader();
    reader.begin(s3);
    await expect(reader.read(place)).resolves.toEqual({
      ok: false,
      problem: expect.stringMatching(text),
    });
  });
});
