import { createReadStream, createWriteStream } from 'fs';
import { appendFile, readFile, stat, writeFile } from 'fs/promises';
import path from 'path';
import { pipeline } from 'stream/promises';
import { createGzip, gzipSync } from 'zlib';
import type { JobPlace } from './jobIdentity';
import type { RoleStorage } from './RoleStorage';

const INTERVAL_MS = 2_000;

/** Where EMR on EKS puts logs of a run (seed reference 3.5). */
function layout({ run, cluster }: JobPlace) {
  const logUri =
    run.configurationOverrides?.monitoringConfiguration
      ?.s3MonitoringConfiguration?.logUri;
  if (!logUri) return undefined;
  const job = `${logUri.replace(/\/+$/, '')}/${cluster.id}/jobs/${run.id}`;
  const driver = `${job}/containers/spark-${run.id}/spark-${run.id}-driver`;
  return {
    driver,
    stdout: `${driver}/stdout.gz`,
    stderr: `${driver}/stderr.gz`,
    control: `${job}/control-logs/${run.id}-${run.id.slice(-5)}/stderr.gz`,
    metadata: `${job}/job-metadata.log`,
  };
}

/**
 * One log: what was written since the last time is compressed as a further member
 * of the gzip file, so that a long log costs no more each time.
 */
class LogFile {
  private compressed = 0;

  constructor(readonly file: string) {}

  /** The compressed log, when there is more of it than the last time. */
  async more(): Promise<Uint8Array | undefined> {
    const { size } = await stat(this.file);
    if (size === this.compressed) return undefined;
    await pipeline(
      createReadStream(this.file, { start: this.compressed, end: size - 1 }),
      createGzip(),
      createWriteStream(`${this.file}.gz`, { flags: 'a' }),
    );
    this.compressed = size;
    return readFile(`${this.file}.gz`);
  }
}

/**
 * The logs of one run: files that the driver writes to, and that are brought to S3
 * as the job's role while it runs.
 */
export class JobLogs {
  /** Whole sentence: why they cannot be written. The run goes on without, as a driver does whose log shipper is refused. */
  refusal?: string;
  private readonly at: ReturnType<typeof layout>;
  private readonly stdout: LogFile;
  private readonly stderr: LogFile;
  private timer?: NodeJS.Timeout;
  private shipping: Promise<void> = Promise.resolve();

  constructor(
    private readonly place: JobPlace,
    private readonly storage: RoleStorage,
    directory: string,
  ) {
    this.at = layout(place);
    this.stdout = new LogFile(path.join(directory, 'stdout.log'));
    this.stderr = new LogFile(path.join(directory, 'stderr.log'));
  }

  get files() {
    return { stdout: this.stdout.file, stderr: this.stderr.file };
  }

  /** Where people find them, in S3. */
  get location(): string | undefined {
    return this.refusal ? undefined : this.at?.driver;
  }

  /** Makes the files, and brings them to S3 every two seconds from now on. */
  async open(): Promise<void> {
    await writeFile(this.stdout.file, '');
    await writeFile(this.stderr.file, '');
    if (this.at) this.schedule();
  }

  async writeError(text: string): Promise<void> {
    await appendFile(this.stderr.file, text);
  }

  async writeOutput(text: string): Promise<void> {
    await appendFile(this.stdout.file, text);
  }

  /** What EMR's own containers say of the run. */
  async writeControl(lines: string[]): Promise<void> {
    if (!this.at) return;
    await this.put(
      this.at.control,
      gzipSync(lines.map(line => `${line}\n`).join('')),
    );
  }

  /** Brings the last of the logs to S3, with how it ended. */
  async close(end: { state: string; details?: string }): Promise<void> {
    clearTimeout(this.timer);
    this.timer = undefined;
    await this.shipping;
    if (!this.at) return;
    await this.ship(true);
    const { run } = this.place;
    await this.put(
      this.at.metadata,
      Buffer.from(
        `${JSON.stringify({
          jobRunId: run.id,
          virtualClusterId: run.virtualClusterId,
          executionRoleArn: run.executionRoleArn,
          releaseLabel: run.releaseLabel,
          ...end,
        })}\n`,
      ),
    );
  }

  private schedule() {
    this.timer = setTimeout(() => {
      this.shipping = this.ship(false).then(() => {
        if (this.timer) this.schedule();
      });
    }, INTERVAL_MS);
    this.timer.unref();
  }

  private async ship(last: boolean): Promise<void> {
    for (const [log, uri] of [
      [this.stdout, this.at!.stdout],
      [this.stderr, this.at!.stderr],
    ] as const) {
      const bytes = await log.more();
      if (bytes) await this.put(uri, bytes);
      else if (last && (await stat(log.file)).size === 0) {
        await this.put(uri, gzipSync(''));
      }
    }
  }

  private async put(uri: string, bytes: Uint8Array): Promise<void> {
    if (this.refusal) return;
    try {
      await this.storage.put(uri, bytes);
    } catch (error) {
      this.refusal = `The job role could not write its logs to ${
        this.at?.driver
      }/: ${(error as Error).name}.`;
    }
  }
}
