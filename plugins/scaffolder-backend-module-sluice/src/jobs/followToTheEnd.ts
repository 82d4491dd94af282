import {
  BackstageCredentials,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { ForwardedError } from '@backstage/errors';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { ApplyOptions, withPlainErrors } from '../apply';
import { followJobRun } from './followJobRun';

/**
 * Follows a run until it has ended. Does not stop it when the task is cancelled:
 * that is for those who may, and what it will prove may be wanted.
 *
 * @param options.link - to the page of the run, for what is thrown
 */
export async function followToTheEnd(
  { logger, signal }: { logger: LoggerService; signal?: AbortSignal },
  options: ApplyOptions & {
    credentials: BackstageCredentials;
    jobRunId: string;
    link: string;
  },
): Promise<SluiceApi.JobRun> {
  const { api, credentials, jobRunId, link, pollMs } = options;
  return withPlainErrors(() =>
    followJobRun({
      look: () => api.getJobRun({ jobRunId }, { credentials }),
      logger,
      pollMs,
      signal,
    }),
  ).catch(error => {
    if (signal?.aborted) {
      throw new Error(
        `The task was cancelled, but job run ${jobRunId} goes on by itself. It can be cancelled on its page: ${link}`,
      );
    }
    throw new ForwardedError(
      `Job run ${jobRunId} could not be followed; it goes on by itself: ${link}`,
      error,
    );
  });
}
