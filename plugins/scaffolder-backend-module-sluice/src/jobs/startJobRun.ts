import { createHash } from 'node:crypto';
import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { InputError, ResponseError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { SluiceApiService } from '@sluice/plugin-sluice-node';
import { withPlainErrors } from '../apply';
import { describeCheck, describeProblem } from './describeJob';

/** The part of an action's context that starting needs. */
export interface JobContext {
  input: JsonObject;
  logger: LoggerService;
  isDryRun?: boolean;
  signal?: AbortSignal;
  task: { id: string };
  step?: { id?: string };
  checkpoint<T extends JsonObject>(options: {
    key: string;
    fn: () => Promise<T>;
  }): Promise<T>;
}

/** What is to run. */
export interface JobIntent {
  draft: SluiceApi.JobDraft;
  /** Start no verification of a team that is to read nothing. */
  skipWithoutAccess: boolean;
  /** Whether a run that an earlier try of the task started is to be run again. */
  isFailure(run: SluiceApi.JobRun): boolean;
}

/** What the checkpoint remembers. */
export type StartedJob =
  | { outcome: 'started'; jobRunId: string }
  | { outcome: 'checked' | 'skipped' };

/**
 * Checks a job, shows what would run in the log, and starts it.
 *
 * The key of the request is made of the task, its step and the input, so that a
 * task that is recovered follows the run that it started. A task that is tried
 * again after that run failed starts another: trying the same again is what was
 * asked for.
 *
 * @throws InputError when the check found errors
 */
export async function startJobRun(
  context: JobContext,
  intent: JobIntent,
  api: SluiceApiService,
  credentials: BackstageCredentials,
): Promise<StartedJob> {
  let before: string | undefined;
  for (;;) {
    const key = requestKey(context, before);
    let startedNow = false;
    const started = await context.checkpoint<StartedJob>({
      key: `job.${key}`,
      fn: () => {
        startedNow = true;
        return withPlainErrors(() =>
          start(context, intent, key, api, credentials),
        );
      },
    });
    if (startedNow || started.outcome !== 'started') return started;
    const { jobRunId } = started;
    const run = await withPlainErrors(() =>
      api.getJobRun({ jobRunId }, { credentials }),
    );
    if (!intent.isFailure(run)) {
      context.logger.info(`Going on with job run ${jobRunId}.`);
      return started;
    }
    before = jobRunId;
  }
}

async function start(
  { logger, isDryRun }: JobContext,
  { draft, skipWithoutAccess }: JobIntent,
  key: string,
  api: SluiceApiService,
  credentials: BackstageCredentials,
): Promise<StartedJob> {
  const check = await checkOf(api, draft, credentials, skipWithoutAccess);
  if (!check || (skipWithoutAccess && !readsAnything(check))) {
    logger.info(
      `Skipped: ${draft.team} is to read nothing yet, so there is nothing to verify.`,
    );
    return { outcome: 'skipped' };
  }
  for (const line of describeCheck(check)) logger.info(line);
  const errors = check.problems.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    throw new InputError(
      `The job cannot run: ${errors.map(describeProblem).join('; ')}`,
    );
  }
  if (isDryRun) {
    logger.info('Dry run: nothing was started.');
    return { outcome: 'checked' };
  }
  const { id } = await api.createJobRun(
    { ...draft, requestKey: key, origin: 'template' },
    { credentials },
  );
  return { outcome: 'started', jobRunId: id };
}

/** Undefined for a team that is not there yet, if that is to be skipped. */
async function checkOf(
  api: SluiceApiService,
  draft: SluiceApi.JobDraft,
  credentials: BackstageCredentials,
  skipWithoutAccess: boolean,
): Promise<SluiceApi.JobCheck | undefined> {
  try {
    return await api.checkJob(draft, { credentials });
  } catch (error) {
    const isMissing =
      error instanceof ResponseError && error.statusCode === 404;
    if (isMissing && skipWithoutAccess) return undefined;
    throw error;
  }
}

function readsAnything({ expectations = [] }: SluiceApi.JobCheck): boolean {
  return expectations.some(({ access }) => access === 'readable');
}

function requestKey(
  { input, step, task }: JobContext,
  before: string | undefined,
): string {
  return createHash('sha256')
    .update(JSON.stringify([task.id, step?.id ?? '', input, before ?? '']))
    .digest('hex');
}
