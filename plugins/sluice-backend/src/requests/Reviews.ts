import { ConflictError, InputError } from '@backstage/errors';
import { AccessRequest, RequestPolicy } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { randomUUID } from 'crypto';
import { AccessService } from '../access';
import { Caller } from './Caller';
import { NoticeQueue } from './NoticeQueue';
import { RequestService } from './RequestService';
import { RequestStore } from './RequestStore';
import { Review, ReviewItem, ReviewStore } from './ReviewStore';
import { optionalText, requiredText } from './texts';
import { timeOf } from './times';

const MINUTE_MS = 60_000;
const LONGEST_MS = 366 * 24 * 60 * MINUTE_MS;

/** Asks the owners of grants to keep or revoke each. */
export class Reviews {
  constructor(
    private readonly options: {
      reviewStore: ReviewStore;
      store: RequestStore;
      service: Pick<RequestService, 'keep' | 'revoke'>;
      access: Pick<AccessService, 'current'>;
      notices: NoticeQueue;
      policy: Pick<RequestPolicy, 'reviews'>;
      clock: SluiceClock;
    },
  ) {}

  /**
   * Begins a review of the grants that hold now.
   *
   * @param review.id - chosen beforehand by who must not begin it twice
   * @param asks - which of the grants it is about
   * @returns undefined when there is a review of this id already
   * @throws InputError when it would be due at once, or about nothing
   */
  async start(
    review: { id?: string; title: string; dueAt?: string; startedBy: string },
    asks: (grant: AccessRequest) => boolean,
  ): Promise<Review | undefined> {
    const { reviewStore, notices, policy, clock } = this.options;
    const title = review.title.trim();
    if (!title) throw new InputError('The title is empty. Say what it is for.');
    const now = clock.now();
    const dueAt = this.dueAt(review.dueAt, now);
    const grants = (await this.grants()).filter(asks);
    if (grants.length === 0) {
      throw new InputError(
        'There is no agreed access that you may have reviewed, so there is nothing to ask about.',
      );
    }
    const started: Review = {
      id: review.id ?? randomUUID(),
      title,
      startedAt: now.toISOString(),
      startedBy: review.startedBy,
      dueAt,
      unanswered: policy.reviews.unanswered,
    };
    const notice = await this.noticeOf(started, grants);
    const isNew = await reviewStore.insert(
      started,
      grants.map(({ id }) => id),
      tx => notices.add(tx, notice),
    );
    return isNew ? started : undefined;
  }

  /** Grants that were agreed on and have not ended. */
  grants(): Promise<AccessRequest[]> {
    return this.options.store.find({ agreement: ['approved'] });
  }

  /**
   * Keeps or revokes a grant for a person, if they may.
   *
   * @throws NotFoundError, NotAllowedError
   * @throws ConflictError when it was answered, or the review is over
   */
  async answer(
    caller: Caller,
    reviewId: string,
    answer: { requestId: string; answer: 'keep' | 'revoke'; reason?: string },
  ): Promise<ReviewItem> {
    const { reviewStore, store, service, clock } = this.options;
    const { requestId } = answer;
    const review = await reviewStore.get(reviewId);
    const item = await reviewStore.item(reviewId, requestId);
    const now = clock.now().toISOString();
    if (review.closedAt || review.dueAt <= now) {
      throw new ConflictError(
        `Access review ${reviewId} was due at ${review.dueAt} and takes no more answers.`,
      );
    }
    const decided = { decidedBy: caller.user, decidedAt: now };
    if (answer.answer === 'keep') {
      const reason = optionalText(answer.reason, 'reason');
      await service.keep(caller, requestId, reviewId, reason, tx =>
        reviewStore.answer(
          item,
          { outcome: 'kept', ...decided, ...(reason && { reason }) },
          tx,
        ),
      );
    } else {
      const reason = requiredText(answer.reason ?? '', 'reason');
      const { revision } = await store.get(requestId);
      await service.revoke(
        caller,
        requestId,
        { revision, reason, reviewId },
        tx =>
          reviewStore.answer(
            item,
            { outcome: 'revoked', ...decided, reason },
            tx,
          ),
      );
    }
    return reviewStore.item(reviewId, requestId);
  }

  private dueAt(asked: string | undefined, now: Date): string {
    const { answerWithinMinutes } = this.options.policy.reviews;
    const due =
      asked === undefined
        ? now.getTime() + answerWithinMinutes * MINUTE_MS
        : timeOf(asked, 'dueAt');
    if (due <= now.getTime()) {
      throw new InputError(
        `dueAt is ${asked}; it must be after now (${now.toISOString()}).`,
      );
    }
    if (due - now.getTime() > LONGEST_MS) {
      throw new InputError(
        `dueAt is ${asked}; a review lasts a year at most. Name an earlier end.`,
      );
    }
    return new Date(due).toISOString();
  }

  private async noticeOf(
    { id, title, dueAt }: Review,
    grants: AccessRequest[],
  ) {
    const snapshot = await this.options.access.current();
    const owners = new Set(
      grants.flatMap(({ terms }) =>
        terms.tables.flatMap(({ table }) => snapshot.productOwnersOf(table)),
      ),
    );
    if (owners.size === 0) return [];
    return [
      {
        requestId: id,
        message: {
          recipients: { type: 'entity' as const, entityRef: [...owners] },
          payload: {
            title: `Access review: ${title}`,
            description: `Keep or revoke each grant on your data products, before ${dueAt.slice(
              0,
              10,
            )} ${dueAt.slice(11, 16)} UTC.`,
            link: `/sluice/reviews/${id}`,
            severity: 'normal' as const,
            topic: 'access-reviews',
            scope: `sluice:${id}`,
          },
        },
      },
    ];
  }
}
