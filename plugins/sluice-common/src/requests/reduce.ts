import { RecordedRequestEvent } from './events';
import { violatedGuard } from './guards';
import { AccessRequest, Agreement, Fulfilment } from './request';
import { canHappen, transitionOf } from './transitions';

/** An event cannot happen to a request as it stands. @public */
export class TransitionError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'TransitionError';
  }
}

/**
 * A request after an event. The only code that says what an event changes, so
 * that what is kept of the events always gives what is kept of the request.
 *
 * @param before - absent for `created`
 * @throws TransitionError when the table of transitions does not have it, or a
 * guard forbids it
 * @public
 */
export function applyRequestEvent(
  before: AccessRequest | undefined,
  recorded: RecordedRequestEvent,
): AccessRequest {
  const { requestId, revision, at, actor, event } = recorded;
  if (event.type === 'created') {
    if (before) throw new TransitionError(`Request ${requestId} exists`);
    const { grantId, supersedes, team, purpose, terms } = event;
    return {
      id: requestId,
      grantId,
      ...(supersedes && { supersedes }),
      revision,
      team,
      requester: actor,
      purpose,
      terms,
      agreement: { status: 'draft', steps: [], decisions: [] },
      fulfilment: { status: 'none' },
      createdAt: at,
      updatedAt: at,
    };
  }
  if (!before) throw new TransitionError(`There is no request ${requestId}`);
  if (revision !== before.revision + 1) {
    throw new TransitionError(
      `Event ${revision} of request ${requestId} does not follow ${before.revision}`,
    );
  }
  if (!canHappen(event.type, before)) {
    throw new TransitionError(
      `Request ${requestId} is ${before.agreement.status}, its access ${before.fulfilment.status}; '${event.type}' cannot happen to it`,
    );
  }
  const violated = violatedGuard(before, event, at);
  if (violated) {
    throw new TransitionError(
      `'${event.type}' cannot happen to request ${requestId}: ${violated}`,
    );
  }
  return changed(withNewStatus(before, recorded), recorded);
}

/**
 * A request from all of its events.
 * @throws TransitionError when they are not those of one request, in order
 * @public
 */
export function replayRequest(events: RecordedRequestEvent[]): AccessRequest {
  const request = events.reduce<AccessRequest | undefined>(
    applyRequestEvent,
    undefined,
  );
  if (!request) throw new TransitionError('A request begins with an event');
  return request;
}

function withNewStatus(
  before: AccessRequest,
  { event, revision, at }: RecordedRequestEvent,
): AccessRequest {
  const { agreement, fulfilment } = transitionOf(event.type);
  return {
    ...before,
    revision,
    updatedAt: at,
    agreement: {
      ...before.agreement,
      status: agreement.to ?? before.agreement.status,
    },
    fulfilment: {
      ...before.fulfilment,
      status: fulfilment?.to ?? before.fulfilment.status,
    },
  };
}

function changed(
  request: AccessRequest,
  { event, at, actor }: RecordedRequestEvent,
): AccessRequest {
  const agreed = (members: Partial<Agreement>): AccessRequest => ({
    ...request,
    agreement: { ...request.agreement, ...members },
  });
  const fulfilled = ({
    status,
    ...members
  }: Partial<Fulfilment>): AccessRequest => ({
    ...request,
    fulfilment: {
      // What an earlier attempt left behind does not hold any more.
      ...omit(request.fulfilment, 'error'),
      ...(status && { status }),
      ...members,
    },
  });
  const ended = (endReason?: string) =>
    agreed({
      endedAt: at,
      ...(actor.includes(':') && { endedBy: actor }),
      ...(endReason && { endReason }),
    });
  const decidedWith = (decision: Agreement['decisions'][number]) => [
    ...request.agreement.decisions,
    decision,
  ];

  switch (event.type) {
    case 'edited':
      return {
        ...omit(request, 'asked'),
        purpose: event.purpose,
        terms: event.terms,
        agreement: { status: 'draft', steps: [], decisions: [] },
      };
    case 'submitted':
      return agreed({ steps: event.steps, submittedAt: at });
    case 'withdrawn':
      return ended(event.reason);
    case 'stepApproved':
      return {
        ...agreed({
          decisions: decidedWith(event.decision),
          ...(event.steps && { steps: event.steps }),
        }),
        ...(event.terms && {
          terms: event.terms,
          asked: request.asked ?? request.terms,
        }),
      };
    case 'approved':
      return agreed({
        decidedAt: at,
        startsAt: event.startsAt,
        expiresAt: event.expiresAt,
      });
    case 'denied':
      return agreed({
        decisions: decidedWith(event.decision),
        decidedAt: at,
      });
    case 'escalated':
      return agreed({ escalatedAt: at });
    case 'reminded':
      return { ...request, remindedAt: at };
    case 'applyStarted':
    case 'removalStarted':
      return fulfilled({ changeId: event.changeId });
    case 'applied':
      return fulfilled({ verifiedAt: at });
    case 'applyFailed':
    case 'removalFailed':
      return fulfilled({ error: event.error });
    case 'reduced': {
      const { expiresAt } = event;
      const reduced = {
        ...request,
        terms: event.terms,
        asked: request.asked ?? request.terms,
        agreement: { ...request.agreement, ...(expiresAt && { expiresAt }) },
      };
      // What is there is wider than what was agreed on, until it is applied anew.
      return request.fulfilment.status === 'none'
        ? reduced
        : {
            ...reduced,
            fulfilment: {
              ...omit(request.fulfilment, 'changeId', 'error'),
              status: 'applying',
            },
          };
    }
    case 'kept':
      return { ...request, reviewedAt: at };
    case 'expired':
      return ended();
    case 'revoked':
      return ended(event.reason);
    case 'superseded':
      return ended();
    case 'removed':
      return fulfilled({
        removedAt: at,
        verifiedAt: at,
        lastPossibleRead: event.lastPossibleRead,
      });
    default:
      throw new TransitionError(`'${event.type}' begins a request`);
  }
}

function omit<T extends object, K extends keyof T>(
  from: T,
  ...keys: K[]
): Omit<T, K> {
  const rest = { ...from };
  for (const key of keys) delete rest[key];
  return rest;
}
