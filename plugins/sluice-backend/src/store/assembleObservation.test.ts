import { assembleObservation, registrationOf } from './assembleObservation';
import { ObservedDocument } from './documents';
import { RunSummary } from './ObservationStore';

const run: RunSummary = {
  accountName: 'producer',
  accountId: '111122223333',
  region: 'us-west-2',
  observedAt: '2026-01-01T00:00:00.000Z',
  durationMs: 1,
  calls: 1,
  failures: [],
  partsRead: [],
  contentRevision: '1',
};

const ref = {
  region: 'us-west-2',
  catalogId: '111122223333',
  databaseName: 'operations_db',
  tableName: 'facilities',
};

const table: ObservedDocument = {
  type: 'table',
  key: 'facilities',
  document: {
    ref,
    format: 'iceberg',
    location: 's3://lake/warehouse/operations_db/facilities',
    columns: [
      { name: 'beds', type: 'int', lfTags: [] },
      { name: 'cost', type: 'int', lfTags: [] },
    ],
    lfTags: [],
    registration: 'unknown',
  },
};

const location: ObservedDocument = {
  type: 'location',
  key: 'lake',
  document: {
    resourceArn: 'arn:aws:s3:::lake/warehouse',
    mode: 'lakeFormation',
  },
};

describe('assembleObservation', () => {
  it('lets tags go from database to table to column, the nearest winning', () => {
    const tag = (value: string, source: 'database' | 'table' | 'column') => ({
      key: 'sensitivity',
      values: [value],
      source,
    });
    const domain = {
      key: 'domain',
      values: ['operations'],
      source: 'database' as const,
    };
    const { tables } = assembleObservation(run, [
      table,
      {
        type: 'databaseTags',
        key: 'operations_db',
        document: { ...ref, lfTags: [domain, tag('internal', 'database')] },
      },
      {
        type: 'tableTags',
        key: 'facilities',
        document: {
          table: ref,
          lfTags: [tag('public', 'table')],
          columns: [{ name: 'cost', lfTags: [tag('internal', 'column')] }],
        },
      },
    ]);
    expect(tables[0].lfTags).toEqual([domain, tag('public', 'table')]);
    expect(tables[0].columns.map(({ lfTags }) => lfTags)).toEqual([
      [domain, tag('public', 'table')],
      [domain, tag('internal', 'column')],
    ]);
  });

  it('finds the registration of a table, unless locations could not be read', () => {
    expect(
      assembleObservation(run, [table, location]).tables[0].registration,
    ).toBe('lakeFormation');
    const failures = [{ part: 'locations' as const, message: 'denied' }];
    expect(
      assembleObservation({ ...run, failures }, [table, location]).tables[0]
        .registration,
    ).toBe('unknown');
  });
});

describe('registrationOf', () => {
  const locations = [
    {
      resourceArn: 'arn:aws:s3:::lake/warehouse',
      mode: 'lakeFormation' as const,
    },
    {
      resourceArn: 'arn:aws:s3:::lake/warehouse/open/',
      mode: 'hybrid' as const,
    },
    {
      resourceArn: 'arn:aws-us-gov:s3:::whole',
      mode: 'lakeFormation' as const,
    },
  ];

  it.each([
    ['s3://lake/warehouse/t', 'lakeFormation'],
    ['s3a://lake/warehouse/open/t', 'hybrid'],
    ['s3://lake/warehouse-two/t', 'none'],
    ['s3://whole/t', 'lakeFormation'],
    ['s3://whole-other/t', 'none'],
    [undefined, 'unknown'],
  ])('%s is %s', (place, mode) => {
    expect(registrationOf(place, locations)).toBe(mode);
  });
});
