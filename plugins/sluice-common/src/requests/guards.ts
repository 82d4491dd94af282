import { ApprovalDecision } from './approval';
import { isFullyApproved, openSteps } from './approvalSteps';
import { RequestEvent } from './events';
import { AccessRequest } from './request';

/**
 * What keeps an event from happening besides the statuses, in words. These
 * guards hold whoever writes the event; what depends on who owns what at the
 * moment is checked where people ask.
 */
export function violatedGuard(
  request: AccessRequest,
  event: RequestEvent,
  at: string,
): string | undefined {
  const { startsAt, expiresAt } = request.agreement;
  switch (event.type) {
    case 'submitted':
      return event.steps.length > 0 ? undefined : 'nobody would have to agree';
    case 'stepApproved':
      return violatedByDecision(request, event.decision, 'approved');
    case 'denied':
      return violatedByDecision(request, event.decision, 'denied');
    case 'approved':
      if (!isFullyApproved(request)) return 'a step still waits for somebody';
      return isBefore(event.startsAt, event.expiresAt)
        ? undefined
        : 'it would end before it starts';
    case 'applyStarted':
      if (startsAt && isBefore(at, startsAt)) return 'its start has not come';
      return expiresAt && !isBefore(at, expiresAt)
        ? 'its end has come'
        : undefined;
    case 'reduced':
      return event.expiresAt &&
        expiresAt &&
        isBefore(expiresAt, event.expiresAt)
        ? 'it would end later'
        : undefined;
    case 'expired':
      return expiresAt && isBefore(at, expiresAt)
        ? 'its end has not come'
        : undefined;
    default:
      return undefined;
  }
}

function violatedByDecision(
  request: AccessRequest,
  decision: ApprovalDecision,
  outcome: ApprovalDecision['outcome'],
): string | undefined {
  const { stepId, by, onBehalfOf, asMemberOf } = decision;
  if (decision.outcome !== outcome) return `the decision is not '${outcome}'`;
  if ([by, onBehalfOf].includes(request.requester)) {
    return 'nobody decides a request of their own';
  }
  if (asMemberOf === request.team) {
    return 'nobody decides a request of their own team';
  }
  if (!openSteps(request).some(({ id }) => id === stepId)) {
    return `step '${stepId}' is not open`;
  }
  const people = request.agreement.decisions
    .filter(each => each.stepId === stepId)
    .map(each => [each.by, each.onBehalfOf ?? each.by]);
  return people.some(
    ([who, whose]) => who === by || whose === (onBehalfOf ?? by),
  )
    ? `${onBehalfOf ?? by} has decided step '${stepId}'`
    : undefined;
}

function isBefore(time: string, other: string): boolean {
  return Date.parse(time) < Date.parse(other);
}
