import { existsSync, readFileSync } from 'fs';
import path from 'path';
import { Readable } from 'stream';
import {
  CopyObjectCommand,
  CreateBucketCommand,
  DeleteBucketCommand,
  DeleteObjectsCommand,
  GetBucketPolicyCommand,
  GetBucketTaggingCommand,
  GetObjectCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  PutBucketPolicyCommand,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from '@aws-sdk/client-s3';
import { inProcess, temporarySandbox } from '../../__testUtils__/sandboxes';

const OWNER = '111122223333';
const STRANGER = '444455556666';
const Bucket = 'warehouse';
const oregon = { LocationConstraint: 'us-west-2' } as const;

describe('s3Service', () => {
  let world: ReturnType<typeof temporarySandbox>;
  let s3: S3Client;
  let stranger: S3Client;
  const put = (Key: string, Body = Key) =>
    s3.send(new PutObjectCommand({ Bucket, Key, Body }));
  const textOf = async (Key: string) => {
    const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
    return Body!.transformToString();
  };

  beforeEach(async () => {
    world = temporarySandbox();
    s3 = new S3Client(inProcess(world.sandbox, OWNER));
    stranger = new S3Client(inProcess(world.sandbox, STRANGER));
    await s3.send(
      new CreateBucketCommand({ Bucket, CreateBucketConfiguration: oregon }),
    );
  });

  afterEach(() => world.dispose());

  it('keeps objects as files that other programs can read', async () => {
    await put('db/table/data/part-0.parquet', 'rows');
    const file = path.join(
      world.dataDirectory,
      's3/warehouse/db/table/data/part-0.parquet',
    );
    expect(readFileSync(file, 'utf8')).toBe('rows');

    const { Deleted } = await s3.send(
      new DeleteObjectsCommand({
        Bucket,
        Delete: {
          Objects: [{ Key: 'db/table/data/part-0.parquet' }, { Key: 'absent' }],
        },
      }),
    );

    expect(Deleted).toHaveLength(2);
    expect(existsSync(file)).toBe(false);
  });

  it('takes a stream, sent in chunks with a checksum at the end', async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'streamed',
        Body: Readable.from([Buffer.from('one\r\n'), Buffer.from('two')]),
        ContentLength: 8,
      }),
    );
    expect(await textOf('streamed')).toBe('one\r\ntwo');
  });

  it('lists by prefix and delimiter, page by page', async () => {
    for (const key of ['a/1', 'a/2', 'b/1', 'c', 'd']) await put(key);
    const pages = [];
    let ContinuationToken: string | undefined;
    do {
      const page: any = await s3.send(
        new ListObjectsV2Command({
          Bucket,
          Delimiter: '/',
          MaxKeys: 2,
          ContinuationToken,
        }),
      );
      pages.push([
        ...(page.CommonPrefixes ?? []).map((one: any) => one.Prefix),
        ...(page.Contents ?? []).map((one: any) => one.Key),
      ]);
      ContinuationToken = page.NextContinuationToken;
    } while (ContinuationToken);

    expect(pages).toEqual([
      ['a/', 'b/'],
      ['c', 'd'],
    ]);
    expect(
      (await s3.send(new ListObjectsV2Command({ Bucket, Prefix: 'a/' })))
        .KeyCount,
    ).toBe(2);
  });

  it('copies an object with what it knows of it', async () => {
    await s3.send(
      new PutObjectCommand({
        Bucket,
        Key: 'from',
        Body: 'x',
        ContentType: 'text/csv',
      }),
    );
    await s3.send(
      new CopyObjectCommand({
        Bucket,
        Key: 'to',
        CopySource: 'warehouse/from',
      }),
    );
    expect(await textOf('to')).toBe('x');
    expect(
      await s3.send(new HeadObjectCommand({ Bucket, Key: 'to' })),
    ).toMatchObject({ ContentType: 'text/csv' });
  });

  it('blocks public access to a new bucket, as AWS does', async () => {
    const { PublicAccessBlockConfiguration } = await s3.send(
      new GetPublicAccessBlockCommand({ Bucket }),
    );
    expect(PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    });
  });

  it('returns a bucket policy as it was put', async () => {
    const Policy = JSON.stringify({
      Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject' }],
    });
    await s3.send(new PutBucketPolicyCommand({ Bucket, Policy }));
    expect((await s3.send(new GetBucketPolicyCommand({ Bucket }))).Policy).toBe(
      Policy,
    );
  });

  it('lets another account in that its policy names, to read but not to delete', async () => {
    await put('a', 'shared');
    await s3.send(
      new PutBucketPolicyCommand({
        Bucket,
        Policy: JSON.stringify({
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${STRANGER}:root` },
              Action: 's3:GetObject',
              Resource: 'arn:aws:s3:::warehouse/*',
            },
          ],
        }),
      }),
    );
    const read = new GetObjectCommand({ Bucket, Key: 'a' });
    const { Body } = await stranger.send(read);
    expect(await Body!.transformToString()).toBe('shared');
    await expect(
      stranger.send(new DeleteBucketCommand({ Bucket })),
    ).rejects.toMatchObject({ name: 'AccessDenied' });
    const third = new S3Client(inProcess(world.sandbox, '777788889999'));
    await expect(third.send(read)).rejects.toMatchObject({
      name: 'AccessDenied',
    });
  });

  it.each<[string, () => Promise<unknown>, string, number]>([
    [
      'a bucket name that another account has',
      () =>
        stranger.send(
          new CreateBucketCommand({
            Bucket,
            CreateBucketConfiguration: oregon,
          }),
        ),
      'BucketAlreadyExists',
      409,
    ],
    [
      'a bucket that the account has',
      () =>
        s3.send(
          new CreateBucketCommand({
            Bucket,
            CreateBucketConfiguration: oregon,
          }),
        ),
      'BucketAlreadyOwnedByYou',
      409,
    ],
    [
      'a bucket in another region than is called',
      () =>
        s3.send(
          new CreateBucketCommand({
            Bucket: 'elsewhere',
            CreateBucketConfiguration: { LocationConstraint: 'eu-west-1' },
          }),
        ),
      'IllegalLocationConstraintException',
      400,
    ],
    [
      'us-east-1 as a location constraint',
      () =>
        new S3Client({
          ...inProcess(world.sandbox, OWNER),
          region: 'us-east-1',
        }).send(
          new CreateBucketCommand({
            Bucket: 'elsewhere',
            CreateBucketConfiguration: {
              LocationConstraint: 'us-east-1' as 'us-east-2',
            },
          }),
        ),
      'InvalidLocationConstraint',
      400,
    ],
    [
      'deletion of a bucket that holds something',
      async () => {
        await put('a');
        return s3.send(new DeleteBucketCommand({ Bucket }));
      },
      'BucketNotEmpty',
      409,
    ],
    [
      'an absent bucket',
      () =>
        s3.send(new GetObjectCommand({ Bucket: 'nobody-has-it', Key: 'a' })),
      'NoSuchBucket',
      404,
    ],
    [
      'a head of an absent bucket',
      () => s3.send(new HeadBucketCommand({ Bucket: 'nobody-has-it' })),
      'NotFound',
      404,
    ],
    [
      "somebody else's bucket",
      () => stranger.send(new ListObjectsV2Command({ Bucket })),
      'AccessDenied',
      403,
    ],
    [
      'tags that were never put',
      () => s3.send(new GetBucketTaggingCommand({ Bucket })),
      'NoSuchTagSet',
      404,
    ],
    [
      'a policy that is not JSON',
      () => s3.send(new PutBucketPolicyCommand({ Bucket, Policy: 'no' })),
      'MalformedPolicy',
      400,
    ],
    [
      'a range behind the end',
      async () => {
        await put('a', 'xy');
        return s3.send(
          new GetObjectCommand({ Bucket, Key: 'a', Range: 'bytes=5-' }),
        );
      },
      'InvalidRange',
      416,
    ],
    [
      'a key that would leave the bucket',
      () => put('../../../etc/passwd'),
      'InvalidArgument',
      400,
    ],
    [
      'a key below one that is a file',
      async () => {
        await put('a');
        return put('a/b');
      },
      'InvalidArgument',
      400,
    ],
    [
      'a part of an upload, instead of taking it for an object',
      () =>
        s3.send(
          new UploadPartCommand({
            Bucket,
            Key: 'a',
            PartNumber: 1,
            UploadId: '1',
            Body: 'x',
          }),
        ),
      'UnsupportedOperationException',
      400,
    ],
  ])('refuses %s', async (_what, call, name, httpStatusCode) => {
    await expect(call()).rejects.toMatchObject({
      name,
      $metadata: { httpStatusCode },
    });
  });
});
