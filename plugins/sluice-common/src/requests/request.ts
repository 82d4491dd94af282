import { ApprovalDecision, ApprovalStep } from './approval';
import { AccessTerms } from './terms';

/** Of the agreement: what people decided. @public */
export const AGREEMENT_STATUSES = [
  'draft',
  'pending',
  'approved',
  'denied',
  'withdrawn',
  'expired',
  'revoked',
  'superseded',
] as const;

/** @public */
export type AgreementStatus = (typeof AGREEMENT_STATUSES)[number];

/** Of the fulfilment: what was done in AWS, and read back. @public */
export const FULFILMENT_STATUSES = [
  'none',
  'applying',
  'active',
  'failed',
  'removing',
  'removed',
] as const;

/** @public */
export type FulfilmentStatus = (typeof FULFILMENT_STATUSES)[number];

/** What people agreed on. @public */
export interface Agreement {
  status: AgreementStatus;
  /** Who has to agree; empty while a draft. */
  steps: ApprovalStep[];
  decisions: ApprovalDecision[];
  submittedAt?: string;
  /** When the last approval, or the denial, came. */
  decidedAt?: string;
  /** When those whom unanswered requests go to were asked. */
  escalatedAt?: string;
  /** Set on approval. */
  startsAt?: string;
  expiresAt?: string;
  endedAt?: string;
  /** Entity ref; absent when it ended by itself. */
  endedBy?: string;
  endReason?: string;
}

/** What came of it in AWS. Never says more than was read back. @public */
export interface Fulfilment {
  status: FulfilmentStatus;
  /** The change that applies it or takes it back. */
  changeId?: string;
  /** When Lake Formation was last found to hold exactly this grant, or nothing of it. */
  verifiedAt?: string;
  /** Why it failed, and what to do. */
  error?: string;
  removedAt?: string;
  /** Sessions that were open at the removal may read until then. */
  lastPossibleRead?: string;
}

/**
 * A team's request for access, what was agreed on and what came of it.
 * Agreement and fulfilment are two things, each with a status of its own.
 * @public
 */
export interface AccessRequest {
  id: string;
  /**
   * Which grant it is for: a request that takes the place of another has the
   * grant of that one, whose filters are then changed in place.
   */
  grantId: string;
  /** Request that this one takes the place of once it is active. */
  supersedes?: string;
  /** Rises with every event. Whoever changes the request names the one they saw. */
  revision: number;
  /** Entity ref of the consumer team. */
  team: string;
  /** Entity ref of the user. */
  requester: string;
  purpose: string;
  /** As they stand: narrower than what was asked when an approver said so. */
  terms: AccessTerms;
  /** As they were submitted, when they differ. */
  asked?: AccessTerms;
  agreement: Agreement;
  fulfilment: Fulfilment;
  /** ISO 8601, when the team was last reminded of the end. */
  remindedAt?: string;
  /** The last access review that kept it. */
  reviewedAt?: string;
  createdAt: string;
  updatedAt: string;
}

/** Agreement and fulfilment in one word, for lists. Never stored. @public */
export type RequestPhase =
  | 'draft'
  | 'pending'
  | 'approved'
  | 'applying'
  | 'active'
  | 'expiring'
  | 'revoking'
  | 'expired'
  | 'denied'
  | 'withdrawn'
  | 'revoked'
  | 'failed'
  | 'superseded';

/** @public */
export const REQUEST_PHASES: readonly RequestPhase[] = [
  'draft',
  'pending',
  'approved',
  'applying',
  'active',
  'expiring',
  'revoking',
  'expired',
  'denied',
  'withdrawn',
  'revoked',
  'failed',
  'superseded',
];

/**
 * `active` only when Lake Formation was read to hold it; an ended agreement
 * whose rights may still be there is `expiring` or `revoking`, or `failed`.
 * @public
 */
export function phaseOf(
  request: Pick<AccessRequest, 'agreement' | 'fulfilment'>,
): RequestPhase {
  const { status } = request.agreement;
  const { status: fulfilment } = request.fulfilment;
  switch (status) {
    case 'approved':
      if (fulfilment === 'none') return 'approved';
      return fulfilment === 'removing' || fulfilment === 'removed'
        ? 'revoking'
        : fulfilment;
    case 'expired':
    case 'revoked':
      if (fulfilment === 'none' || fulfilment === 'removed') return status;
      if (fulfilment === 'failed') return 'failed';
      return status === 'expired' ? 'expiring' : 'revoking';
    default:
      return status;
  }
}
