const FIRST_MS = 5_000;
const LONGEST_MS = 10 * 60_000;

/**
 * When what failed is tried again: after pauses that double. Kept in memory only,
 * so that a restart is a reason to try at once. They measure how long something
 * takes, so they do not go by the clock of agreements.
 */
export class RetryPauses {
  private readonly failures = new Map<
    string,
    { count: number; notBefore: number }
  >();

  constructor(private readonly elapsedMs: () => number) {}

  isDue(key: string): boolean {
    const { notBefore = 0 } = this.failures.get(key) ?? {};
    return notBefore <= this.elapsedMs();
  }

  /** @returns how many times it has failed in a row */
  failed(key: string): number {
    const count = (this.failures.get(key)?.count ?? 0) + 1;
    const pause = Math.min(FIRST_MS * 2 ** (count - 1), LONGEST_MS);
    this.failures.set(key, { count, notBefore: this.elapsedMs() + pause });
    return count;
  }

  clear(key: string): void {
    this.failures.delete(key);
  }
}
