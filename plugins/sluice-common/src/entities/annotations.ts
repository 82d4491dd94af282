/** On a `Group`: ARN of the IAM role that the team's Spark jobs run as. @public */
export const ANNOTATION_JOB_EXECUTION_ROLE_ARN =
  'sluice.io/job-execution-role-arn';

/**
 * On a `Group` or a role `Resource`: unique id of the role (`AROA…`), which
 * tells a re-created role from the one that was granted.
 * @public
 */
export const ANNOTATION_ROLE_UNIQUE_ID = 'sluice.io/role-unique-id';

/** 12-digit id of the AWS account an entity was found in. @public */
export const ANNOTATION_AWS_ACCOUNT_ID = 'sluice.io/aws-account-id';

/** AWS region an entity was found in. @public */
export const ANNOTATION_AWS_REGION = 'sluice.io/aws-region';

/** Name of the connected account in Sluice's configuration. @public */
export const ANNOTATION_ACCOUNT_NAME = 'sluice.io/account-name';

/** Glue catalog id that owns a table; equal to the account id by default. @public */
export const ANNOTATION_CATALOG_ID = 'sluice.io/catalog-id';

/** Glue database of a table, in full: entity names may be shortened. @public */
export const ANNOTATION_DATABASE_NAME = 'sluice.io/database-name';

/** Glue name of a table, in full: entity names may be shortened. @public */
export const ANNOTATION_TABLE_NAME = 'sluice.io/table-name';

/** Iceberg `table-uuid`: identity across rename and re-creation. @public */
export const ANNOTATION_TABLE_UUID = 'sluice.io/table-uuid';

/**
 * On a `Group`: `'true'` says that the team is to read data, before it has a
 * job execution role.
 * @public
 */
export const ANNOTATION_CONSUMER_TEAM = 'sluice.io/consumer-team';
