import { setTimeout } from 'node:timers/promises';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ResponseError } from '@backstage/errors';

/** Failed looks in a row that are put up with. */
const MAX_FAILURES = 5;

/**
 * Looks at something until it is over.
 *
 * @param options.isOver - is shown what each look saw
 * @throws AbortError when the signal says so; what is looked at goes on by itself
 */
export async function lookUntil<T>(options: {
  /** Begins the sentence of a look that failed: "The change". */
  what: string;
  look: () => Promise<T>;
  isOver: (seen: T) => boolean;
  logger: LoggerService;
  pollMs: number;
  signal?: AbortSignal;
}): Promise<T> {
  const { what, look, isOver, logger, pollMs, signal } = options;
  let failures = 0;
  for (;;) {
    signal?.throwIfAborted();
    try {
      const seen = await look();
      failures = 0;
      if (isOver(seen)) return seen;
    } catch (error) {
      failures += 1;
      if (failures > MAX_FAILURES || !isPassing(error)) throw error;
      logger.warn(`${what} could not be looked at, trying again: ${error}`);
    }
    await setTimeout(pollMs, undefined, { signal });
  }
}

/** A backend that restarts is no reason to give up. */
function isPassing(error: unknown): boolean {
  return !(error instanceof ResponseError) || error.statusCode >= 500;
}
