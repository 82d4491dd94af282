import { requestSummary } from '../../__testUtils__/requests';
import { askedTermsOf, durationText, tableText, titleOf } from './requestText';

const [patients] = requestSummary('active').tables;

describe('texts about requests', () => {
  it.each([
    [1, '1 minute'],
    [60, '1 hour'],
    [30 * 24 * 60, '30 days'],
    [24 * 60 + 61, '1 day 1 hour 1 minute'],
    [0, '0 minutes'],
  ])('%d minutes are %s', (minutes, text) => {
    expect(durationText(minutes)).toBe(text);
  });

  it.each([
    [patients, "2 of 9 columns, rows where state = 'Texas'"],
    [
      { ...patients, totalColumns: 2, rowFilter: undefined },
      'all 2 columns, every row',
    ],
    [
      { ...patients, totalColumns: undefined, rowFilter: undefined },
      '2 columns, every row',
    ],
  ])('say what is read of a table', (table, text) => {
    expect(tableText(table)).toBe(text);
  });

  it('name the first of several tables', () => {
    expect(
      titleOf({
        teamTitle: 'Care',
        tables: [patients, { ...patients, table: 'b' }],
      }),
    ).toBe('Care → healthcare_db.patients and 1 more');
  });

  it('ask for terms as they stand', () => {
    expect(askedTermsOf(requestSummary('active'))).toEqual({
      tables: [
        {
          table: patients.table,
          columns: ['patient_id', 'city'],
          rowFilter: "state = 'Texas'",
        },
      ],
      durationMinutes: 43_200,
    });
  });
});
