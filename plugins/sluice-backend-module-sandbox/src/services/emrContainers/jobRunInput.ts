import { isDeepStrictEqual } from 'util';
import { ConfigurationOverrides, JobRun, SparkSubmitJobDriver } from './state';
import { checkMember, validationError } from './validation';

/** What `StartJobRun` is asked for, as far as it makes the run. */
export interface StartJobRunInput {
  name?: string;
  virtualClusterId: string;
  clientToken?: string;
  executionRoleArn: string;
  releaseLabel: string;
  jobDriver?: { sparkSubmitJobDriver?: SparkSubmitJobDriver };
  configurationOverrides?: ConfigurationOverrides;
  tags?: Record<string, string>;
}

/** Limits of the service's model (rule V21). */
const ENTRY_POINT = 256;
const ARGUMENT = 10_280;
const PARAMETERS = 102_400;
const PROPERTIES = 100;
const TAGS = 50;

/** From here on Lake Formation is known to EMR on EKS (rule V1). */
const FIRST_LAKE_FORMATION_RELEASE = [7, 7, 0];

function atMost(member: string, value: string, length: number) {
  if (value.length > length) {
    throw validationError(
      `${member} must be at most ${length} characters, but has ${value.length}.`,
    );
  }
}

function checkDriver(driver: SparkSubmitJobDriver | undefined) {
  const prefix = 'jobDriver.sparkSubmitJobDriver';
  if (!driver) {
    throw validationError(
      `${prefix} is required: the sandbox runs no other job driver.`,
    );
  }
  const {
    entryPoint,
    entryPointArguments = [],
    sparkSubmitParameters,
  } = driver;
  if (!entryPoint?.trim()) {
    throw validationError(`${prefix}.entryPoint is required.`);
  }
  atMost(`${prefix}.entryPoint`, entryPoint, ENTRY_POINT);
  entryPointArguments.forEach((argument, i) => {
    const member = `${prefix}.entryPointArguments.${i + 1}`;
    if (!argument.trim()) throw validationError(`${member} is empty.`);
    atMost(member, argument, ARGUMENT);
  });
  atMost(
    `${prefix}.sparkSubmitParameters`,
    sparkSubmitParameters ?? '',
    PARAMETERS,
  );
}

function isBefore(label: string, first: number[]): boolean {
  const release = /\d+\.\d+\.\d+/.exec(label)![0].split('.').map(Number);
  const at = release.findIndex((part, i) => part !== first[i]);
  return at >= 0 && release[at] < first[at];
}

/**
 * What EMR refuses before there is a run. That the role exists, and may be taken
 * by EMR's pods, is found out when the pods ask for it.
 *
 * @throws AwsError `ValidationException`
 */
export function checkStartJobRun(
  input: StartJobRunInput,
  place: { accountId: string; lakeFormation: boolean },
) {
  if (!input.clientToken) throw validationError('clientToken is required.');
  if (input.name !== undefined) checkMember('name', input.name, 'name');
  checkMember('executionRoleArn', input.executionRoleArn, 'roleArn');
  checkMember('releaseLabel', input.releaseLabel, 'releaseLabel');
  const roleAccount = input.executionRoleArn.split(':')[4];
  if (roleAccount !== place.accountId) {
    throw validationError(
      `The execution role ${input.executionRoleArn} is of account ${roleAccount}, and the virtual cluster of account ${place.accountId}.`,
    );
  }
  if (
    place.lakeFormation &&
    isBefore(input.releaseLabel, FIRST_LAKE_FORMATION_RELEASE)
  ) {
    throw validationError(
      `${input.releaseLabel} does not know Lake Formation, which the security configuration of the virtual cluster asks for. Use emr-7.7.0 or later.`,
    );
  }
  checkDriver(input.jobDriver?.sparkSubmitJobDriver);
  for (const { classification, properties = {} } of input.configurationOverrides
    ?.applicationConfiguration ?? []) {
    if (Object.keys(properties).length > PROPERTIES) {
      throw validationError(
        `Configuration ${classification} has ${
          Object.keys(properties).length
        } properties; at most ${PROPERTIES} are allowed.`,
      );
    }
  }
  if (Object.keys(input.tags ?? {}).length > TAGS) {
    throw validationError(`A job run has at most ${TAGS} tags.`);
  }
}

/** The members that a repeated call has to have in common with the first. */
const ASKED_FOR = [
  'name',
  'executionRoleArn',
  'releaseLabel',
  'jobDriver',
  'configurationOverrides',
  'tags',
] as const;

/** Whether the run is what the input asks for. */
export function isSameRequest(run: JobRun, input: StartJobRunInput): boolean {
  return ASKED_FOR.every(member =>
    isDeepStrictEqual(run[member], input[member]),
  );
}
