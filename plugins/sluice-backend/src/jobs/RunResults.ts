import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { LoggerService } from '@backstage/backend-plugin-api';
import { Readable } from 'stream';
import { ResourceContexts } from '../reconciler';
import { isDenied, isNotFound, s3Place } from './awsErrors';
import { driverLogFolder, gunzipOfLog, LONGEST_LOG } from './driverLogs';
import { RunResultReader, StoredJobRun } from './types';
import { attestationUri } from './verificationArguments';

/** Counts of a hundred tables take a tenth of it. */
const LONGEST_RESULT = 1024 ** 2;
const NEWLINE = 0x0a;

/** Reads what verifications left behind. */
export class RunResults {
  constructor(
    private readonly options: {
      contexts: Pick<ResourceContexts, 'forReading'>;
      logger: LoggerService;
    },
  ) {}

  readerOf(run: StoredJobRun): RunResultReader {
    return {
      attestationObject: () => this.attestationObject(run),
      lastLineWith: mark => this.lastLineWith(run, mark),
    };
  }

  private async attestationObject(
    run: StoredJobRun,
  ): Promise<string | undefined> {
    const uri = attestationUri({ runId: run.id, logUri: run.logUri });
    return this.reading(run, uri, async body => {
      const chunks: Buffer[] = [];
      let bytes = 0;
      for await (const chunk of body) {
        bytes += chunk.length;
        if (bytes > LONGEST_RESULT) {
          this.options.logger.warn(
            `What job run ${run.id} left at ${uri} is longer than ${LONGEST_RESULT} bytes, and is not read`,
          );
          return undefined;
        }
        chunks.push(chunk);
      }
      return Buffer.concat(chunks).toString('utf8');
    });
  }

  private async lastLineWith(
    run: StoredJobRun,
    mark: string,
  ): Promise<string | undefined> {
    const folder = driverLogFolder(run);
    if (!folder) return undefined;
    return this.reading(run, `${folder}/stdout.gz`, packed =>
      lastMarkedLine(packed, mark),
    );
  }

  /** What may not be read is as good as not there; the platform is told. */
  private async reading(
    run: StoredJobRun,
    uri: string,
    read: (body: Readable) => Promise<string | undefined>,
  ): Promise<string | undefined> {
    const { contexts, logger } = this.options;
    const { clients } = await contexts.forReading(run.accountName);
    try {
      const body = await openObject(clients.s3, uri);
      try {
        return await read(body);
      } finally {
        body.destroy();
      }
    } catch (error) {
      if (isNotFound(error)) return undefined;
      if (!isDenied(error)) throw error;
      logger.warn(`Sluice may not read ${uri}, or it is not there yet`);
      return undefined;
    }
  }
}

async function openObject(s3: S3Client, uri: string): Promise<Readable> {
  const { bucket, key } = s3Place(uri);
  const { Body } = await s3.send(
    new GetObjectCommand({ Bucket: bucket, Key: key }),
  );
  return Body as Readable;
}

/**
 * Keeps no more than the last such line and the one at hand. What was unpacked
 * before the log turns out damaged counts.
 */
async function lastMarkedLine(
  packed: Readable,
  mark: string,
): Promise<string | undefined> {
  const begin = Buffer.from(mark);
  let found: string | undefined;
  let line: Buffer[] = [];
  let length = 0;
  const endLine = () => {
    if (length > 0 && length <= LONGEST_RESULT) {
      const whole = Buffer.concat(line);
      if (whole.subarray(0, begin.length).equals(begin)) {
        found = whole.toString('utf8').replace(/\r$/, '');
      }
    }
    line = [];
    length = 0;
  };
  const gunzip = gunzipOfLog();
  packed.on('error', error => gunzip.destroy(error));
  let total = 0;
  try {
    for await (const chunk of packed.pipe(gunzip) as AsyncIterable<Buffer>) {
      let from = 0;
      for (;;) {
        const end = chunk.indexOf(NEWLINE, from);
        const part = chunk.subarray(from, end < 0 ? chunk.length : end);
        length += part.length;
        if (length <= LONGEST_RESULT) line.push(part);
        else line = [];
        if (end < 0) break;
        endLine();
        from = end + 1;
      }
      total += chunk.length;
      if (total > LONGEST_LOG) break;
    }
  } catch (error) {
    if (!/^Z_/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
  } finally {
    gunzip.destroy();
  }
  endLine();
  return found;
}
