/**
 * Somebody who has to agree. Steps of one stage stand side by side; a stage
 * begins when the one before is complete.
 * @public
 */
export interface ApprovalStep {
  /** Unique within its request: `owner:resource:…`, `privacy`. */
  id: string;
  /** Counts from 0. */
  stage: number;
  /** For people: `Owner of healthcare_db.patients`. */
  title: string;
  /**
   * Who may decide it: whoever owns the products that serve the tables, when
   * asked, or members of named groups.
   */
  approvers:
    | { kind: 'ownersOf'; tables: string[] }
    | { kind: 'members'; refs: string[] };
  /** Different people who have to approve. */
  quorum: number;
  /** Why the step is needed: `Columns classified as pii: ssn`. */
  why: string;
  /** Set when narrower terms no longer need it. */
  skipped?: string;
}

/** What one person said. @public */
export interface ApprovalDecision {
  stepId: string;
  outcome: 'approved' | 'denied';
  /** Entity ref of the person who decided. */
  by: string;
  /** Entity ref of the person who had delegated the decision. */
  onBehalfOf?: string;
  /** The group, or user, whose right was used. */
  asMemberOf: string;
  /** Set when the step was decided by those whom unanswered requests go to. */
  escalated?: boolean;
  comment?: string;
  at: string;
  /** Revision of the request that was decided on. */
  revision: number;
}

/** Hands over one person's decisions to another for a time. @public */
export interface ApprovalDelegation {
  id: string;
  /** Entity ref of the user who is away. */
  from: string;
  to: string;
  startsAt: string;
  endsAt: string;
  reason?: string;
  createdAt: string;
}

/** When a second group has to agree. @public */
export interface SensitiveApproval {
  title: string;
  /** Entity refs of groups or users. */
  approvers: string[];
  /** Compared in lower case with the columns' classifications. */
  classifications: string[];
  quorum: number;
}

/** The rules of `sluice.requests`. @public */
export interface RequestPolicy {
  maxDurationMinutes: number;
  defaultDurationMinutes: number;
  /** Owners of each table who have to approve. */
  ownerQuorum: number;
  /** Further stages, in this order, each for columns of some classifications. */
  sensitive: SensitiveApproval[];
  escalation?: {
    afterMinutes: number;
    /** Entity refs of those who may then decide as well. */
    to: string[];
  };
  /** Minutes before the end at which people are reminded, longest first. */
  remindBeforeMinutes: number[];
  reviews: {
    /** Between two campaigns; absent: none by itself. */
    everyMinutes?: number;
    /** From the beginning of a campaign to its end. */
    answerWithinMinutes: number;
    /** What becomes of a grant that nobody answered for. */
    unanswered: 'keep' | 'revoke';
  };
  /**
   * How long credentials that were vended before a revocation may still read
   * (LF reference A10).
   */
  credentialLifetimeMinutes: number;
}
