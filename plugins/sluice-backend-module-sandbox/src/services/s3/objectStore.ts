import { createHash } from 'crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import path from 'path';
import { AwsError, SandboxWorld, SliceKey } from '../../core';

/** What S3 knows of an object beside its bytes. */
export interface ObjectRecord {
  key: string;
  size: number;
  etag: string;
  lastModified: Date;
  contentType?: string;
  metadata?: Record<string, string>;
}

export interface Bucket {
  name: string;
  ownerAccountId: string;
  region: string;
  createdAt: Date;
  objects: Map<string, ObjectRecord>;
  policy?: string;
  publicAccessBlock?: Record<string, boolean | undefined>;
  encryption?: object;
  tags?: { Key: string; Value: string }[];
  versioning?: string;
}

/** Bucket names are global: all accounts share one slice. */
const BUCKETS: SliceKey<Map<string, Bucket>> = {
  id: 's3.buckets',
  create: () => new Map(),
};

export function buckets(world: SandboxWorld): Map<string, Bucket> {
  return world.slice(BUCKETS, 'all');
}

/** @throws AwsError `NoSuchBucket` */
export function bucketOf(world: SandboxWorld, name: string): Bucket {
  const bucket = buckets(world).get(name);
  if (!bucket) {
    throw new AwsError(
      'NoSuchBucket',
      `The specified bucket does not exist: ${name}`,
      404,
    );
  }
  return bucket;
}

/**
 * Where an object's bytes are: a real file, so that other programs can read an
 * Iceberg table of the sandbox. A key that is no path below its bucket, or not
 * the only one for its path, is refused: S3 itself takes any.
 *
 * @throws AwsError `InvalidArgument`
 */
export function localPath(
  world: SandboxWorld,
  bucket: string,
  key: string,
): string {
  // A key that ends in / is an object of its own, beside those below it.
  const steps = key.replace(/\/$/, '/.object').split('/');
  if (steps.some(step => ['', '.', '..'].includes(step) || /\0/.test(step))) {
    throw notAFile(key);
  }
  return path.join(world.dataDirectory, 's3', bucket, ...steps);
}

function notAFile(key: string): AwsError {
  return new AwsError(
    'InvalidArgument',
    `The sandbox keeps objects as files and cannot keep one with the key ${key}`,
    400,
  );
}

/** Stores an object. @throws AwsError `NoSuchBucket`, `InvalidArgument` */
export function putObject(
  world: SandboxWorld,
  bucketName: string,
  key: string,
  bytes: Uint8Array,
  about: Pick<ObjectRecord, 'contentType' | 'metadata'> = {},
): ObjectRecord {
  const bucket = bucketOf(world, bucketName);
  const file = localPath(world, bucketName, key);
  try {
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  } catch (error) {
    // `a` beside `a/b`: both are objects for S3, but one cannot be a file.
    const { code } = error as NodeJS.ErrnoException;
    if (['EISDIR', 'ENOTDIR', 'EEXIST'].includes(code ?? '')) {
      throw notAFile(key);
    }
    throw error;
  }
  const record: ObjectRecord = {
    key,
    size: bytes.byteLength,
    etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
    lastModified: world.clock.now(),
    ...about,
  };
  bucket.objects.set(key, record);
  return record;
}

/** @throws AwsError `NoSuchBucket`, `NoSuchKey` */
export function objectRecord(
  world: SandboxWorld,
  bucketName: string,
  key: string,
): ObjectRecord {
  const record = bucketOf(world, bucketName).objects.get(key);
  if (!record) {
    throw new AwsError(
      'NoSuchKey',
      `The specified key does not exist: ${key}`,
      404,
    );
  }
  return record;
}

/** Bytes of an object. @throws AwsError `NoSuchBucket`, `NoSuchKey` */
export function getObject(
  world: SandboxWorld,
  bucketName: string,
  key: string,
): Uint8Array {
  objectRecord(world, bucketName, key);
  return readFileSync(localPath(world, bucketName, key));
}

/** Objects of a bucket in key order (UTF-8 bytes, as S3 lists). @throws AwsError `NoSuchBucket` */
export function listObjects(
  world: SandboxWorld,
  bucketName: string,
  prefix = '',
): ObjectRecord[] {
  return [...bucketOf(world, bucketName).objects.values()]
    .filter(({ key }) => key.startsWith(prefix))
    .sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));
}

/** Deleting what is absent succeeds, as in S3. @throws AwsError `NoSuchBucket` */
export function deleteObject(
  world: SandboxWorld,
  bucketName: string,
  key: string,
) {
  if (bucketOf(world, bucketName).objects.delete(key)) {
    rmSync(localPath(world, bucketName, key), { force: true });
  }
}

/** Takes a deleted bucket's directory with it. */
export function removeBucketDirectory(world: SandboxWorld, bucketName: string) {
  const directory = path.join(world.dataDirectory, 's3', bucketName);
  if (existsSync(directory)) rmSync(directory, { recursive: true });
}

/** `s3://bucket/key` → its parts; undefined when it is none. */
export function parseS3Uri(
  uri: string,
): { bucket: string; key: string } | undefined {
  const match = /^s3:\/\/([^/]+)\/?(.*)$/s.exec(uri);
  return match ? { bucket: match[1], key: match[2] } : undefined;
}
