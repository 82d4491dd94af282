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

const patientsTerms: Models.RequestedTable = {
  table: PATIENTS,
  ref: {
    region: 'us-west-2',
    catalogId: '111111111111',
    databaseName: 'healthcare_db',
    tableName: 'patients',
  },
  tableUuid: '0b1f4a5e-6f3f-4a43-9d0b-5a1d5f1c9b01',
  producerAccount: 'healthcare-producer',
  columns: [
    { fieldId: 1, name: 'patient_id' },
    { fieldId: 9, name: 'city', classification: 'internal' },
  ],
  rowFilter: "state = 'Texas'",
};

const AGREEMENTS: Record<Models.RequestPhase, Models.Agreement['status']> = {
  draft: 'draft',
  pending: 'pending',
  approved: 'approved',
  applying: 'approved',
  active: 'approved',
  failed: 'approved',
  expiring: 'expired',
  expired: 'expired',
  revoking: 'revoked',
  revoked: 'revoked',
  denied: 'denied',
  withdrawn: 'withdrawn',
  superseded: 'superseded',
};

const FULFILMENTS: Partial<
  Record<Models.RequestPhase, Models.Fulfilment['status']>
> = {
  applying: 'applying',
  active: 'active',
  failed: 'failed',
  expiring: 'removing',
  revoking: 'removing',
  expired: 'removed',
  revoked: 'removed',
};

/** The whole of {@link requestSummary}, decided by Owen in all but the first phases. */
export function accessRequest(
  phase: Models.RequestPhase,
  overrides: Partial<Omit<Models.AccessRequest, 'summary'>> & {
    summary?: Partial<Models.AccessRequestSummary>;
  } = {},
): Models.AccessRequest {
  const isDecided = phase !== 'draft' && phase !== 'pending';
  const { summary, ...rest } = overrides;
  return {
    terms: { tables: [patientsTerms], durationMinutes: 30 * 24 * 60 },
    agreement: {
      status: AGREEMENTS[phase],
      steps: [
        {
          id: `owner:${PATIENTS}`,
          stage: 0,
          title: 'Owner of healthcare_db.patients',
          why: 'The owner of a data product decides who reads it.',
          quorum: 1,
          state: isDecided ? 'complete' : 'open',
          approverRefs: ['group:default/patient-records'],
        },
      ],
      decisions: isDecided
        ? [
            {
              stepId: `owner:${PATIENTS}`,
              outcome: 'approved',
              by: OWEN,
              asMemberOf: 'group:default/patient-records',
              at: '2026-01-02T00:00:00Z',
              revision: 2,
            },
          ]
        : [],
      submittedAt: '2026-01-01T00:01:00Z',
      ...(isDecided && { decidedAt: '2026-01-02T00:00:00Z' }),
    },
    fulfilment: { status: FULFILMENTS[phase] ?? 'none' },
    history: [
      {
        id: 1,
        at: '2026-01-01T00:00:00Z',
        requestId: 'request-1',
        grantId: 'request-1',
        revision: 1,
        type: 'created',
        text: 'Priya asked for access.',
        actor: PRIYA,
        team: CARE,
        tables: [PATIENTS],
        details: { purpose: 'Plan visits in Texas' },
      },
      {
        id: 2,
        at: '2026-01-01T00:01:00Z',
        requestId: 'request-1',
        grantId: 'request-1',
        revision: 2,
        type: 'submitted',
        text: 'The owner was asked.',
        actor: 'sluice',
        team: CARE,
        tables: [PATIENTS],
        details: {},
      },
    ],
    ...rest,
    summary: requestSummary(phase, summary),
  };
}
