import { LoggerService } from '@backstage/backend-plugin-api';
import { ConflictError } from '@backstage/errors';
import {
  AccessRequest,
  AgreementStatus,
  RequestPolicy,
} from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import pLimit from 'p-limit';
import { AccessService } from '../access';
import { Reconciler } from '../reconciler';
import { FulfilmentRecord } from './FulfilmentRecord';
import { GrantApplication } from './GrantApplication';
import { GrantChanges } from './GrantChanges';
import { GrantRemoval } from './GrantRemoval';
import { RequestStore } from './RequestStore';
import { RetryPauses } from './RetryPauses';

/** Grants that are looked after side by side. */
const GRANTS_AT_ONCE = 4;

/** Agreements that ended, whose rights have to go. */
const ENDED: readonly AgreementStatus[] = ['expired', 'revoked'];

/**
 * Makes agreements true when their time comes and takes them back when they end.
 * Each pass goes by what is in the database alone, and each step writes down
 * there what it is about to do: a crash at any point, or another backend that
 * does the same, costs time, never a lost or doubled effect.
 */
export class FulfilmentWorker {
  private readonly store: RequestStore;
  private readonly record: FulfilmentRecord;
  private readonly application: GrantApplication;
  private readonly removal: GrantRemoval;
  private readonly logger: LoggerService;
  private readonly passes = pLimit(1);
  private next: Promise<void> | undefined;

  constructor(options: {
    store: RequestStore;
    reconciler: Pick<
      Reconciler,
      'changes' | 'declarations' | 'plans' | 'state'
    >;
    access: Pick<AccessService, 'current'>;
    clock: SluiceClock;
    policy: Pick<RequestPolicy, 'credentialLifetimeMinutes'>;
    logger: LoggerService;
    /** For pauses between attempts, in milliseconds. */
    elapsedMs?: () => number;
  }) {
    const { store, reconciler, access, clock, policy, logger } = options;
    const pauses = new RetryPauses(
      options.elapsedMs ?? (() => performance.now()),
    );
    const changes = new GrantChanges({ reconciler, store });
    const record = new FulfilmentRecord({ store, clock, logger });
    this.store = store;
    this.record = record;
    this.logger = logger;
    this.application = new GrantApplication({
      access,
      changes,
      pauses,
      record,
      store,
    });
    this.removal = new GrantRemoval({
      access,
      changes,
      pauses,
      policy,
      record,
    });
  }

  /** Looks now, without anybody waiting for it. */
  wake(): void {
    this.tick().catch(error =>
      this.logger.warn('Agreements wait for the next look', error),
    );
  }

  /**
   * One pass that begins after now. Whoever asks while one is under way waits
   * for the same next one.
   */
  tick(): Promise<void> {
    this.next ??= this.passes(() => {
      this.next = undefined;
      return this.pass();
    });
    return this.next;
  }

  /**
   * Tries again what failed.
   *
   * @param options.revision - of the request that was looked at
   * @param options.actor - entity ref of the person who asks for it
   * @throws ConflictError when there is nothing to try again, or not now
   */
  async resume(
    requestId: string,
    options: { revision?: number; actor?: string } = {},
  ): Promise<AccessRequest> {
    const found = await this.store.get(requestId);
    const { revision = found.revision, actor } = options;
    const { status } = found.fulfilment;
    if (status !== 'failed') {
      throw new ConflictError(
        `Access of request ${requestId} is ${status}; only what failed can be resumed`,
      );
    }
    const request = { ...found, revision };
    await (isEnded(request) ? this.removal : this.application).resume(
      request,
      actor,
    );
    this.wake();
    return this.store.get(requestId);
  }

  private async pass(): Promise<void> {
    await this.expire();
    const [live, ended] = await Promise.all([
      this.store.find({
        agreement: ['approved'],
        fulfilment: ['none', 'applying'],
      }),
      this.store.find({
        agreement: ENDED,
        fulfilment: ['applying', 'active', 'failed', 'removing'],
      }),
    ]);
    // What ended goes first: another request may wait to take its place.
    const grants = new Map<string, AccessRequest[]>();
    for (const request of [...ended, ...live]) {
      const { grantId } = request;
      grants.set(grantId, [...(grants.get(grantId) ?? []), request]);
    }
    const limit = pLimit(GRANTS_AT_ONCE);
    await Promise.all(
      [...grants.values()].map(requests =>
        limit(async () => {
          for (const request of requests) await this.advance(request);
        }),
      ),
    );
  }

  /** Never before the time, however late. */
  private async expire(): Promise<void> {
    const now = this.record.now();
    const due = await this.store.find({
      agreement: ['approved'],
      expiresUntil: now.toISOString(),
    });
    for (const request of due) {
      await this.record.tryWrite({ request, event: { type: 'expired' } });
    }
  }

  /** What one request runs into does not keep others waiting. */
  private async advance(request: AccessRequest): Promise<void> {
    try {
      await (isEnded(request) ? this.removal : this.application).advance(
        request,
      );
    } catch (error) {
      this.logger.warn(
        `Request ${request.id} waits for another attempt`,
        error as Error,
      );
    }
  }
}

function isEnded({ agreement }: AccessRequest): boolean {
  return ENDED.includes(agreement.status);
}
