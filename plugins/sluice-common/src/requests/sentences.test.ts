import { ApprovalDecision, ApprovalStep } from './approval';
import { RequestEvent, RequestEventType, SLUICE_ACTOR } from './events';
import { describeDuration, sentenceOf } from './sentences';
import { AccessTerms } from './terms';
import { TRANSITIONS } from './transitions';

const ADA = 'user:default/ada';

const terms: AccessTerms = {
  tables: [
    {
      table: 'resource:producer/healthcare_db.patients',
      ref: {
        region: 'us-west-2',
        catalogId: '111122223333',
        databaseName: 'healthcare_db',
        tableName: 'patients',
      },
      producerAccount: 'producer',
      columns: [
        { fieldId: 1, name: 'patient_id' },
        { fieldId: 5, name: 'state' },
      ],
      rowFilter: "state = 'Texas'",
    },
  ],
  durationMinutes: 30 * 24 * 60,
};

const decision: ApprovalDecision = {
  stepId: 'owner:resource:producer/healthcare_db.patients',
  outcome: 'approved',
  by: ADA,
  asMemberOf: 'group:default/patient-records',
  at: '2026-03-01T14:05:00.000Z',
  revision: 2,
};

const step = { title: 'Owner of healthcare_db.patients' } as ApprovalStep;
const wide = {
  ...terms,
  tables: [
    {
      ...terms.tables[0],
      rowFilter: undefined,
      columns: [1, 2, 3, 4, 5, 6, 7].map(fieldId => ({
        fieldId,
        name: `c${fieldId}`,
      })),
    },
  ],
  startsAt: '2026-03-02T00:00:00.000Z',
  durationMinutes: 90,
};

const cases: [RequestEvent, string, string?][] = [
  [
    {
      type: 'created',
      grantId: 'g1',
      team: 'group:default/patients-care',
      purpose: 'Research',
      terms,
    },
    "ada drafted a request for patients-care: patient_id, state of healthcare_db.patients where state = 'Texas', for 30 days.",
  ],
  [
    {
      type: 'created',
      grantId: 'g1',
      supersedes: 'r0',
      team: 'group:research/care',
      purpose: 'Research',
      terms: wide,
    },
    'ada drafted a request for research/care, in place of request r0: 7 columns of healthcare_db.patients, from 2026-03-02 00:00 UTC on, for 90 minutes.',
  ],
  [
    { type: 'edited', purpose: 'Research', terms },
    "ada changed what is asked for: patient_id, state of healthcare_db.patients where state = 'Texas', for 30 days; earlier approvals no longer count.",
  ],
  [
    { type: 'submitted', steps: [step, { ...step, title: 'Privacy' }] },
    'ada submitted the request; to agree: Owner of healthcare_db.patients, Privacy.',
  ],
  [{ type: 'withdrawn' }, 'ada took the request back.'],
  [
    { type: 'withdrawn', reason: 'Not needed any more!' },
    'ada took the request back: Not needed any more!',
  ],
  [{ type: 'stepApproved', decision }, 'ada approved for patient-records.'],
  [
    {
      type: 'stepApproved',
      decision: {
        ...decision,
        onBehalfOf: 'user:default/bob',
        comment: 'Texas only',
      },
      terms,
    },
    "ada approved for patient-records, in place of bob, but narrower: patient_id, state of healthcare_db.patients where state = 'Texas', for 30 days: Texas only.",
  ],
  [
    {
      type: 'stepApproved',
      decision: { ...decision, asMemberOf: ADA, escalated: true },
    },
    'ada approved, as nobody else had decided.',
  ],
  [
    {
      type: 'approved',
      startsAt: '2026-03-01T14:05:00.000Z',
      expiresAt: '2026-03-31T14:05:00.000Z',
    },
    'Everybody whose agreement is needed has agreed: access from 2026-03-01 14:05 UTC to 2026-03-31 14:05 UTC.',
    SLUICE_ACTOR,
  ],
  [
    {
      type: 'denied',
      decision: { ...decision, outcome: 'denied', comment: 'Too wide' },
    },
    'ada denied the request for patient-records: Too wide.',
  ],
  [
    { type: 'escalated', to: ['group:default/platform'] },
    'Sluice asked platform to decide as well, since nobody had.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'reminded', expiresAt: '2026-03-31T14:05:00.000Z' },
    'Sluice reminded the team that access ends at 2026-03-31 14:05 UTC.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'applyStarted', changeId: 'c1' },
    'Sluice began to make the access in AWS, as change c1.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'applied' },
    'Lake Formation was read to hold exactly what was agreed on: access is active.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'applyFailed', error: 'The share was rejected.' },
    'Access could not be made in AWS: The share was rejected.',
    SLUICE_ACTOR,
  ],
  [
    {
      type: 'reduced',
      terms,
      reason: 'Less will do',
      expiresAt: '2026-03-10T00:00:00.000Z',
    },
    "ada narrowed the access to patient_id, state of healthcare_db.patients where state = 'Texas', ending at 2026-03-10 00:00 UTC: Less will do.",
  ],
  [
    { type: 'kept', reviewId: 'v1', reason: 'Still in use' },
    'ada kept the access in an access review: Still in use.',
  ],
  [{ type: 'expired' }, 'The access came to its end.', SLUICE_ACTOR],
  [
    { type: 'revoked', reason: 'The study is over' },
    'ada revoked the access: The study is over.',
  ],
  [
    { type: 'revoked', reason: 'Nobody answered', reviewId: 'v1' },
    'Sluice revoked the access in an access review: Nobody answered.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'superseded', by: 'r2' },
    'Request r2 took the place of this one.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'removalStarted', changeId: 'c2' },
    'Sluice began to take the access back in AWS, as change c2.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'removed', lastPossibleRead: '2026-03-31T15:05:00.000Z' },
    'Lake Formation was read to hold nothing of it any more; sessions that were open may have read until 2026-03-31 15:05 UTC.',
    SLUICE_ACTOR,
  ],
  [
    {
      type: 'removed',
      lastPossibleRead: '2026-03-31T15:05:00.000Z',
      remaining: ['SELECT on patients'],
    },
    'Lake Formation was read to hold nothing of it any more; sessions that were open may have read until 2026-03-31 15:05 UTC; the team still has access by other ways: SELECT on patients.',
    SLUICE_ACTOR,
  ],
  [
    { type: 'removalFailed', error: 'Throttled' },
    'Access could not be taken back in AWS: Throttled.',
    SLUICE_ACTOR,
  ],
];

describe('sentenceOf', () => {
  it.each(cases)('tells %j', (event, expected, actor = ADA) => {
    expect(
      sentenceOf({
        requestId: 'r1',
        revision: 1,
        at: '2026-03-01T14:05:00.000Z',
        actor,
        event,
      }),
    ).toBe(expected);
  });

  it('is tested for every event there is', () => {
    const tested = new Set<RequestEventType>(cases.map(([{ type }]) => type));
    expect([...tested].sort()).toEqual(
      TRANSITIONS.map(({ event }) => event).sort(),
    );
  });
});

describe('describeDuration', () => {
  it.each([
    [1, '1 minute'],
    [90, '90 minutes'],
    [60, '1 hour'],
    [36 * 60, '36 hours'],
    [24 * 60, '1 day'],
  ])('of %d minutes is %s', (minutes, expected) => {
    expect(describeDuration(minutes)).toBe(expected);
  });
});
