import { mkdir, writeFile } from 'fs/promises';
import path from 'path';
import { Caller, SandboxWorld } from '../../../core';
import { openSession } from '../../sts/sessions';
import { checkGlueCatalogs, pointGlueCatalogs } from './glueCatalogs';
import { JobFailure } from './JobFailure';
import { isUnderLakeFormation, JobPlace } from './jobIdentity';
import { makeLocal } from './localProperties';
import type { RoleStorage } from './RoleStorage';
import { SparkRequest, sparkRequestOf } from './sparkProperties';
import type { SparkToolchain } from './toolchain';

/** A command that does the job, and what was changed for it to run here. */
export interface SparkJob {
  command: string;
  args: string[];
  env: Record<string, string>;
  notes: string[];
}

/** Longer than any run may take. */
const SESSION_SECONDS = 3_600;

const LOG4J = `rootLogger.level = warn
rootLogger.appenderRef.stderr.ref = console
appender.console.type = Console
appender.console.name = console
appender.console.target = SYSTEM_ERR
appender.console.layout.type = PatternLayout
appender.console.layout.pattern = %d{yy/MM/dd HH:mm:ss} %p %c{1}: %m%n%ex
logger.native.name = org.apache.hadoop.util.NativeCodeLoader
logger.native.level = error
`;

/** @throws JobFailure `USER_ERROR` when there is no such object, or the job's role may not read it */
async function fetchTo(
  directory: string,
  uri: string,
  storage: RoleStorage,
): Promise<string> {
  const file = path.join(directory, path.basename(uri));
  try {
    await writeFile(file, await storage.get(uri));
  } catch (error) {
    const { name, message } = error as Error;
    throw new JobFailure(
      'USER_ERROR',
      `The job role could not read ${uri}: ${name}.`,
      `${name}: ${message}\n`,
    );
  }
  return file;
}

/** Files of S3 as files of this machine; anything else is left to Spark. */
async function localise(
  directory: string,
  uris: string,
  storage: RoleStorage,
): Promise<string> {
  const files: string[] = [];
  for (const uri of uris.split(',').filter(Boolean)) {
    files.push(
      uri.startsWith('s3://') ? await fetchTo(directory, uri, storage) : uri,
    );
  }
  return files.join(',');
}

/**
 * What of the request EMR itself would refuse, wherever it runs.
 *
 * @throws JobFailure
 */
export function checkedSparkRequest(
  { run, accountId }: JobPlace,
  driver: Caller,
): SparkRequest {
  const request = sparkRequestOf(run);
  if (isUnderLakeFormation(driver))
    checkGlueCatalogs(request.properties, accountId);
  return request;
}

/**
 * Makes the job's request one for a Spark on this machine: the script as it is in
 * S3, the configuration changed only where there is no cluster, and an environment
 * with nothing in it but what the job's role may have.
 *
 * @throws JobFailure
 */
export async function prepareSparkJob(
  world: SandboxWorld,
  place: JobPlace,
  options: {
    driver: Caller;
    storage: RoleStorage;
    toolchain: SparkToolchain;
    workDirectory: string;
  },
): Promise<SparkJob> {
  const { run, region } = place;
  const { driver, storage, toolchain, workDirectory } = options;
  const endpoint = world.endpoint;
  if (!endpoint) {
    throw new JobFailure(
      'INTERNAL_ERROR',
      'The sandbox does not listen on a port, so Spark cannot reach it.',
    );
  }
  const request = checkedSparkRequest(place, driver);
  const { properties, options: submit } = request;
  if (properties.has('spark.jars.packages')) {
    throw new JobFailure(
      'VALIDATION_ERROR',
      'The sandbox fetches no packages of Maven (--packages, spark.jars.packages); Iceberg is at local:///usr/share/aws/iceberg/lib/.',
    );
  }
  const notes = [
    ...makeLocal(properties, { toolchain, workDirectory }),
    ...pointGlueCatalogs(properties, endpoint),
    ...request.ignored.map(name => `configuration ${name} is not read here`),
  ];

  const files = path.join(workDirectory, 'files');
  const conf = path.join(workDirectory, 'conf');
  for (const made of [files, conf, path.join(workDirectory, 'tmp')]) {
    await mkdir(made, { recursive: true });
  }
  await writeFile(path.join(conf, 'log4j2.properties'), LOG4J);
  const { entryPoint, entryPointArguments = [] } =
    run.jobDriver!.sparkSubmitJobDriver!;
  const script = await localise(files, entryPoint, storage);
  const localised: string[] = [];
  for (const [option, value] of submit) {
    localised.push(
      option,
      option === '--class' ? value : await localise(files, value, storage),
    );
  }

  const credentials = openSession(world, driver, SESSION_SECONDS);
  return {
    command: path.join(toolchain.sparkHome, 'bin', 'spark-submit'),
    args: [
      ...[...properties].flatMap(([key, value]) => [
        '--conf',
        `${key}=${value}`,
      ]),
      ...localised,
      script,
      ...entryPointArguments,
    ],
    env: {
      PATH: process.env.PATH ?? '',
      HOME: workDirectory,
      TMPDIR: path.join(workDirectory, 'tmp'),
      SPARK_LOCAL_DIRS: path.join(workDirectory, 'tmp'),
      LANG: 'C.UTF-8',
      // As EMR's pods have it, or timestamps would be those of this machine.
      TZ: 'UTC',
      JAVA_HOME: toolchain.javaHome,
      SPARK_HOME: toolchain.sparkHome,
      SPARK_CONF_DIR: conf,
      SPARK_LOCAL_IP: '127.0.0.1',
      PYSPARK_PYTHON: toolchain.python,
      AWS_REGION: region,
      AWS_DEFAULT_REGION: region,
      AWS_ENDPOINT_URL: endpoint,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_ACCESS_KEY_ID: credentials.AccessKeyId,
      AWS_SECRET_ACCESS_KEY: credentials.SecretAccessKey,
      AWS_SESSION_TOKEN: credentials.SessionToken,
    },
    notes,
  };
}
