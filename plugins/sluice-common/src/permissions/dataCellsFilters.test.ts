import { DataCellsFilter } from '../accessModel';
import { normalizeDataCellsFilter } from './dataCellsFilters';
import { RawDataCellsFilter } from './rawTypes';

const account = { accountId: '111122223333', region: 'us-west-2' };
const named: RawDataCellsFilter = {
  TableCatalogId: '111122223333',
  DatabaseName: 'Healthcare_DB',
  TableName: 'patients',
  Name: 'patients_column_row_filter',
};

it('reads the filter of the seed', () => {
  expect(
    normalizeDataCellsFilter(
      {
        ...named,
        ColumnNames: ['patient_id', 'STATE'],
        RowFilter: { FilterExpression: "state in ('Texas', 'New York')" },
        VersionId: '3',
      },
      account,
    ),
  ).toEqual({
    table: {
      region: 'us-west-2',
      catalogId: '111122223333',
      databaseName: 'healthcare_db',
      tableName: 'patients',
    },
    name: 'patients_column_row_filter',
    columns: { kind: 'include', names: ['patient_id', 'state'] },
    rows: { kind: 'expression', expression: "state in ('Texas', 'New York')" },
    versionId: '3',
  });
});

it.each<[string, RawDataCellsFilter['RowFilter'], DataCellsFilter['rows']]>([
  ['the wildcard alone', { AllRowsWildcard: {} }, { kind: 'all' }],
  [
    'the wildcard and TRUE, as AWS returns it (A1)',
    { FilterExpression: 'TRUE', AllRowsWildcard: {} },
    { kind: 'all' },
  ],
  ['TRUE alone', { FilterExpression: ' true ' }, { kind: 'all' }],
  [
    'an expression',
    { FilterExpression: 'a = 1' },
    { kind: 'expression', expression: 'a = 1' },
  ],
])('reads %s', (_, RowFilter, rows) => {
  expect(
    normalizeDataCellsFilter(
      { ...named, RowFilter, ColumnWildcard: {} },
      account,
    ),
  ).toMatchObject({ rows, columns: { kind: 'all' } });
});

const everyRow = { AllRowsWildcard: {} };
it.each<[string, RawDataCellsFilter]>([
  ['no rows', { ...named, ColumnWildcard: {} }],
  [
    'an empty expression',
    { ...named, ColumnWildcard: {}, RowFilter: { FilterExpression: '' } },
  ],
  [
    'a wildcard beside an expression',
    {
      ...named,
      ColumnWildcard: {},
      RowFilter: { FilterExpression: 'a = 1', AllRowsWildcard: {} },
    },
  ],
  ['no columns', { ...named, RowFilter: everyRow }],
  [
    'an empty list of columns',
    { ...named, ColumnNames: [], RowFilter: everyRow },
  ],
  [
    'both kinds of columns',
    { ...named, ColumnNames: ['a'], ColumnWildcard: {}, RowFilter: everyRow },
  ],
  [
    'no name',
    { ...named, Name: undefined, ColumnWildcard: {}, RowFilter: everyRow },
  ],
])('does not guess at %s', (_, raw) => {
  expect(normalizeDataCellsFilter(raw, account)).toBeUndefined();
});
