import { JobFailure } from './JobFailure';
import { shellWords } from './shellWords';
import { JobRun } from '../state';

/** What a run asks of Spark, wherever in the request it stands. */
export interface SparkRequest {
  /** `spark-defaults`, with `--conf` and its short forms over them. */
  properties: Map<string, string>;
  /** Other options of spark-submit, such as `--class`. */
  options: Map<string, string>;
  /** Configurations of other programs, which nothing here reads. */
  ignored: string[];
}

/** Options of spark-submit that are another way to write a property. */
const SHORT_FORMS: Record<string, string> = {
  '--master': 'spark.master',
  '--deploy-mode': 'spark.submit.deployMode',
  '--driver-memory': 'spark.driver.memory',
  '--driver-cores': 'spark.driver.cores',
  '--driver-java-options': 'spark.driver.extraJavaOptions',
  '--driver-class-path': 'spark.driver.extraClassPath',
  '--driver-library-path': 'spark.driver.extraLibraryPath',
  '--executor-memory': 'spark.executor.memory',
  '--executor-cores': 'spark.executor.cores',
  '--num-executors': 'spark.executor.instances',
  '--total-executor-cores': 'spark.cores.max',
  '--jars': 'spark.jars',
  '--name': 'spark.app.name',
  '--packages': 'spark.jars.packages',
};

const OTHER_OPTIONS = ['--class', '--py-files', '--files', '--archives'];

function invalid(message: string) {
  return new JobFailure('VALIDATION_ERROR', message);
}

/** @throws JobFailure `VALIDATION_ERROR` */
export function sparkRequestOf(run: JobRun): SparkRequest {
  const configurations =
    run.configurationOverrides?.applicationConfiguration ?? [];
  const properties = new Map<string, string>(
    configurations
      .filter(({ classification }) => classification === 'spark-defaults')
      .flatMap(each => Object.entries(each.properties ?? {})),
  );
  const options = new Map<string, string>();
  const words = shellWords(
    run.jobDriver?.sparkSubmitJobDriver?.sparkSubmitParameters ?? '',
  );
  while (words.length > 0) {
    const word = words.shift()!;
    if (word === '--verbose' || word === '-v') continue;
    const [, option, written] = /^(--[a-z-]+)(?:=(.*))?$/s.exec(word) ?? [];
    const short = word === '-c' ? '--conf' : option;
    if (short === undefined) {
      throw invalid(
        `sparkSubmitParameters: "${word}" is not an option of spark-submit.`,
      );
    }
    const value = written ?? words.shift();
    if (value === undefined) {
      throw invalid(`sparkSubmitParameters: ${short} has no value.`);
    }
    if (short === '--conf') {
      const at = value.indexOf('=');
      if (at < 1) {
        throw invalid(
          `sparkSubmitParameters: --conf ${value} is not of the form property=value.`,
        );
      }
      properties.set(value.slice(0, at), value.slice(at + 1));
    } else if (SHORT_FORMS[short]) {
      properties.set(SHORT_FORMS[short], value);
    } else if (OTHER_OPTIONS.includes(short)) {
      options.set(short, value);
    } else {
      throw invalid(
        `sparkSubmitParameters: ${short} is not an option that EMR on EKS takes.`,
      );
    }
  }
  return {
    properties,
    options,
    ignored: configurations
      .map(({ classification }) => classification)
      .filter(classification => classification !== 'spark-defaults'),
  };
}
