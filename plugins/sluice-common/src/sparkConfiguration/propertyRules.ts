import { ICEBERG_CATALOGS, ICEBERG_EXTENSIONS } from './catalogs';
import { JobProblem } from './types';

type Problem = Pick<JobProblem, 'rule' | 'severity' | 'message'>;

/** Where EMR's own image has the connectors that it supports. */
const JAR_OF_THE_IMAGE = /^local:\/\/\/usr\/share\/aws\/[\w./-]+\.jar$/;
const UP = /(?:^|\/)\.\.(?:\/|$)/;

/** Of formats that EMR supports under fine-grained access control (V2). */
const EXTENSIONS = new Set([
  ICEBERG_EXTENSIONS,
  'io.delta.sql.DeltaSparkSessionExtension',
  'org.apache.spark.sql.hudi.HoodieSparkSessionExtension',
]);
const CATALOG_CLASSES = new Set<string>([
  ...Object.values(ICEBERG_CATALOGS),
  'org.apache.spark.sql.delta.catalog.DeltaCatalog',
  'org.apache.spark.sql.hudi.catalog.HoodieCatalog',
]);

const CLASS_PATH =
  /^spark\.(?:(?:driver|executor)\.(?:extraClassPath|userClassPathFirst|extraLibraryPath)|jars(?:\..+)?)$/;
const CLASSES_OF_OTHERS =
  /^spark\.(?:plugins|extraListeners|sql\.queryExecutionListeners|sql\.streaming\.streamingQueryListeners|serializer\.extraDebugInfo\.class|kryo\.registrator|sql\.sources\.commitProtocolClass|sql\.hive\.metastore\.jars(?:\.path)?)$/;
const IMAGE_OR_POD =
  /^spark\.kubernetes\.(?:(?:driver\.|executor\.)?container\.image|(?:driver|executor)\.podTemplateFile)$/;
const CATALOG_CLASS = /^spark\.sql\.catalog\.[^.]+$/;
const CLIENT_FACTORY =
  /^(?:spark\.hadoop\.)?hive\.metastore\.client\.factory\.class$/;
const CLIENT_FACTORY_OF_AWS =
  'com.amazonaws.glue.catalog.metastore.AWSGlueDataCatalogHiveClientFactory';

/**
 * What is wrong with a property of Spark by itself, wherever it is set: V5, and
 * V7 as far as one property tells.
 *
 * @param property.value - undefined when it is not known before the job runs
 */
export function propertyProblem({
  key,
  value,
}: {
  key: string;
  value?: string;
}): Problem | undefined {
  if (key === 'spark.jars' || CLASS_PATH.test(key)) {
    const jars = (value ?? '?').split(',').map(jar => jar.trim());
    const extra = jars.filter(
      jar => jar && (!JAR_OF_THE_IMAGE.test(jar) || UP.test(jar)),
    );
    const isOfTheImage = /^spark\.jars$/.test(key) && extra.length === 0;
    if (isOfTheImage || value === '') return undefined;
    return error(
      'V5',
      `${key} brings code of its own to the job${
        value === undefined ? '' : ` (${shortened(value)})`
      }. Under fine-grained access control EMR takes only the connectors on its own image, such as local:///usr/share/aws/iceberg/lib/iceberg-spark3-runtime.jar. Leave the others out.`,
    );
  }
  if (CLASSES_OF_OTHERS.test(key) && value !== '') {
    return error(
      'V5',
      `${key} makes Spark load classes of others, which EMR refuses under fine-grained access control. Leave it out.`,
    );
  }
  if (IMAGE_OR_POD.test(key)) {
    return error(
      'V5',
      `${key} replaces what EMR runs. Images and pods of one's own are not used for the system driver and executors, which filter the data. Leave it out.`,
    );
  }
  if (key === 'spark.sql.extensions') {
    const others = classesIn(value).filter(name => !EXTENSIONS.has(name));
    return value === undefined || others.length > 0
      ? error(
          'V5',
          `${key} names ${
            others.map(shortened).join(', ') || 'what is not known yet'
          }. Of extensions, EMR takes only those of the table formats that it supports under fine-grained access control: use ${ICEBERG_EXTENSIONS}.`,
        )
      : undefined;
  }
  if (CATALOG_CLASS.test(key) && value && !CATALOG_CLASSES.has(value)) {
    return error(
      'V5',
      `${key} is of the class ${shortened(
        value,
      )}. Custom data sources are refused under fine-grained access control: use ${
        ICEBERG_CATALOGS.seed
      } or ${ICEBERG_CATALOGS.documented}.`,
    );
  }
  if (CLIENT_FACTORY.test(key) && value && value !== CLIENT_FACTORY_OF_AWS) {
    return error(
      'V5',
      `${key} names a metastore client of others. Leave it out, or use ${CLIENT_FACTORY_OF_AWS}.`,
    );
  }
  if (key === 'spark.dynamicAllocation.enabled' && value !== 'true') {
    return error(
      'V7',
      'spark.dynamicAllocation.enabled cannot be turned off under fine-grained access control. Leave it out, and limit the job by spark.dynamicAllocation.maxExecutors.',
    );
  }
  return undefined;
}

export function error(rule: string, message: string): Problem {
  return { rule, severity: 'error', message };
}

export function warning(rule: string, message: string): Problem {
  return { rule, severity: 'warning', message };
}

export function shortened(text: string): string {
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

function classesIn(value = ''): string[] {
  return value
    .split(',')
    .map(name => name.trim())
    .filter(Boolean);
}
