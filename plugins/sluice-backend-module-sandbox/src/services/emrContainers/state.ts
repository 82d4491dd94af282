import { SandboxWorld, SliceKey } from '../../core';

/** `securityConfigurationData` (seed 1.7h), as far as Lake Formation needs it. */
export interface SecurityConfigurationData {
  authorizationConfiguration?: {
    lakeFormationConfiguration?: {
      authorizedSessionTagValue?: string;
      secureNamespaceInfo?: { clusterId?: string; namespace?: string };
      queryEngineRoleArn?: string;
    };
    encryptionConfiguration?: object;
  };
}

/** Immutable: EMR on EKS has no call that changes one (seed 1.7h). */
export interface SecurityConfiguration {
  id: string;
  name: string;
  arn: string;
  createdAt: Date;
  createdBy: string;
  securityConfigurationData: SecurityConfigurationData;
  tags?: Record<string, string>;
}

export interface VirtualCluster {
  id: string;
  name: string;
  arn: string;
  state: 'RUNNING' | 'TERMINATING' | 'TERMINATED' | 'ARRESTED';
  containerProvider: {
    type: 'EKS';
    id: string;
    info: { eksInfo: { namespace: string } };
  };
  createdAt: Date;
  tags?: Record<string, string>;
  securityConfigurationId?: string;
}

/** States of a job run that it does not leave any more. */
export const TERMINAL_STATES = ['COMPLETED', 'FAILED', 'CANCELLED'] as const;

export type JobRunState =
  | 'PENDING'
  | 'SUBMITTED'
  | 'RUNNING'
  | 'CANCEL_PENDING'
  | (typeof TERMINAL_STATES)[number];

export type FailureReason =
  | 'INTERNAL_ERROR'
  | 'USER_ERROR'
  | 'VALIDATION_ERROR'
  | 'CLUSTER_UNAVAILABLE';

export interface SparkSubmitJobDriver {
  entryPoint: string;
  entryPointArguments?: string[];
  sparkSubmitParameters?: string;
}

export interface ConfigurationOverrides {
  applicationConfiguration?: {
    classification: string;
    properties?: Record<string, string>;
  }[];
  monitoringConfiguration?: {
    persistentAppUI?: 'ENABLED' | 'DISABLED';
    s3MonitoringConfiguration?: { logUri: string };
  };
}

/** As `DescribeJobRun` shows it. */
export interface JobRun {
  id: string;
  name?: string;
  virtualClusterId: string;
  arn: string;
  state: JobRunState;
  clientToken: string;
  executionRoleArn: string;
  releaseLabel: string;
  configurationOverrides?: ConfigurationOverrides;
  jobDriver?: { sparkSubmitJobDriver?: SparkSubmitJobDriver };
  createdAt: Date;
  createdBy: string;
  finishedAt?: Date;
  /** At most 256 characters. */
  stateDetails?: string;
  failureReason?: FailureReason;
  tags?: Record<string, string>;
}

/** What EMR on EKS holds in one account and region. */
export interface EmrContainersState {
  securityConfigurations: Map<string, SecurityConfiguration>;
  virtualClusters: Map<string, VirtualCluster>;
  /** Job runs by virtual cluster, newest last. */
  jobRuns: Map<string, Map<string, JobRun>>;
  /** Client token → what it made, so that a repeated call makes nothing new. */
  tokens: Map<string, string>;
}

const STATE: SliceKey<EmrContainersState> = {
  id: 'emrContainers',
  create: () => ({
    securityConfigurations: new Map(),
    virtualClusters: new Map(),
    jobRuns: new Map(),
    tokens: new Map(),
  }),
};

export function emrContainersState(
  world: SandboxWorld,
  accountId: string,
  region: string,
): EmrContainersState {
  return world.slice(STATE, accountId, region);
}
