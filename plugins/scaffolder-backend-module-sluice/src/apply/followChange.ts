import { LoggerService } from '@backstage/backend-plugin-api';
import { ACTIVE_STATUSES, SluiceApi } from '@sluice/plugin-sluice-common';
import { lookUntil } from './lookUntil';
import { StepLog } from './StepLog';

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
  const { logger, resumed } = options;
  let log: StepLog | undefined;
  return lookUntil({
    ...options,
    what: 'The change',
    isOver: change => {
      log ??= new StepLog(change.plan, resumed ? change.steps : []);
      for (const line of log.read(change.steps)) logger.info(line);
      return !ACTIVE_STATUSES.includes(change.summary.status);
    },
  });
}
