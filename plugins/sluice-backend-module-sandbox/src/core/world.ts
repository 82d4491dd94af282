/** Names a piece of state that one service keeps per account (and region). */
export interface SliceKey<T> {
  id: string;
  create: () => T;
}

/** Time of the sandbox; tests hold it still. */
export interface Clock {
  now(): Date;
}

/**
 * The in-memory AWS: several accounts that share nothing but what a service
 * deliberately lets through. Services keep their state in slices, so that no
 * service can reach into another's except by its exported functions.
 */
export class SandboxWorld {
  readonly clock: Clock;
  /** Where real files (S3 objects, Iceberg tables) live; absolute path. */
  readonly dataDirectory: string;
  /** Base URL of the loopback port, while it listens. */
  endpoint?: string;
  private readonly slices = new Map<string, unknown>();
  private counter = 0;

  constructor(options: { dataDirectory: string; clock?: Clock }) {
    this.dataDirectory = options.dataDirectory;
    this.clock = options.clock ?? { now: () => new Date() };
  }

  /** State of a service in an account; made on first use. */
  slice<T>(key: SliceKey<T>, accountId: string, region = 'global'): T {
    const id = `${key.id}/${accountId}/${region}`;
    let value = this.slices.get(id) as T | undefined;
    if (value === undefined) {
      value = key.create();
      this.slices.set(id, value);
    }
    return value;
  }

  /** Every account (and region) that has state of this kind. */
  scopesOf(key: SliceKey<unknown>): { accountId: string; region: string }[] {
    return [...this.slices.keys()]
      .map(id => id.split('/'))
      .filter(([id]) => id === key.id)
      .map(([, accountId, region]) => ({ accountId, region }));
  }

  /** A deterministic identifier: the same calls in the same order give the same ids. */
  nextId(length = 17): string {
    this.counter += 1;
    return this.counter.toString(36).toUpperCase().padStart(length, '0');
  }
}
