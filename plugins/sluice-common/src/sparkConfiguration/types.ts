/**
 * How Spark's Iceberg catalog is named: `seed` is a catalog of its own, `dev`;
 * `documented` the session catalog, which AWS's limitations ask for (seed
 * reference 3.2, conflict 1).
 * @public
 */
export type SparkProfile = 'seed' | 'documented';

/** What a job asks for. Memory is in GiB. @public */
export interface JobResources {
  driverCores: number;
  driverMemoryGb: number;
  executorCores: number;
  executorMemoryGb: number;
  /** There is no run without it: by default Spark would take the whole cluster (seed reference 3.2). */
  maxExecutors: number;
}

/** Where jobs of a team run, and as whom. @public */
export interface JobPlace {
  region: string;
  /** Of the team's account. */
  accountId: string;
  virtualClusterId: string;
  /** Job execution role of the team. */
  roleArn: string;
  /** Of EMR on EKS, such as `emr-7.7.0-latest`. */
  releaseLabel: string;
  /** `s3://…`, in the data bucket of the producer. */
  warehouse: string;
  /** `s3://…`, the team's own prefix. */
  logUri: string;
}

/** One run, before it is a request to EMR. @public */
export interface JobRequestDraft {
  name: string;
  place: JobPlace;
  profile: SparkProfile;
  resources: JobResources;
  /** `s3://…` of the script. */
  entryPoint: string;
  arguments: string[];
  /** The same for every attempt at the same run (seed reference 3.1). */
  clientToken: string;
  tags: Record<string, string>;
}

/** Members of `StartJobRun` that Sluice sets; the SDK's input has this shape. @public */
export interface StartJobRunRequest {
  name: string;
  virtualClusterId: string;
  clientToken: string;
  executionRoleArn: string;
  releaseLabel: string;
  jobDriver: {
    sparkSubmitJobDriver: {
      entryPoint: string;
      entryPointArguments?: string[];
      sparkSubmitParameters: string;
    };
  };
  configurationOverrides: {
    applicationConfiguration: {
      classification: string;
      properties: Record<string, string>;
    }[];
    monitoringConfiguration: {
      persistentAppUI: 'ENABLED' | 'DISABLED';
      s3MonitoringConfiguration: { logUri: string };
    };
  };
  tags: Record<string, string>;
}

/** A breach of a rule of the seed reference, section 4. @public */
export interface JobProblem {
  /** `V4`. */
  rule: string;
  /** A run with an error is not started. */
  severity: 'error' | 'warning';
  /** Whole sentences: what is wrong, and what to do instead. */
  message: string;
  /** In the script; 1 is the first. */
  line?: number;
  column?: number;
}
