import {
  AccessRequest,
  AccessTerms,
  applyRequestEvent,
  ApprovalDecision,
  ApprovalStep,
  Entitlement,
  isFullyApproved,
  RequestEvent,
} from '@sluice/plugin-sluice-common';

const MINUTE_MS = 60_000;

/** Who decides, by which rights, and when. */
export interface Deciding {
  user: string;
  entitlements: Entitlement[];
  comment?: string;
  now: Date;
}

/** Narrower terms, and the steps as they need them. */
export interface CounterOffer {
  terms: AccessTerms;
  steps: ApprovalStep[];
}

/**
 * What an approval makes happen: one decision for each step that the person may
 * decide, and the agreement, once nobody else has to be asked.
 */
export function approvalEvents(
  request: AccessRequest,
  deciding: Deciding,
  counterOffer?: CounterOffer,
): RequestEvent[] {
  const skipped = new Set(
    counterOffer?.steps.flatMap(({ id, skipped: why }) => (why ? [id] : [])),
  );
  // The narrower terms come with the first decision; of steps that they make
  // needless, no other is decided.
  const [first, ...rest] = [
    ...deciding.entitlements.filter(({ stepId }) => !skipped.has(stepId)),
    ...deciding.entitlements.filter(({ stepId }) => skipped.has(stepId)),
  ];
  const decided = [first, ...rest.filter(({ stepId }) => !skipped.has(stepId))];
  const events = decided.map(
    (entitlement, index): RequestEvent => ({
      type: 'stepApproved',
      decision: decisionOf('approved', request, deciding, entitlement),
      ...(index === 0 && counterOffer),
    }),
  );
  const after = afterEvents(request, events, deciding);
  return isFullyApproved(after)
    ? [...events, agreementOn(after.terms, deciding.now)]
    : events;
}

/** What a denial makes happen. */
export function denialEvents(
  request: AccessRequest,
  deciding: Deciding,
): RequestEvent[] {
  const decision = decisionOf(
    'denied',
    request,
    deciding,
    deciding.entitlements[0],
  );
  return [{ type: 'denied', decision }];
}

/** Whoever agrees late does not shorten the time that was asked for. */
function agreementOn(
  { startsAt, durationMinutes }: AccessTerms,
  now: Date,
): RequestEvent {
  const start = Math.max(now.getTime(), startsAt ? Date.parse(startsAt) : 0);
  return {
    type: 'approved',
    startsAt: new Date(start).toISOString(),
    expiresAt: new Date(start + durationMinutes * MINUTE_MS).toISOString(),
  };
}

function decisionOf(
  outcome: ApprovalDecision['outcome'],
  { revision }: AccessRequest,
  { user, comment, now }: Deciding,
  { stepId, asMemberOf, onBehalfOf, escalated }: Entitlement,
): ApprovalDecision {
  return {
    stepId,
    outcome,
    by: user,
    ...(onBehalfOf && { onBehalfOf }),
    asMemberOf,
    ...(escalated && { escalated }),
    ...(comment && { comment }),
    at: now.toISOString(),
    revision,
  };
}

function afterEvents(
  request: AccessRequest,
  events: RequestEvent[],
  { user, now }: Deciding,
): AccessRequest {
  return events.reduce(
    (before, event) =>
      applyRequestEvent(before, {
        requestId: request.id,
        revision: before.revision + 1,
        at: now.toISOString(),
        actor: user,
        event,
      }),
    request,
  );
}
