import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import { CARE, PATIENTS } from './fakeSluiceApi';

export const PRIYA = 'user:default/priya.sharma';
export const OWEN = 'user:default/owen.fisher';

/** A request of the care team for two columns of patients. */
export function requestSummary(
  phase: Models.RequestPhase,
  overrides: Partial<Models.AccessRequestSummary> = {},
): Models.AccessRequestSummary {
  return {
    id: 'request-1',
    grantId: 'request-1',
    revision: 3,
    phase,
    team: CARE,
    teamTitle: 'Patients Care',
    requester: PRIYA,
    purpose: 'Plan visits in Texas',
    tables: [
      {
        table: PATIENTS,
        name: 'healthcare_db.patients',
        productRef: 'dataproduct:default/patients',
        productTitle: 'Patients',
        columns: ['patient_id', 'city'],
        totalColumns: 9,
        rowFilter: "state = 'Texas'",
      },
    ],
    durationMinutes: 30 * 24 * 60,
    waitingFor: phase === 'pending' ? ['Owner of healthcare_db.patients'] : [],
    actions: [],
    createdAt: '2026-01-01T00:00:00Z',
    submittedAt: '2026-01-01T00:01:00Z',
    updatedAt: '2026-01-01T00:02:00Z',
    ...overrides,
  };
}

/** What approving {@link requestSummary} comes to. */
export const requestCheck: Models.RequestCheck = {
  findings: [],
  overlaps: [],
  consequences: [
    {
      principal: 'arn:aws:iam::222222222222:role/care',
      team: 'Patients Care',
      table: 'healthcare_db.patients',
      catalogId: '111111111111',
      before: { level: 'none' },
      after: {
        level: 'partial',
        visibleColumns: 2,
        totalColumns: 9,
        rows: { kind: 'expression', expression: "state = 'Texas'" },
      },
      text: 'Patients Care gains 2 columns.',
    },
  ],
  permissions: [
    {
      title: 'SELECT on the filter sluice_request1_patients',
      account: 'healthcare-producer',
      why: 'The team reads through it.',
      exists: false,
    },
  ],
  steps: [],
};
