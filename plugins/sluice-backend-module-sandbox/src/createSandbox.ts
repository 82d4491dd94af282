import { mkdirSync } from 'fs';
import path from 'path';
import { KubeConfig } from '@kubernetes/client-node';
import { Clock, SandboxService, SandboxWorld } from './core';
import { athenaService } from './services/athena';
import { eksService, kubernetesPath } from './services/eks';
import {
  emrContainersService,
  JobRunner,
  JobRunOptions,
  setJobRunner,
} from './services/emrContainers';
import { withRightsOfJobs } from './services/engineSessions';
import { glueService } from './services/glue';
import { iamService } from './services/iam';
import { lakeFormationService } from './services/lakeFormation';
import { ramService } from './services/ram';
import { s3Service } from './services/s3';
import { resolveCaller, sandboxCredentials, stsService } from './services/sts';
import { Dispatcher, Exchange } from './wire/dispatcher';
import { FaultInjector, FaultOptions } from './wire/faults';
import { SERVICE_MODELS } from './wire/models';
import { createRequestHandler } from './wire/requestHandler';
import { listen, SandboxServer } from './wire/server';

const SERVICES: SandboxService[] = [
  athenaService,
  eksService,
  emrContainersService,
  glueService,
  iamService,
  lakeFormationService,
  ramService,
  s3Service,
  stsService,
].map(withRightsOfJobs);

export interface SandboxOptions {
  /** Where S3 objects are kept as files; made when absent. */
  dataDirectory: string;
  clock?: Clock;
  faults?: FaultOptions;
  /** Does job runs of EMR on EKS. Without it nobody does: they stay PENDING. */
  jobRuns?: JobRunOptions;
  /** Sees every call and its answer. */
  onExchange?: (exchange: Exchange) => void;
}

/**
 * An AWS of several accounts in memory, with the Kubernetes APIs of its EKS
 * clusters. Everything that a client can reach is reached by AWS's own wire
 * protocols, in process or over a loopback port.
 */
export class Sandbox {
  readonly world: SandboxWorld;
  readonly faults: FaultInjector;
  private readonly dispatcher: Dispatcher;
  private readonly handler: ReturnType<typeof createRequestHandler>;
  private readonly jobRunner?: JobRunner;
  private server?: SandboxServer;

  constructor(options: SandboxOptions) {
    mkdirSync(options.dataDirectory, { recursive: true });
    this.world = new SandboxWorld({
      dataDirectory: path.resolve(options.dataDirectory),
      clock: options.clock,
    });
    this.faults = new FaultInjector(options.faults);
    if (options.jobRuns) {
      this.jobRunner = new JobRunner(this.world, options.jobRuns);
      setJobRunner(this.world, this.jobRunner);
    }
    this.dispatcher = new Dispatcher({
      world: this.world,
      services: SERVICES,
      resolveCaller,
      faults: this.faults,
      onExchange: options.onExchange,
    });
    this.handler = createRequestHandler(this.dispatcher);
  }

  /** For the `requestHandler` of an AWS SDK client. */
  requestHandler() {
    return this.handler;
  }

  /** Credentials of an account's root user; the same for every sandbox. */
  credentialsFor(accountId: string) {
    return sandboxCredentials(accountId);
  }

  /** The operations that are modelled, as `service:Operation`, e.g. `glue:GetTable`. */
  get operations(): string[] {
    return [...SERVICE_MODELS.values()].flatMap(({ id, signingName }) =>
      Object.keys(
        SERVICES.find(service => service.id === id)?.operations ?? {},
      ).map(name => `${signingName}:${name}`),
    );
  }

  /** Where the port is, while it listens. */
  get url(): string | undefined {
    return this.server?.url;
  }

  /** Opens the loopback port; Kubernetes is reached by no other way. */
  async listen(port = 0): Promise<string> {
    this.server ??= await listen(this.world, this.dispatcher, port);
    return this.server.url;
  }

  /** What people have to know before they run jobs, in whole sentences. */
  async jobNotices(): Promise<string[]> {
    return (await this.jobRunner?.notices()) ?? [];
  }

  /** Ends the jobs that run, and the port. */
  async close(): Promise<void> {
    await this.jobRunner?.close();
    await this.server?.close();
    this.server = undefined;
  }

  /** @throws Error while the sandbox does not listen */
  kubeConfig(cluster: {
    accountId: string;
    region: string;
    clusterName: string;
  }): KubeConfig {
    if (!this.server) {
      throw new Error(
        'The sandbox must listen before its Kubernetes clusters can be reached; call listen() first',
      );
    }
    const config = new KubeConfig();
    config.loadFromClusterAndUser(
      {
        name: cluster.clusterName,
        server: `${this.server.url}${kubernetesPath(cluster)}`,
        // Plain HTTP on loopback, which client-node takes for unverified TLS.
        skipTLSVerify: true,
      },
      { name: 'sandbox', token: 'sandbox' },
    );
    return config;
  }
}

/** An empty sandbox; see `loadHealthcareScenario` for one with something in it. */
export function createSandbox(options: SandboxOptions): Sandbox {
  return new Sandbox(options);
}
