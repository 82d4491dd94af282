import { chmodSync, mkdirSync, writeFileSync } from 'fs';
import path from 'path';

/** Java as the sandbox asks for it, of a release. */
const java = (release: string) => `#!/bin/sh
echo "    java.home = /nowhere/java" >&2
echo "    java.specification.version = ${release}" >&2
`;

/** Prints its arguments, then does the script, which is one of the shell here. */
const SPARK_SUBMIT = `#!/bin/sh
for argument; do
  echo "argument $argument"
  case "$argument" in *.py) script=$argument ;; esac
done
. "$script"
`;

function executable(file: string, text: string) {
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, 0o755);
}

/**
 * A stand-in for the programs that a job run starts, in the layout of
 * `scripts/spark-install`: quick, and there without Java.
 *
 * @returns what \`JAVA_HOME\` has to be
 */
export function installFakeSpark(directory: string, release = '17'): string {
  const spark = path.join(directory, 'pyspark');
  executable(path.join(directory, 'java', 'bin', 'java'), java(release));
  executable(
    path.join(directory, 'venv', 'bin', 'python'),
    `#!/bin/sh\necho ${spark}\n`,
  );
  executable(path.join(spark, 'bin', 'spark-submit'), SPARK_SUBMIT);
  for (const jar of [
    'iceberg-spark-runtime-3.5_2.12-1.7.1',
    'iceberg-aws-bundle-1.7.1',
  ]) {
    executable(path.join(directory, 'jars', `${jar}.jar`), '');
  }
  return path.join(directory, 'java');
}
