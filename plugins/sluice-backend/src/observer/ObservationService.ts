import {
  AuditorService,
  LoggerService,
  SchedulerService,
  SchedulerServiceTaskScheduleDefinition,
} from '@backstage/backend-plugin-api';
import { ConflictError, isError, NotFoundError } from '@backstage/errors';
import { EventsService } from '@backstage/plugin-events-node';
import {
  AwsConnectionService,
  ConnectedAccount,
  SluiceObservationEvent,
  sluiceObservationTopic,
} from '@sluice/plugin-sluice-node';
import { setTimeout } from 'timers/promises';
import { ObservationRun, ObservationStore } from '../store';
import { AccountObserver } from './AccountObserver';

/** For an observation that runs to end: a minute in all. */
const MAX_ATTEMPTS = 60;
const BUSY_PAUSE_MS = 1_000;

/**
 * Observes every connected account on schedule and on demand, keeps what was
 * found, and announces what changed. Of several backends on one database only
 * one observes an account at a time.
 */
export class ObservationService {
  constructor(
    private readonly options: {
      connection: AwsConnectionService;
      observer: AccountObserver;
      store: ObservationStore;
      scheduler: SchedulerService;
      schedule: SchedulerServiceTaskScheduleDefinition;
      events: EventsService;
      auditor: AuditorService;
      logger: LoggerService;
    },
  ) {}

  /** Schedules one task per account. */
  async start(): Promise<void> {
    const { connection, scheduler, schedule } = this.options;
    for (const account of connection.listAccounts()) {
      await scheduler.scheduleTask({
        ...schedule,
        id: taskId(account),
        fn: async () => {
          await this.observe(account);
        },
      });
    }
  }

  /**
   * Starts observations now and returns without waiting for them.
   *
   * @returns names of the accounts whose observation was started
   * @throws NotFoundError when no such account is connected
   * @throws ConflictError when all that was asked for is running already
   */
  async trigger(accountName?: string): Promise<string[]> {
    const accounts = this.accountsToObserve(accountName);
    const started: string[] = [];
    for (const account of accounts) {
      try {
        await this.options.scheduler.triggerTask(taskId(account));
        started.push(account.name);
      } catch (error) {
        if (!isError(error) || error.name !== 'ConflictError') throw error;
      }
    }
    if (started.length === 0) {
      const names = accounts.map(account => `'${account.name}'`).join(', ');
      throw new ConflictError(
        `An observation of ${names} is running; wait for it to end, GET /accounts says when`,
      );
    }
    return started;
  }

  /**
   * Observes accounts in which something was changed, in the background. One that
   * is being observed is observed once more: it may have been read before.
   */
  triggerAfterChange(accountNames: string[]): void {
    for (const accountName of accountNames) {
      this.triggerOnceFree(accountName).catch(error =>
        this.options.logger.warn(
          `Account '${accountName}' was changed, and is observed at its scheduled time only`,
          error,
        ),
      );
    }
  }

  private async triggerOnceFree(accountName: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        await this.trigger(accountName);
        return;
      } catch (error) {
        const isBusy = isError(error) && error.name === 'ConflictError';
        if (!isBusy || attempt === MAX_ATTEMPTS) throw error;
        await setTimeout(BUSY_PAUSE_MS, undefined, { ref: false });
      }
    }
  }

  private accountsToObserve(accountName?: string): ConnectedAccount[] {
    const accounts = this.options.connection.listAccounts();
    const wanted = accountName
      ? accounts.filter(account => account.name === accountName)
      : accounts;
    if (wanted.length > 0) return wanted;
    throw new NotFoundError(
      accountName
        ? `No account '${accountName}' is connected`
        : 'No account is connected; add one to sluice.accounts',
    );
  }

  private async observe(account: ConnectedAccount): Promise<void> {
    const { auditor, events, observer, store } = this.options;
    const audit = await auditor.createEvent({
      eventId: 'observation-run',
      severityLevel: 'low',
      meta: { accountName: account.name, accountId: account.accountId },
    });
    try {
      const run = await observer.observe(account);
      const { changed } = await store.saveRun(run);
      this.log(run, changed);
      await audit.success({
        meta: { changed, calls: run.calls, failedParts: failedParts(run) },
      });
      if (changed > 0) {
        const eventPayload: SluiceObservationEvent = {
          accountName: account.name,
          observedAt: run.startedAt.toISOString(),
          changed,
        };
        await events.publish({ topic: sluiceObservationTopic, eventPayload });
      }
    } catch (error) {
      await audit.fail({ error: error as Error });
      throw error;
    }
  }

  private log(run: ObservationRun, changed: number): void {
    const { logger } = this.options;
    const seconds = (+run.finishedAt - +run.startedAt) / 1000;
    logger.info(
      `Observed account '${run.account.name}': ${changed} changes, ${run.calls} calls, ${seconds} s`,
    );
    for (const outcome of run.parts) {
      if ('failure' in outcome) {
        logger.warn(
          `Could not read ${outcome.part} of account '${run.account.name}': ${outcome.failure}`,
        );
      }
    }
  }
}

function taskId(account: ConnectedAccount): string {
  return `sluice-observe-${account.name}`;
}

function failedParts(run: ObservationRun): string[] {
  return run.parts.flatMap(outcome =>
    'failure' in outcome ? [outcome.part] : [],
  );
}
