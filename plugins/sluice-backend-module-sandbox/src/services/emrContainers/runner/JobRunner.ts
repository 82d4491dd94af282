import { mkdtemp, rm } from 'fs/promises';
import { tmpdir } from 'os';
import path from 'path';
import { SandboxWorld } from '../../../core';
import { kubernetesOf } from '../../eks';
import { releaseEngineTables } from '../../glue/engineTables';
import { verifyEmbedded } from '../embedded';
import { JobRun, TERMINAL_STATES } from '../state';
import { JobFailure } from './JobFailure';
import { driverOf, JobPlace } from './jobIdentity';
import { JobLogs } from './JobLogs';
import { RoleStorage } from './RoleStorage';
import { checkedSparkRequest, prepareSparkJob } from './sparkJob';
import { DriverEnd, runDriver } from './sparkProcess';
import { toolchainFinder, ToolchainSearch } from './toolchain';

/** The Spark of this machine that job runs are done by. */
export interface SparkOptions {
  /** False for never; true, the default, where it is found. */
  enabled?: boolean;
  /** What `scripts/spark-install` made: `venv` and `jars`. */
  directory: string;
}

export interface JobRunOptions {
  /** Without it verifications are done by the embedded engine, and nothing else is. */
  spark?: SparkOptions;
}

const TIME_LIMIT_MS = 15 * 60_000;
const MOST_DETAILS = 256;

const VERIFICATION_OPTIONS = ['--expectations', '--attestation'];

/** Whether the run is Sluice's own verification, which needs no Spark to be done. */
function isVerification({ jobDriver }: JobRun): boolean {
  const args = jobDriver?.sparkSubmitJobDriver?.entryPointArguments ?? [];
  return VERIFICATION_OPTIONS.every(option => args.includes(option));
}

const isTerminal = ({ state }: JobRun) =>
  TERMINAL_STATES.some(terminal => terminal === state);

/**
 * Does job runs one after another: a run is PENDING until it is its turn, SUBMITTED
 * while its driver is made ready, RUNNING while that runs.
 */
export class JobRunner {
  private readonly search: () => Promise<ToolchainSearch>;
  private readonly cancels = new Map<JobRun, AbortController>();
  private queue: Promise<void> = Promise.resolve();
  private closed = false;

  constructor(private readonly world: SandboxWorld, { spark }: JobRunOptions) {
    if (!spark) {
      const missing = 'no directory of Spark is configured';
      const todo = 'Set sluice.sandbox.spark.directory, or --spark.';
      this.search = async () => ({ missing, todo });
    } else if (spark.enabled === false) {
      const missing = 'it is turned off';
      const todo = 'Set sluice.sandbox.spark.enabled to true for jobs to run.';
      this.search = async () => ({ missing, todo });
    } else {
      this.search = toolchainFinder(spark.directory);
    }
  }

  /** What people have to know before they start a run, in whole sentences. */
  async notices(): Promise<string[]> {
    const found = await this.search();
    if ('toolchain' in found) return [];
    return [
      `The sandbox has no Spark: ${found.missing}. Verifications are done by its embedded engine instead, and say so; other scripts do not run. ${found.todo}`,
    ];
  }

  /** Does the run when those before it are done. */
  enqueue(place: JobPlace) {
    this.queue = this.queue.then(() => this.perform(place));
  }

  /** Ends a run that is SUBMITTED or RUNNING; it is CANCELLED once its driver is gone. */
  cancel(run: JobRun) {
    this.cancels.get(run)?.abort();
  }

  /** Ends every driver; runs that have not ended stay as they are. */
  async close(): Promise<void> {
    this.closed = true;
    for (const cancel of this.cancels.values()) cancel.abort();
    await this.queue;
  }

  private async perform(place: JobPlace): Promise<void> {
    const { run } = place;
    // Cancelled while it waited, or driven by hand.
    if (this.closed || run.state !== 'PENDING') return;
    const cancel = new AbortController();
    this.cancels.set(run, cancel);
    run.state = 'SUBMITTED';
    let workDirectory: string | undefined;
    try {
      workDirectory = await mkdtemp(
        path.join(tmpdir(), `sluice-job-${run.id}-`),
      );
      await this.run(place, workDirectory, cancel.signal);
    } catch (error) {
      this.end(run, asFailure(error));
    } finally {
      this.cancels.delete(run);
      releaseEngineTables(this.world, run.id);
      if (workDirectory) {
        await rm(workDirectory, { recursive: true, force: true }).catch(
          () => {},
        );
      }
    }
  }

  private async run(
    place: JobPlace,
    workDirectory: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { world } = this;
    const { run, region } = place;
    checkCluster(world, place);
    const driver = driverOf(world, place);
    const storage = new RoleStorage(world, driver, region);
    const logs = new JobLogs(place, storage, workDirectory);
    await logs.open();
    let failure: JobFailure | undefined;
    try {
      const found = await this.search();
      if (signal.aborted) return;
      let end: DriverEnd;
      if ('toolchain' in found) {
        const { toolchain } = found;
        const { notes, ...job } = await prepareSparkJob(world, place, {
          driver,
          storage,
          toolchain,
          workDirectory,
        });
        await logs.writeControl([
          `${run.jobDriver?.sparkSubmitJobDriver?.entryPoint} runs on this machine, by ${toolchain.sparkHome}`,
          ...notes,
        ]);
        if (!begin(run, signal)) return;
        end = await runDriver({
          ...job,
          ...logs.files,
          directory: workDirectory,
          timeLimitMs: TIME_LIMIT_MS,
          signal,
        });
      } else if (isVerification(run)) {
        checkedSparkRequest(place, driver);
        await logs.writeControl([
          `The embedded engine does this verification, not Spark: ${found.missing}`,
        ]);
        if (!begin(run, signal)) return;
        const { exitCode, stdout, stderr } = await verifyEmbedded({
          world,
          caller: driver,
          region,
          arguments: run.jobDriver!.sparkSubmitJobDriver!.entryPointArguments!,
          jobRunId: run.id,
        });
        await logs.writeOutput(stdout);
        await logs.writeError(stderr);
        end = { exitCode };
      } else {
        throw new JobFailure(
          'INTERNAL_ERROR',
          `The sandbox has no Spark: ${found.missing}. ${found.todo}`,
        );
      }
      failure = failureOf(end, logs);
    } catch (error) {
      failure = asFailure(error);
      await logs.writeError(failure.log ?? `${failure.message}\n`);
    } finally {
      await logs.close(
        signal.aborted
          ? { state: 'CANCELLED' }
          : {
              state: failure ? 'FAILED' : 'COMPLETED',
              details: failure?.message,
            },
      );
      this.end(run, failure, logs.refusal);
    }
  }

  private end(run: JobRun, failure?: JobFailure, refusal?: string) {
    if (this.closed || isTerminal(run)) return;
    run.finishedAt = this.world.clock.now();
    if (run.state === 'CANCEL_PENDING') {
      run.state = 'CANCELLED';
      return;
    }
    const details = [failure?.message, refusal].filter(Boolean).join(' ');
    if (details) run.stateDetails = shortened(details);
    if (failure) run.failureReason = failure.reason;
    run.state = failure ? 'FAILED' : 'COMPLETED';
  }
}

function shortened(text: string): string {
  return text.length > MOST_DETAILS
    ? `${text.slice(0, MOST_DETAILS - 1)}…`
    : text;
}

/** @returns false when the run was cancelled before its driver began */
function begin(run: JobRun, signal: AbortSignal): boolean {
  if (signal.aborted) return false;
  run.state = 'RUNNING';
  return true;
}

/** @throws JobFailure `CLUSTER_UNAVAILABLE` */
function checkCluster(
  world: SandboxWorld,
  { cluster, accountId, region }: JobPlace,
) {
  const {
    id: clusterName,
    info: {
      eksInfo: { namespace },
    },
  } = cluster.containerProvider;
  if (cluster.state !== 'RUNNING') {
    throw new JobFailure(
      'CLUSTER_UNAVAILABLE',
      `Virtual cluster ${cluster.id} is ${cluster.state}.`,
    );
  }
  const kubernetes = kubernetesOf(world, { accountId, region, clusterName });
  if (!kubernetes?.hasNamespace(namespace)) {
    throw new JobFailure(
      'CLUSTER_UNAVAILABLE',
      kubernetes
        ? `Namespace ${namespace} does not exist in EKS cluster ${clusterName}.`
        : `EKS cluster ${clusterName} does not exist.`,
    );
  }
}

function failureOf(
  { exitCode, ended }: DriverEnd,
  logs: JobLogs,
): JobFailure | undefined {
  if (exitCode === 0) return undefined;
  const place = logs.location ? ` Its logs are in ${logs.location}/.` : '';
  return exitCode === undefined
    ? new JobFailure(
        'INTERNAL_ERROR',
        `The driver was ended: ${ended}.${place}`,
      )
    : new JobFailure(
        'USER_ERROR',
        `The driver ended with exit code ${exitCode}.${place}`,
      );
}

/** A defect of the sandbox is one of the service, as EMR would have it. */
function asFailure(error: unknown): JobFailure {
  if (error instanceof JobFailure) return error;
  const { stack, message } = error as Error;
  return new JobFailure(
    'INTERNAL_ERROR',
    `The job could not be run: ${message}`,
    `Defect of the sandbox: ${stack ?? message}\n`,
  );
}
