import { randomUUID } from 'crypto';
import { rmSync } from 'fs';
import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import path from 'path';
import { Readable } from 'stream';
import { LONGEST_LOG } from './driverLogs';
import { LogSpool, Spool } from './Spool';

/** Of all logs together, on disk. */
const MAX_BYTES = 1024 ** 3;
/** A log may hold rows, so it does not lie around for longer than somebody reads it. */
const IDLE_MS = 10 * 60_000;
const SWEEP_MS = 60_000;

/**
 * Unpacks logs to disk, so that paging through a long one costs neither memory nor
 * unpacking it again for each page. What nobody reads any more is removed, and all
 * of it when the backend ends.
 */
export class LogSpools {
  private readonly maxBytes: number;
  private readonly longest: number;
  private readonly now: () => number;
  private readonly within: string;
  private readonly spools = new Map<string, Spool>();
  private directory: Promise<string> | undefined;
  private sweep: NodeJS.Timeout | undefined;
  private removeAtExit: (() => void) | undefined;

  constructor(
    options: {
      maxBytes?: number;
      longest?: number;
      now?: () => number;
      /** Directory; the system's for temporary files when absent. */
      within?: string;
    } = {},
  ) {
    this.maxBytes = options.maxBytes ?? MAX_BYTES;
    this.longest = options.longest ?? LONGEST_LOG;
    this.now = options.now ?? Date.now;
    this.within = options.within ?? tmpdir();
  }

  /**
   * Has something done with a log.
   * @param log.version - of its content; a newer one takes the place of the older
   * @param log.open - gives the packed bytes; not called for what is there already
   */
  async use<T>(
    log: { name: string; version: string; open: () => Promise<Readable> },
    read: (spool: LogSpool) => Promise<T>,
  ): Promise<T> {
    const spool = this.spoolOf(log);
    spool.users += 1;
    try {
      await spool.begun;
      return await read(spool);
    } catch (error) {
      // The next one tries again.
      if (spool.failure) this.drop(log.name, spool);
      throw error;
    } finally {
      spool.usedAt = this.now();
      await spool.leave();
      this.removeSurplus();
    }
  }

  /** Bytes on disk. */
  get bytes(): number {
    let bytes = 0;
    for (const { size } of this.spools.values()) bytes += size;
    return bytes;
  }

  /** Removes all of it. */
  async dispose(): Promise<void> {
    clearInterval(this.sweep);
    this.sweep = undefined;
    await Promise.all(
      [...this.spools].map(([name, spool]) => this.drop(name, spool)),
    );
    const directory = this.directory;
    this.directory = undefined;
    if (this.removeAtExit) process.off('exit', this.removeAtExit);
    if (directory) await rm(await directory, { recursive: true, force: true });
  }

  private spoolOf(log: {
    name: string;
    version: string;
    open: () => Promise<Readable>;
  }): Spool {
    const known = this.spools.get(log.name);
    if (known?.version === log.version) return known;
    if (known) this.drop(log.name, known);
    const spool = new Spool(log.version, this.longest);
    spool.usedAt = this.now();
    this.spools.set(log.name, spool);
    spool.begin(log.open, () => this.newFile());
    this.sweep ??= setInterval(() => this.removeSurplus(), SWEEP_MS).unref();
    return spool;
  }

  private async newFile(): Promise<string> {
    // Nobody but the backend's own user gets into a directory made so.
    this.directory ??= mkdtemp(path.join(this.within, 'sluice-logs-')).then(
      directory => {
        this.removeAtExit = () =>
          rmSync(directory, { recursive: true, force: true });
        process.once('exit', this.removeAtExit);
        return directory;
      },
    );
    return path.join(await this.directory, randomUUID());
  }

  /** What nobody has read for a while, and then what was read longest ago. */
  private removeSurplus(): void {
    const unused = [...this.spools]
      .filter(([, { users }]) => users === 0)
      .sort(([, one], [, other]) => one.usedAt - other.usedAt);
    for (const [name, spool] of unused) {
      const isIdle = this.now() - spool.usedAt > IDLE_MS;
      if (isIdle || this.bytes > this.maxBytes) this.drop(name, spool);
    }
  }

  private async drop(name: string, spool: Spool): Promise<void> {
    if (this.spools.get(name) === spool) this.spools.delete(name);
    // What cannot be removed now goes with the directory.
    await spool.remove().catch(() => {});
  }
}
