import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';

/** A campaign in which owners keep or revoke each grant. */
export interface Review {
  id: string;
  title: string;
  startedAt: string;
  /** Entity ref of a person, or `sluice`. */
  startedBy: string;
  /** Answers count before then. */
  dueAt: string;
  closedAt?: string;
  /** What becomes of a grant that nobody answered for. */
  unanswered: 'keep' | 'revoke';
}

/** A grant of a review, and what was answered. */
export interface ReviewItem {
  reviewId: string;
  requestId: string;
  /** Absent while nobody has answered; `ended` when the grant did by itself. */
  outcome?: 'kept' | 'revoked' | 'ended';
  decidedBy?: string;
  decidedAt?: string;
  reason?: string;
  /** Nobody answered in time. */
  unanswered: boolean;
}

/** What an item comes to. */
export type ReviewAnswer = Required<Pick<ReviewItem, 'outcome' | 'decidedAt'>> &
  Partial<Pick<ReviewItem, 'decidedBy' | 'reason' | 'unanswered'>>;

interface ReviewRow {
  position: number;
  id: string;
  title: string;
  started_at: string;
  started_by: string;
  due_at: string;
  closed_at: string | null;
  unanswered: 'keep' | 'revoke';
}

interface ItemRow {
  review_id: string;
  request_id: string;
  outcome: 'kept' | 'revoked' | 'ended' | null;
  decided_by: string | null;
  decided_at: string | null;
  reason: string | null;
  unanswered: boolean;
}

/** SQLite takes at most 500 rows in one insert. */
const CHUNK_SIZE = 400;

/** Keeps access reviews. An item is answered once, and never again. */
export class ReviewStore {
  constructor(private readonly knex: Knex) {}

  /** @throws NotFoundError */
  async get(id: string): Promise<Review> {
    const row = await this.reviews().where({ id }).first();
    if (!row) throw new NotFoundError(`There is no access review ${id}`);
    return toReview(row);
  }

  /** Newest first. */
  async page(options: {
    limit: number;
    before?: number;
  }): Promise<{ review: Review; position: number }[]> {
    const query = this.reviews()
      .orderBy('position', 'desc')
      .limit(options.limit);
    const rows = await (options.before === undefined
      ? query
      : query.where('position', '<', options.before));
    return rows.map(row => ({
      review: toReview(row),
      position: row.position,
    }));
  }

  async open(): Promise<Review[]> {
    const rows = await this.reviews().whereNull('closed_at');
    return rows.map(toReview);
  }

  /** The last review that somebody started. */
  async latestOf(startedBy: string): Promise<Review | undefined> {
    const row = await this.reviews()
      .where({ started_by: startedBy })
      .orderBy('position', 'desc')
      .first();
    return row && toReview(row);
  }

  async itemsOf(reviewId: string): Promise<ReviewItem[]> {
    const rows = await this.items()
      .where({ review_id: reviewId })
      .orderBy('request_id');
    return rows.map(toItem);
  }

  /** @throws NotFoundError */
  async item(reviewId: string, requestId: string): Promise<ReviewItem> {
    const row = await this.items()
      .where({ review_id: reviewId, request_id: requestId })
      .first();
    if (row) return toItem(row);
    throw new NotFoundError(
      `Access review ${reviewId} does not ask about request ${requestId}`,
    );
  }

  /**
   * @param alongside - written in the same transaction
   * @returns false when there is a review of this id already
   */
  async insert(
    review: Review,
    requestIds: string[],
    alongside: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<boolean> {
    return this.knex.transaction(async tx => {
      const inserted = await tx('access_reviews')
        .insert({
          id: review.id,
          title: review.title,
          started_at: review.startedAt,
          started_by: review.startedBy,
          due_at: review.dueAt,
          unanswered: review.unanswered,
        })
        .onConflict('id')
        .ignore()
        .returning('id');
      if (inserted.length === 0) return false;
      for (let i = 0; i < requestIds.length; i += CHUNK_SIZE) {
        await tx('access_review_items').insert(
          requestIds.slice(i, i + CHUNK_SIZE).map(requestId => ({
            review_id: review.id,
            request_id: requestId,
          })),
        );
      }
      await alongside(tx);
      return true;
    });
  }

  /** @throws ConflictError when it was answered already */
  async answer(
    { reviewId, requestId }: Pick<ReviewItem, 'reviewId' | 'requestId'>,
    answer: ReviewAnswer,
    tx: Knex = this.knex,
  ): Promise<void> {
    const answered = await tx<ItemRow>('access_review_items')
      .where({ review_id: reviewId, request_id: requestId })
      .whereNull('outcome')
      .update({
        outcome: answer.outcome,
        decided_by: answer.decidedBy ?? null,
        decided_at: answer.decidedAt,
        reason: answer.reason ?? null,
        unanswered: answer.unanswered ?? false,
      });
    if (answered === 0) {
      throw new ConflictError(
        `Somebody has answered for request ${requestId} already. Look at the review again.`,
      );
    }
  }

  /** @returns false when it was closed before */
  async close(id: string, closedAt: string): Promise<boolean> {
    const closed = await this.reviews()
      .where({ id })
      .whereNull('closed_at')
      .update({ closed_at: closedAt });
    return closed === 1;
  }

  private reviews() {
    return this.knex<ReviewRow>('access_reviews');
  }

  private items() {
    return this.knex<ItemRow>('access_review_items');
  }
}

function toReview(row: ReviewRow): Review {
  return {
    id: row.id,
    title: row.title,
    startedAt: row.started_at,
    startedBy: row.started_by,
    dueAt: row.due_at,
    ...(row.closed_at && { closedAt: row.closed_at }),
    unanswered: row.unanswered,
  };
}

function toItem(row: ItemRow): ReviewItem {
  return {
    reviewId: row.review_id,
    requestId: row.request_id,
    ...(row.outcome && { outcome: row.outcome }),
    ...(row.decided_by && { decidedBy: row.decided_by }),
    ...(row.decided_at && { decidedAt: row.decided_at }),
    ...(row.reason && { reason: row.reason }),
    // SQLite keeps numbers.
    unanswered: Boolean(row.unanswered),
  };
}
