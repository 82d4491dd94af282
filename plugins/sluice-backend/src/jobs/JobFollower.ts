import { DescribeJobRunCommand, JobRun } from '@aws-sdk/client-emr-containers';
import { LoggerService } from '@backstage/backend-plugin-api';
import { isError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import pLimit from 'p-limit';
import { ResourceContexts } from '../reconciler';
import { errorNameOf, isNotFound, whyWait } from './awsErrors';
import { JobRecord } from './JobRecord';
import { HeldJobRun, JobRunStore } from './JobRunStore';
import { JobSubmission } from './JobSubmission';
import { FollowPauses, pauseAfterFailures, pauseOf } from './pauses';
import { RunResults } from './RunResults';
import { isTerminal } from './states';
import { ResultCollector, StoredJobRun } from './types';

/** Runs that one backend looks at side by side. */
const RUNS_AT_ONCE = 4;
/** Runs whose leases one look takes. */
const BATCH = 20;
/** EMR may not know a run everywhere at once. */
const UNKNOWN_FOR_MS = 60_000;
/** A result that could not be taken in for so long is given up. */
const COLLECTING_MS = 15 * 60_000;

/**
 * Follows runs to their end, and has their results taken in. Each look goes by
 * what is in the database alone: a backend that starts anew, or another one,
 * follows on.
 */
export class JobFollower {
  private readonly passes = pLimit(1);
  private next: Promise<void> | undefined;
  private stopped = false;

  constructor(
    private readonly options: {
      store: JobRunStore;
      record: JobRecord;
      submission: JobSubmission;
      contexts: Pick<ResourceContexts, 'forReading'>;
      collector: ResultCollector;
      results: RunResults;
      pauses: FollowPauses;
      logger: LoggerService;
    },
  ) {}

  /** Looks now, without anybody waiting for it. */
  wake(): void {
    this.tick().catch(error =>
      this.options.logger.warn('Job runs wait for the next look', error),
    );
  }

  /** One look that begins after now; those who ask while one is under way share the next. */
  tick(): Promise<void> {
    this.next ??= this.passes(() => {
      this.next = undefined;
      return this.pass();
    });
    return this.next;
  }

  /** Begins nothing new, and waits for what runs; another backend, or the next start, goes on. */
  async stop(): Promise<void> {
    this.stopped = true;
    await this.passes(async () => {});
  }

  /**
   * Asks EMR how a run is, and writes it down.
   * @param held - a run with EMR that the caller holds
   */
  async look(held: HeldJobRun): Promise<HeldJobRun | undefined> {
    const { contexts, record, pauses, logger } = this.options;
    const { run } = held;
    const ageMs = record.nowMs() - Date.parse(held.changedAt);
    try {
      const { clients } = await contexts.forReading(run.accountName);
      const { jobRun } = await clients.emrContainers.send(
        new DescribeJobRunCommand({
          id: run.emrJobRunId!,
          virtualClusterId: run.virtualClusterId!,
        }),
      );
      return await this.seen(held, jobRun ?? {}, ageMs);
    } catch (error) {
      if (isNotFound(error)) {
        return ageMs < UNKNOWN_FOR_MS
          ? record.write(held, { pauseMs: pauses.firstMs })
          : this.ended(held, {
              state: 'FAILED',
              stateDetails: wordsOf(error),
              finishedAt: record.now(),
            });
      }
      // AWS asks for fewer calls now and then, which is nothing to tell anybody.
      const passing = whyWait(error);
      const failures = held.failures + 1;
      if (!passing) {
        logger.warn(`Job run ${run.id} cannot be followed`, error as Error);
      }
      return record.write(held, {
        kept: {
          failures,
          ...(!passing && {
            trouble: `How the run is, is not known: EMR on EKS answered ${wordsOf(
              error,
            )} Sluice asks again; see that its role may call emr-containers:DescribeJobRun.`,
          }),
        },
        pauseMs: pauseAfterFailures(failures, pauses),
      });
    }
  }

  private async pass(): Promise<void> {
    const limit = pLimit(RUNS_AT_ONCE);
    let taken: HeldJobRun[];
    do {
      if (this.stopped) return;
      taken = await this.options.store.takeDue(BATCH);
      await Promise.all(
        taken.map(held => limit(() => this.tryToAdvance(held))),
      );
    } while (taken.length === BATCH);
  }

  /** What one run runs into does not keep the others waiting. */
  private async tryToAdvance(held: HeldJobRun): Promise<void> {
    const { store, pauses, logger } = this.options;
    try {
      // It may have waited for the others.
      if (await store.renew(held)) await this.advance(held);
    } catch (error) {
      logger.error(
        `Job run ${held.run.id} waits for the next look`,
        error as Error,
      );
      await store.release(held, { pauseMs: pauses.longestMs });
    }
  }

  private async advance(held: HeldJobRun): Promise<void> {
    if (isTerminal(held.run.state)) await this.collect(held);
    else if (!held.run.emrJobRunId) await this.options.submission.submit(held);
    else await this.look(held);
  }

  private async seen(
    held: HeldJobRun,
    found: JobRun,
    ageMs: number,
  ): Promise<HeldJobRun | undefined> {
    const { record, pauses } = this.options;
    const { state, stateDetails, failureReason, finishedAt } = found;
    const seen = {
      state: (state ?? held.run.state) as SluiceApi.JobState,
      ...(stateDetails && { stateDetails }),
      ...(failureReason && { failureReason }),
    };
    if (isTerminal(seen.state)) {
      return this.ended(held, {
        ...seen,
        finishedAt: finishedAt ? record.timeOf(finishedAt) : record.now(),
      });
    }
    const isNew = seen.state !== held.run.state;
    return record.write(held, {
      run: seen,
      kept: { failures: 0, trouble: undefined },
      pauseMs: pauseOf(isNew ? 0 : ageMs, pauses),
    });
  }

  /** The result of a verification is looked for at once. */
  private async ended(
    held: HeldJobRun,
    end: Partial<StoredJobRun>,
  ): Promise<HeldJobRun | undefined> {
    const { record } = this.options;
    if (held.run.kind !== 'verification') {
      return record.write(held, {
        run: { ...end, collectedAt: record.now() },
      });
    }
    const after = await record.write(held, { run: end, keepLease: true });
    if (after) await this.collect(after);
    return after;
  }

  private async collect(held: HeldJobRun): Promise<void> {
    const { collector, results, record, pauses, logger } = this.options;
    const { run } = held;
    const ageMs = record.nowMs() - Date.parse(held.changedAt);
    try {
      const attestation = await collector.collect(run, results.readerOf(run));
      if (attestation) {
        await record.write(held, {
          run: { attestation, collectedAt: record.now() },
        });
        return;
      }
    } catch (error) {
      logger.warn(
        `The result of job run ${run.id} could not be taken in`,
        isError(error) ? error : undefined,
      );
    }
    if (ageMs < COLLECTING_MS) {
      await record.write(held, { pauseMs: pauseOf(ageMs, pauses) });
      return;
    }
    logger.error(`The result of job run ${run.id} is given up`);
    await record.write(held, {
      run: { collectedAt: record.now() },
      kept: {
        trouble:
          'What the verification saw could not be taken in, so nothing is proved by it. Verify again.',
      },
    });
  }
}

function wordsOf(error: unknown): string {
  const { message } = error as Error;
  return `${errorNameOf(error)}: ${message.replace(/\.?$/, '.')}`;
}
