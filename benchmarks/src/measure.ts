const MIB = 1024 * 1024;

/** How long one kind of question took. */
export interface Timing {
  samples: number;
  /** Milliseconds. */
  p50: number;
  p99: number;
  max: number;
}

/** MiB, after a full garbage collection. */
export interface Memory {
  heap: number;
  rss: number;
}

/** Times one call per item, after some that only warm up. */
export function timed<T>(items: T[], ask: (item: T) => unknown): Timing {
  items.slice(0, Math.ceil(items.length / 20)).forEach(ask);
  return summarized(items.map(item => once(() => ask(item)).ms));
}

export function once<R>(action: () => R): { ms: number; result: R } {
  const started = performance.now();
  const result = action();
  return { ms: performance.now() - started, result };
}

export function summarized(durations: number[]): Timing {
  const sorted = [...durations].sort((a, b) => a - b);
  // The smallest duration that so many of a hundred do not exceed.
  const percentile = (percent: number) =>
    sorted[Math.ceil((sorted.length * percent) / 100) - 1];
  return {
    samples: sorted.length,
    p50: rounded(percentile(50)),
    p99: rounded(percentile(99)),
    max: rounded(percentile(100)),
  };
}

/** Needs `--expose-gc`. */
export function memoryNow(): Memory {
  if (!global.gc) throw new Error('Run Node with --expose-gc.');
  // Gives back to the system what it can, or `rss` would tell of what was before.
  global.gc({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  const { heapUsed, rss } = process.memoryUsage();
  return { heap: Math.round(heapUsed / MIB), rss: Math.round(rss / MIB) };
}

export function rounded(value: number): number {
  return Number(value.toPrecision(3));
}
