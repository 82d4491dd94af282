import { ConflictError, NotAllowedError } from '@backstage/errors';
import {
  AccessRequest,
  canHappen,
  entitlementsOf,
  isOwnRequest,
  phaseOf,
  RequestEventType,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { RequestMoment } from './RequestMoments';
import { whyNotEntitled } from './whyNotEntitled';

type Rule = (
  request: AccessRequest,
  moment: RequestMoment,
) => Error | undefined;

/** What each action needs. Whoever may see a button may press it: both go by this. */
const RULES: Record<SluiceApi.RequestAction, Rule> = {
  edit: allOf(isOfTeam('edit'), can('edited', 'be edited')),
  submit: allOf(isOfTeam('submit'), can('submitted', 'be submitted')),
  withdraw: allOf(mayWithdraw, can('withdrawn', 'be withdrawn')),
  approve: allOf(isNotOwn, can('stepApproved', 'be approved'), isEntitled),
  deny: allOf(isNotOwn, can('denied', 'be denied'), isEntitled),
  reduce: allOf(mayReduce, can('reduced', 'be reduced'), hasNotEnded),
  revoke: allOf(mayRevoke, can('revoked', 'be revoked')),
  extend: allOf(
    isOfTeam('ask for more than'),
    can('superseded', 'be extended or replaced'),
    hasNoSuccessor,
    isOnboarded,
  ),
  resume: allOf(mayResume, hasFailed),
  keep: allOf(mayKeep, can('kept', 'be kept'), isUnderReview),
};

/** Every action, in the order in which they are shown. */
const ACTIONS = Object.keys(RULES) as SluiceApi.RequestAction[];

/** Why a person may not do something to a request now; undefined if they may. */
export function refusalOf(
  action: SluiceApi.RequestAction,
  request: AccessRequest,
  moment: RequestMoment,
): Error | undefined {
  return RULES[action](request, moment);
}

/** What a person may do to a request now. */
export function actionsWithin(
  request: AccessRequest,
  moment: RequestMoment,
): SluiceApi.RequestAction[] {
  return ACTIONS.filter(action => !refusalOf(action, request, moment));
}

function allOf(...rules: Rule[]): Rule {
  return (request, moment) => {
    for (const rule of rules) {
      const refusal = rule(request, moment);
      if (refusal) return refusal;
    }
    return undefined;
  };
}

function can(event: RequestEventType, become: string): Rule {
  return request => {
    if (canHappen(event, request)) return undefined;
    const { id, fulfilment } = request;
    const hint =
      fulfilment.status === 'applying'
        ? ' Wait until it has been applied, then try again.'
        : '';
    return new ConflictError(
      `Request ${id} is ${phaseOf(
        request,
      )}, so it cannot ${become} now.${hint}`,
    );
  };
}

function isOfTeam(doing: string): Rule {
  return ({ id, team }, { decider }) =>
    decider.ownershipRefs.includes(team)
      ? undefined
      : new NotAllowedError(
          `Only members of ${team} may ${doing} request ${id}`,
        );
}

function mayWithdraw(
  request: AccessRequest,
  { decider }: RequestMoment,
): Error | undefined {
  if (isOwnRequest(request, decider)) return undefined;
  return new NotAllowedError(
    `Only ${request.requester} and members of ${request.team} may withdraw request ${request.id}`,
  );
}

function isNotOwn(
  request: AccessRequest,
  { decider }: RequestMoment,
): Error | undefined {
  if (!isOwnRequest(request, decider)) return undefined;
  return new NotAllowedError(
    decider.user === request.requester
      ? `You asked for request ${request.id}; somebody else has to decide it`
      : `You are a member of ${request.team}, which asks for request ${request.id}; somebody outside the team has to decide it`,
  );
}

function isEntitled(
  request: AccessRequest,
  { decider, context }: RequestMoment,
): Error | undefined {
  if (entitlementsOf(request, decider, context).length > 0) return undefined;
  return new NotAllowedError(whyNotEntitled(request, decider, context));
}

function mayReduce(
  request: AccessRequest,
  moment: RequestMoment,
): Error | undefined {
  if (isOfTeamOrOwner(request, moment)) return undefined;
  return new NotAllowedError(
    `Only ${request.team}, owners of its tables and platform engineers may reduce request ${request.id}`,
  );
}

function mayRevoke(
  request: AccessRequest,
  moment: RequestMoment,
): Error | undefined {
  if (isOfTeamOrOwner(request, moment) || isApprover(request, moment)) {
    return undefined;
  }
  return new NotAllowedError(
    `Only ${request.team}, owners of its tables, its approvers and platform engineers may revoke request ${request.id}`,
  );
}

function mayResume(
  request: AccessRequest,
  moment: RequestMoment,
): Error | undefined {
  if (isOfTeamOrOwner(request, moment)) return undefined;
  return new NotAllowedError(
    `Only ${request.team}, owners of its tables and platform engineers may resume request ${request.id}`,
  );
}

/** A review asks those who answer for the data, not those who read it. */
function mayKeep(
  request: AccessRequest,
  moment: RequestMoment,
): Error | undefined {
  const own = isNotOwn(request, moment);
  if (own) return own;
  const { decider } = moment;
  const delegators = decider.delegators.filter(
    each => !isOwnRequest(request, each),
  );
  const fair = { ...moment, decider: { ...decider, delegators } };
  if (isOwner(request, fair) || isApprover(request, fair)) return undefined;
  return new NotAllowedError(
    `Only owners of its tables and its approvers may keep request ${request.id}`,
  );
}

function hasNotEnded(
  { id, agreement }: AccessRequest,
  { now }: RequestMoment,
): Error | undefined {
  const { expiresAt } = agreement;
  if (!expiresAt || Date.parse(expiresAt) > now.getTime()) return undefined;
  return new ConflictError(
    `The access of request ${id} ended at ${expiresAt}; nothing is left to be reduced.`,
  );
}

function hasNoSuccessor(
  { id }: AccessRequest,
  { successor }: RequestMoment,
): Error | undefined {
  if (!successor) return undefined;
  return new ConflictError(
    `Request ${successor.id} is ${phaseOf(
      successor,
    )} and takes the place of ${id}. Wait for it, or edit or end that one.`,
  );
}

function isOnboarded(
  { team }: Pick<AccessRequest, 'team'>,
  moment: Pick<RequestMoment, 'isOnboarded'>,
): Error | undefined {
  if (moment.isOnboarded) return undefined;
  return notOnboardedError(team);
}

/** There is nobody yet whom something could be granted to. */
export function notOnboardedError(team: string): ConflictError {
  return new ConflictError(
    `${team} has no job execution role yet, so nothing can be granted to it. Have a platform engineer onboard the team, then ask again.`,
  );
}

function hasFailed(request: AccessRequest): Error | undefined {
  if (request.fulfilment.status === 'failed') return undefined;
  return new ConflictError(
    `Request ${request.id} is ${phaseOf(
      request,
    )}; only what failed can be tried again.`,
  );
}

function isUnderReview(
  { id }: AccessRequest,
  moment: RequestMoment,
): Error | undefined {
  if (moment.isUnderReview) return undefined;
  return new ConflictError(
    `No access review waits for an answer about request ${id}; it was answered, or the review is closed.`,
  );
}

function isOfTeamOrOwner(
  request: AccessRequest,
  moment: RequestMoment,
): boolean {
  return (
    moment.mayAdministrate ||
    moment.decider.ownershipRefs.includes(request.team) ||
    isOwner(request, moment)
  );
}

function isOwner(
  { terms }: AccessRequest,
  { decider, context }: RequestMoment,
): boolean {
  const owners = terms.tables.flatMap(({ table }) => context.ownersOf(table));
  return actsAsOneOf(owners, decider);
}

function isApprover(
  { agreement }: AccessRequest,
  { decider, context }: RequestMoment,
): boolean {
  const named = agreement.steps.flatMap(({ approvers }) =>
    approvers.kind === 'members' ? approvers.refs : [],
  );
  const escalated = agreement.escalatedAt ? context.escalationRefs : [];
  return actsAsOneOf([...named, ...escalated], decider);
}

/** As themselves, or for somebody who is away. */
function actsAsOneOf(
  refs: string[],
  { ownershipRefs, delegators }: RequestMoment['decider'],
): boolean {
  const own = [ownershipRefs, ...delegators.map(each => each.ownershipRefs)];
  return own.some(each => each.some(ref => refs.includes(ref)));
}
