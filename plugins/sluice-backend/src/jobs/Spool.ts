import { FileHandle, open, rm } from 'fs/promises';
import { Readable, Writable } from 'stream';
import { pipeline } from 'stream/promises';
import { gunzipOfLog } from './driverLogs';

/** A log as text, on disk, as far as it has been unpacked. */
export interface LogSpool {
  /** Bytes that are there. */
  readonly size: number;
  /** Whether the log is longer than is kept of it. */
  readonly isCut: boolean;
  /** Whether it could not be unpacked to its end. */
  readonly isDamaged: boolean;
  /** Waits until so many bytes are there, or there will be no more. */
  reach(bytes: number): Promise<void>;
  read(position: number, length: number): Promise<Buffer>;
}

/** Says that a log is longer than is kept of it. */
class TooLong extends Error {}

/** A log that is unpacked to a file while it is read, and removed when nobody wants it. */
export class Spool implements LogSpool {
  size = 0;
  isCut = false;
  isDamaged = false;
  users = 0;
  usedAt = 0;
  failure: Error | undefined;
  begun: Promise<void> = Promise.resolve();
  private isDone = false;
  private isUnwanted = false;
  private work: Promise<void> = Promise.resolve();
  private readonly stop = new AbortController();
  private file: { handle: FileHandle; name: string } | undefined;
  private waiting: (() => void)[] = [];

  constructor(readonly version: string, private readonly longest: number) {}

  begin(source: () => Promise<Readable>, newFile: () => Promise<string>): void {
    this.begun = (async () => {
      try {
        const packed = await source();
        const name = await newFile();
        this.file = { handle: await open(name, 'wx+', 0o600), name };
        this.work = this.unpack(packed);
      } catch (error) {
        this.failure = error as Error;
        throw error;
      }
    })();
    // Whoever uses it is told; nobody may be there any more to be.
    this.begun.catch(() => {});
  }

  async reach(bytes: number): Promise<void> {
    while (this.size < bytes && !this.isDone) {
      await new Promise<void>(resolve => this.waiting.push(resolve));
    }
    if (this.failure) throw this.failure;
  }

  async read(position: number, length: number): Promise<Buffer> {
    const most = Math.max(Math.min(length, this.size - position), 0);
    const buffer = Buffer.alloc(most);
    const { bytesRead } = await this.file!.handle.read(
      buffer,
      0,
      most,
      position,
    );
    return buffer.subarray(0, bytesRead);
  }

  async leave(): Promise<void> {
    this.users -= 1;
    if (this.isUnwanted) await this.remove().catch(() => {});
  }

  /** At once, or when the last one who reads it is done: others see a newer log. */
  async remove(): Promise<void> {
    this.isUnwanted = true;
    if (this.users > 0) return;
    this.stop.abort();
    await this.begun.catch(() => {});
    await this.work;
    const { file } = this;
    this.file = undefined;
    await file?.handle.close();
    if (file) await rm(file.name, { force: true });
  }

  private async unpack(packed: Readable): Promise<void> {
    try {
      await pipeline(packed, gunzipOfLog(), this.writer(), {
        signal: this.stop.signal,
      });
    } catch (error) {
      if (error instanceof TooLong) this.isCut = true;
      else if (/^Z_/.test((error as NodeJS.ErrnoException).code ?? '')) {
        this.isDamaged = true;
      } else this.failure = error as Error;
    }
    this.isDone = true;
    this.tell();
  }

  private writer(): Writable {
    return new Writable({
      write: (chunk: Buffer, _encoding, done) => {
        this.append(chunk).then(() => done(), done);
      },
    });
  }

  private async append(chunk: Buffer): Promise<void> {
    const kept = chunk.subarray(0, this.longest - this.size);
    for (let written = 0; written < kept.length; ) {
      const { bytesWritten } = await this.file!.handle.write(
        kept,
        written,
        kept.length - written,
        this.size,
      );
      written += bytesWritten;
      this.size += bytesWritten;
    }
    this.tell();
    if (kept.length < chunk.length) throw new TooLong();
  }

  private tell(): void {
    const { waiting } = this;
    this.waiting = [];
    for (const resolve of waiting) resolve();
  }
}
