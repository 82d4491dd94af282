import { passingReason } from '../reconciler/retries';

/** What AWS calls its error. */
export function errorNameOf(error: unknown): string {
  return (error as Error)?.name ?? 'Error';
}

/** Whether AWS, or what stands before it, says that one may not. */
export function isDenied(error: unknown): boolean {
  const { name, $metadata } = error as Error & {
    $metadata?: { httpStatusCode?: number };
  };
  return (
    /^(AccessDenied|AccessDeniedException|Forbidden|403|UnrecognizedClientException|InvalidAccessKeyId|ExpiredToken|ExpiredTokenException)$/.test(
      name,
    ) || $metadata?.httpStatusCode === 403
  );
}

/** Whether AWS says that there is no such thing. */
export function isNotFound(error: unknown): boolean {
  const { name, $metadata } = error as Error & {
    $metadata?: { httpStatusCode?: number };
  };
  return (
    /^(NoSuchKey|NoSuchBucket|NotFound|ResourceNotFoundException)$/.test(
      name,
    ) || $metadata?.httpStatusCode === 404
  );
}

/**
 * What there is to wait for before trying again; undefined when that is no use.
 * An error of the service counts by whatever name.
 */
export function whyWait(error: unknown): string | undefined {
  const { $metadata } = error as { $metadata?: { httpStatusCode?: number } };
  const status = $metadata?.httpStatusCode ?? 0;
  return (
    passingReason(error) ??
    (status >= 500 || status === 429
      ? 'the service to answer again'
      : undefined)
  );
}

/** Bucket and key of `s3://bucket/key`. */
export function s3Place(uri: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri) ?? [];
  if (!bucket) throw new TypeError(`${uri} is no address in S3`);
  return { bucket, key };
}
