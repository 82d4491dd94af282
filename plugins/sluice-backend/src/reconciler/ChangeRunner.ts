import { LoggerService } from '@backstage/backend-plugin-api';
import { PlanStep, stepsToDo } from '@sluice/plugin-sluice-common';
import pLimit from 'p-limit';
import { StepRow } from './ChangeStore';
import { ChangeWork, LeaseLostError } from './ChangeWork';
import { PlanStore, StoredPlan } from './PlanStore';
import { toStepError } from './stepError';
import { StepExecutor } from './StepExecutor';

/** Changes that one backend applies side by side. */
const CHANGES_AT_ONCE = 4;

/**
 * Applies changes that wait for somebody: each step after those it depends on,
 * independent ones side by side. After the first failure, or when asked to stop,
 * nothing new begins, and what runs comes to its end.
 */
export class ChangeRunner {
  private readonly running = new Map<string, Promise<void>>();
  private readonly shutdown = new AbortController();
  /** One look after the other, so that each knows what the one before took. */
  private readonly looks = pLimit(1);

  constructor(
    private readonly options: {
      plans: PlanStore;
      work: ChangeWork;
      executor: StepExecutor;
      logger: LoggerService;
      /** Called with the names of the accounts in which a change did something. */
      onApplied: (accountNames: string[]) => void;
      /** Steps of one change that run side by side. */
      concurrency: number;
      /** Between two renewals of a lease, in milliseconds. */
      renewalMs: number;
    },
  ) {}

  /** Begins to apply what waits; does not wait for its end. */
  poll(): Promise<void> {
    return this.looks(() => this.take());
  }

  private async take(): Promise<void> {
    const room = CHANGES_AT_ONCE - this.running.size;
    if (room <= 0 || this.shutdown.signal.aborted) return;
    const taken = await this.options.work.takeChanges(room, [
      ...this.running.keys(),
    ]);
    for (const changeId of taken) {
      const run = this.apply(changeId)
        .catch(error => this.lost(changeId, error))
        .finally(() => this.running.delete(changeId));
      this.running.set(changeId, run);
    }
  }

  /** Resolves when nothing is being applied. */
  async idle(): Promise<void> {
    await Promise.all(this.running.values());
  }

  /** Stops at once; another backend, or the next start, goes on. */
  async stop(): Promise<void> {
    this.shutdown.abort(new Error('The backend is shutting down'));
    await this.idle();
  }

  private async apply(changeId: string): Promise<void> {
    const { plans, work } = this.options;
    const lease = new AbortController();
    let renewedAt = Date.now();
    let cancelled = (await work.renew(changeId)) === 'cancelling';
    const renewal = setInterval(async () => {
      const from = Date.now();
      try {
        const status = await work.renew(changeId);
        if (!status) lease.abort(new LeaseLostError(changeId));
        cancelled ||= status === 'cancelling';
        renewedAt = from;
      } catch {
        // The next one may succeed. If none does, another backend goes on.
        if (from - renewedAt > work.leaseMs) {
          lease.abort(new LeaseLostError(changeId));
        }
      }
    }, this.options.renewalMs);
    try {
      const rows = await work.stepRows(changeId);
      const stored = await plans.get(await work.planIdOf(changeId));
      const outcome = await this.applySteps({
        changeId,
        stored,
        rows,
        signal: AbortSignal.any([lease.signal, this.shutdown.signal]),
        isCancelled: () => cancelled,
      });
      await this.conclude(changeId, outcome);
      this.options.onApplied([
        ...new Set(stored.plan.steps.map(({ account }) => account)),
      ]);
    } finally {
      clearInterval(renewal);
    }
  }

  private async applySteps(options: {
    changeId: string;
    stored: StoredPlan;
    rows: StepRow[];
    signal: AbortSignal;
    isCancelled: () => boolean;
  }): Promise<{ failed: PlanStep[]; left: PlanStep[]; cancelled: boolean }> {
    const { changeId, stored, rows, signal, isCancelled } = options;
    const { plan, fingerprints } = stored;
    const done = new Set(
      rows.filter(({ status }) => status === 'done').map(row => row.step_id),
    );
    const left = new Map(
      plan.steps.filter(({ id }) => !done.has(id)).map(step => [step.id, step]),
    );
    const toDo = new Set(stepsToDo(plan.steps));
    const failed: PlanStep[] = [];
    const running = new Map<string, Promise<void>>();
    let interruption: unknown;
    let stopped = false;

    const isReady = (step: PlanStep) =>
      step.dependsOn.every(id => !left.has(id) && !running.has(id));
    const start = (step: PlanStep) => {
      left.delete(step.id);
      const run = this.runStep({
        changeId,
        subject: plan.subject,
        step,
        fingerprint: fingerprints[step.id],
        mayWrite: toDo.has(step),
        signal,
      })
        .then(outcome => {
          if (outcome === 'failed') failed.push(step);
          if (outcome === 'not begun') {
            left.set(step.id, step);
            stopped = true;
          }
        })
        .catch(error => {
          interruption ??= error;
        })
        .finally(() => running.delete(step.id));
      running.set(step.id, run);
    };
    const mayStart = () =>
      failed.length === 0 &&
      !interruption &&
      !stopped &&
      !isCancelled() &&
      !signal.aborted;

    for (;;) {
      for (const step of mayStart() ? left.values() : []) {
        if (running.size >= this.options.concurrency) break;
        if (isReady(step)) start(step);
      }
      if (running.size === 0) break;
      await Promise.race(running.values());
    }
    // Only now that nothing runs any more may another backend go on.
    if (interruption) throw interruption;
    signal.throwIfAborted();
    return {
      failed,
      left: [...left.values()],
      cancelled: stopped || isCancelled(),
    };
  }

  private async runStep(
    job: Parameters<StepExecutor['run']>[0],
  ): Promise<'done' | 'failed' | 'not begun'> {
    const { work, executor } = this.options;
    try {
      return (await executor.run(job)) ? 'done' : 'not begun';
    } catch (error) {
      // Whoever has the lease now does the step again.
      if (job.signal.aborted || error instanceof LeaseLostError) throw error;
      await work.failStep(
        job.changeId,
        job.step.id,
        toStepError(error, job.step),
      );
      return 'failed';
    }
  }

  private async conclude(
    changeId: string,
    outcome: { failed: PlanStep[]; left: PlanStep[]; cancelled: boolean },
  ): Promise<void> {
    const { failed, left, cancelled } = outcome;
    const stepIds = left.map(({ id }) => id);
    if (failed.length > 0) {
      await this.options.work.finish(changeId, {
        status: 'failed',
        event: 'failed',
        message: `Failed: ${failed.map(({ title }) => title).join('; ')}`,
        notReached: { stepIds, status: 'blocked' },
      });
    } else if (left.length > 0 && cancelled) {
      await this.options.work.finish(changeId, {
        status: 'cancelled',
        event: 'cancelled',
        message: `Stopped with ${left.length} steps to go`,
        notReached: { stepIds, status: 'pending' },
      });
    } else {
      await this.options.work.finish(changeId, {
        status: 'succeeded',
        event: 'succeeded',
        message: 'Everything is as planned',
        notReached: { stepIds: [], status: 'pending' },
      });
    }
  }

  /** The work ended without an outcome: shutdown, a lost lease, or the database. */
  private async lost(changeId: string, error: Error): Promise<void> {
    const { work, logger } = this.options;
    if (error instanceof LeaseLostError) {
      logger.info(error.message);
      return;
    }
    if (!this.shutdown.signal.aborted) {
      logger.error(`Change ${changeId} is left to be taken up again`, error);
    }
    await work
      .letGo(changeId)
      .catch(cause =>
        logger.warn(`The lease of change ${changeId} must run out`, cause),
      );
  }
}
