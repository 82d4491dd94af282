import { AuditorService, LoggerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { HeldJobRun, JobRunStore, KeptJobRun } from './JobRunStore';
import { StoredJobRun } from './types';

/**
 * Who looks at a run learns on this channel that it is otherwise than it was. The
 * message has the id alone, and nobody sees the run by that: it goes to all.
 */
export const JOB_RUNS_CHANNEL = 'sluice:job-runs';

/** Writes down what becomes of runs, and tells the auditor and those who look. */
export class JobRecord {
  constructor(
    private readonly options: {
      store: JobRunStore;
      auditor: AuditorService;
      signals: SignalsService;
      clock: SluiceClock;
      logger: LoggerService;
      nowMs: () => number;
    },
  ) {}

  /** By the clock that runs are dated by. */
  now(): string {
    return this.options.clock.now().toISOString();
  }

  /** A time that AWS gave, on that clock, which may have been moved on. */
  timeOf(awsTime: Date): string {
    const { clock, nowMs } = this.options;
    const shift = clock.now().getTime() - nowMs();
    return new Date(awsTime.getTime() + shift).toISOString();
  }

  /** Of the computer's clock, in milliseconds. */
  nowMs(): number {
    return this.options.nowMs();
  }

  /**
   * @param changes.pauseMs - until the next look; none for no more
   * @returns the run as it is now; undefined when its lease was lost, and nothing was written
   */
  async write(
    before: HeldJobRun,
    changes: {
      run?: Partial<StoredJobRun>;
      kept?: Partial<Omit<KeptJobRun, 'run'>>;
      pauseMs?: number;
      keepLease?: boolean;
    },
  ): Promise<HeldJobRun | undefined> {
    const { store, logger } = this.options;
    const isNewState =
      changes.run?.state !== undefined &&
      changes.run.state !== before.run.state;
    const after: HeldJobRun = {
      ...before,
      ...(isNewState && {
        changedAt: new Date(this.nowMs()).toISOString(),
        failures: 0,
        trouble: undefined,
      }),
      ...changes.kept,
      run: { ...before.run, ...changes.run },
    };
    const saved = await store.save(after, {
      pauseMs: changes.pauseMs,
      keepLease: changes.keepLease,
      alongside: async () => {
        if (isNewState) await this.audit(before.run, after.run);
      },
    });
    if (!saved) {
      logger.info(
        `Another backend has taken job run ${before.run.id} over; what this one found is left to it`,
      );
      return undefined;
    }
    if (
      isNewState ||
      after.trouble !== before.trouble ||
      changes.run?.attestation
    ) {
      await this.signal(after.run.id);
    }
    return after;
  }

  /** Whoever misses it sees what is new when they look again. */
  async signal(jobRunId: string): Promise<void> {
    const { signals, logger } = this.options;
    try {
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: JOB_RUNS_CHANNEL,
        message: { jobRunId },
      });
    } catch (error) {
      logger.warn(`No signal of job run ${jobRunId} was sent`, error as Error);
    }
  }

  private async audit(
    before: StoredJobRun,
    after: StoredJobRun,
  ): Promise<void> {
    const { id, team, kind, requestedBy, roleArn, emrJobRunId } = after;
    const event = await this.options.auditor.createEvent({
      eventId: 'job-run-state',
      severityLevel: 'low',
      meta: {
        jobRunId: id,
        team,
        kind,
        requestedBy,
        roleArn,
        before: before.state,
        after: after.state,
        ...(emrJobRunId && { emrJobRunId }),
        ...(after.failureReason && { failureReason: after.failureReason }),
      },
    });
    await event.success();
  }
}
