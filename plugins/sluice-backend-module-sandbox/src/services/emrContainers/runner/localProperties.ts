import path from 'path';
import { JobFailure } from './JobFailure';
import type { SparkToolchain } from './toolchain';

/** What means something on a cluster only. */
const OF_A_CLUSTER =
  /^spark\.(kubernetes\.|dynamicAllocation\.|executor\.(instances|cores|memory|memoryOverhead|memoryOverheadFactor)$|driver\.(cores|memoryOverhead|memoryOverheadFactor)$|cores\.max$|master$|submit\.deployMode$|shuffle\.service\.)/;

/** Where EMR's image has Iceberg (rule V5). */
const ICEBERG_OF_EMR = /^((local|file):\/\/)?\/usr\/share\/aws\/iceberg\/lib\//;

const MOST_DRIVER_MEMORY_MB = 1024;

const UNITS: Record<string, number> = {
  k: 1 / 1024,
  m: 1,
  g: 1024,
  t: 1 << 20,
};

/** `4G`, `512m`; without a unit it is MiB. @throws JobFailure `VALIDATION_ERROR` */
function megabytes(size: string): number {
  const [, number, unit = 'm'] =
    /^(\d+)([kmgt])?b?$/.exec(size.trim().toLowerCase()) ?? [];
  if (number === undefined) {
    throw new JobFailure(
      'VALIDATION_ERROR',
      `spark.driver.memory is "${size}", which is not a size such as 4G.`,
    );
  }
  return Number(number) * UNITS[unit];
}

/**
 * Makes a cluster's properties those of a Spark in one process on this machine.
 *
 * @returns what was changed, in words
 */
export function makeLocal(
  properties: Map<string, string>,
  options: { toolchain: SparkToolchain; workDirectory: string },
): string[] {
  const { toolchain, workDirectory } = options;
  const notes: string[] = [];
  const asked = megabytes(properties.get('spark.driver.memory') ?? '1g');
  const left = [...properties.keys()].filter(key => OF_A_CLUSTER.test(key));
  for (const key of left) properties.delete(key);
  if (left.length > 0) {
    notes.push(`left out, there is no cluster: ${left.join(', ')}`);
  }
  if (asked > MOST_DRIVER_MEMORY_MB) {
    notes.push(`spark.driver.memory is 1 GiB instead of ${asked} MiB`);
  }
  properties.set(
    'spark.driver.memory',
    `${Math.min(Math.ceil(asked), MOST_DRIVER_MEMORY_MB)}m`,
  );

  const jars = (properties.get('spark.jars') ?? '').split(',').filter(Boolean);
  const others = jars.filter(jar => !ICEBERG_OF_EMR.test(jar.trim()));
  if (others.length < jars.length) {
    // On the class path, where Spark does not copy their 90 MB for each run.
    properties.set(
      'spark.driver.extraClassPath',
      [
        ...toolchain.jars,
        ...(properties
          .get('spark.driver.extraClassPath')
          ?.split(path.delimiter) ?? []),
      ].join(path.delimiter),
    );
    notes.push(`the image's Iceberg is ${toolchain.jars.join(' and ')}`);
  }
  if (others.length > 0) properties.set('spark.jars', others.join(','));
  else properties.delete('spark.jars');

  properties.set('spark.master', 'local[2]');
  properties.set('spark.driver.host', '127.0.0.1');
  properties.set('spark.driver.bindAddress', '127.0.0.1');
  properties.set('spark.ui.enabled', 'false');
  properties.set('spark.ui.showConsoleProgress', 'false');
  properties.set('spark.eventLog.enabled', 'false');
  properties.set(
    'spark.sql.warehouse.dir',
    path.join(workDirectory, 'spark-warehouse'),
  );
  properties.set(
    'spark.driver.extraJavaOptions',
    [
      properties.get('spark.driver.extraJavaOptions'),
      `-Djava.io.tmpdir=${path.join(workDirectory, 'tmp')}`,
    ]
      .filter(Boolean)
      .join(' '),
  );
  return notes;
}
