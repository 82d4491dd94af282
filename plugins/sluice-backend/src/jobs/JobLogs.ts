import {
  GetObjectCommand,
  HeadObjectCommand,
  HeadObjectCommandOutput,
  S3Client,
} from '@aws-sdk/client-s3';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { SluiceClock } from '@sluice/plugin-sluice-node';
import { Readable } from 'stream';
import { ResourceContexts } from '../reconciler';
import { isDenied, isNotFound, s3Place } from './awsErrors';
import { driverLogFolder, LogStream } from './driverLogs';
import { LogSpools } from './LogSpools';
import { wholeText } from './logText';
import { LogSpool } from './Spool';
import { isTerminal } from './states';
import { StoredJobRun } from './types';

/** EMR brings the last of a log to S3 some time after the run has ended. */
const GRACE_MS = 90_000;
/** S3 dates objects by the second. */
const SECOND_MS = 1_000;

/** Which part of a log. */
export interface LogRange {
  /** In bytes of the text; a negative one counts from its end. */
  offset: number;
  /** How many at most. */
  bytes: number;
}

/** Reads what drivers wrote, from S3, page by page. */
export class JobLogs {
  private readonly contexts: Pick<ResourceContexts, 'forReading'>;
  private readonly clock: SluiceClock;
  private readonly spools: LogSpools;

  constructor(options: {
    contexts: Pick<ResourceContexts, 'forReading'>;
    clock: SluiceClock;
    spools?: LogSpools;
  }) {
    this.contexts = options.contexts;
    this.clock = options.clock;
    this.spools = options.spools ?? new LogSpools();
  }

  async read(
    run: StoredJobRun,
    stream: LogStream,
    range: LogRange,
  ): Promise<SluiceApi.JobLog> {
    const folder = driverLogFolder(run);
    if (!folder) return this.without(run, stream, notWithEmr(run));
    const uri = `${folder}/${stream}.gz`;
    const { bucket, key } = s3Place(uri);
    const { clients } = await this.contexts.forReading(run.accountName);
    try {
      const head = await clients.s3.send(
        new HeadObjectCommand({ Bucket: bucket, Key: key }),
      );
      return await this.spools.use(
        {
          name: uri,
          version: `${head.ETag} ${head.LastModified?.getTime()}`,
          open: () => openObject(clients.s3, bucket, key),
        },
        spool => this.pageOf(spool, { run, stream, range, uri, head }),
      );
    } catch (error) {
      if (isDenied(error)) {
        return this.without(
          run,
          stream,
          `Sluice may not read ${uri}, or it is not there yet and Sluice may not list the bucket. Allow its role s3:GetObject on the logs and s3:ListBucket on ${bucket}.`,
        );
      }
      if (!isNotFound(error)) throw error;
      return this.without(run, stream, this.whyMissing(run, uri));
    }
  }

  /** Removes what was unpacked. */
  dispose(): Promise<void> {
    return this.spools.dispose();
  }

  private async pageOf(
    spool: LogSpool,
    log: {
      run: StoredJobRun;
      stream: LogStream;
      range: LogRange;
      uri: string;
      head: HeadObjectCommandOutput;
    },
  ): Promise<SluiceApi.JobLog> {
    const { run, stream, range, uri, head } = log;
    const fromEnd = range.offset < 0;
    await spool.reach(fromEnd ? Infinity : range.offset + range.bytes + 1);
    const from = fromEnd
      ? Math.max(spool.size + range.offset, 0)
      : Math.min(range.offset, spool.size);
    const bytes = await spool.read(from, range.bytes);
    const more = from + bytes.length < spool.size;
    const isFinal = this.isFinal(run, head.LastModified);
    const { skip, take } = wholeText(bytes, {
      start: startOf(from, fromEnd),
      end: isFinal ? 'last' : 'open',
      more,
    });
    const offset = from + skip;
    const nextOffset = offset + take;
    const atEnd = !more;
    const shortfall = atEnd ? shortfallOf(spool, uri) : undefined;
    return {
      stream,
      text: bytes.toString('utf8', skip, skip + take),
      offset,
      nextOffset,
      atEnd,
      complete: atEnd && isFinal,
      ...(shortfall && { missing: shortfall }),
    };
  }

  private without(
    run: StoredJobRun,
    stream: LogStream,
    missing: string,
  ): SluiceApi.JobLog {
    return {
      stream,
      text: '',
      offset: 0,
      nextOffset: 0,
      atEnd: true,
      complete: this.isFinal(run),
      missing,
    };
  }

  /** Whether nothing more will come. */
  private isFinal(run: StoredJobRun, lastModified?: Date): boolean {
    if (!isTerminal(run.state)) return false;
    if (!run.emrJobRunId) return true;
    const endedAt = Date.parse(run.finishedAt ?? run.requestedAt);
    const now = this.clock.now().getTime();
    const shift = now - Date.now();
    const broughtAt = lastModified && lastModified.getTime() + shift;
    return (
      now - endedAt > GRACE_MS ||
      (broughtAt !== undefined && broughtAt + SECOND_MS > endedAt)
    );
  }

  private whyMissing(run: StoredJobRun, uri: string): string {
    switch (run.state) {
      case 'PENDING':
      case 'SUBMITTED':
        return 'The driver has not started yet, so there is no log. It appears once it has.';
      case 'RUNNING':
      case 'CANCEL_PENDING':
        return 'EMR brings logs to S3 now and then while a job runs, and has brought nothing yet. Look again in a minute.';
      default:
        return this.isFinal(run)
          ? `There is no log at ${uri}: the driver did not start, or the team’s role may not write there. What EMR says of the run says more.`
          : 'The run has ended, and EMR has not brought its log to S3 yet. Look again in a minute.';
    }
  }
}

async function openObject(
  s3: S3Client,
  bucket: string,
  key: string,
): Promise<Readable> {
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
  );
  return Body as Readable;
}

function startOf(from: number, fromEnd: boolean) {
  if (from === 0) return 'anywhere';
  return fromEnd ? 'line' : 'character';
}

function notWithEmr({ state }: StoredJobRun): string {
  switch (state) {
    case 'REFUSED':
      return 'EMR did not take the run, so there is no log.';
    case 'CANCELLED':
      return 'The run was cancelled before EMR had it, so there is no log.';
    default:
      return 'The run is not with EMR yet, so there is no log.';
  }
}

function shortfallOf(spool: LogSpool, uri: string): string | undefined {
  if (spool.isCut) {
    return `The log is longer than ${Math.round(
      spool.size / 1024 ** 2,
    )} MB, which is all that is shown of it. The whole of it is at ${uri}.`;
  }
  return spool.isDamaged
    ? `The rest of the log at ${uri} cannot be unpacked. Look again later, or at the file itself.`
    : undefined;
}
