import { ApprovalDecision, ApprovalStep } from './approval';
import { AccessTerms } from './terms';

/** What happened to a request. Replayed in order, they give the request. @public */
export type RequestEvent =
  | {
      type: 'created';
      grantId: string;
      supersedes?: string;
      team: string;
      purpose: string;
      terms: AccessTerms;
    }
  | { type: 'edited'; purpose: string; terms: AccessTerms }
  | { type: 'submitted'; steps: ApprovalStep[] }
  | { type: 'withdrawn'; reason?: string }
  | {
      type: 'stepApproved';
      decision: ApprovalDecision;
      /** A counter-offer: narrower than what stood. */
      terms?: AccessTerms;
      /** As they are needed for the narrower terms. */
      steps?: ApprovalStep[];
    }
  | { type: 'approved'; startsAt: string; expiresAt: string }
  | { type: 'denied'; decision: ApprovalDecision }
  | { type: 'escalated'; to: string[] }
  | { type: 'reminded'; expiresAt: string }
  | { type: 'applyStarted'; changeId: string }
  | { type: 'applied' }
  | { type: 'applyFailed'; error: string }
  | { type: 'reduced'; terms: AccessTerms; reason: string; expiresAt?: string }
  | { type: 'kept'; reviewId: string; reason?: string }
  | { type: 'expired' }
  | { type: 'revoked'; reason: string; reviewId?: string }
  | { type: 'superseded'; by: string }
  | { type: 'removalStarted'; changeId: string }
  | { type: 'removed'; lastPossibleRead: string; remaining?: string[] }
  | { type: 'removalFailed'; error: string };

/** @public */
export type RequestEventType = RequestEvent['type'];

/** An event as it is kept. @public */
export interface RecordedRequestEvent {
  requestId: string;
  /** Of the request after the event; the first is 1. */
  revision: number;
  /** ISO 8601. */
  at: string;
  /** Entity ref of a person, or `sluice` for what happens by itself. */
  actor: string;
  event: RequestEvent;
}

/** Who does what happens by itself. @public */
export const SLUICE_ACTOR = 'sluice';
