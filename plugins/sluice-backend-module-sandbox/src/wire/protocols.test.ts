import {
  CreateBucketCommand,
  GetBucketLocationCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3';
import {
  CreateDatabaseCommand,
  EntityNotFoundException,
  GetDatabaseCommand,
  GetJobsCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import {
  DescribeResourceCommand,
  LakeFormationClient,
  RegisterResourceCommand,
} from '@aws-sdk/client-lakeformation';
import {
  CreateRoleCommand,
  GetRoleCommand,
  IAMClient,
  NoSuchEntityException,
} from '@aws-sdk/client-iam';
import {
  EMRContainersClient,
  ListVirtualClustersCommand,
  DescribeVirtualClusterCommand,
  ResourceNotFoundException as VirtualClusterNotFound,
} from '@aws-sdk/client-emr-containers';
import {
  CreateClusterCommand,
  DescribeClusterCommand,
  EKSClient,
  ResourceNotFoundException as ClusterNotFound,
} from '@aws-sdk/client-eks';
import { GetResourceSharesCommand, RAMClient } from '@aws-sdk/client-ram';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import {
  inProcess,
  overThePort,
  temporarySandbox,
} from '../__testUtils__/sandboxes';
import type { Exchange } from './dispatcher';

const ACCOUNT = '111122223333';
const NOW = new Date('2026-01-02T03:04:05.000Z');
const TRUST = JSON.stringify({
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
      Action: 'sts:AssumeRole',
    },
  ],
});

describe.each([
  ['in process', inProcess],
  ['over the port', overThePort],
])('AWS SDK clients %s', (_, connect) => {
  const exchanges: Exchange[] = [];
  let world: ReturnType<typeof temporarySandbox>;
  let configuration: Awaited<ReturnType<typeof connect>>;

  beforeAll(async () => {
    world = temporarySandbox({
      clock: { now: () => NOW },
      onExchange: exchange => exchanges.push(exchange),
    });
    configuration = await connect(world.sandbox, ACCOUNT);
  });

  afterAll(() => world.dispose());

  it('speak awsJson 1.1 to Glue', async () => {
    const glue = new GlueClient(configuration);
    await glue.send(
      new CreateDatabaseCommand({
        DatabaseInput: { Name: 'clinic', Parameters: { ä: 'ü' } },
      }),
    );

    const { Database } = await glue.send(
      new GetDatabaseCommand({ Name: 'clinic' }),
    );

    expect(Database).toMatchObject({
      Name: 'clinic',
      Parameters: { ä: 'ü' },
      CreateTime: NOW,
      CatalogId: ACCOUNT,
    });
    await expect(
      glue.send(new GetDatabaseCommand({ Name: 'absent' })),
    ).rejects.toBeInstanceOf(EntityNotFoundException);
  });

  it('speak restJson to Lake Formation, EKS and RAM', async () => {
    const lakeFormation = new LakeFormationClient(configuration);
    const eks = new EKSClient(configuration);
    const location = {
      ResourceArn: 'arn:aws:s3:::data/warehouse',
      RoleArn: `arn:aws:iam::${ACCOUNT}:role/access`,
    };
    await new IAMClient(configuration).send(
      new CreateRoleCommand({
        RoleName: 'access',
        AssumeRolePolicyDocument: TRUST,
      }),
    );
    await lakeFormation.send(new RegisterResourceCommand(location));
    await eks.send(
      new CreateClusterCommand({
        name: 'spark',
        roleArn: location.RoleArn,
        resourcesVpcConfig: {},
      }),
    );

    expect(
      (
        await lakeFormation.send(
          new DescribeResourceCommand({ ResourceArn: location.ResourceArn }),
        )
      ).ResourceInfo,
    ).toMatchObject({ ...location, LastModified: NOW });
    expect(
      (await eks.send(new DescribeClusterCommand({ name: 'spark' }))).cluster,
    ).toMatchObject({
      status: 'ACTIVE',
      createdAt: NOW,
      identity: {
        oidc: { issuer: expect.stringMatching(/\/id\/[0-9A-F]{32}$/) },
      },
    });
    await expect(
      eks.send(new DescribeClusterCommand({ name: 'absent' })),
    ).rejects.toBeInstanceOf(ClusterNotFound);
    expect(
      (
        await new RAMClient(configuration).send(
          new GetResourceSharesCommand({ resourceOwner: 'SELF' }),
        )
      ).resourceShares,
    ).toEqual([]);
  });

  it('speak restJson to EMR containers, whose client is older than schemas', async () => {
    const emr = new EMRContainersClient(configuration);

    const { virtualClusters } = await emr.send(
      new ListVirtualClustersCommand({
        maxResults: 5,
        states: ['RUNNING'],
        createdAfter: NOW,
      }),
    );

    expect(virtualClusters).toEqual([]);
    await expect(
      emr.send(new DescribeVirtualClusterCommand({ id: 'absent' })),
    ).rejects.toBeInstanceOf(VirtualClusterNotFound);
  });

  it('speak awsQuery to IAM and STS', async () => {
    const iam = new IAMClient(configuration);
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'reader',
        AssumeRolePolicyDocument: TRUST,
        Description: 'reads <all> & "more"',
        Tags: [
          { Key: 'a', Value: '1' },
          { Key: 'b', Value: '' },
        ],
      }),
    );

    const { Role } = await iam.send(new GetRoleCommand({ RoleName: 'reader' }));

    expect(Role).toMatchObject({
      Arn: `arn:aws:iam::${ACCOUNT}:role/reader`,
      CreateDate: NOW,
      Description: 'reads <all> & "more"',
      Tags: [
        { Key: 'a', Value: '1' },
        { Key: 'b', Value: '' },
      ],
    });
    expect(decodeURIComponent(Role!.AssumeRolePolicyDocument!)).toBe(TRUST);
    await expect(
      iam.send(new GetRoleCommand({ RoleName: 'absent' })),
    ).rejects.toBeInstanceOf(NoSuchEntityException);
    expect(
      await new STSClient(configuration).send(new GetCallerIdentityCommand({})),
    ).toMatchObject({
      Account: ACCOUNT,
      Arn: `arn:aws:iam::${ACCOUNT}:root`,
    });
  });

  it.each([
    ['virtual-hosted', false],
    ['path-style', true],
  ])(
    'speak restXml to S3, with %s buckets, streams and checksums',
    async (style, forcePathStyle) => {
      const s3 = new S3Client({ ...configuration, forcePathStyle });
      const Bucket = `bucket-${style}`;
      const Key = 'a b/ü+&?%/part.parquet';
      await s3.send(
        new CreateBucketCommand({
          Bucket,
          CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
        }),
      );
      await s3.send(
        new PutObjectCommand({
          Bucket,
          Key,
          Body: 'hello world',
          Metadata: { team: 'a' },
        }),
      );

      const got = await s3.send(
        new GetObjectCommand({ Bucket, Key, Range: 'bytes=6-' }),
      );
      expect(await got.Body!.transformToString()).toBe('world');
      expect(got).toMatchObject({
        ContentRange: 'bytes 6-10/11',
        ContentLength: 5,
        Metadata: { team: 'a' },
        LastModified: NOW,
      });
      expect(
        await s3.send(new HeadObjectCommand({ Bucket, Key })),
      ).toMatchObject({ ContentLength: 11 });
      expect(
        await s3.send(new GetBucketLocationCommand({ Bucket })),
      ).toMatchObject({ LocationConstraint: 'us-west-2' });
      await expect(
        s3.send(new GetObjectCommand({ Bucket, Key: 'absent' })),
      ).rejects.toBeInstanceOf(NoSuchKey);
    },
  );

  it.each([
    [
      'an operation that it does not model',
      () => new GlueClient(configuration).send(new GetJobsCommand({})),
      {
        name: 'UnsupportedOperationException',
        message: expect.stringMatching(/does not model Glue GetJobs/),
        $metadata: expect.objectContaining({ httpStatusCode: 400 }),
      },
    ],
    [
      'a member that the operation does not have',
      () =>
        new GlueClient({
          ...configuration,
        }).send(
          withBody(
            new GetDatabaseCommand({ Name: 'clinic' }),
            '{"Name":"clinic","Nmae":"x"}',
          ),
        ),
      {
        name: 'SerializationException',
        message: 'Nmae must be a known member, but is "x".',
      },
    ],
    [
      'a value of the wrong type',
      () =>
        new GlueClient(configuration).send(
          new GetDatabaseCommand({ Name: 7 as unknown as string }),
        ),
      {
        name: 'SerializationException',
        message: 'Name must be a string, but is 7.',
      },
    ],
    [
      'an access key that nobody has',
      () =>
        new STSClient({
          ...configuration,
          credentials: { accessKeyId: 'AKIAREAL', secretAccessKey: 'x' },
        }).send(new GetCallerIdentityCommand({})),
      {
        name: 'InvalidClientTokenId',
        message: expect.stringMatching(/AKIA<account id>ROOT/),
      },
    ],
  ])('are refused %s', async (_what, call, expected) => {
    await expect(call()).rejects.toMatchObject(expected);
  });

  it('can be watched', () => {
    const glue = exchanges.find(
      ({ service, operation }) =>
        service === 'glue' && operation === 'CreateDatabase',
    )!;
    expect(JSON.parse(Buffer.from(glue.request.body).toString())).toMatchObject(
      { DatabaseInput: { Name: 'clinic' } },
    );
    expect(glue.response.status).toBe(200);
  });
});

/** The command with another body than its input makes, as a client without a model could send. */
function withBody<C extends { middlewareStack: any }>(
  command: C,
  body: string,
): C {
  command.middlewareStack.add(
    (next: any) => (args: any) =>
      next({ ...args, request: Object.assign(args.request, { body }) }),
    { step: 'build', name: 'replaceBody', priority: 'high' },
  );
  return command;
}
