import {
  JobResources,
  SluiceApi,
  SparkProfile,
  TableExpectation,
} from '@sluice/plugin-sluice-common';

/** A run as it is kept. The API shows it without `clientToken` and `lease`. */
export interface StoredJobRun {
  id: string;
  /** Entity ref. */
  team: string;
  kind: 'script' | 'verification';
  name: string;
  state: SluiceApi.JobState;
  /** Also what makes StartJobRun idempotent. */
  requestKey: string;
  requestedBy: string;
  requestedAt: string;
  origin: 'person' | 'template' | 'schedule';
  script: { name: string; sha256: string };
  arguments: string[];
  profile: SparkProfile;
  resources: JobResources;
  releaseLabel: string;
  accountName: string;
  roleArn: string;
  virtualClusterId?: string;
  emrJobRunId?: string;
  /** `s3://…` of the team's prefix, without the virtual cluster. */
  logUri: string;
  stateDetails?: string;
  failureReason?: string;
  submittedAt?: string;
  finishedAt?: string;
  /** When its result was taken in. */
  collectedAt?: string;
  /** Of a verification. */
  expectations?: TableExpectation[];
  attestation?: { id: string; verdict: SluiceApi.AttestationVerdict };
}

/** What jobs ask of attestations: what a team is to read. */
export interface ExpectationSource {
  /**
   * @param expectedRows - what a person knows, by table entity ref
   * @throws InputError for rows of a table that the team is not to read; NotFoundError without the team
   */
  of(
    team: string,
    expectedRows?: { table: string; rows: number }[],
  ): Promise<TableExpectation[]>;
}

/**
 * Takes in the result of a verification that has ended. It is called again until
 * it returns, by any backend; the second call for the same run changes nothing.
 */
export interface ResultCollector {
  /** @returns undefined when the result may yet come; it is then asked again a little later */
  collect(
    run: StoredJobRun,
    readResult: RunResultReader,
  ): Promise<{ id: string; verdict: SluiceApi.AttestationVerdict } | undefined>;
}

/** What a run left behind, bounded. */
export interface RunResultReader {
  /** Text of `<logUri>/attestations/<run id>.json`; undefined when there is none. */
  attestationObject(): Promise<string | undefined>;
  /** The last line of the driver's stdout that begins so; undefined when there is none. */
  lastLineWith(mark: string): Promise<string | undefined>;
}
