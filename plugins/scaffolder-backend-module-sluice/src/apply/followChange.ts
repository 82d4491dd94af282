import { setTimeout } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';
import { ACTIVE_STATUSES, SluiceApi } from '@sluice/plugin-sluice-common';
import { StepLog } from './StepLog';

/** Failed looks at a change in a row that are put up with. */
const MAX_FAILURES = 5;

/**
 * Looks at a change until it is finished, and logs each transition of a step once.
 *
 * @param options.resumed - the steps that are done already were logged before
 * @throws AbortError when the signal says so; the change goes on by itself
 */
export async function followChange(options: {
  look: () => Promise<SluiceApi.Change>;
  logger: LoggerService;
  pollMs: number;
  resumed: boolean;
  signal?: AbortSignal;
}): Promise<SluiceApi.Change> {
  const { look, logger, pollMs, resumed, signal } = options;
  let log: StepLog | undefined;
  let failures = 0;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const change = await look();
      failures = 0;
      log ??= new StepLog(change.plan, resumed ? change.steps : []);
      for (const line of log.read(change.steps)) logger.info(line);
      if (!ACTIVE_STATUSES.includes(change.summary.status)) return change;
    } catch (error) {
      failures += 1;
      if (failures > MAX_FAILURES || !isPassing(error)) throw error;
      logger.warn(`The change could not be looked at, trying again: ${error}`);
    }
    await setTimeout(pollMs, undefined, { signal });
  }
}

/** A backend that restarts is no reason to give up. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ResponseError) || error.statusCode >= 500;
}
