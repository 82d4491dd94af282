import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { accessRequest } from '../../__testUtils__/requests';
import { narrowings } from './narrowings';

const { terms } = accessRequest('pending');
const [patients] = terms.tables;

const asked = (change: Partial<SluiceApi.AccessTerms>) => ({
  ...terms,
  ...change,
});
const table = (change: Partial<SluiceApi.RequestedTable>) => ({
  tables: [{ ...patients, ...change }],
});
const ssn = { fieldId: 8, name: 'ssn' };

describe('narrowings', () => {
  it.each<[string, Partial<SluiceApi.AccessTerms>, object[]]>([
    ['nothing', {}, []],
    [
      'columns',
      table({ columns: [...patients.columns, ssn] }),
      [
        {
          what: 'Columns of healthcare_db.patients',
          before: 'patient_id, city, ssn',
          after: 'patient_id, city (without ssn)',
        },
      ],
    ],
    [
      'rows',
      table({ rowFilter: undefined }),
      [
        {
          what: 'Rows of healthcare_db.patients',
          before: 'every row',
          after: "state = 'Texas'",
        },
      ],
    ],
    [
      'a table',
      {
        tables: [
          patients,
          {
            ...patients,
            table: 'resource:producer/healthcare_db.claims',
            ref: { ...patients.ref, tableName: 'claims' },
          },
        ],
      },
      [
        {
          what: 'healthcare_db.claims',
          before: 'patient_id, city',
          after: 'nothing of it',
        },
      ],
    ],
    [
      'time',
      { durationMinutes: 90 * 24 * 60 },
      [{ what: 'Lasts', before: '90 days', after: '30 days' }],
    ],
  ])('says that %s was taken away', (_, change, expected) => {
    expect(narrowings(asked(change), terms)).toEqual(expected);
  });

  it('takes a column that was renamed since for the same', () => {
    const [first, second] = patients.columns;
    expect(
      narrowings(
        asked(table({ columns: [first, { ...second, name: 'town' }] })),
        terms,
      ),
    ).toEqual([]);
  });
});
