import { SluiceApi } from '@sluice/plugin-sluice-common';
import fc from 'fast-check';
import { Happening } from './Life';
import { Decision } from './LifeDecisions';
import { PERSONS } from './LifePeople';

const TABLES = {
  'healthcare_db.patients': {
    columns: ['patient_id', 'gender', 'city', 'state'],
    rowFilters: [
      "state = 'Texas'",
      "state in ('Texas', 'New York')",
      "state = 'Texas' and city = 'Austin'",
    ],
  },
  'operations_db.staff_assignments': {
    columns: ['assignment_id', 'staff_role', 'shift'],
    rowFilters: ["shift = 'night'"],
  },
};
const PATIENTS = 'healthcare_db.patients';
const STAFF = 'operations_db.staff_assignments';

const table = (name: keyof typeof TABLES): fc.Arbitrary<SluiceApi.AskedTable> =>
  fc.record(
    {
      table: fc.constant(`resource:healthcare-producer/${name}`),
      columns: fc.subarray(TABLES[name].columns, { minLength: 1 }),
      rowFilter: fc.constantFrom(...TABLES[name].rowFilters),
    },
    { requiredKeys: ['table', 'columns'] },
  );

const terms: fc.Arbitrary<SluiceApi.AskedTerms> = fc.record({
  tables: fc.oneof(
    { weight: 3, arbitrary: fc.tuple(table(PATIENTS)) },
    { weight: 1, arbitrary: fc.tuple(table(STAFF)) },
    { weight: 1, arbitrary: fc.tuple(table(PATIENTS), table(STAFF)) },
  ),
  durationMinutes: fc.integer({ min: 10, max: 90 }),
});

const anybody = fc.constantFrom(...PERSONS);
const asker = fc.constantFrom(
  ...(['ann', 'ann', 'ann', 'pat', 'pat', 'bob', 'sid'] as const),
);
const decider = fc.constantFrom('otto', 'otto', 'olga', 'carl', ...PERSONS);
/** Of the newest, so that it is often the same one. */
const request = fc.nat(3);
const backend = fc.nat(1);
const minutes = fc.integer({ min: 1, max: 60 });

const are = <T extends Happening>(
  weight: number,
  parts: { [K in keyof T]: fc.Arbitrary<T[K]> },
) => ({
  weight,
  arbitrary: fc.record(parts) as unknown as fc.Arbitrary<T>,
});
const to = <T extends string>(...what: T[]) => fc.constantFrom(...what);

export const agreement = fc.record({
  do: to('agree'),
  who: to('ann', 'pat'),
  terms,
});

export const workerDeath = fc.record({
  do: to('workerDies'),
  backend,
  death: fc.record({
    call: fc.integer({ min: 1, max: 20 }),
    when: to('before', 'after'),
  }),
});

/** Of the newest, by whoever may end any, or by time. */
export const end: fc.Arbitrary<Happening> = fc.oneof(
  fc.constant<Happening>({ do: 'revoke', who: 'pia', request: 0 }),
  fc.constant<Happening>({ do: 'advance', minutes: 90 }),
);

/** What people do; several of them may do it at one moment. */
export const decision: fc.Arbitrary<Decision> = fc.oneof(
  are(2, { do: to('ask'), who: asker, terms }),
  are(4, { do: to('agree'), who: asker, terms }),
  are(3, { do: to('replace'), request, terms }),
  are(1, { do: to('edit'), who: asker, request, terms }),
  are(5, {
    do: to('approve'),
    who: decider,
    request,
    narrower: fc.boolean(),
    stale: fc.nat(4).map(each => each === 0),
  }),
  are(2, { do: to('reduce'), who: decider, request }),
  are(2, { do: to('revoke'), who: decider, request }),
  are(1, { do: to('deny', 'withdraw', 'resume'), who: anybody, request }),
);

/** What backends do, and what becomes of them. */
export const work: fc.Arbitrary<Happening> = fc.oneof(
  are(5, { do: to('tick'), backend }),
  are(5, { do: to('run'), backend }),
  are(1, { do: to('restart'), backend }),
  { weight: 2, arbitrary: workerDeath },
  are(2, {
    do: to('backendDies'),
    backend,
    afterCalls: fc.integer({ min: 1, max: 60 }),
  }),
);

/** What happens to people and to the world, by which others go. */
export const circumstance: fc.Arbitrary<Happening> = fc.oneof(
  are(4, { do: to('advance'), minutes }),
  are(1, { do: to('delegate'), who: anybody, to: anybody, minutes }),
  are(1, {
    do: to('move'),
    who: anybody,
    group: to('patient-records', 'claims-office', 'claims-care'),
  }),
  are(1, {
    do: to('break'),
    operation: to(
      'GrantPermissions',
      'RevokePermissions',
      'CreateDataCellsFilter',
      'UpdateDataCellsFilter',
      'DeleteDataCellsFilter',
    ),
  }),
  are(1, { do: to('mend') }),
  are(2, { do: to('rest') }),
);
