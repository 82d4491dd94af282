import { JobPlace, SparkProfile } from './types';

const ICEBERG = 'org.apache.iceberg';

/** Of Iceberg, which every release of EMR on EKS has on its image. */
export const ICEBERG_EXTENSIONS = `${ICEBERG}.spark.extensions.IcebergSparkSessionExtensions`;

/** Classes that Spark knows Iceberg's catalogs by. */
export const ICEBERG_CATALOGS = {
  seed: `${ICEBERG}.spark.SparkCatalog`,
  documented: `${ICEBERG}.spark.SparkSessionCatalog`,
} satisfies Record<SparkProfile, string>;

/** The session catalog, which is there without being configured. */
export const SESSION_CATALOG = 'spark_catalog';

/**
 * Name of Spark's Iceberg catalog, which a job's SQL may put before a database.
 * @public
 */
export function catalogNameOf(profile: SparkProfile): string {
  return profile === 'seed' ? 'dev' : SESSION_CATALOG;
}

/**
 * Properties of the catalog: seed reference 3.2. Never `type` beside
 * `catalog-impl`, which Iceberg itself refuses (conflict 2), and no other account
 * than the team's own, which EMR refuses (V8).
 */
export function catalogProperties(
  profile: SparkProfile,
  { region, accountId, warehouse }: JobPlace,
): Record<string, string> {
  const name = catalogNameOf(profile);
  const catalog = `spark.sql.catalog.${name}`;
  return {
    'spark.sql.extensions': ICEBERG_EXTENSIONS,
    [catalog]: ICEBERG_CATALOGS[profile],
    [`${catalog}.warehouse`]: warehouse,
    [`${catalog}.catalog-impl`]: `${ICEBERG}.aws.glue.GlueCatalog`,
    [`${catalog}.io-impl`]: `${ICEBERG}.aws.s3.S3FileIO`,
    [`${catalog}.client.region`]: region,
    [`${catalog}.glue.id`]: accountId,
    [`${catalog}.glue.account-id`]: accountId,
    'spark.sql.defaultCatalog': name,
  };
}
