import type { SluiceApi as Models } from '@sluice/plugin-sluice-common';
import type { SluiceApi } from '../api';

export const PATIENTS = 'resource:producer/healthcare_db.patients';
export const CLAIMS = 'resource:producer/healthcare_db.claims';
export const CARE = 'group:default/patients-care-team';
export const RESEARCH = 'group:default/population-research';

const refOf = (tableName: string): Models.TableRef => ({
  region: 'us-west-2',
  catalogId: '111111111111',
  databaseName: 'healthcare_db',
  tableName,
});

/** One cell of each level. */
export const matrix: Models.AccessMatrix = {
  tables: [
    { entityRef: PATIENTS, ref: refOf('patients'), columnCount: 9 },
    { entityRef: CLAIMS, ref: refOf('claims'), columnCount: 10 },
  ],
  teams: [
    { entityRef: CARE, title: 'Patients Care Team', onboarded: true },
    { entityRef: RESEARCH, title: 'Population Research', onboarded: false },
  ],
  cells: [
    {
      table: PATIENTS,
      team: CARE,
      level: 'partial',
      visibleColumns: 8,
      totalColumns: 9,
      rows: { kind: 'expression', expression: "state = 'Texas'" },
      warnings: 0,
    },
    {
      table: PATIENTS,
      team: RESEARCH,
      level: 'none',
      totalColumns: 9,
      warnings: 0,
    },
    { table: CLAIMS, team: CARE, level: 'full', totalColumns: 10, warnings: 0 },
    {
      table: CLAIMS,
      team: RESEARCH,
      level: 'unknown',
      totalColumns: 10,
      warnings: 0,
    },
  ],
  hiddenTeams: 0,
  totalTables: 2,
  stale: false,
};

export const patientsOfCare: Models.EffectiveAccess = {
  team: matrix.teams[0],
  tableEntityRef: PATIENTS,
  table: refOf('patients'),
  level: 'partial',
  columns: [
    {
      name: 'patient_id',
      type: 'bigint',
      rows: { kind: 'expression', expression: "state = 'Texas'" },
    },
    { name: 'ssn', type: 'string', rows: { kind: 'none' } },
  ],
  rows: { kind: 'expression', expression: "state = 'Texas'" },
  reasons: [
    {
      kind: 'dataCellsFilter',
      text: 'The filter texas_only leaves out ssn.',
      effect: 'limits',
      rows: [],
    },
  ],
  warnings: [],
  stale: false,
};

export const patients: Models.Table = {
  entityRef: PATIENTS,
  ref: refOf('patients'),
  accountName: 'producer',
  description: 'One row for each patient',
  tableUuid: '0b1f4a5e-6f3f-4a43-9d0b-5a1d5f1c9b01',
  format: 'iceberg',
  formatVersion: 2,
  currentSnapshotId: '5735460217713455217',
  currentSnapshotAt: '2026-01-01T00:00:00Z',
  registration: 'lakeFormation',
  columns: [
    {
      fieldId: 1,
      name: 'patient_id',
      type: 'bigint',
      required: true,
      comment: 'Number on the card',
      lfTags: [],
    },
    {
      fieldId: 8,
      name: 'ssn',
      type: 'string',
      classification: 'restricted',
      lfTags: [{ key: 'pii', values: ['direct'], source: 'column' }],
    },
    {
      fieldId: 9,
      name: 'city',
      type: 'string',
      partitionTransform: 'identity',
      lfTags: [{ key: 'zone', values: ['gold', 'silver'], source: 'database' }],
    },
  ],
  lfTags: [],
  observedAt: '2026-01-01T00:05:00Z',
  stale: false,
};

/** Sluice's backend as a test needs it; a call that was not expected fails. */
export function fakeSluiceApi(answers: Partial<SluiceApi>): SluiceApi {
  const unexpected = (name: string) => async () => {
    throw new Error(`Unexpected call of ${name}`);
  };
  return {
    getAccessMatrix: unexpected('getAccessMatrix'),
    getEffectiveAccess: unexpected('getEffectiveAccess'),
    getTeamAccess: unexpected('getTeamAccess'),
    getTable: unexpected('getTable'),
    getMyAccess: unexpected('getMyAccess'),
    getAccounts: unexpected('getAccounts'),
    startObservation: unexpected('startObservation'),
    createPlan: unexpected('createPlan'),
    getPlan: unexpected('getPlan'),
    exportPlan: unexpected('exportPlan'),
    createChange: unexpected('createChange'),
    getChanges: unexpected('getChanges'),
    getChange: unexpected('getChange'),
    resumeChange: unexpected('resumeChange'),
    cancelChange: unexpected('cancelChange'),
    createUndoPlan: unexpected('createUndoPlan'),
    getTeamReadiness: unexpected('getTeamReadiness'),
    getAccount: unexpected('getAccount'),
    answerInvitation: unexpected('answerInvitation'),
    getSetUpRules: unexpected('getSetUpRules'),
    getRequestPolicy: unexpected('getRequestPolicy'),
    checkTerms: unexpected('checkTerms'),
    checkRequest: unexpected('checkRequest'),
    createRequest: unexpected('createRequest'),
    getRequests: unexpected('getRequests'),
    getRequest: unexpected('getRequest'),
    editRequest: unexpected('editRequest'),
    submitRequest: unexpected('submitRequest'),
    withdrawRequest: unexpected('withdrawRequest'),
    approveRequest: unexpected('approveRequest'),
    denyRequest: unexpected('denyRequest'),
    reduceRequest: unexpected('reduceRequest'),
    revokeRequest: unexpected('revokeRequest'),
    resumeRequest: unexpected('resumeRequest'),
    getDelegations: unexpected('getDelegations'),
    createDelegation: unexpected('createDelegation'),
    endDelegation: unexpected('endDelegation'),
    getReviews: unexpected('getReviews'),
    startReview: unexpected('startReview'),
    getReview: unexpected('getReview'),
    answerReview: unexpected('answerReview'),
    getHistory: unexpected('getHistory'),
    exportHistory: unexpected('exportHistory'),
    getWhoCanSee: unexpected('getWhoCanSee'),
    findWhoCanSeeRow: unexpected('findWhoCanSeeRow'),
    getWhatCanSee: unexpected('getWhatCanSee'),
    getWhy: unexpected('getWhy'),
    exportAnswers: unexpected('exportAnswers'),
    getBypassFindings: unexpected('getBypassFindings'),
    getPrincipals: unexpected('getPrincipals'),
    askWhatIf: unexpected('askWhatIf'),
    getStages: unexpected('getStages'),
    getDrift: unexpected('getDrift'),
    getDriftItem: unexpected('getDriftItem'),
    repairDrift: unexpected('repairDrift'),
    ignoreDrift: unexpected('ignoreDrift'),
    watchDrift: unexpected('watchDrift'),
    estimatePreview: unexpected('estimatePreview'),
    createPreview: unexpected('createPreview'),
    getJobOptions: unexpected('getJobOptions'),
    checkJob: unexpected('checkJob'),
    createJobRun: unexpected('createJobRun'),
    getJobRuns: unexpected('getJobRuns'),
    getJobRun: unexpected('getJobRun'),
    cancelJobRun: unexpected('cancelJobRun'),
    getJobLog: unexpected('getJobLog'),
    getAttestations: unexpected('getAttestations'),
    getAttestation: unexpected('getAttestation'),
    ...answers,
  };
}
