import { allocationProblems } from './allocationRules';
import { catalogProblems } from './catalogRules';
import { error, propertyProblem, shortened, warning } from './propertyRules';
import { fieldProblems } from './requestFields';
import {
  parseSparkSubmitParameters,
  SparkProperty,
} from './sparkSubmitParameters';
import { JobProblem, JobResources, StartJobRunRequest } from './types';

const RELEASE = /^emr-(\d+)\.(\d+)\.(\d+)-(?:latest|\d{8})$/;
/** The first with Lake Formation on EKS (V1). */
const FIRST_RELEASE: readonly number[] = [7, 7, 0];

/** What a request is held against. @public */
export interface JobRequestFacts {
  /** Of the team's account. */
  accountId: string;
  region: string;
  /** The team's own job execution role. */
  roleArn: string;
  /** The most that a job may ask for; absent for no limit. */
  limits?: JobResources;
}

/**
 * What would keep a run from starting, or from reading as the team: rules V1, V5,
 * V7 to V9 and V21 of the seed reference, section 4, and Sluice's own `ROLE`,
 * `APPNAME` and `LIMITS`. For requests that {@link startJobRunRequest} made as
 * well as for those that somebody wrote.
 * @public
 */
export function checkJobRequest(
  request: StartJobRunRequest,
  facts: JobRequestFacts,
): JobProblem[] {
  const properties = propertiesOf(request);
  return [
    ...releaseProblems(request.releaseLabel),
    ...roleProblems(request.executionRoleArn, facts),
    ...entryPointProblems(request),
    ...properties.flatMap(property => propertyProblem(property) ?? []),
    ...nameProblems(properties),
    ...allocationProblems(properties, facts.limits),
    ...catalogProblems(properties, facts),
    ...fieldProblems(request),
  ];
}

/** In the order in which they win: the last of the same key is what Spark goes by. */
function propertiesOf(request: StartJobRunRequest): SparkProperty[] {
  const { applicationConfiguration = [] } =
    request.configurationOverrides ?? {};
  const { sparkSubmitParameters = '' } =
    request.jobDriver?.sparkSubmitJobDriver ?? {};
  return [
    ...applicationConfiguration
      .filter(({ classification }) => classification === 'spark-defaults')
      .flatMap(({ properties = {} }) =>
        Object.entries(properties).map(([key, value]) => ({ key, value })),
      ),
    ...parseSparkSubmitParameters(sparkSubmitParameters).properties,
  ];
}

/** V1 */
function releaseProblems(label = ''): JobProblem[] {
  const release = RELEASE.exec(label);
  if (!release) {
    return [
      error(
        'V1',
        `"${shortened(
          label,
        )}" is no release that jobs can ask for. Write it as emr-7.7.0-latest, or with a date as emr-7.7.0-20250129.`,
      ),
    ];
  }
  const version = release.slice(1, 4).map(Number);
  const at = version.findIndex((part, index) => part !== FIRST_RELEASE[index]);
  if (at < 0 || version[at] > FIRST_RELEASE[at]) return [];
  return [
    error(
      'V1',
      `Release ${version.join(
        '.',
      )} does not ask Lake Formation. Use ${FIRST_RELEASE.join('.')} or later.`,
    ),
  ];
}

/** `ROLE`: what a job reads is decided by its role, so it is the team's own. */
function roleProblems(
  role: string | undefined,
  { roleArn }: JobRequestFacts,
): JobProblem[] {
  if (role === roleArn) return [];
  return [
    error(
      'ROLE',
      `The run would read as ${shortened(
        role ?? 'nobody',
      )}, but the role of the team is ${roleArn}. A team runs jobs as its own role only.`,
    ),
  ];
}

/** A program in Java or Scala cannot be looked into. */
function entryPointProblems({ jobDriver }: StartJobRunRequest): JobProblem[] {
  const entryPoint = jobDriver?.sparkSubmitJobDriver?.entryPoint ?? '';
  if (!entryPoint || /\.py$/i.test(entryPoint)) return [];
  return [
    warning(
      'V5',
      `${shortened(
        entryPoint,
      )} is no Python script, so Sluice cannot tell whether EMR will refuse what is in it.`,
    ),
  ];
}

/** `APPNAME` */
function nameProblems(properties: SparkProperty[]): JobProblem[] {
  if (!properties.some(({ key }) => key === 'spark.app.name')) return [];
  return [
    error(
      'APPNAME',
      'The request names the application (--name or spark.app.name). EMR then labels its services by that name, and the drivers of user and system do not find each other. Leave it out; a script may name its session.',
    ),
  ];
}
