/**
 * Partition of AWS that a region is in: the second field of every ARN.
 * @public
 */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov')) return 'aws-us-gov';
  return 'aws';
}

/** @public */
export function roleArn(options: {
  partition: string;
  accountId: string;
  /** With its path, if it has one. */
  name: string;
}): string {
  const { partition, accountId, name } = options;
  return `arn:${partition}:iam::${accountId}:role/${name}`;
}

/**
 * A bucket, or the objects of it that a key pattern covers.
 * @public
 */
export function s3Arn(
  partition: string,
  bucket: string,
  keyPattern?: string,
): string {
  return `arn:${partition}:s3:::${bucket}${keyPattern ? `/${keyPattern}` : ''}`;
}

/**
 * Something in the Glue catalog of an account: `catalog`, `database/x`, `table/x/y`.
 * @public
 */
export function glueArn(
  owner: { region: string; accountId: string },
  resource: string,
): string {
  const { region, accountId } = owner;
  return `arn:${partitionOf(region)}:glue:${region}:${accountId}:${resource}`;
}
