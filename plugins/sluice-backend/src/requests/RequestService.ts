import {
  AccessRequest,
  AccessTerms,
  RequestPolicy,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService, AccessSnapshot } from '../access';
import { Caller } from './Caller';
import { People } from './People';
import { RequestActs } from './RequestActs';
import { RequestAsking, TermsChecker } from './RequestAsking';
import { RequestDeciding } from './RequestDeciding';
import { Alongside, RequestEnding, ResumeWork } from './RequestEnding';
import { RequestMoments } from './RequestMoments';
import { actionsWithin } from './requestRights';
import { RequestStore } from './RequestStore';
import { resolveTerms } from './Terms';

/**
 * What people do to requests, and whether they may. Whatever is refused changes
 * nothing: with a NotAllowedError who may not, with a ConflictError what cannot
 * be done to the request as it is now, with an InputError what is wrong in itself.
 */
export class RequestService {
  private readonly policy: RequestPolicy;
  private readonly clock: SluiceClock;
  private readonly moments: RequestMoments;
  private readonly asking: RequestAsking;
  private readonly deciding: RequestDeciding;
  private readonly ending: RequestEnding;

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
    this.policy = options.policy;
    this.clock = options.clock;
    const moments = new RequestMoments(options);
    const acts = new RequestActs({ ...options, moments });
    this.moments = moments;
    this.asking = new RequestAsking({ ...options, moments, acts });
    this.deciding = new RequestDeciding({ ...options, acts });
    this.ending = new RequestEnding({ ...options, acts });
  }

  /** @param standing - terms that others would take the place of, narrower */
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

  /** Makes a draft, or asks at once. */
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

  /** Approves every step that the caller may decide now, also for less than was asked. */
  async approve(
    caller: Caller,
    id: string,
    approval: SluiceApi.RequestApproval,
  ): Promise<AccessRequest> {
    return this.deciding.approve(caller, id, approval);
  }

  async deny(
    caller: Caller,
    id: string,
    reason: SluiceApi.RequestReason,
  ): Promise<AccessRequest> {
    return this.deciding.deny(caller, id, reason);
  }

  /** Narrows what was agreed on; never widens it. */
  async reduce(
    caller: Caller,
    id: string,
    reduction: SluiceApi.RequestReduction,
  ): Promise<AccessRequest> {
    return this.ending.reduce(caller, id, reduction);
  }

  /** Ends access now. */
  async revoke(
    caller: Caller,
    id: string,
    revocation: SluiceApi.RequestReason & { reviewId?: string },
    alongside?: Alongside,
  ): Promise<AccessRequest> {
    return this.ending.revoke(caller, id, revocation, alongside);
  }

  /** Answers an access review that asks whether access is still needed. */
  async keep(
    caller: Caller,
    id: string,
    reviewId: string,
    reason?: string,
    alongside?: Alongside,
  ): Promise<AccessRequest> {
    return this.ending.keep(caller, id, { reviewId, reason }, alongside);
  }

  /** Tries again what failed. */
  async resume(
    caller: Caller,
    id: string,
    revision: number,
  ): Promise<AccessRequest> {
    return this.ending.resume(caller, id, revision);
  }

  /** What the caller may do to a request now. */
  async actionsOf(
    request: AccessRequest,
    caller: Caller,
  ): Promise<SluiceApi.RequestAction[]> {
    return actionsWithin(request, await this.moments.of(request, caller));
  }
}
