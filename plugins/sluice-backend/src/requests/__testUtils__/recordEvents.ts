import {
  AccessRequest,
  AccessTerms,
  ApprovalDecision,
  RequestEvent,
  SLUICE_ACTOR,
} from '@sluice/plugin-sluice-common';
import { CLAIMS, PATIENTS, PRODUCER } from '../../__testUtils__/healthcare';
import { RequestStore } from '../RequestStore';

export const TEAM = 'group:default/patients-care';
export const OWNERS = 'group:default/patient-records';
export const ADA = 'user:default/ada';
export const OLGA = 'user:default/olga';

const DAY = 24 * 60;

/** A column of the state of patients, or of the status of claims. */
export function termsOf(
  table: typeof PATIENTS | typeof CLAIMS = PATIENTS,
  changes: Partial<AccessTerms> = {},
): AccessTerms {
  const tableName = table === PATIENTS ? 'patients' : 'claims';
  return {
    tables: [
      {
        table,
        ref: {
          region: PRODUCER.region,
          catalogId: PRODUCER.accountId,
          databaseName: 'healthcare_db',
          tableName,
        },
        producerAccount: PRODUCER.name,
        columns: [{ fieldId: 9, name: 'state' }],
        rowFilter: "state = 'Texas'",
      },
    ],
    durationMinutes: 30 * DAY,
    ...changes,
  };
}

export function created(
  changes: Partial<Extract<RequestEvent, { type: 'created' }>> = {},
): RequestEvent {
  return {
    type: 'created',
    grantId: 'g1',
    team: TEAM,
    purpose: '=HYPERLINK("http://evil.example")',
    terms: termsOf(),
    ...changes,
  };
}

export const submitted: RequestEvent = {
  type: 'submitted',
  steps: [
    {
      id: `owner:${PATIENTS}`,
      stage: 0,
      title: 'Owner of healthcare_db.patients',
      approvers: { kind: 'ownersOf', tables: [PATIENTS] },
      quorum: 1,
      why: 'The owner of a data product decides who reads it.',
    },
  ],
};

export function decision(
  changes: Partial<ApprovalDecision> = {},
): ApprovalDecision {
  return {
    stepId: `owner:${PATIENTS}`,
    outcome: 'approved',
    by: OLGA,
    asMemberOf: OWNERS,
    at: '2026-01-15T08:00:00.000Z',
    revision: 2,
    ...changes,
  };
}

export function approvedUntil(
  expiresAt: string,
  startsAt = '2026-01-15T08:00:00.000Z',
): RequestEvent[] {
  return [
    { type: 'stepApproved', decision: decision() },
    { type: 'approved', startsAt, expiresAt },
  ];
}

/**
 * Has these things happen to a request, which is made if need be: each by
 * somebody who may, and when it can, unless it is said who and when.
 */
export async function record(
  store: RequestStore,
  requestId: string,
  events: RequestEvent[],
  options: { actor?: string; at?: string } = {},
): Promise<AccessRequest> {
  let [request] = await store.find({ ids: [requestId] });
  for (const event of events) {
    [{ request }] = await store.record([
      {
        requestId,
        revision: request?.revision ?? 0,
        at: options.at ?? timeOf(event, request),
        actor: options.actor ?? actorOf(event),
        events: [event],
      },
    ]);
  }
  return request;
}

function timeOf(event: RequestEvent, request?: AccessRequest): string {
  return event.type === 'expired'
    ? request!.agreement.expiresAt!
    : '2026-01-15T08:00:00.000Z';
}

function actorOf(event: RequestEvent): string {
  if ('decision' in event) return event.decision.by;
  switch (event.type) {
    case 'created':
    case 'edited':
    case 'submitted':
    case 'withdrawn':
      return ADA;
    case 'reduced':
    case 'kept':
    case 'revoked':
      return OLGA;
    default:
      return SLUICE_ACTOR;
  }
}
