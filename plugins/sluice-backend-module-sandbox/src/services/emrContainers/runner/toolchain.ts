import { execFile } from 'child_process';
import { access, constants, readdir } from 'fs/promises';
import path from 'path';
import { promisify } from 'util';

/** What it takes to run Spark on this machine. */
export interface SparkToolchain {
  javaHome: string;
  /** Directory of the PySpark package, which holds `bin/spark-submit`. */
  sparkHome: string;
  python: string;
  /** Iceberg's runtime and its AWS bundle. */
  jars: string[];
}

export type ToolchainSearch =
  | { toolchain: SparkToolchain }
  /** Completes "The sandbox has no Spark: …". */
  | { missing: string; todo: string };

/** Which Spark 3.5 runs on. */
const JAVA_RELEASES = ['8', '11', '17'];
const PATIENCE_MS = 60_000;
const JARS = [
  /^iceberg-spark-runtime-.+\.jar$/,
  /^iceberg-aws-bundle-.+\.jar$/,
];

const run = promisify(execFile);

async function isThere(file: string, mode = constants.R_OK): Promise<boolean> {
  return access(file, mode).then(
    () => true,
    () => false,
  );
}

/** Home and release of a Java, from itself; undefined when it is none. */
async function askJava(command: string, PATH: string | undefined) {
  try {
    const { stdout, stderr } = await run(
      command,
      ['-XshowSettings:properties', '-version'],
      { timeout: PATIENCE_MS, env: { PATH } },
    );
    const settings = `${stdout}\n${stderr}`;
    const home = /^\s*java\.home = (.+)$/m.exec(settings)?.[1];
    const release = /^\s*java\.specification\.version = (?:1\.)?(\d+)/m.exec(
      settings,
    )?.[1];
    return home && release ? { home, release } : undefined;
  } catch {
    return undefined;
  }
}

async function findJava(env: NodeJS.ProcessEnv) {
  const commands = [
    ...(env.JAVA_HOME ? [path.join(env.JAVA_HOME, 'bin', 'java')] : []),
    'java',
  ];
  const seen: string[] = [];
  for (const command of commands) {
    const java = await askJava(command, env.PATH);
    if (java && JAVA_RELEASES.includes(java.release)) {
      return { home: java.home };
    }
    if (java) seen.push(`Java ${java.release} in ${java.home}`);
  }
  return { seen };
}

const INSTALL_JAVA =
  'Install Java 17, then start again with `make start`, which installs Spark with it.';
const INSTALL_SPARK =
  'Run scripts/spark-install; `make start` does it where Java is there.';

/**
 * Looks for Java 8, 11 or 17 (`JAVA_HOME`, then `PATH`), and for what
 * `scripts/spark-install` puts below a directory: `venv` with PySpark, `jars`
 * with Iceberg's.
 */
export async function findToolchain(
  directory: string,
  env: NodeJS.ProcessEnv = process.env,
): Promise<ToolchainSearch> {
  const java = await findJava(env);
  if (java.home === undefined) {
    return {
      missing:
        java.seen.length > 0
          ? `Spark runs on Java 8, 11 or 17, and there is only ${java.seen.join(
              ' and ',
            )}`
          : 'there is no Java, neither in JAVA_HOME nor on PATH',
      todo: INSTALL_JAVA,
    };
  }
  const python = path.join(directory, 'venv', 'bin', 'python');
  const spark = { missing: '', todo: INSTALL_SPARK };
  if (!(await isThere(python, constants.X_OK))) {
    return { ...spark, missing: `there is no Python at ${python}` };
  }
  const sparkHome = await run(
    python,
    ['-c', 'import os, pyspark; print(os.path.dirname(pyspark.__file__))'],
    { timeout: PATIENCE_MS },
  ).then(
    ({ stdout }) => stdout.trim(),
    () => undefined,
  );
  if (
    !sparkHome ||
    !(await isThere(path.join(sparkHome, 'bin', 'spark-submit')))
  ) {
    return { ...spark, missing: `${python} has no PySpark` };
  }
  const files = await readdir(path.join(directory, 'jars')).catch(() => []);
  const jars = JARS.map(name => files.find(file => name.test(file)));
  if (jars.includes(undefined)) {
    return {
      ...spark,
      missing: `Iceberg's jars are not in ${path.join(directory, 'jars')}`,
    };
  }
  return {
    toolchain: {
      javaHome: java.home,
      sparkHome,
      python,
      jars: jars.map(file => path.join(directory, 'jars', file!)),
    },
  };
}

/** What is missing is looked for again after so long: somebody may have installed it. */
const AGAIN_MS = 20_000;

/** A {@link findToolchain} that remembers. */
export function toolchainFinder(
  directory: string,
): () => Promise<ToolchainSearch> {
  let search: Promise<ToolchainSearch> | undefined;
  let lookAgainAt = Infinity;
  return () => {
    if (!search || Date.now() > lookAgainAt) {
      lookAgainAt = Infinity;
      search = findToolchain(path.resolve(directory)).then(found => {
        if ('missing' in found) lookAgainAt = Date.now() + AGAIN_MS;
        return found;
      });
    }
    return search;
  };
}
