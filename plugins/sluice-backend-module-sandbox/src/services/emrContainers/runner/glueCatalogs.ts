import { JobFailure } from './JobFailure';

const GLUE_CATALOG = 'org.apache.iceberg.aws.glue.GlueCatalog';
const CATALOG = /^spark\.sql\.catalog\.([^.]+)$/;

/** Prefixes of the Iceberg catalogs that are in Glue: `spark.sql.catalog.dev.`. */
function glueCatalogs(properties: ReadonlyMap<string, string>): string[] {
  return [...properties.keys()]
    .filter(key => CATALOG.test(key))
    .map(key => `${key}.`)
    .filter(
      prefix =>
        properties.get(`${prefix}catalog-impl`) === GLUE_CATALOG ||
        properties.get(`${prefix}type`) === 'glue',
    );
}

/** As the system driver says it when it makes a catalog, with where it comes from. */
function refusal(message: string) {
  return new JobFailure(
    'USER_ERROR',
    message,
    `Exception in thread "main" java.lang.IllegalArgumentException: ${message}\n`,
  );
}

/**
 * What Lake Formation's engine asks of a catalog before it reads anything (rule
 * V8): the region, and no account but the job's own.
 *
 * @throws JobFailure `USER_ERROR`, in EMR's words
 */
export function checkGlueCatalogs(
  properties: ReadonlyMap<string, string>,
  accountId: string,
) {
  for (const prefix of glueCatalogs(properties)) {
    if (!properties.get(`${prefix}client.region`)) {
      throw refusal(
        `Cannot initialize LakeFormationAwsClientFactory, please set client.region to a valid aws region`,
      );
    }
    const foreign = ['glue.id', 'glue.account-id'].some(
      key => (properties.get(prefix + key) ?? accountId) !== accountId,
    );
    if (foreign) {
      throw refusal(
        'Either glue.id or glue.account-id is set with non-default account. Cross account access with fine-grained access control is only supported with AWS Resource Access Manager',
      );
    }
  }
}

/**
 * Points the catalogs at the sandbox.
 *
 * @returns what was changed, in words
 */
export function pointGlueCatalogs(
  properties: Map<string, string>,
  endpoint: string,
): string[] {
  const notes: string[] = [];
  for (const prefix of glueCatalogs(properties)) {
    // EMR takes both (seed reference 3.2, conflict 2); Iceberg itself refuses them.
    if (
      properties.has(`${prefix}catalog-impl`) &&
      properties.delete(`${prefix}type`)
    ) {
      notes.push(`${prefix}type was left out: catalog-impl says the same`);
    }
    properties.set(`${prefix}glue.endpoint`, endpoint);
    properties.set(`${prefix}s3.endpoint`, endpoint);
    properties.set(`${prefix}s3.path-style-access`, 'true');
    notes.push(`${prefix}glue.endpoint and s3.endpoint are the sandbox`);
  }
  return notes;
}
