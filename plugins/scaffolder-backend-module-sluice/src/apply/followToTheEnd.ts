import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { SluiceApi, STOPPED_STATUSES } from '@sluice/plugin-sluice-common';
import type { ApplyContext, ApplyOptions } from './applyDeclaration';
import { followChange } from './followChange';
import { changePath } from './links';
import { withPlainErrors } from './plainErrors';

interface FollowOptions extends ApplyOptions {
  credentials: BackstageCredentials;
  changeId: string;
  /** The change was started by an earlier run of the task. */
  resumed: boolean;
}

/**
 * Follows a change, resumes it if it stopped in an earlier run of the task, and
 * stops it when the task is cancelled.
 *
 * @throws Error when the change did not succeed; says what to do
 */
export async function followToTheEnd(
  context: ApplyContext,
  options: FollowOptions,
): Promise<void> {
  const { api, changeId, credentials, pollMs, resumed } = options;
  const { logger, signal } = context;
  const link = `${options.appBaseUrl ?? ''}${changePath(changeId)}`;
  if (resumed) await resumeIfStopped(context, options, link);
  else logger.info(`Change ${changeId} started: ${link}`);
  const change = await withPlainErrors(() =>
    followChange({
      look: () => api.getChange({ changeId }, { credentials }),
      logger,
      pollMs,
      resumed,
      signal,
    }),
  ).catch(async error => {
    if (signal?.aborted) {
      await stop(context, options);
      throw new Error(
        `The task was cancelled, so change ${changeId} stops after the steps that run now. Resume or undo it: ${link}`,
      );
    }
    throw new ForwardedError(
      `Change ${changeId} could not be followed; it goes on by itself: ${link}`,
      error,
    );
  });
  if (change.summary.status !== 'succeeded') {
    throw new Error(`${describeEnd(change)} See ${link}`);
  }
  logger.info(`${change.summary.title}: done.`);
}

async function resumeIfStopped(
  { logger }: ApplyContext,
  { api, changeId, credentials }: FollowOptions,
  link: string,
): Promise<void> {
  await withPlainErrors(async () => {
    const { summary } = await api.getChange({ changeId }, { credentials });
    logger.info(
      `Going on with change ${changeId}, ${summary.stepsDone} of ${summary.stepsTotal} steps done: ${link}`,
    );
    if (STOPPED_STATUSES.includes(summary.status)) {
      await api.resumeChange({ changeId }, { credentials });
    }
  });
}

async function stop(
  { logger }: ApplyContext,
  { api, changeId, credentials }: FollowOptions,
): Promise<void> {
  try {
    await withPlainErrors(() =>
      api.cancelChange({ changeId }, { credentials }),
    );
  } catch (error) {
    logger.warn(`Change ${changeId} could not be stopped: ${error}`);
  }
}

/** Each failed step with what AWS said and what to do about it. */
function describeEnd({ summary, plan, steps }: SluiceApi.Change): string {
  const failures = steps.flatMap(({ id, error }) => {
    if (!error) return [];
    const title = plan.steps.find(step => step.id === id)?.title ?? id;
    return [`${title}: ${error.name}: ${error.message} ${error.advice}`];
  });
  const end = `${summary.title}: the change is ${summary.status}, ${summary.stepsDone} of ${summary.stepsTotal} steps are done.`;
  return [end, ...failures].join(' ');
}
