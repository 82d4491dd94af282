import { createHash } from 'crypto';
import { StartJobRunCommand } from '@aws-sdk/client-emr-containers';
import {
  HeadObjectCommand,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ResourceContexts } from '../reconciler';
import { errorNameOf, whyWait } from './awsErrors';
import { JobRecord } from './JobRecord';
import { HeldJobRun } from './JobRunStore';
import { FollowPauses, pauseAfterFailures, pauseOf } from './pauses';

/** EMR that was not reached for so long is not waited for any more. */
const PATIENCE_MS = 3_600_000;

/**
 * Hands a run to EMR. Every step can be done again: the script lies where its
 * content says, and EMR takes the same client token for the same run.
 */
export class JobSubmission {
  constructor(
    private readonly options: {
      contexts: Pick<ResourceContexts, 'forReading'>;
      record: JobRecord;
      pauses: FollowPauses;
      logger: LoggerService;
    },
  ) {}

  /**
   * @param held - a run that the caller holds
   * @returns the run as it is now; undefined when somebody else holds it by now
   */
  async submit(held: HeldJobRun): Promise<HeldJobRun | undefined> {
    const { record, pauses } = this.options;
    try {
      const emrJobRunId = await this.start(held);
      if (!emrJobRunId) return undefined;
      return await record.write(held, {
        run: {
          state: 'PENDING',
          emrJobRunId,
          submittedAt: record.now(),
        },
        kept: { pending: undefined },
        pauseMs: pauseOf(0, pauses),
      });
    } catch (error) {
      return this.failed(held, error as Error);
    }
  }

  /**
   * The calls alone: the caller writes down what came of it.
   * @returns id of the job run; undefined when the lease was lost
   */
  async start(held: HeldJobRun): Promise<string | undefined> {
    const { contexts, record } = this.options;
    const { run, pending } = held;
    if (!pending) throw new Error(`Job run ${run.id} is with EMR already`);
    const { clients } = await contexts.forReading(run.accountName);
    await upload(clients.s3, pending.script);
    // From here on nobody may take it for a run that EMR does not know.
    const attempt = await record.write(held, {
      kept: { pending: { ...pending, attempted: true } },
      keepLease: true,
    });
    if (!attempt) return undefined;
    held.pending = attempt.pending;
    const { id } = await clients.emrContainers.send(
      new StartJobRunCommand(pending.request),
    );
    if (!id) throw new Error('EMR on EKS gave the job run no id');
    return id;
  }

  private async failed(
    held: HeldJobRun,
    error: Error,
  ): Promise<HeldJobRun | undefined> {
    const { record, pauses, logger } = this.options;
    const waitedMs = record.nowMs() - Date.parse(held.changedAt);
    const passing = whyWait(error);
    const failures = held.failures + 1;
    if (passing && waitedMs < PATIENCE_MS) {
      logger.warn(
        `Job run ${held.run.id} is not with EMR yet and waits for ${passing}`,
        error,
      );
      return record.write(held, {
        kept: {
          failures,
          trouble: `The run is not with EMR on EKS yet; it waits for ${passing} (${errorNameOf(
            error,
          )}).`,
        },
        pauseMs: pauseAfterFailures(failures, pauses),
      });
    }
    const isVerification = held.run.kind === 'verification';
    return record.write(held, {
      run: {
        state: 'REFUSED',
        stateDetails: `${errorNameOf(error)}: ${error.message}`,
        finishedAt: record.now(),
        ...(!isVerification && { collectedAt: record.now() }),
      },
      kept: { pending: undefined },
      ...(isVerification && { pauseMs: 0 }),
    });
  }
}

/** Puts the script where its content says, unless it is there as it should be. */
async function upload(
  s3: S3Client,
  script: { text: string; bucket: string; key: string },
): Promise<void> {
  const { text, bucket, key } = script;
  const place = { Bucket: bucket, Key: key };
  try {
    const { ETag } = await s3.send(new HeadObjectCommand(place));
    // Another ETag is another content, or another kind of encryption.
    if (ETag === `"${createHash('md5').update(text).digest('hex')}"`) return;
  } catch {
    // It is not there, or S3 does not say: the answer to HEAD has no words. What
    // else is the matter, the upload finds as well.
  }
  await s3.send(
    new PutObjectCommand({
      ...place,
      Body: text,
      ContentType: 'text/x-python; charset=utf-8',
    }),
  );
}
