import {
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutObjectCommand,
  PutPublicAccessBlockCommand,
  CreateBucketCommand,
} from '@aws-sdk/client-s3';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { ResourceContext } from './ResourceContext';
import { s3Bucket } from './s3Bucket';

const wanted = { name: 'lake-of-ours', region: 'us-west-2', hygiene: true };
const Bucket = wanted.name;
const theirs = {
  Sid: 'Theirs',
  Effect: 'Allow',
  Principal: { AWS: '444455556666' },
  Action: 's3:GetObject',
  Resource: `arn:aws:s3:::${Bucket}/public/*`,
};

async function statementsOf({ clients }: ResourceContext): Promise<any[]> {
  const { Policy } = await clients.s3.send(
    new GetBucketPolicyCommand({ Bucket }),
  );
  return JSON.parse(Policy!).Statement;
}

const putPolicy = ({ clients }: ResourceContext, ...Statement: object[]) =>
  clients.s3.send(
    new PutBucketPolicyCommand({
      Bucket,
      Policy: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );

describe('s3Bucket', () => {
  const directory = createMockDirectory();
  const start = () => startEmptyAws(directory);

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: s3Bucket,
      wanted,
      somebodyElse: {
        async meddles(context) {
          const { s3 } = context.clients;
          await s3.send(
            new PutPublicAccessBlockCommand({
              Bucket,
              PublicAccessBlockConfiguration: { BlockPublicAcls: true },
            }),
          );
          await s3.send(
            new PutBucketEncryptionCommand({
              Bucket,
              ServerSideEncryptionConfiguration: {
                Rules: [{ BucketKeyEnabled: true }],
              },
            }),
          );
          await putPolicy(context, theirs);
        },
        addition: async context =>
          (await statementsOf(context)).find(({ Sid }) => Sid === 'Theirs'),
      },
    });
    expect(called).toEqual(declared);
  });

  it.each<[string, (context: ResourceContext) => Promise<unknown>]>([
    [
      'public access',
      ({ clients }) =>
        clients.s3.send(
          new PutPublicAccessBlockCommand({
            Bucket,
            PublicAccessBlockConfiguration: {
              BlockPublicAcls: true,
              IgnorePublicAcls: true,
              BlockPublicPolicy: true,
              RestrictPublicBuckets: false,
            },
          }),
        ),
    ],
    [
      'no encryption',
      ({ clients }) =>
        clients.s3.send(
          new PutBucketEncryptionCommand({
            Bucket,
            ServerSideEncryptionConfiguration: {
              Rules: [{ BucketKeyEnabled: true }],
            },
          }),
        ),
    ],
    ['a policy that lets plain HTTP in', context => putPolicy(context, theirs)],
    [
      'a TLS statement for part of it',
      async context => {
        const [tls] = await statementsOf(context);
        await putPolicy(context, { ...tls, Resource: [tls.Resource[1]] });
      },
    ],
  ])('has no hygiene with %s', async (_, spoil) => {
    const context = await start().contextOf();
    await s3Bucket.create(wanted, context);
    await spoil(context);
    const found = await s3Bucket.read(wanted, context);
    expect(s3Bucket.diff(wanted, found!)).toEqual([
      { path: 'hygiene', before: false, after: true },
    ]);
    expect(s3Bucket.diff({ ...wanted, hygiene: false }, found!)).toEqual([]);
  });

  it("keeps a bucket's own key, and a TLS statement under another Sid", async () => {
    const context = await start().contextOf();
    await s3Bucket.create(wanted, context);
    const [tls] = await statementsOf(context);
    await putPolicy(context, { ...tls, Sid: 'AllowSSLRequestsOnly' });
    await s3Bucket.update!(
      wanted,
      (await s3Bucket.read(wanted, context))!,
      context,
    );
    expect((await statementsOf(context)).map(({ Sid }) => Sid)).toEqual([
      'AllowSSLRequestsOnly',
    ]);
  });

  it('leaves a bucket as it is when no hygiene is wanted', async () => {
    const { contextOf, actions } = start();
    await s3Bucket.create({ ...wanted, hygiene: false }, await contextOf());
    expect(actions).toEqual(['s3:CreateBucket']);
  });

  it('names no region where S3 wants none', async () => {
    const context = await start().contextOf({ region: 'us-east-1' });
    const there = { ...wanted, region: 'us-east-1' };
    await s3Bucket.create(there, context);
    expect(await s3Bucket.read(there, context)).toEqual(there);
    await expect(
      s3Bucket.update!(
        { ...wanted, region: 'us-west-2' },
        { ...wanted, region: 'us-east-1' },
        context,
      ),
    ).rejects.toThrow('is in us-east-1, and buckets cannot be moved');
  });

  it('refuses a bucket of somebody else, even one that it may read', async () => {
    const { contextOf } = start();
    const other = await contextOf({ accountId: '444455556666' });
    await other.clients.s3.send(
      new CreateBucketCommand({
        Bucket,
        CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
      }),
    );
    const context = await contextOf();
    await expect(s3Bucket.read(wanted, context)).rejects.toThrow(
      'Access Denied',
    );
    await expect(s3Bucket.create(wanted, context)).rejects.toMatchObject({
      name: 'BucketAlreadyExists',
    });
  });

  it('never empties a bucket', async () => {
    const context = await start().contextOf();
    const { s3 } = context.clients;
    await s3Bucket.create(wanted, context);
    await s3.send(new PutObjectCommand({ Bucket, Key: 'a', Body: 'a' }));
    await expect(s3Bucket.delete!(wanted, context)).rejects.toThrow(
      'The bucket you tried to delete is not empty',
    );
    await s3.send(new GetBucketLocationCommand({ Bucket }));
  });
});
