import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import path from 'path';
import { installFakeSpark } from '../__testUtils__/fakeSpark';
import { findToolchain } from './toolchain';

describe('findToolchain', () => {
  let directory: string;
  let JAVA_HOME: string;
  // No Java of this machine, but the shell that stands in for one.
  const PATH = '/nowhere';

  beforeEach(() => {
    directory = mkdtempSync(path.join(tmpdir(), 'sluice-toolchain-'));
    JAVA_HOME = installFakeSpark(directory);
  });

  afterEach(() => rmSync(directory, { recursive: true }));

  it('finds what scripts/spark-install made', async () => {
    expect(await findToolchain(directory, { JAVA_HOME, PATH })).toEqual({
      toolchain: {
        javaHome: '/nowhere/java',
        sparkHome: path.join(directory, 'pyspark'),
        python: path.join(directory, 'venv', 'bin', 'python'),
        jars: [
          path.join(directory, 'jars/iceberg-spark-runtime-3.5_2.12-1.7.1.jar'),
          path.join(directory, 'jars/iceberg-aws-bundle-1.7.1.jar'),
        ],
      },
    });
  });

  it.each<[string, () => void, string, RegExp]>([
    [
      'Java',
      () => rmSync(JAVA_HOME, { recursive: true }),
      'there is no Java, neither in JAVA_HOME nor on PATH',
      /Install Java 17.*make start/,
    ],
    [
      'a Java that Spark runs on',
      () => installFakeSpark(directory, '21'),
      'Spark runs on Java 8, 11 or 17, and there is only Java 21 in /nowhere/java',
      /Install Java 17/,
    ],
    [
      'Python',
      () => rmSync(path.join(directory, 'venv'), { recursive: true }),
      'there is no Python at ',
      /scripts\/spark-install/,
    ],
    [
      'PySpark',
      () => rmSync(path.join(directory, 'pyspark'), { recursive: true }),
      ' has no PySpark',
      /scripts\/spark-install/,
    ],
    [
      "Iceberg's jars",
      () => rmSync(path.join(directory, 'jars/iceberg-aws-bundle-1.7.1.jar')),
      "Iceberg's jars are not in ",
      /scripts\/spark-install/,
    ],
  ])('says that it misses %s', async (_, remove, missing, todo) => {
    remove();
    expect(await findToolchain(directory, { JAVA_HOME, PATH })).toEqual({
      missing: expect.stringContaining(missing),
      todo: expect.stringMatching(todo),
    });
  });
});
