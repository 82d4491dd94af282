import { RequestEventType } from './events';
import { AccessRequest, AgreementStatus, FulfilmentStatus } from './request';

/** Who may bring an event about; entitlement itself is checked where they ask. @public */
export type TransitionActor =
  | 'teamMember'
  | 'approver'
  | 'ownerOrPlatform'
  | 'sluice';

/** One row of the table of what can happen when. @public */
export interface Transition {
  event: RequestEventType;
  actor: TransitionActor;
  agreement: { from: readonly AgreementStatus[]; to?: AgreementStatus };
  fulfilment?: { from: readonly FulfilmentStatus[]; to?: FulfilmentStatus };
  /** What must hold besides, in words; the code is in the reducer or the service. */
  guard?: string;
  /** Of the auditor event. */
  auditEvent: string;
}

/** Nothing was written to AWS, or nothing of it is left. */
const NOTHING_THERE = ['none', 'removed'] as const;
const ENDED = ['expired', 'revoked'] as const;

/**
 * All that can happen to a request. What is not here, cannot.
 * @public
 */
export const TRANSITIONS: readonly Transition[] = [
  {
    event: 'created',
    actor: 'teamMember',
    agreement: { from: [], to: 'draft' },
    guard: 'the asker is a member of the team',
    auditEvent: 'request-create',
  },
  {
    event: 'edited',
    actor: 'teamMember',
    agreement: { from: ['draft', 'pending'], to: 'draft' },
    guard: 'earlier approvals are void: nothing that was changed is approved',
    auditEvent: 'request-edit',
  },
  {
    event: 'submitted',
    actor: 'teamMember',
    agreement: { from: ['draft'], to: 'pending' },
    guard: 'nothing that is asked for is impossible',
    auditEvent: 'request-submit',
  },
  {
    event: 'withdrawn',
    actor: 'teamMember',
    agreement: { from: ['draft', 'pending'], to: 'withdrawn' },
    auditEvent: 'request-withdraw',
  },
  {
    event: 'stepApproved',
    actor: 'approver',
    agreement: { from: ['pending'] },
    guard:
      'the step is open in the current stage; the person may decide it, has not yet, and is neither the asker nor a member of the team; other terms only if narrower',
    auditEvent: 'request-approve',
  },
  {
    event: 'approved',
    actor: 'sluice',
    agreement: { from: ['pending'], to: 'approved' },
    guard: 'every step that is needed has its quorum',
    auditEvent: 'request-approved',
  },
  {
    event: 'denied',
    actor: 'approver',
    agreement: { from: ['pending'], to: 'denied' },
    guard: 'the person could approve a step of the current stage',
    auditEvent: 'request-deny',
  },
  {
    event: 'escalated',
    actor: 'sluice',
    agreement: { from: ['pending'] },
    guard: 'unanswered for as long as configured, or nobody is left to decide',
    auditEvent: 'request-escalate',
  },
  {
    event: 'applyStarted',
    actor: 'sluice',
    agreement: { from: ['approved'] },
    fulfilment: { from: ['none', 'applying', 'failed'], to: 'applying' },
    guard: 'its start has come and its end has not',
    auditEvent: 'grant-apply',
  },
  {
    event: 'applied',
    actor: 'sluice',
    agreement: { from: ['approved'] },
    fulfilment: { from: ['applying'], to: 'active' },
    guard: 'read back: Lake Formation holds exactly the grant',
    auditEvent: 'grant-active',
  },
  {
    event: 'applyFailed',
    actor: 'sluice',
    agreement: { from: ['approved'] },
    fulfilment: { from: ['applying'], to: 'failed' },
    auditEvent: 'grant-failed',
  },
  {
    event: 'reduced',
    actor: 'ownerOrPlatform',
    agreement: { from: ['approved'] },
    fulfilment: { from: ['none', 'active', 'failed'] },
    guard:
      'narrower columns, rows or time only; what is active is applied anew',
    auditEvent: 'grant-reduce',
  },
  {
    event: 'reminded',
    actor: 'sluice',
    agreement: { from: ['approved'] },
    auditEvent: 'grant-remind',
  },
  {
    event: 'kept',
    actor: 'ownerOrPlatform',
    agreement: { from: ['approved'] },
    guard: 'an open access review asks; the person is not of the team',
    auditEvent: 'review-keep',
  },
  {
    event: 'expired',
    actor: 'sluice',
    agreement: { from: ['approved'], to: 'expired' },
    guard: 'its end has come; never before',
    auditEvent: 'grant-expire',
  },
  {
    event: 'revoked',
    actor: 'ownerOrPlatform',
    agreement: { from: ['approved'], to: 'revoked' },
    guard: 'with a reason; members of the team may give back what they have',
    auditEvent: 'grant-revoke',
  },
  {
    event: 'superseded',
    actor: 'sluice',
    agreement: { from: ['approved'], to: 'superseded' },
    fulfilment: { from: ['none', 'applying', 'active', 'failed'], to: 'none' },
    guard:
      'the request that takes its place begins to be applied, and has its filters',
    auditEvent: 'grant-supersede',
  },
  {
    event: 'removalStarted',
    actor: 'sluice',
    agreement: { from: ENDED },
    fulfilment: {
      from: ['applying', 'active', 'failed', 'removing'],
      to: 'removing',
    },
    auditEvent: 'grant-remove',
  },
  {
    event: 'removed',
    actor: 'sluice',
    agreement: { from: ENDED },
    fulfilment: { from: ['removing'], to: 'removed' },
    guard: 'read back: Lake Formation holds nothing of the grant',
    auditEvent: 'grant-removed',
  },
  {
    event: 'removalFailed',
    actor: 'sluice',
    agreement: { from: ENDED },
    fulfilment: { from: ['removing'], to: 'failed' },
    auditEvent: 'grant-removal-failed',
  },
];

/** The row of an event. @public */
export function transitionOf(event: RequestEventType): Transition {
  return TRANSITIONS.find(each => each.event === event)!;
}

/** Whether an event can happen to a request as it stands. @public */
export function canHappen(
  event: RequestEventType,
  { agreement, fulfilment }: Pick<AccessRequest, 'agreement' | 'fulfilment'>,
): boolean {
  const transition = transitionOf(event);
  return (
    transition.agreement.from.includes(agreement.status) &&
    (transition.fulfilment?.from.includes(fulfilment.status) ?? true)
  );
}

/** Whether something of the grant may be in AWS. @public */
export function mayHoldRights({
  fulfilment,
}: Pick<AccessRequest, 'fulfilment'>): boolean {
  return !(NOTHING_THERE as readonly FulfilmentStatus[]).includes(
    fulfilment.status,
  );
}
