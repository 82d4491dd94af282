import { createHash, randomUUID } from 'crypto';
import { CancelJobRunCommand } from '@aws-sdk/client-emr-containers';
import {
  ConflictError,
  InputError,
  ServiceUnavailableError,
} from '@backstage/errors';
import { JobProblem, SluiceApi } from '@sluice/plugin-sluice-common';
import { setTimeout } from 'timers/promises';
import { ResourceContexts } from '../reconciler';
import { canonicalJson } from '../store';
import { errorNameOf, whyWait } from './awsErrors';
import { JobFollower } from './JobFollower';
import { JobPreparation, PreparedJob } from './JobPreparation';
import { JobRecord } from './JobRecord';
import { HeldJobRun, JobRunStore, KeptJobRun } from './JobRunStore';
import { JobSubmission } from './JobSubmission';
import { JobsConfig } from './readJobsConfig';
import { isTerminal } from './states';
import { StoredJobRun } from './types';

/** For a look at the run that somebody else takes just now. */
const PATIENCE_MS = 10_000;
const BUSY_PAUSE_MS = 100;

/** Starts and stops runs. Following them is the follower's. */
export class JobService {
  constructor(
    private readonly options: {
      config: JobsConfig;
      preparation: JobPreparation;
      store: JobRunStore;
      record: JobRecord;
      submission: JobSubmission;
      follower: Pick<JobFollower, 'look' | 'wake'>;
      contexts: Pick<ResourceContexts, 'forReading'>;
    },
  ) {}

  /**
   * Starts a run, or finds the one that the same request key has started. It is
   * written down before anything is done: whatever ends this backend, the run is
   * started once.
   *
   * @param by - entity ref of who asked, or the name of a plugin
   * @throws InputError naming the rules that the draft breaks; ConflictError while
   * something is missing, too many runs are under way, or the key was used for
   * another draft
   */
  async start(
    draft: SluiceApi.JobDraft,
    by: { ref: string; origin: StoredJobRun['origin'] },
  ): Promise<KeptJobRun> {
    const { config, preparation, store, submission } = this.options;
    const requestKey = draft.requestKey ?? randomUUID();
    const draftDigest = digestOf(draft);
    const { entityRef: team } = await preparation.teamOf(draft.team);
    const earlier = await store.find(team, requestKey);
    if (earlier) return sameDraft(earlier, draftDigest);

    const id = randomUUID();
    const job = await preparation.prepare(draft, id);
    refuseProblems(job.problems);
    if (job.missing.length > 0 || !job.start) {
      throw new ConflictError(job.missing.join(' '));
    }
    const held = await store.begin(
      {
        run: this.runOf(job, { id, draft, requestKey, by }),
        draftDigest,
        pending: { ...job.start, attempted: false },
        failures: 0,
        changedAt: new Date(this.options.record.nowMs()).toISOString(),
      },
      { runsAtOnce: config.limits.runsAtOnce },
    );
    if (!held) {
      return sameDraft((await store.find(team, requestKey))!, draftDigest);
    }
    await this.options.record.signal(id);
    const submitted = await submission.submit(held);
    // What is not with EMR yet, and what has ended, is the follower's now.
    this.options.follower.wake();
    return submitted ?? store.get(id);
  }

  /**
   * Stops a run; of one that is being stopped it does nothing.
   *
   * @throws ConflictError for a run that has ended, or that EMR does not cancel;
   * ServiceUnavailableError when EMR takes no calls now; NotFoundError
   */
  async cancel(id: string): Promise<KeptJobRun> {
    const held = await this.take(id);
    try {
      if (isTerminal(held.run.state)) throw hasEnded(held.run);
      if (held.run.state === 'CANCEL_PENDING') {
        await this.options.store.release(held, { pauseMs: 0 });
        return held;
      }
      const after =
        held.pending && !held.pending.attempted
          ? await this.endBeforeEmr(held)
          : await this.cancelInEmr(held).catch(error => {
              throw inPlainWords(error, held.run);
            });
      return after ?? (await this.options.store.get(id));
    } catch (error) {
      // What has ended is not looked at again for that somebody asked.
      await this.options.store.release(held);
      throw error;
    } finally {
      this.options.follower.wake();
    }
  }

  private endBeforeEmr(held: HeldJobRun): Promise<HeldJobRun | undefined> {
    const { record } = this.options;
    const isVerification = held.run.kind === 'verification';
    return record.write(held, {
      run: {
        state: 'CANCELLED',
        stateDetails: 'Cancelled before it was with EMR on EKS.',
        finishedAt: record.now(),
        ...(!isVerification && { collectedAt: record.now() }),
      },
      kept: { pending: undefined },
      ...(isVerification && { pauseMs: 0 }),
    });
  }

  /** EMR may have a run whose id was never learnt: the same token tells it. */
  private async cancelInEmr(held: HeldJobRun): Promise<HeldJobRun | undefined> {
    const { contexts, submission, record, follower } = this.options;
    const emrJobRunId = held.run.emrJobRunId ?? (await submission.start(held));
    if (!emrJobRunId) return undefined;
    const known = await record.write(held, {
      run: {
        emrJobRunId,
        ...(held.run.state === 'SUBMITTING' && {
          state: 'PENDING',
          submittedAt: record.now(),
        }),
      },
      kept: { pending: undefined },
      keepLease: true,
    });
    if (!known) return undefined;
    const { clients } = await contexts.forReading(known.run.accountName);
    try {
      await clients.emrContainers.send(
        new CancelJobRunCommand({
          id: emrJobRunId,
          virtualClusterId: known.run.virtualClusterId,
        }),
      );
    } catch (error) {
      // It may have ended in between, which is what the look finds.
      if ((error as Error).name !== 'ValidationException') throw error;
      const seen = await follower.look(known);
      if (seen && isTerminal(seen.run.state)) throw hasEnded(seen.run);
      throw error;
    }
    return follower.look(known);
  }

  private async take(id: string): Promise<HeldJobRun> {
    const { store } = this.options;
    await store.get(id);
    for (let waited = 0; ; waited += BUSY_PAUSE_MS) {
      const held = await store.tryTake(id);
      if (held) return held;
      if (waited >= PATIENCE_MS) {
        throw new ConflictError(
          `Job run ${id} is being looked at just now; try again in a few seconds`,
        );
      }
      await setTimeout(BUSY_PAUSE_MS);
    }
  }

  private runOf(
    job: PreparedJob,
    asked: {
      id: string;
      draft: SluiceApi.JobDraft;
      requestKey: string;
      by: { ref: string; origin: StoredJobRun['origin'] };
    },
  ): StoredJobRun {
    const { script, place, start } = job;
    const { id, draft, requestKey, by } = asked;
    return {
      id,
      team: job.team.entityRef,
      kind: draft.kind,
      name: script.name,
      state: 'SUBMITTING',
      requestKey,
      requestedBy: by.ref,
      requestedAt: this.options.record.now(),
      origin: by.origin,
      script: { name: script.name, sha256: script.sha256 },
      arguments: job.arguments,
      profile: job.profile,
      resources: job.resources,
      releaseLabel: this.options.config.releaseLabel,
      accountName: place.account!.name,
      roleArn: place.roleArn!,
      virtualClusterId: start!.request.virtualClusterId,
      logUri: place.logUri!,
      ...(job.expectations && { expectations: job.expectations }),
    };
  }
}

/** Of what is to run: the same key with another of these is a mistake. */
function digestOf(draft: SluiceApi.JobDraft): string {
  const { requestKey: _, origin: __, ...asked } = draft;
  return createHash('sha256').update(canonicalJson(asked)).digest('hex');
}

function sameDraft(earlier: KeptJobRun, draftDigest: string): KeptJobRun {
  if (earlier.draftDigest === draftDigest) return earlier;
  throw new ConflictError(
    `The request key was used for another run of ${earlier.run.team}, ${earlier.run.id}; take a new one`,
  );
}

function refuseProblems(problems: JobProblem[]): void {
  const errors = problems.filter(({ severity }) => severity === 'error');
  if (errors.length === 0) return;
  throw new InputError(
    errors
      .map(
        ({ rule, line, message }) =>
          `${rule}${line === undefined ? '' : `, line ${line}`}: ${message}`,
      )
      .join('\n'),
  );
}

/** What keeps AWS from cancelling is for a person to read, and no fault of Sluice. */
function inPlainWords(error: Error, { id }: StoredJobRun): Error {
  if (error instanceof ConflictError) return error;
  const words = `${errorNameOf(error)}: ${error.message}`;
  return whyWait(error)
    ? new ServiceUnavailableError(
        `Job run ${id} goes on: EMR on EKS takes no calls just now (${words}). Cancel it again in a minute.`,
      )
    : new ConflictError(
        `Job run ${id} goes on: EMR on EKS did not cancel it (${words}). See that Sluice's role may call emr-containers:CancelJobRun, and cancel it again.`,
      );
}

function hasEnded({ id, state }: StoredJobRun): ConflictError {
  return new ConflictError(
    `Job run ${id} has ended already, as ${state}; there is nothing to cancel`,
  );
}
