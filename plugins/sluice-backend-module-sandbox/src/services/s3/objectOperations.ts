import { AwsError, OperationHandler } from '../../core';
import { accessibleBucket } from './bucketOperations';
import { parseCopySource } from './copySource';
import {
  deleteObject,
  getObject,
  listObjects,
  objectRecord,
  putObject,
} from './objectStore';

/** `bytes=2-5`, `bytes=2-`, `bytes=-3` → first and last byte, inclusive. */
function parseRange(
  range: string,
  size: number,
): { first: number; last: number } {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(range) ?? [];
  const first = from ? Number(from) : Math.max(size - Number(to), 0);
  const last = from && to ? Math.min(Number(to), size - 1) : size - 1;
  if ((!from && !to) || first > last) {
    throw new AwsError(
      'InvalidRange',
      'The requested range is not satisfiable',
      416,
    );
  }
  return { first, last };
}

function listV2(input: any, context: Parameters<OperationHandler>[1]) {
  const bucket = accessibleBucket(context, input.Bucket);
  const prefix: string = input.Prefix ?? '';
  const delimiter: string | undefined = input.Delimiter;
  const after = input.ContinuationToken
    ? Buffer.from(input.ContinuationToken, 'base64').toString('utf8')
    : input.StartAfter ?? '';
  const limit = Math.min(input.MaxKeys ?? 1000, 1000);
  const contents = [];
  const prefixes: string[] = [];
  let last = '';
  let truncated = false;
  for (const record of listObjects(context.world, bucket.name, prefix)) {
    const end = delimiter ? record.key.indexOf(delimiter, prefix.length) : -1;
    const common =
      end >= 0 ? record.key.slice(0, end + delimiter!.length) : undefined;
    if (record.key <= after || (common !== undefined && common <= after)) {
      continue;
    }
    if (common !== undefined && prefixes.includes(common)) continue;
    if (contents.length + prefixes.length >= limit) {
      truncated = true;
      break;
    }
    if (common !== undefined) prefixes.push(common);
    else {
      contents.push({
        Key: record.key,
        Size: record.size,
        ETag: record.etag,
        LastModified: record.lastModified,
        StorageClass: 'STANDARD',
      });
    }
    last = common ?? record.key;
  }
  return {
    Name: bucket.name,
    Prefix: prefix,
    Delimiter: delimiter,
    MaxKeys: limit,
    StartAfter: input.StartAfter,
    ContinuationToken: input.ContinuationToken,
    KeyCount: contents.length + prefixes.length,
    IsTruncated: truncated,
    NextContinuationToken: truncated
      ? Buffer.from(last, 'utf8').toString('base64')
      : undefined,
    Contents: contents,
    CommonPrefixes: prefixes.map(Prefix => ({ Prefix })),
  };
}

export const objectOperations: Record<string, OperationHandler> = {
  PutObject: (input, context) => {
    accessibleBucket(context, input.Bucket);
    const record = putObject(
      context.world,
      input.Bucket,
      input.Key,
      input.Body ?? new Uint8Array(),
      { contentType: input.ContentType, metadata: input.Metadata },
    );
    return { ETag: record.etag, ServerSideEncryption: 'AES256' };
  },
  CopyObject: (input, context) => {
    const source = parseCopySource(input.CopySource);
    accessibleBucket(context, source.bucket);
    accessibleBucket(context, input.Bucket);
    const { contentType, metadata } = objectRecord(
      context.world,
      source.bucket,
      source.key,
    );
    const record = putObject(
      context.world,
      input.Bucket,
      input.Key,
      getObject(context.world, source.bucket, source.key),
      input.MetadataDirective === 'REPLACE'
        ? { contentType: input.ContentType, metadata: input.Metadata }
        : { contentType, metadata },
    );
    return {
      CopyObjectResult: {
        ETag: record.etag,
        LastModified: record.lastModified,
      },
      ServerSideEncryption: 'AES256',
    };
  },
  GetObject: (input, context) => {
    accessibleBucket(context, input.Bucket);
    const record = objectRecord(context.world, input.Bucket, input.Key);
    const bytes = getObject(context.world, input.Bucket, input.Key);
    const about = {
      ETag: record.etag,
      LastModified: record.lastModified,
      ContentType: record.contentType ?? 'binary/octet-stream',
      Metadata: record.metadata,
      AcceptRanges: 'bytes',
    };
    if (input.Range) {
      const { first, last } = parseRange(input.Range, bytes.byteLength);
      return {
        ...about,
        Body: bytes.subarray(first, last + 1),
        ContentLength: last - first + 1,
        ContentRange: `bytes ${first}-${last}/${bytes.byteLength}`,
        $status: 206,
      };
    }
    return { ...about, Body: bytes, ContentLength: bytes.byteLength };
  },
  HeadObject: (input, context) => {
    accessibleBucket(context, input.Bucket);
    const record = objectRecord(context.world, input.Bucket, input.Key);
    return {
      ETag: record.etag,
      LastModified: record.lastModified,
      ContentLength: record.size,
      ContentType: record.contentType ?? 'binary/octet-stream',
      Metadata: record.metadata,
      AcceptRanges: 'bytes',
    };
  },
  ListObjectsV2: listV2,
  DeleteObject: (input, context) => {
    accessibleBucket(context, input.Bucket);
    deleteObject(context.world, input.Bucket, input.Key);
    return {};
  },
  DeleteObjects: (input, context) => {
    accessibleBucket(context, input.Bucket);
    const keys: string[] = input.Delete.Objects.map(
      (object: { Key: string }) => object.Key,
    );
    for (const key of keys) deleteObject(context.world, input.Bucket, key);
    return {
      Deleted: input.Delete.Quiet ? undefined : keys.map(Key => ({ Key })),
    };
  },
};
