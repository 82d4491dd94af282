import { catalogProperties } from './catalogs';
import { JobRequestDraft, JobResources, StartJobRunRequest } from './types';

/** On the image of EMR, so it is no extra jar (V5). */
const ICEBERG_JAR =
  'local:///usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar';

/**
 * `StartJobRun` for a run: seed reference 3.1 and 3.2, without what AWS or
 * Iceberg advise against. There is no name for the application in it, since with
 * one the drivers of release 7.8 do not find each other.
 * @public
 */
export function startJobRunRequest(draft: JobRequestDraft): StartJobRunRequest {
  const { place, profile, resources, arguments: args } = draft;
  return {
    name: jobRunName(draft.name),
    virtualClusterId: place.virtualClusterId,
    clientToken: draft.clientToken,
    executionRoleArn: place.roleArn,
    releaseLabel: place.releaseLabel,
    jobDriver: {
      sparkSubmitJobDriver: {
        entryPoint: draft.entryPoint,
        ...(args.length > 0 && { entryPointArguments: args }),
        sparkSubmitParameters: sparkSubmitParameters(resources),
      },
    },
    configurationOverrides: {
      applicationConfiguration: [
        {
          classification: 'spark-defaults',
          properties: {
            ...catalogProperties(profile, place),
            ...allocationProperties(resources),
          },
        },
      ],
      monitoringConfiguration: {
        persistentAppUI: 'ENABLED',
        s3MonitoringConfiguration: { logUri: place.logUri },
      },
    },
    tags: draft.tags,
  };
}

/** A name as EMR takes it: other characters than its own become dashes (V21). */
function jobRunName(name: string): string {
  return (
    name
      .replace(/[^.\-_/#A-Za-z0-9]+/g, '-')
      .replace(/^-+|-+$/g, '')
      .slice(0, 64) || 'job'
  );
}

function sparkSubmitParameters(resources: JobResources): string {
  const properties = {
    'spark.driver.cores': resources.driverCores,
    'spark.driver.memory': `${resources.driverMemoryGb}G`,
    'spark.executor.cores': resources.executorCores,
    'spark.executor.memory': `${resources.executorMemoryGb}G`,
  };
  return [
    ...Object.entries(properties).map(
      ([key, value]) => `--conf ${key}=${value}`,
    ),
    `--jars ${ICEBERG_JAR}`,
  ].join(' ');
}

/**
 * EMR forces dynamic allocation on, whose maximum is infinite unless it is set
 * (V7). One executor stays from the beginning, so that none is asked for, given
 * up and asked for again before the first query.
 */
function allocationProperties({
  maxExecutors,
}: JobResources): Record<string, string> {
  return {
    'spark.dynamicAllocation.minExecutors': '1',
    'spark.dynamicAllocation.initialExecutors': '1',
    'spark.dynamicAllocation.maxExecutors': String(maxExecutors),
  };
}
