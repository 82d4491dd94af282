import { Table } from '@aws-sdk/client-glue';
import { toObservedTable } from './glueTable';
import { IcebergMetadataReader } from './IcebergMetadataReader';

const ref = {
  region: 'us-west-2',
  catalogId: '111122223333',
  databaseName: 'healthcare_db',
  tableName: 'patients',
};

const iceberg = (columns: object[], parameters = {}): Table => ({
  Name: 'patients',
  Parameters: {
    table_type: 'iceberg',
    metadata_location: 's3://lake/m.json',
    ...parameters,
  },
  StorageDescriptor: {
    Location: 's3://lake/patients',
    Columns: columns as any,
  },
});

const column = (name: string, parameters?: Record<string, string>) => ({
  Name: name,
  Type: 'string',
  Parameters: parameters,
});

const readable = {
  read: async () => ({
    ok: true,
    value: {
      tableUuid: 'uuid',
      formatVersion: 2,
      fields: [
        { id: 1, name: 'patient_id', required: true },
        {
          id: 4,
          name: 'city',
          required: false,
          partitionTransform: 'identity',
        },
      ],
    },
  }),
} as unknown as IcebergMetadataReader;

const unreadable = {
  read: async () => ({ ok: false, problem: 'no s3:GetObject' }),
} as unknown as IcebergMetadataReader;

describe('toObservedTable', () => {
  it('takes columns from Glue and identity from the metadata file', async () => {
    await expect(
      toObservedTable(
        ref,
        iceberg([column('patient_id'), column('city')]),
        readable,
      ),
    ).resolves.toMatchObject({
      format: 'iceberg',
      tableUuid: 'uuid',
      formatVersion: 2,
      location: 's3://lake/patients',
      columns: [
        { fieldId: 1, name: 'patient_id', required: true },
        { fieldId: 4, name: 'city', partitionTransform: 'identity' },
      ],
    });
  });

  it('leaves out columns that Iceberg dropped', async () => {
    const table = await toObservedTable(
      ref,
      iceberg([
        column('patient_id'),
        column('ssn', { 'iceberg.field.current': 'false' }),
      ]),
      readable,
    );
    expect(table.columns.map(({ name }) => name)).toEqual(['patient_id']);
  });

  it('says where Glue and Iceberg disagree', async () => {
    const table = await toObservedTable(
      ref,
      iceberg([column('patient_id'), column('ssn')]),
      readable,
    );
    expect(table.problem).toMatch(/does not have: ssn/);
    expect(table.columns[1].fieldId).toBeUndefined();
  });

  it('does with the field ids of Glue when the file is unreadable', async () => {
    const table = await toObservedTable(
      ref,
      iceberg([
        column('patient_id', {
          'iceberg.field.id': '1',
          'iceberg.field.optional': 'false',
        }),
      ]),
      unreadable,
    );
    expect(table.problem).toBeUndefined();
    expect(table.columns).toEqual([
      expect.objectContaining({ fieldId: 1, required: true }),
    ]);
  });

  it.each([
    ['the file is unreadable', iceberg([column('city')]), 'no s3:GetObject'],
    [
      'there is no file',
      iceberg([column('city')], { metadata_location: undefined }),
      /no metadata_location/,
    ],
  ])(
    'states the problem when %s and Glue has no ids',
    async (_, table, text) => {
      await expect(
        toObservedTable(ref, table, unreadable),
      ).resolves.toMatchObject({ problem: expect.stringMatching(text) });
    },
  );

  it('lists the partition keys of a Hive table as columns', async () => {
    const table = await toObservedTable(
      ref,
      {
        Name: 'hive',
        StorageDescriptor: { Columns: [column('id')] },
        PartitionKeys: [column('year')],
      },
      unreadable,
    );
    expect(table.format).toBe('other');
    expect(table.columns.map(({ name }) => name)).toEqual(['id', 'year']);
  });
});
