import { expectationsDocument } from './expectationsDocument';
import { TableExpectation } from './types';

const PATIENTS: TableExpectation = {
  table: {
    region: 'us-west-2',
    catalogId: '111122223333',
    databaseName: 'healthcare_db',
    tableName: 'patients',
  },
  tableEntityRef: 'resource:producer/patients',
  name: 'consumer_healthcare_db.rl_patients',
  access: 'readable',
  columns: ['patient_id', 'State', 'age'],
  rowFilter: "state in ('Texas', 'New York')",
  basis: 'declared',
  revision: 'r1',
};

const tableOf = (change: Partial<TableExpectation>) =>
  expectationsDocument('run-1', 'group:default/care', [
    { ...PATIENTS, ...change },
  ]).tables[0];

describe('expectationsDocument', () => {
  it('says what the script compares with', () => {
    expect(
      expectationsDocument('run-1', 'group:default/care', [
        { ...PATIENTS, rows: 8 },
      ]),
    ).toEqual({
      version: 1,
      runId: 'run-1',
      team: 'group:default/care',
      tables: [
        {
          name: 'consumer_healthcare_db.rl_patients',
          access: 'readable',
          columns: ['patient_id', 'State', 'age'],
          rowFilter: "`state` IN ('Texas', 'New York')",
          groups: { column: 'State', values: ['Texas', 'New York'] },
          rows: 8,
        },
      ],
    });
  });

  it.each<[string, { column: string; values: string[] } | undefined]>([
    ["state = 'Texas'", { column: 'State', values: ['Texas'] }],
    [
      "state = 'Texas' or state in ('Ohio', 'Texas')",
      { column: 'State', values: ['Texas', 'Ohio'] },
    ],
    ["state = 'Texas' and age > 5", { column: 'State', values: ['Texas'] }],
    ['age in (1, 2)', { column: 'age', values: ['1', '2'] }],
    ['age in (1.5, 2)', undefined],
    ["state = 'Texas' and age = 5", undefined],
    ["state = 'Texas' or age = 5", undefined],
    ["state = 'Texas' or age > 5", undefined],
    ["state <> 'Texas'", undefined],
    ["state not in ('Texas')", undefined],
    ["not state = 'Texas'", undefined],
    [
      `age in (${Array.from({ length: 51 }, (_, i) => i).join(', ')})`,
      undefined,
    ],
  ])('counts by the values that %s names', (rowFilter, groups) => {
    const table = tableOf({ rowFilter });
    expect(table.rowFilter).toBeDefined();
    expect(table.groups).toEqual(groups);
  });

  it('leaves out a row filter on a column that the team may not read', () => {
    expect(tableOf({ columns: ['patient_id'] })).toEqual({
      name: PATIENTS.name,
      access: 'readable',
      columns: ['patient_id'],
    });
  });

  it('leaves the rows of a snapshot to Sluice: a table is written to', () => {
    expect(tableOf({ rows: 8, rowsFrom: 'snapshot' }).rows).toBeUndefined();
    expect(tableOf({ rows: 8, rowsFrom: 'person' }).rows).toBe(8);
  });

  it('does not ask about what is in doubt', () => {
    const { tables } = expectationsDocument('run-1', 'group:default/care', [
      { ...PATIENTS, doubt: 'The account was not read.' },
    ]);
    expect(tables).toEqual([]);
  });

  it('asks of a denied table only whether it is denied', () => {
    expect(tableOf({ access: 'denied', columns: [] })).toEqual({
      name: PATIENTS.name,
      access: 'denied',
      columns: [],
    });
  });
});
