/** Where in S3 the files of a table lie. */
export interface Place {
  bucket: string;
  /** `bucket/prefix/`, the beginning of all objects. */
  path: string;
}

/** Undefined for what is no location in S3. */
export function placeOf(location: string | undefined): Place | undefined {
  const [, bucket, prefix = ''] =
    /^s3[an]?:\/\/([^/]+)\/?(.*)$/.exec(location ?? '') ?? [];
  if (!bucket) return undefined;
  const path = `${bucket}/${prefix}`;
  return { bucket, path: path.endsWith('/') ? path : `${path}/` };
}

/** `bucket/prefix` of an ARN of S3; undefined for another ARN. */
export function pathOfArn(arn: string): string | undefined {
  return /^arn:[^:]*:s3:[^:]*:[^:]*:(.*)$/.exec(arn)?.[1];
}
