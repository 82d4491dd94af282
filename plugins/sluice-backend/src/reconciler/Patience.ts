import { setTimeout } from 'timers/promises';
import { PlanStep } from '@sluice/plugin-sluice-common';
import { ChangeWork } from './ChangeWork';
import { passingReason, pauses } from './retries';
import { WaitedTooLongError } from './stepError';

/** How long and how often is waited; all in milliseconds. */
export interface Timing {
  firstPauseMs: number;
  longestPauseMs: number;
  /** For one thing to come about, retries included. */
  patienceMs: number;
  /** Between two renewals of a lock that is held. */
  renewalMs: number;
}

/** For whom is waited, to be shown and written down. */
interface WaitingStep {
  changeId: string;
  step: PlanStep;
  signal: AbortSignal;
}

/** Waits for what passes or comes about, and says meanwhile what for. */
export class Patience {
  constructor(private readonly options: { work: ChangeWork; timing: Timing }) {}

  /** Repeats what failed only for the moment. */
  async retrying<T>(job: WaitingStep, action: () => Promise<T>): Promise<T> {
    const { work, timing } = this.options;
    const { changeId, step } = job;
    const from = Date.now();
    for (const pause of this.pauses()) {
      try {
        return await action();
      } catch (error) {
        const reason = passingReason(causeOf(error));
        if (!reason || Date.now() - from > timing.patienceMs) throw error;
        const { name, message } = causeOf(error);
        await work.journal(changeId, 'retried', `${name}: ${message}`, {
          stepId: step.id,
        });
        await work.setWaiting(changeId, step.id, `Waiting for ${reason}`);
        await setTimeout(pause, undefined, { signal: job.signal });
        await work.setWaiting(changeId, step.id, null);
      }
    }
    throw new Error('unreachable');
  }

  /** Asks until the answer is yes. The first question is free; the rest are journalled as a wait. */
  async until(
    job: WaitingStep,
    what: string,
    isSo: () => Promise<boolean>,
  ): Promise<void> {
    const { work, timing } = this.options;
    const { changeId, step } = job;
    const from = Date.now();
    let waits = false;
    for (const pause of this.pauses()) {
      job.signal.throwIfAborted();
      if (await this.retrying(job, isSo)) break;
      if (Date.now() - from > timing.patienceMs) {
        throw new WaitedTooLongError(what, Date.now() - from);
      }
      if (!waits) {
        waits = true;
        await work.setWaiting(changeId, step.id, `Waiting for ${what}`);
        await work.journal(changeId, 'waiting', `Waits for ${what}`, {
          stepId: step.id,
        });
      }
      await setTimeout(pause, undefined, { signal: job.signal });
    }
    if (waits) await work.setWaiting(changeId, step.id, null);
  }

  private pauses() {
    const { firstPauseMs, longestPauseMs } = this.options.timing;
    return pauses({ firstMs: firstPauseMs, longestMs: longestPauseMs });
  }
}

/** The planner wraps what it could not read; what AWS said is inside. */
function causeOf(error: unknown): Error {
  const { cause } = error as Error;
  return cause instanceof Error ? cause : (error as Error);
}
