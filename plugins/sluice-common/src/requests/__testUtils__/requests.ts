import { RequestPolicy } from '../approval';
import { approvalStepsOf } from '../approvalSteps';
import { RecordedRequestEvent, RequestEvent, SLUICE_ACTOR } from '../events';
import { AccessRequest } from '../request';
import { applyRequestEvent } from '../reduce';
import { AccessTerms, RequestedTable } from '../terms';

export const TEAM = 'group:default/claims-care';
export const ASKER = 'user:default/jonas';
export const RECORDS = 'group:default/patient-records';
export const OFFICE = 'group:default/claims-office';
export const PRIVACY = 'group:default/privacy';
export const PLATFORM = 'group:default/platform';

const COLUMNS = [
  { fieldId: 1, name: 'patient_id' },
  { fieldId: 2, name: 'ssn', classification: 'PII' },
  { fieldId: 5, name: 'state' },
];

/** A table of two that can be asked for, with the columns of these field ids. */
export function table(
  name: 'patients' | 'claims',
  fieldIds: number[] = [1, 5],
  rowFilter?: string,
): RequestedTable {
  return {
    table: `resource:producer/healthcare_db.${name}`,
    ref: {
      region: 'us-west-2',
      catalogId: '111122223333',
      databaseName: 'healthcare_db',
      tableName: name,
    },
    tableUuid: `uuid-of-${name}`,
    producerAccount: 'producer',
    columns: COLUMNS.filter(({ fieldId }) => fieldIds.includes(fieldId)),
    ...(rowFilter && { rowFilter }),
  };
}

export function terms(
  tables: RequestedTable[] = [table('patients')],
  durationMinutes = 1_000,
): AccessTerms {
  return { tables, durationMinutes };
}

export const policy: Pick<RequestPolicy, 'ownerQuorum' | 'sensitive'> = {
  ownerQuorum: 1,
  sensitive: [
    {
      title: 'Privacy',
      approvers: [PRIVACY],
      classifications: ['pii'],
      quorum: 1,
    },
  ],
};

/** Who owns the two tables. */
export const context = {
  ownersOf: (ref: string) => [ref.endsWith('patients') ? RECORDS : OFFICE],
  escalationRefs: [PLATFORM],
};

export function at(minute: number): string {
  return new Date(Date.UTC(2026, 0, 1) + minute * 60_000).toISOString();
}

/** An event that comes next, a minute after the one before. */
export function next(
  before: AccessRequest | undefined,
  event: RequestEvent,
  options: { actor?: string; minute?: number } = {},
): RecordedRequestEvent {
  const revision = (before?.revision ?? 0) + 1;
  const { actor = SLUICE_ACTOR, minute = revision } = options;
  return {
    requestId: before?.id ?? 'r1',
    revision,
    at: at(minute),
    actor,
    event,
  };
}

/** A request to which these things happened, one a minute. */
export function requestWith(
  events: RequestEvent[],
  actor: string = ASKER,
): AccessRequest {
  return events.reduce<AccessRequest | undefined>(
    (before, event) =>
      applyRequestEvent(before, next(before, event, { actor })),
    undefined,
  )!;
}

export function created(asked: AccessTerms = terms()): RequestEvent {
  return {
    type: 'created',
    grantId: 'r1',
    team: TEAM,
    purpose: 'To look for outliers',
    terms: asked,
  };
}

export function submitted(
  asked: AccessTerms = terms(),
  rules = policy,
): RequestEvent {
  return { type: 'submitted', steps: approvalStepsOf(asked, rules) };
}

export function decided(
  stepId: string,
  changes: {
    by?: string;
    asMemberOf?: string;
    onBehalfOf?: string;
    outcome?: 'approved' | 'denied';
  } = {},
): Extract<RequestEvent, { type: 'stepApproved' | 'denied' }> {
  const { outcome = 'approved' } = changes;
  return {
    type: outcome === 'approved' ? 'stepApproved' : 'denied',
    decision: {
      stepId,
      by: 'user:default/priya',
      asMemberOf: RECORDS,
      at: at(3),
      revision: 2,
      ...changes,
      outcome,
    },
  };
}

export const PATIENTS_STEP = 'owner:resource:producer/healthcare_db.patients';
export const CLAIMS_STEP = 'owner:resource:producer/healthcare_db.claims';
export const PRIVACY_STEP = 'sensitive:Privacy';

/** One that everybody agreed on, for a time of a thousand minutes. */
export const agreed: RequestEvent[] = [
  created(),
  submitted(),
  decided(PATIENTS_STEP),
  { type: 'approved', startsAt: at(4), expiresAt: at(1_004) },
];
