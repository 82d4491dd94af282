import { LoggerService } from '@backstage/backend-plugin-api';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { Knex } from 'knex';
import pLimit from 'p-limit';

/** Whom to tell what. */
export interface Notice {
  requestId: string;
  message: NotificationSendOptions;
}

interface NoticeRow {
  id: number;
  request_id: string;
  document: string;
  created_at: string;
  due_at: string;
  attempts: number;
}

/** A backend that has not sent a notice within this time is taken to be dead. */
const LEASE_MS = 60_000;
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 15 * 60_000;
/** What nobody could be told for so long is news no more. */
const MAX_AGE_MS = 24 * 3_600_000;

/**
 * Notifications on their way. They are written down with the event that they
 * tell of and sent afterwards, again and again for a day. Those of one request
 * go in order, since a newer one takes the place of the older. One backend at a
 * time sends a notice; one that dies over it has it sent a second time.
 */
export class NoticeQueue {
  private readonly knex: Knex;
  private readonly notifications: NotificationService;
  private readonly logger: LoggerService;
  private readonly now: () => number;
  private readonly passes = pLimit(1);
  private next: Promise<void> | undefined;
  private saysNotInstalled = false;

  constructor(options: {
    knex: Knex;
    notifications: NotificationService;
    logger: LoggerService;
    now?: () => number;
  }) {
    this.knex = options.knex;
    this.notifications = options.notifications;
    this.logger = options.logger;
    this.now = options.now ?? Date.now;
  }

  /** To be sent once the transaction has ended well. */
  async add(tx: Knex.Transaction, notices: Notice[]): Promise<void> {
    if (notices.length === 0) return;
    const at = this.time();
    await tx('access_request_notices').insert(
      notices.map(({ requestId, message }) => ({
        request_id: requestId,
        document: JSON.stringify(message),
        created_at: at,
        due_at: at,
      })),
    );
  }

  /** Sends what is due, without anybody waiting for it: the service may be slow. */
  wake(): void {
    this.deliver().catch(error =>
      this.logger.warn('Notifications of requests wait', error),
    );
  }

  /** Sends what is due; those who ask while that is under way share the next pass. */
  deliver(): Promise<void> {
    this.next ??= this.passes(() => {
      this.next = undefined;
      return this.deliverAll();
    });
    return this.next;
  }

  private async deliverAll(): Promise<void> {
    let due: NoticeRow[];
    do {
      due = await this.table()
        .whereIn('id', this.table().min('id').groupBy('request_id'))
        .where('due_at', '<=', this.time())
        .orderBy('id');
      for (const row of due) {
        if (await this.claim(row)) await this.send(row);
      }
    } while (due.length > 0);
  }

  private async claim({ id, due_at }: NoticeRow): Promise<boolean> {
    const claimed = await this.table()
      .where({ id, due_at })
      .update({ due_at: this.time(LEASE_MS) });
    return claimed === 1;
  }

  private async send(row: NoticeRow): Promise<void> {
    try {
      await this.notifications.send(JSON.parse(row.document));
    } catch (error) {
      if (!isNotInstalled(error)) {
        await this.postpone(row, error as Error);
        return;
      }
      this.sayNotInstalled();
    }
    await this.table().where({ id: row.id }).delete();
  }

  private async postpone(row: NoticeRow, error: Error): Promise<void> {
    const { id, request_id: requestId, created_at: createdAt } = row;
    if (this.now() - Date.parse(createdAt) > MAX_AGE_MS) {
      this.logger.error(
        `Nobody could be notified of request ${requestId} for a day; it is given up`,
        error,
      );
      await this.table().where({ id }).delete();
      return;
    }
    this.logger.warn(
      `A notification of request ${requestId} waits for another attempt`,
      error,
    );
    const pause = Math.min(
      FIRST_PAUSE_MS * 2 ** row.attempts,
      LONGEST_PAUSE_MS,
    );
    await this.table()
      .where({ id })
      .update({ due_at: this.time(pause), attempts: row.attempts + 1 });
  }

  private sayNotInstalled(): void {
    if (this.saysNotInstalled) return;
    this.saysNotInstalled = true;
    this.logger.info(
      'Nobody is notified of requests: the notifications plugin is not installed',
    );
  }

  private time(laterMs = 0): string {
    return new Date(this.now() + laterMs).toISOString();
  }

  private table() {
    return this.knex<NoticeRow>('access_request_notices');
  }
}

/** The service of the notifications plugin is there also where its backend is not. */
function isNotInstalled(error: unknown): boolean {
  return /status 404\b/.test(String(error));
}
