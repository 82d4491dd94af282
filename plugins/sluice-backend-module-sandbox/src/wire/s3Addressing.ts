import { AwsError } from '../core';
import { textOf, WireRequest } from './messages';

/** `bucket.s3.us-west-2.amazonaws.com`, `bucket.s3.amazonaws.com`. */
const VIRTUAL_HOST = /^(.+)\.s3[.-](?:[a-z0-9-]+\.)?amazonaws\.com$/;

/**
 * Brings an S3 request to one form, whichever way it names the bucket: the
 * bucket as a label, the key as the path.
 */
export function normaliseS3Request(request: WireRequest): WireRequest {
  const body = decodeBody(request);
  const virtual = VIRTUAL_HOST.exec(request.host);
  if (virtual) {
    return { ...request, body, hostLabels: { Bucket: virtual[1] } };
  }
  const [, bucket, key = ''] =
    /^\/([^/]*)(?:\/(.*))?$/s.exec(request.path) ?? [];
  if (!bucket) return { ...request, body };
  return {
    ...request,
    body,
    path: `/${key}`,
    hostLabels: { Bucket: decodeURIComponent(bucket) },
  };
}

/** Undoes `aws-chunked`, in which the SDKs send bodies with a trailing checksum. */
function decodeBody({ headers, body }: WireRequest): Uint8Array {
  const chunked =
    headers['content-encoding']?.includes('aws-chunked') ||
    headers['x-amz-content-sha256']?.startsWith('STREAMING-');
  if (!chunked) return body;
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (;;) {
    const end = body.indexOf(10, at);
    if (end < 0) break;
    const size = parseInt(
      textOf(body.subarray(at, end)).split(';')[0].trim(),
      16,
    );
    if (Number.isNaN(size)) {
      throw new AwsError(
        'IncompleteBody',
        'A chunk of the aws-chunked body has no size.',
        400,
      );
    }
    if (size === 0) break;
    chunks.push(body.subarray(end + 1, end + 1 + size));
    at = end + 1 + size + 2;
  }
  return Buffer.concat(chunks);
}
