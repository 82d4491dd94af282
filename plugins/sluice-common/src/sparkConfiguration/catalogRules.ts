import { ICEBERG_EXTENSIONS, SESSION_CATALOG } from './catalogs';
import { error, shortened, warning } from './propertyRules';
import { SparkProperty } from './sparkSubmitParameters';
import { JobProblem } from './types';

const OF_CATALOG = /^spark\.sql\.catalog\.([^.]+)(?:\.(.+))?$/;
const ICEBERG_CLASS = /^org\.apache\.iceberg\./;

/** The properties of one of Spark's catalogs, by what comes after its name. */
interface Catalog {
  name: string;
  className?: string;
  properties: Map<string, string>;
}

/** V8 and V9, as far as the configuration tells. */
export function catalogProblems(
  properties: SparkProperty[],
  place: { accountId: string; region: string },
): JobProblem[] {
  const catalogs = catalogsIn(properties);
  const iceberg = catalogs.filter(({ className }) =>
    ICEBERG_CLASS.test(className ?? ''),
  );
  const extensions = properties.findLast(
    ({ key }) => key === 'spark.sql.extensions',
  );
  return [
    ...catalogs.flatMap(catalog => [
      ...accountProblems(catalog, place),
      ...typeProblems(catalog),
      ...deleteProblems(catalog),
    ]),
    ...iceberg.flatMap(catalog => [
      ...regionProblems(catalog, place),
      ...namingProblems(catalog),
    ]),
    ...(iceberg.length === 0
      ? [
          warning(
            'V9',
            'No Iceberg catalog is configured, so the job will not find Iceberg tables. Configure spark.sql.catalog.spark_catalog, or have Sluice make the request.',
          ),
        ]
      : []),
    ...(iceberg.length > 0 && !extensions?.value.includes(ICEBERG_EXTENSIONS)
      ? [
          warning(
            'V9',
            `spark.sql.extensions does not name ${ICEBERG_EXTENSIONS}, which Iceberg's SQL needs. Add it.`,
          ),
        ]
      : []),
    ...defaultProblems(properties, catalogs),
  ];
}

function catalogsIn(properties: SparkProperty[]): Catalog[] {
  const catalogs = new Map<string, Catalog>();
  for (const { key, value } of properties) {
    const [, name, member] = OF_CATALOG.exec(key) ?? [];
    if (name) {
      const catalog: Catalog = catalogs.get(name) ?? {
        name,
        properties: new Map(),
      };
      if (member) catalog.properties.set(member, value);
      else catalog.className = value;
      catalogs.set(name, catalog);
    }
  }
  return [...catalogs.values()];
}

function accountProblems(
  { name, properties }: Catalog,
  { accountId }: { accountId: string },
): JobProblem[] {
  return ['glue.id', 'glue.account-id'].flatMap(member => {
    const value = properties.get(member);
    if (value === undefined || value === accountId) return [];
    return [
      error(
        'V8',
        `spark.sql.catalog.${name}.${member} is ${shortened(
          value,
        )}, but must be the account that the job runs in, ${accountId}. Tables of other accounts are read through resource links.`,
      ),
    ];
  });
}

function regionProblems(
  { name, properties }: Catalog,
  { region }: { region: string },
): JobProblem[] {
  const value = properties.get('client.region');
  if (value === region) return [];
  return [
    error(
      'V8',
      `spark.sql.catalog.${name}.client.region is ${
        value === undefined ? 'not set' : shortened(value)
      }. EMR asks for it under fine-grained access control: set it to ${region}, where the team's resource links are.`,
    ),
  ];
}

/** Conflict 2 of the seed reference. */
function typeProblems({ name, properties }: Catalog): JobProblem[] {
  if (!properties.has('type') || !properties.has('catalog-impl')) return [];
  return [
    error(
      'V9',
      `Catalog ${name} has both type and catalog-impl, and Iceberg refuses that. Leave spark.sql.catalog.${name}.type out.`,
    ),
  ];
}

/** Conflict 1 of the seed reference. */
function namingProblems({ name }: Catalog): JobProblem[] {
  if (name === SESSION_CATALOG) return [];
  return [
    warning(
      'V9',
      `The Iceberg catalog has a name of its own, ${name}. AWS's own sample runs so, but AWS documents Iceberg under fine-grained access control for the session catalog, ${SESSION_CATALOG}, only. If tables are not found, run the job with the profile "documented".`,
    ),
  ];
}

function deleteProblems({ name, properties }: Catalog): JobProblem[] {
  const value = properties.get('s3.delete-enabled');
  if (value === undefined || value === 'false') return [];
  return [
    warning(
      'V9',
      `spark.sql.catalog.${name}.s3.delete-enabled is ${shortened(
        value,
      )}. Under fine-grained access control deleting files fails with 403. Set it to false, or leave it out.`,
    ),
  ];
}

function defaultProblems(
  properties: SparkProperty[],
  catalogs: Catalog[],
): JobProblem[] {
  const chosen = properties.findLast(
    ({ key }) => key === 'spark.sql.defaultCatalog',
  )?.value;
  const isThere =
    chosen === undefined ||
    chosen === SESSION_CATALOG ||
    catalogs.some(({ name, className }) => name === chosen && className);
  if (isThere) return [];
  return [
    error(
      'V9',
      `spark.sql.defaultCatalog is ${shortened(
        chosen,
      )}, but no such catalog is configured. Configure it, or name one that is.`,
    ),
  ];
}
