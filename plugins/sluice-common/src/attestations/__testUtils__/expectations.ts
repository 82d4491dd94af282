import { TableExpectation, TableObservation } from '../types';

/** What Patients Care is to read (seed reference 3.4). */
export const PATIENTS_EXPECTED: TableExpectation = {
  table: {
    region: 'us-west-2',
    catalogId: '111122223333',
    databaseName: 'healthcare_db',
    tableName: 'patients',
  },
  tableEntityRef: 'resource:producer/patients',
  name: 'consumer_healthcare_db.rl_patients',
  access: 'readable',
  columns: ['patient_id', 'state', 'age'],
  rowFilter: "state in ('Texas', 'New York')",
  basis: 'declared',
  revision: 'r1',
};

/** As a job reads it where all is right. */
export const PATIENTS_SEEN: TableObservation = {
  name: PATIENTS_EXPECTED.name,
  outcome: 'read',
  columns: ['patient_id', 'state', 'age'],
  rows: 8,
  rowsOutside: 0,
  groups: [
    { value: 'Texas', rows: 4 },
    { value: 'New York', rows: 4 },
    { rows: 0 },
  ],
};

export const DENIED: TableExpectation = {
  ...PATIENTS_EXPECTED,
  access: 'denied',
  columns: [],
  rowFilter: undefined,
};
