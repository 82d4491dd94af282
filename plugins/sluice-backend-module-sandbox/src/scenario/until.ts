import { setTimeout } from 'node:timers/promises';

const INTERVAL_MS = 5;
const PATIENCE_MS = 30_000;

/**
 * Asks until the answer is yes.
 *
 * @param what - completes "waited in vain for …"
 * @throws Error after 30 seconds, and whatever the question throws
 */
export async function until(
  what: string,
  isDone: () => Promise<boolean>,
): Promise<void> {
  const deadline = Date.now() + PATIENCE_MS;
  while (!(await isDone())) {
    if (Date.now() > deadline) throw new Error(`Waited in vain for ${what}`);
    await setTimeout(INTERVAL_MS);
  }
}
