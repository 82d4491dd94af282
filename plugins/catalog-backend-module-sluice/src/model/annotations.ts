import type { CatalogModelLayerBuilder } from '@backstage/catalog-model/alpha';
import {
  ANNOTATION_ACCOUNT_NAME,
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
  ANNOTATION_CATALOG_ID,
  ANNOTATION_DATABASE_NAME,
  ANNOTATION_JOB_EXECUTION_ROLE_ARN,
  ANNOTATION_ROLE_UNIQUE_ID,
  ANNOTATION_TABLE_NAME,
  ANNOTATION_TABLE_UUID,
} from '@sluice/plugin-sluice-common';

const pattern = (regex: RegExp) => ({
  jsonSchema: { type: 'string', pattern: regex.source },
});

/** The annotations of `sluice.io`: refused when malformed, since access is looked up by them. */
export function addAnnotations(model: CatalogModelLayerBuilder): void {
  model.addAnnotation({
    name: ANNOTATION_JOB_EXECUTION_ROLE_ARN,
    title: 'Job execution role',
    description:
      "ARN of the IAM role that a consumer team's Spark jobs run as; Lake Formation decides access by it.",
    schema: pattern(/^arn:aws[a-z-]*:iam::\d{12}:role\/.+$/),
  });
  model.addAnnotation({
    name: ANNOTATION_ROLE_UNIQUE_ID,
    title: 'Role id',
    description:
      'Unique id of the IAM role, which tells a re-created role from the one that was granted.',
    schema: pattern(/^AROA[A-Z0-9]+$/),
  });
  model.addAnnotation({
    name: ANNOTATION_AWS_ACCOUNT_ID,
    title: 'AWS account',
    description: 'The AWS account that the entity was found in.',
    schema: pattern(/^\d{12}$/),
  });
  model.addAnnotation({
    name: ANNOTATION_AWS_REGION,
    title: 'AWS region',
    description: 'The AWS region that the entity was found in.',
  });
  model.addAnnotation({
    name: ANNOTATION_ACCOUNT_NAME,
    title: 'Connected account',
    description: "Name of the account in Sluice's configuration.",
  });
  model.addAnnotation({
    name: ANNOTATION_CATALOG_ID,
    title: 'Data Catalog',
    description: 'Id of the Glue Data Catalog that owns a table.',
  });
  model.addAnnotation({
    name: ANNOTATION_DATABASE_NAME,
    title: 'Database',
    description: 'Glue database of a table, in full.',
  });
  model.addAnnotation({
    name: ANNOTATION_TABLE_NAME,
    title: 'Table',
    description: 'Glue name of a table, in full.',
  });
  model.addAnnotation({
    name: ANNOTATION_TABLE_UUID,
    title: 'Iceberg table uuid',
    description: 'Identity of a table across rename and re-creation.',
  });
}
