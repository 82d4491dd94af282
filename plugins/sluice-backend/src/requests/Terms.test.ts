import { InputError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { PATIENTS, PRODUCER } from '../__testUtils__/healthcare';
import { patientsTable, snapshotOf } from './__testUtils__/snapshotOf';
import { resolveTerms, TermsContext } from './Terms';

const NOW = new Date('2026-01-15T08:00:00Z');
const DAY = 24 * 60;
const patients = { table: PATIENTS, columns: ['state', 'patient_id'] };

const context = (changes: Partial<TermsContext> = {}): TermsContext => ({
  snapshot: snapshotOf([patientsTable()]),
  policy: { defaultDurationMinutes: 90 * DAY, maxDurationMinutes: 365 * DAY },
  now: NOW,
  ...changes,
});

function refusal(
  asked: SluiceApi.AskedTerms,
  changes: Partial<TermsContext> = {},
): string {
  try {
    resolveTerms(asked, context(changes));
  } catch (error) {
    expect(error).toBeInstanceOf(InputError);
    return (error as Error).message;
  }
  return 'nothing is wrong';
}

describe('resolveTerms', () => {
  it('finds field ids, classifications and the table, columns in its order', () => {
    expect(
      resolveTerms(
        {
          tables: [
            {
              table: 'Resource:Healthcare-Producer/HEALTHCARE_DB.patients',
              columns: ['STATE', 'ssn', 'patient_id'],
              rowFilter: " state = 'Texas'\n",
            },
          ],
          startsAt: '2026-02-01T09:00:00+01:00',
          durationMinutes: 30 * DAY,
        },
        context(),
      ),
    ).toEqual({
      tables: [
        {
          table: PATIENTS,
          ref: patientsTable().ref,
          tableUuid: 'uuid-of-patients',
          producerAccount: PRODUCER.name,
          columns: [
            { fieldId: 1, name: 'patient_id' },
            { fieldId: 2, name: 'ssn', classification: 'pii' },
            { fieldId: 5, name: 'state' },
          ],
          rowFilter: "state = 'Texas'",
        },
      ],
      startsAt: '2026-02-01T08:00:00.000Z',
      durationMinutes: 30 * DAY,
    });
  });

  it('asks for all rows, at once, for as long as usual when nothing is said', () => {
    const { tables, ...rest } = resolveTerms(
      { tables: [{ ...patients, rowFilter: '  ' }] },
      context(),
    );
    expect(tables[0]).not.toHaveProperty('rowFilter');
    expect(rest).toEqual({ durationMinutes: 90 * DAY });
  });

  it.each<[string, Partial<SluiceApi.AskedTable>, string]>([
    [
      'no entity ref',
      { table: 'resource:' },
      '"resource:" is no entity ref of a table. It looks like resource:<account>/<database>.<table>.',
    ],
    [
      'an unknown table',
      { table: 'resource:healthcare-producer/healthcare_db.patient' },
      'There is no table resource:healthcare-producer/healthcare_db.patient. Only Iceberg tables of connected accounts that have been read can be asked for; correct the name, or wait until the account is read.',
    ],
    [
      'no column',
      { columns: [] },
      `Name at least one column of table ${PATIENTS}.`,
    ],
    [
      'a column of another name',
      { columns: ['stat'] },
      `Table ${PATIENTS} has no column stat. Did you mean state?`,
    ],
    [
      'a column of no such name',
      { columns: ['diagnosis'] },
      `Table ${PATIENTS} has no column diagnosis. It has patient_id, ssn, state, address.`,
    ],
    [
      'a field of a column',
      { columns: ['address.city'] },
      `address.city is a field of column address of table ${PATIENTS}; EMR on EKS has no access control for fields. Ask for the column as a whole.`,
    ],
    [
      'a column twice',
      { columns: ['ssn', 'SSN'] },
      `Column ssn of table ${PATIENTS} is named twice.`,
    ],
    [
      'a row filter of an unknown column',
      { rowFilter: "stat = 'Texas'" },
      `The row filter for table ${PATIENTS} is wrong at character 1: The table has no column stat. Expected there: patient_id, ssn, state, address.`,
    ],
    [
      'a row filter that ends too early',
      { rowFilter: 'patient_id =' },
      'is wrong at character 13',
    ],
    [
      'a row filter of the wrong type',
      { rowFilter: "patient_id = '7'" },
      "patient_id is an integer, but '7' is not",
    ],
    [
      'a row filter that compares a column with another',
      { rowFilter: 'patient_id = ssn' },
      'is wrong at character 14, "ssn"',
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(refusal({ tables: [{ ...patients, ...changes }] })).toContain(
      message,
    );
  });

  it.each<[string, Partial<SluiceApi.AskedTerms>, string]>([
    ['no table', { tables: [] }, 'Ask for at least one table.'],
    [
      'more tables than a request has',
      { tables: Array(21).fill(patients) },
      '21 tables are more than the 20 of one request. Make several requests.',
    ],
    [
      'a table twice',
      { tables: [patients, { ...patients, table: PATIENTS.toUpperCase() }] },
      `Table ${PATIENTS} is asked for twice`,
    ],
    ['no duration', { durationMinutes: 0 }, 'at least 1'],
    ['part of a minute', { durationMinutes: 1.5 }, 'a whole number of minutes'],
    [
      'a duration over the maximum',
      { durationMinutes: 365 * DAY + 1 },
      'durationMinutes is 525601, more than the 525600 minutes that access lasts at most.',
    ],
    [
      'a start that is no time',
      { startsAt: 'tomorrow' },
      'startsAt is "tomorrow"',
    ],
    [
      'a start without a time zone',
      { startsAt: '2026-02-01T08:00:00' },
      'which is no time with a time zone',
    ],
    [
      'a start on no day',
      { startsAt: '2026-02-99T08:00:00Z' },
      'which is no time',
    ],
    [
      'a start that has passed',
      { startsAt: '2026-01-15T07:58:59Z' },
      'startsAt is 2026-01-15T07:58:59.000Z, which has passed; it is 2026-01-15T08:00:00.000Z now.',
    ],
    [
      'a start in the far future',
      { startsAt: '2027-01-17T08:00:00Z' },
      'more than a year ahead',
    ],
  ])('refuses %s', (_, changes, message) => {
    expect(refusal({ tables: [patients], ...changes })).toContain(message);
  });

  it.each([
    ['at the maximum', { durationMinutes: 365 * DAY }],
    ['a moment ago', { startsAt: '2026-01-15T07:59:01Z' }],
    ['in a year', { startsAt: '2027-01-15T08:00:00Z' }],
  ])('takes what is %s', (_, changes) => {
    expect(refusal({ tables: [patients], ...changes })).toBe(
      'nothing is wrong',
    );
  });

  it.each([
    [
      'could not be read',
      patientsTable({ problem: 'Its metadata file is gone.' }),
      'Its metadata file is gone',
    ],
    [
      'has no known columns',
      patientsTable({ columns: [] }),
      'no columns are known',
    ],
    [
      'has a column without a field id',
      patientsTable({
        columns: [
          ...patientsTable().columns,
          { name: 'notes', type: 'string', lfTags: [] },
        ],
      }),
      'the field id of notes is not known',
    ],
  ])('refuses a table whose metadata %s', (_, table, why) => {
    expect(
      refusal({ tables: [patients] }, { snapshot: snapshotOf([table]) }),
    ).toBe(
      `Table ${PATIENTS} cannot be asked for until its metadata is read: ${why}. Have its owner or a platform engineer look at why, then ask again.`,
    );
  });

  it('lets what stands keep a start that has passed, and a length that was allowed', () => {
    const startsAt = '2026-01-10T08:00:00.000Z';
    const asked = {
      tables: [patients],
      startsAt,
      durationMinutes: 400 * DAY,
    };
    const standing = {
      ...resolveTerms({ tables: [patients] }, context()),
      startsAt,
      durationMinutes: 400 * DAY,
    };
    expect(resolveTerms(asked, context({ standing }))).toMatchObject({
      startsAt,
      durationMinutes: 400 * DAY,
    });
    expect(
      refusal({ ...asked, startsAt: '2026-01-11T08:00:00Z' }, { standing }),
    ).toContain('which has passed');
    expect(
      refusal({ ...asked, durationMinutes: 400 * DAY + 1 }, { standing }),
    ).toContain('more than the 576000 minutes');
  });
});
