import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { gunzipSync } from 'zlib';
import {
  CancelJobRunCommand,
  DescribeJobRunCommand,
  JobRun,
  ListVirtualClustersCommand,
  StartJobRunCommand,
  StartJobRunCommandInput,
} from '@aws-sdk/client-emr-containers';
import {
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { createSandbox, SandboxOptions } from '../../../createSandbox';
import {
  letPreviewsActAsTeams,
  loadHealthcareScenario,
} from '../../../scenario';
import { createClients } from '../../../scenario/clients';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  producer,
  REGION,
} from '../../../scenario/names';
import { until } from '../../../scenario/until';

export const TEAM1 = consumerRoleArn(consumer.team1Role);
export const TEAM2 = consumerRoleArn(consumer.team2Role);
export const BUCKET = consumer.jobsBucket;

const CATALOG = 'spark.sql.catalog.dev';
const ENDED = ['COMPLETED', 'FAILED', 'CANCELLED'];

/** The seed's configuration (seed reference 3.2), with both `type` and `catalog-impl`. */
export const SEED_PROPERTIES: Record<string, string> = {
  'spark.sql.extensions':
    'org.apache.iceberg.spark.extensions.IcebergSparkSessionExtensions',
  [CATALOG]: 'org.apache.iceberg.spark.SparkCatalog',
  [`${CATALOG}.warehouse`]: `s3://${producer.dataBucket}/warehouse`,
  [`${CATALOG}.catalog-impl`]: 'org.apache.iceberg.aws.glue.GlueCatalog',
  [`${CATALOG}.type`]: 'glue',
  [`${CATALOG}.io-impl`]: 'org.apache.iceberg.aws.s3.S3FileIO',
  [`${CATALOG}.client.region`]: REGION,
  [`${CATALOG}.glue.id`]: CONSUMER,
  'spark.sql.defaultCatalog': 'dev',
  'spark.dynamicAllocation.maxExecutors': '2',
};

export const SEED_PARAMETERS =
  '--conf spark.executor.instances=2 --conf spark.executor.memory=4G --conf spark.driver.memory=4G --conf spark.kubernetes.driver.request.cores=1 --jars local:///usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar';

/** The healthcare scenario in a sandbox that runs jobs, and the calls of a job. */
export async function startHealthcareJobs(jobRuns: SandboxOptions['jobRuns']) {
  const dataDirectory = mkdtempSync(path.join(tmpdir(), 'sluice-jobs-'));
  const sandbox = createSandbox({ dataDirectory, jobRuns });
  await sandbox.listen();
  await loadHealthcareScenario(sandbox);
  await letPreviewsActAsTeams(sandbox);
  const clients = createClients(sandbox, CONSUMER);
  const { virtualClusters } = await clients.emrContainers.send(
    new ListVirtualClustersCommand({ states: ['RUNNING'] }),
  );
  const virtualClusterId = virtualClusters![0].id!;
  let scripts = 0;

  const put = async (text: string) => {
    scripts += 1;
    const Key = `jobs/script-${scripts}.py`;
    await clients.s3.send(
      new PutObjectCommand({ Bucket: BUCKET, Key, Body: text }),
    );
    return `s3://${BUCKET}/${Key}`;
  };

  const request = (
    entryPoint: string,
    more: Partial<StartJobRunCommandInput> & {
      arguments?: string[];
      parameters?: string;
      properties?: Record<string, string>;
      logUri?: string;
    } = {},
  ): StartJobRunCommandInput => {
    const { arguments: args, parameters, properties, logUri, ...rest } = more;
    return {
      name: 'job',
      virtualClusterId,
      executionRoleArn: TEAM1,
      releaseLabel: 'emr-7.7.0-latest',
      jobDriver: {
        sparkSubmitJobDriver: {
          entryPoint,
          entryPointArguments: args,
          sparkSubmitParameters: parameters ?? SEED_PARAMETERS,
        },
      },
      configurationOverrides: {
        applicationConfiguration: [
          {
            classification: 'spark-defaults',
            properties: properties ?? SEED_PROPERTIES,
          },
        ],
        monitoringConfiguration: {
          persistentAppUI: 'ENABLED',
          s3MonitoringConfiguration: {
            logUri: logUri ?? `s3://${BUCKET}/spark-logs/`,
          },
        },
      },
      ...rest,
    };
  };

  const start = async (...args: Parameters<typeof request>) => {
    const { id } = await clients.emrContainers.send(
      new StartJobRunCommand(request(...args)),
    );
    return id!;
  };

  const describe = async (id: string): Promise<JobRun> => {
    const { jobRun } = await clients.emrContainers.send(
      new DescribeJobRunCommand({ virtualClusterId, id }),
    );
    return jobRun!;
  };

  const cancel = (id: string) =>
    clients.emrContainers.send(
      new CancelJobRunCommand({ virtualClusterId, id }),
    );

  const ended = async (id: string): Promise<JobRun> => {
    await until(`job run ${id} to end`, async () =>
      ENDED.includes((await describe(id)).state!),
    );
    return describe(id);
  };

  /** Text of an object, decompressed; empty while there is none. */
  const read = async (key: string): Promise<string> => {
    const { Contents = [] } = await clients.s3.send(
      new ListObjectsV2Command({ Bucket: BUCKET, Prefix: key }),
    );
    if (Contents.length === 0) return '';
    const { Body } = await clients.s3.send(
      new GetObjectCommand({ Bucket: BUCKET, Key: key }),
    );
    const bytes = await Body!.transformToByteArray();
    return (
      key.endsWith('.gz') ? gunzipSync(bytes) : Buffer.from(bytes)
    ).toString();
  };

  /** A log of the driver, at EMR's layout (seed reference 3.5). */
  const log = (id: string, stream: 'stdout' | 'stderr') =>
    read(
      `spark-logs/${virtualClusterId}/jobs/${id}/containers/spark-${id}/spark-${id}-driver/${stream}.gz`,
    );

  return {
    sandbox,
    clients,
    virtualClusterId,
    put,
    request,
    start,
    describe,
    cancel,
    ended,
    read,
    log,
    dispose: async () => {
      await sandbox.close();
      rmSync(dataDirectory, { recursive: true });
    },
  };
}
