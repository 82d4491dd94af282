import {
  AccessRequest,
  AccessTerms,
  entitlementsOf,
  RequestPolicy,
  SluiceApi,
  stepsAfterCounterOffer,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService, AccessSnapshot } from '../access';
import { Caller } from './Caller';
import {
  approvalEvents,
  CounterOffer,
  Deciding,
  denialEvents,
} from './decisions';
import { grantDeclarationOf } from './grantDeclaration';
import {
  currentSteps,
  narrowedTerms,
  reductionEvent,
  refuseMissingSteps,
} from './narrowing';
import { People } from './People';
import { RequestAct, RequestActs } from './RequestActs';
import { RequestAsking, TermsChecker } from './RequestAsking';
import { RequestMoments } from './RequestMoments';
import { actionsWithin } from './requestRights';
import { RequestStore } from './RequestStore';
import { resolveTerms } from './Terms';
import { optionalText, requiredText } from './texts';
import { isSameTerms } from './twins';

/** Something that is written in the same transaction, as a review's item is. */
type Alongside = (tx: Knex.Transaction) => Promise<void>;

/**
 * What people do to requests, and whether they may. Everything is refused when
 * the request is no longer as the person saw it.
 */
export class RequestService {
  private readonly access: Pick<AccessService, 'current'>;
  private readonly policy: RequestPolicy;
  private readonly clock: SluiceClock;
  private readonly resumeWork: ResumeWork;
  private readonly moments: RequestMoments;
  private readonly acts: RequestActs;
  private readonly asking: RequestAsking;

  constructor(options: {
    knex: Knex;
    store: RequestStore;
    people: People;
    access: Pick<AccessService, 'current'>;
    checks: TermsChecker;
    policy: RequestPolicy;
    clock: SluiceClock;
    resume: ResumeWork;
    /** Called when something was written: there may be work, and news. */
    onChanged: () => void;
  }) {
    this.access = options.access;
    this.policy = options.policy;
    this.clock = options.clock;
    this.resumeWork = options.resume;
    this.moments = new RequestMoments(options);
    this.acts = new RequestActs({ ...options, moments: this.moments });
    this.asking = new RequestAsking({
      ...options,
      moments: this.moments,
      acts: this.acts,
    });
  }

  /** @throws InputError naming what is wrong, and where */
  resolveTerms(
    asked: SluiceApi.AskedTerms,
    snapshot: AccessSnapshot,
    standing?: AccessTerms,
  ): AccessTerms {
    return resolveTerms(asked, {
      snapshot,
      policy: this.policy,
      now: this.clock.now(),
      ...(standing && { standing }),
    });
  }

  /** @throws NotAllowedError, InputError, ConflictError */
  async create(
    caller: Caller,
    draft: SluiceApi.RequestDraft,
  ): Promise<AccessRequest> {
    return this.asking.create(caller, draft);
  }

  /** Makes it a draft again: what was approved is not what is asked for now. */
  async edit(
    caller: Caller,
    id: string,
    edit: SluiceApi.RequestEdit,
  ): Promise<AccessRequest> {
    return this.asking.edit(caller, id, edit);
  }

  async submit(
    caller: Caller,
    id: string,
    revision: number,
  ): Promise<AccessRequest> {
    return this.asking.submit(caller, id, revision);
  }

  async withdraw(
    caller: Caller,
    id: string,
    reason: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    return this.asking.withdraw(caller, id, reason);
  }

  /** Approves every step that the caller may decide now. */
  async approve(
    caller: Caller,
    id: string,
    { revision, comment, terms }: SluiceApi.RequestApproval,
  ): Promise<AccessRequest> {
    const act = await this.acts.begin('approve', caller, { id, revision });
    const { request } = act;
    const snapshot = await this.access.current();
    const counterOffer =
      terms && this.counterOffer(terms, { ...act, snapshot });
    const standing = counterOffer?.terms ?? request.terms;
    // Nobody agrees to what is not there any more, or is more than it was.
    grantDeclarationOf({ ...request, terms: standing }, snapshot);
    refuseMissingSteps(
      request,
      counterOffer?.steps ?? request.agreement.steps,
      currentSteps(standing, { snapshot, policy: this.policy }),
    );
    const events = approvalEvents(
      request,
      deciding(act, optionalText(comment, 'comment')),
      counterOffer,
    );
    return this.acts.write(request, by(act), events);
  }

  async deny(
    caller: Caller,
    id: string,
    { revision, reason }: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    const act = await this.acts.begin('deny', caller, { id, revision });
    const events = denialEvents(
      act.request,
      deciding(act, requiredText(reason, 'reason')),
    );
    return this.acts.write(act.request, by(act), events);
  }

  /** Narrows what was agreed on; never widens it. */
  async reduce(
    caller: Caller,
    id: string,
    reduction: SluiceApi.RequestReduction,
  ): Promise<AccessRequest> {
    const { revision } = reduction;
    const act = await this.acts.begin('reduce', caller, { id, revision });
    const reason = requiredText(reduction.reason, 'reason');
    const event = reductionEvent(
      act.request,
      { ...reduction, reason },
      {
        snapshot: await this.access.current(),
        policy: this.policy,
        now: act.moment.now,
      },
    );
    return this.acts.write(act.request, by(act), [event]);
  }

  /** Ends access now. */
  async revoke(
    caller: Caller,
    id: string,
    revocation: SluiceApi.RequestReason & { reviewId?: string },
    alongside?: Alongside,
  ): Promise<AccessRequest> {
    const { revision, reviewId } = revocation;
    const act = await this.acts.begin('revoke', caller, { id, revision });
    const reason = requiredText(revocation.reason, 'reason');
    return this.acts.write(
      act.request,
      by(act),
      [{ type: 'revoked', reason, ...(reviewId && { reviewId }) }],
      alongside,
    );
  }

  /** Answers an access review that asks whether access is still needed. */
  async keep(
    caller: Caller,
    id: string,
    reviewId: string,
    reason?: string,
    alongside?: Alongside,
  ): Promise<AccessRequest> {
    const act = await this.acts.begin('keep', caller, { id, reviewId });
    const why = optionalText(reason, 'reason');
    return this.acts.write(
      act.request,
      by(act),
      [{ type: 'kept', reviewId, ...(why && { reason: why }) }],
      alongside,
    );
  }

  /** Tries again what failed. */
  async resume(
    caller: Caller,
    id: string,
    revision: number,
  ): Promise<AccessRequest> {
    await this.acts.begin('resume', caller, { id, revision });
    return this.resumeWork(id, { revision, actor: caller.user });
  }

  /** What the caller may do to a request now. */
  async actionsOf(
    request: AccessRequest,
    caller: Caller,
  ): Promise<SluiceApi.RequestAction[]> {
    return actionsWithin(request, await this.moments.of(request, caller));
  }

  /** Nothing when the terms are those that stand. */
  private counterOffer(
    asked: SluiceApi.AskedTerms,
    { request, moment, snapshot }: RequestAct & { snapshot: AccessSnapshot },
  ): CounterOffer | undefined {
    const { policy } = this;
    const { now } = moment;
    const terms = narrowedTerms(asked, request.terms, {
      snapshot,
      policy,
      now,
    });
    if (isSameTerms(terms, request.terms)) return undefined;
    const steps = stepsAfterCounterOffer(
      request.agreement.steps,
      terms,
      policy,
    );
    return { terms, steps };
  }
}

/** Goes on with the fulfilment of a request that failed. */
type ResumeWork = (
  requestId: string,
  options: { revision: number; actor: string },
) => Promise<AccessRequest>;

function by({ moment }: RequestAct): { user: string; now: Date } {
  return { user: moment.decider.user, now: moment.now };
}

function deciding({ request, moment }: RequestAct, comment?: string): Deciding {
  const { decider, context, now } = moment;
  return {
    user: decider.user,
    entitlements: entitlementsOf(request, decider, context),
    ...(comment && { comment }),
    now,
  };
}
