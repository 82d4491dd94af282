import {
  AccessRequest,
  Decider,
  EntitlementContext,
  RequestPolicy,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Knex } from 'knex';
import { AccessService } from '../access';
import { Caller } from './Caller';
import { People } from './People';
import { RequestStore } from './RequestStore';

/** All that it depends on what a person may do to a request now. */
export interface RequestMoment {
  decider: Decider;
  mayAdministrate: boolean;
  context: EntitlementContext;
  now: Date;
  /** Whether the team has a role that could be given something. */
  isOnboarded: boolean;
  /** Whether an access review waits for an answer about the request. */
  isUnderReview: boolean;
  /** A request that is to take the place of this one, and is pending or approved. */
  successor?: AccessRequest;
}

/** Looks up how things are when somebody does something to a request. */
export class RequestMoments {
  constructor(
    private readonly options: {
      knex: Knex;
      store: RequestStore;
      people: People;
      access: Pick<AccessService, 'current'>;
      policy: Pick<RequestPolicy, 'escalation'>;
      clock: SluiceClock;
    },
  ) {}

  /** @param reviewId - the review that is answered; any by default */
  async of(
    request: AccessRequest,
    caller: Caller,
    reviewId?: string,
  ): Promise<RequestMoment> {
    const isApproved = request.agreement.status === 'approved';
    const isOfTeam = caller.ownershipRefs.includes(request.team);
    // Lists ask this of each request, so what does not matter is not looked up:
    // the team answers no review, and nobody else asks for more.
    const [decider, snapshot, isUnderReview, successor] = await Promise.all([
      this.deciderOf(caller),
      this.options.access.current(),
      isApproved && !isOfTeam && this.isUnderReview(request.id, reviewId),
      isApproved && isOfTeam ? this.successorOf(request) : undefined,
    ]);
    return {
      decider,
      mayAdministrate: caller.mayAdministrate,
      context: {
        ownersOf: table => snapshot.productOwnersOf(table),
        escalationRefs: this.options.policy.escalation?.to ?? [],
      },
      now: this.options.clock.now(),
      isOnboarded: snapshot.findTeam(request.team)?.roleArn !== undefined,
      isUnderReview,
      ...(successor && { successor }),
    };
  }

  /** The request that is to take the place of another, if there is one. */
  async successorOf({
    id,
    grantId,
  }: Pick<AccessRequest, 'id' | 'grantId'>): Promise<
    AccessRequest | undefined
  > {
    const requests = await this.options.store.find({
      grantId,
      agreement: ['pending', 'approved'],
    });
    return requests.find(({ supersedes }) => supersedes === id);
  }

  private async deciderOf(caller: Caller): Promise<Decider> {
    const { user, ownershipRefs, delegators } = caller;
    if (delegators) return { user, ownershipRefs, delegators };
    return this.options.people.decider(user, ownershipRefs);
  }

  private async isUnderReview(
    requestId: string,
    reviewId: string | undefined,
  ): Promise<boolean> {
    const query = this.options
      .knex('access_review_items')
      .join(
        'access_reviews',
        'access_reviews.id',
        'access_review_items.review_id',
      )
      .where({ request_id: requestId })
      .whereNull('outcome')
      .whereNull('closed_at')
      .first('review_id');
    return (
      (await (reviewId ? query.where({ review_id: reviewId }) : query)) !==
      undefined
    );
  }
}
