import { ApprovalStep } from './approval';
import { openSteps } from './approvalSteps';
import { AccessRequest } from './request';

/** A person who decides, and by which refs they own things now. @public */
export interface Decider {
  /** Entity ref of the user. */
  user: string;
  /** The user and all their groups. */
  ownershipRefs: string[];
  /** Whose decisions they may take now, because those are away. */
  delegators: { user: string; ownershipRefs: string[] }[];
}

/** What entitlement depends on beside the request, as it is now. @public */
export interface EntitlementContext {
  /** Entity refs of the owners of the data products that serve a table. */
  ownersOf(table: string): string[];
  /** Entity refs of those whom unanswered requests go to. */
  escalationRefs: string[];
}

/** By which right a person may decide a step. @public */
export interface Entitlement {
  stepId: string;
  asMemberOf: string;
  onBehalfOf?: string;
  escalated?: boolean;
}

/**
 * Steps that a person may decide now, each by their strongest right: their own,
 * then a delegated one, then as one of those whom unanswered requests go to.
 *
 * Nobody decides a request of their own: not the asker, not a member of the
 * team that would read the data, and not on behalf of either.
 * @public
 */
export function entitlementsOf(
  request: AccessRequest,
  decider: Decider,
  context: EntitlementContext,
): Entitlement[] {
  if (isOwnRequest(request, decider)) return [];
  return openSteps(request).flatMap(step => {
    const entitlement = entitlementTo(step, request, decider, context);
    return entitlement ? [entitlement] : [];
  });
}

/** Whether a person asks, or is of the team that asks. @public */
export function isOwnRequest(
  { requester, team }: Pick<AccessRequest, 'requester' | 'team'>,
  { user, ownershipRefs }: Pick<Decider, 'user' | 'ownershipRefs'>,
): boolean {
  return user === requester || ownershipRefs.includes(team);
}

function entitlementTo(
  step: ApprovalStep,
  request: AccessRequest,
  decider: Decider,
  context: EntitlementContext,
): Entitlement | undefined {
  const taken = request.agreement.decisions.filter(
    ({ stepId }) => stepId === step.id,
  );
  // One person counts once, by whatever right.
  if (taken.some(({ by }) => by === decider.user)) return undefined;
  const people = taken.map(({ by, onBehalfOf }) => onBehalfOf ?? by);

  const own = rightOf(step, decider.ownershipRefs, context);
  if (own && !people.includes(decider.user)) {
    return { stepId: step.id, asMemberOf: own };
  }
  for (const delegator of decider.delegators) {
    if (isOwnRequest(request, delegator)) continue;
    if (people.includes(delegator.user)) continue;
    const right = rightOf(step, delegator.ownershipRefs, context);
    if (right) {
      return {
        stepId: step.id,
        asMemberOf: right,
        onBehalfOf: delegator.user,
      };
    }
  }
  if (!request.agreement.escalatedAt || people.includes(decider.user)) {
    return undefined;
  }
  const escalation = context.escalationRefs.find(ref =>
    decider.ownershipRefs.includes(ref),
  );
  return escalation
    ? { stepId: step.id, asMemberOf: escalation, escalated: true }
    : undefined;
}

/** The ref by which somebody may decide a step: of every table, for its owners. */
function rightOf(
  { approvers }: ApprovalStep,
  ownershipRefs: string[],
  { ownersOf }: EntitlementContext,
): string | undefined {
  if (approvers.kind === 'members') {
    return approvers.refs.find(ref => ownershipRefs.includes(ref));
  }
  const rights = approvers.tables.map(table =>
    ownersOf(table).find(ref => ownershipRefs.includes(ref)),
  );
  return rights.includes(undefined) ? undefined : rights[0];
}
