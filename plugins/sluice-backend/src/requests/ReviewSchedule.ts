import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import {
  AccessRequest,
  RequestPolicy,
  SLUICE_ACTOR,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { createHash } from 'crypto';
import { RequestStore } from './RequestStore';
import { Reviews } from './Reviews';
import { Review, ReviewItem, ReviewStore } from './ReviewStore';

const MINUTE_MS = 60_000;

/**
 * Begins reviews when it is time and ends them when they are due. Each look goes
 * by what is in the database alone, so that one that was missed is made up for,
 * and several backends do what one does.
 */
export class ReviewSchedule {
  constructor(
    private readonly options: {
      reviews: Reviews;
      reviewStore: ReviewStore;
      store: RequestStore;
      policy: Pick<RequestPolicy, 'reviews'>;
      auditor: AuditorService;
      clock: SluiceClock;
      logger: LoggerService;
    },
  ) {}

  /** One look at what is due. */
  async tick(): Promise<void> {
    for (const review of await this.options.reviewStore.open()) {
      await this.settle(review);
    }
    await this.startIfDue();
  }

  /** The first comes an interval after the first agreement; the next after the one before. */
  private async startIfDue(): Promise<void> {
    const { reviews, reviewStore, policy, clock } = this.options;
    const { everyMinutes } = policy.reviews;
    if (everyMinutes === undefined) return;
    const [last, grants] = await Promise.all([
      reviewStore.latestOf(SLUICE_ACTOR),
      reviews.grants(),
    ]);
    if (grants.length === 0) return;
    const since =
      last?.startedAt ??
      grants.map(({ agreement }) => agreement.decidedAt!).sort()[0];
    const now = clock.now();
    if (now.getTime() < Date.parse(since) + everyMinutes * MINUTE_MS) return;
    const review = await reviews.start(
      {
        id: idAfter(last),
        title: `All access, ${now.toISOString().slice(0, 10)}`,
        startedBy: SLUICE_ACTOR,
      },
      () => true,
    );
    if (review) await this.audit('review-start', review);
  }

  /** Answers what needs no answer any more and, once it is due, the rest. */
  private async settle(review: Review): Promise<void> {
    const { reviewStore, store, clock } = this.options;
    const at = clock.now().toISOString();
    const isDue = review.dueAt <= at;
    const open = (await reviewStore.itemsOf(review.id)).filter(
      ({ outcome }) => !outcome,
    );
    const requests = new Map(
      (await store.find({ ids: open.map(({ requestId }) => requestId) })).map(
        request => [request.id, request],
      ),
    );
    let left = 0;
    for (const item of open) {
      const request = requests.get(item.requestId)!;
      const isOver = request.agreement.status !== 'approved';
      if (!isOver && !isDue) left += 1;
      else if (!(await this.decide(review, { item, request, at }))) left += 1;
    }
    // What could not be decided just now is, at the next look.
    if (!isDue || left > 0) return;
    if (await reviewStore.close(review.id, at)) {
      await this.audit('review-close', review);
    }
  }

  /** @returns false when something else happened to the grant meanwhile */
  private async decide(
    review: Review,
    about: { item: ReviewItem; request: AccessRequest; at: string },
  ): Promise<boolean> {
    const { reviewStore, store, logger } = this.options;
    const { item, request, at } = about;
    try {
      if (request.agreement.status !== 'approved') {
        await reviewStore.answer(item, { outcome: 'ended', decidedAt: at });
      } else if (review.unanswered === 'keep') {
        await reviewStore.answer(item, {
          outcome: 'kept',
          decidedAt: at,
          unanswered: true,
        });
      } else {
        const reason = `Nobody answered the access review "${review.title}" by ${review.dueAt}`;
        await store.record(
          [
            {
              requestId: request.id,
              revision: request.revision,
              at,
              actor: SLUICE_ACTOR,
              events: [{ type: 'revoked', reason, reviewId: review.id }],
            },
          ],
          tx =>
            reviewStore.answer(
              item,
              { outcome: 'revoked', decidedAt: at, reason, unanswered: true },
              tx,
            ),
        );
      }
      return true;
    } catch (error) {
      if ((error as Error).name !== 'ConflictError') throw error;
      logger.debug(`Left to others: ${(error as Error).message}`);
      return false;
    }
  }

  private async audit(
    eventId: string,
    { id, title, dueAt, unanswered }: Review,
  ): Promise<void> {
    const event = await this.options.auditor.createEvent({
      eventId,
      severityLevel: 'medium',
      meta: {
        reviewId: id,
        title,
        dueAt,
        unanswered,
        actor: SLUICE_ACTOR,
      },
    });
    await event.success();
  }
}

/** The same for every backend, so that one review follows another, and not two. */
function idAfter(last: Review | undefined): string {
  const digest = createHash('sha256')
    .update(`review after ${last?.id ?? 'none'}`)
    .digest('hex');
  // A UUID of version 8, which is for ids of one's own making (RFC 9562).
  return [
    digest.slice(0, 8),
    digest.slice(8, 12),
    `8${digest.slice(13, 16)}`,
    `8${digest.slice(17, 20)}`,
    digest.slice(20, 32),
  ].join('-');
}
