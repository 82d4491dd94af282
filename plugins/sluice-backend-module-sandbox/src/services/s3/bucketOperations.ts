import { AwsError, CallContext, OperationHandler } from '../../core';
import { parsePolicyDocumentOrRefuse, policyAdmits } from './bucketPolicy';
import {
  Bucket,
  bucketOf,
  buckets,
  removeBucketDirectory,
} from './objectStore';
import { isSystemSpace } from './systemSpace';

const NAME = /^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/;

function accessDenied(): AwsError {
  return new AwsError('AccessDenied', 'Access Denied', 403);
}

/**
 * The bucket, if its owner calls or its policy admits the caller's account. In
 * EMR's own, an engine's rights were looked at before (see engineRights.ts).
 */
export function accessibleBucket(
  { world, caller }: CallContext,
  name: string,
): Bucket {
  const bucket = bucketOf(world, name);
  const admitted =
    bucket.ownerAccountId === caller.accountId ||
    (caller.engineOf !== undefined && isSystemSpace(world, name)) ||
    (bucket.policy && policyAdmits(bucket.policy, caller.accountId));
  if (!admitted) throw accessDenied();
  return bucket;
}

/** The bucket, if its owner calls: nobody else changes or deletes it. */
function ownBucket({ world, caller }: CallContext, name: string): Bucket {
  const bucket = bucketOf(world, name);
  if (bucket.ownerAccountId !== caller.accountId) throw accessDenied();
  return bucket;
}

function setting<K extends keyof Bucket>(
  member: K,
  absent: [code: string, message: string],
) {
  return (context: CallContext, name: string): NonNullable<Bucket[K]> => {
    const value = accessibleBucket(context, name)[member];
    if (value === undefined || value === null) {
      throw new AwsError(absent[0], absent[1], 404);
    }
    return value as NonNullable<Bucket[K]>;
  };
}

const publicAccessBlock = setting('publicAccessBlock', [
  'NoSuchPublicAccessBlockConfiguration',
  'The public access block configuration was not found',
]);
const encryption = setting('encryption', [
  'ServerSideEncryptionConfigurationNotFoundError',
  'The server side encryption configuration was not found',
]);
const policy = setting('policy', [
  'NoSuchBucketPolicy',
  'The bucket policy does not exist',
]);
const tags = setting('tags', ['NoSuchTagSet', 'The TagSet does not exist']);

function createBucket(input: any, { world, caller, region }: CallContext) {
  const name: string = input.Bucket;
  if (!NAME.test(name)) {
    throw new AwsError(
      'InvalidBucketName',
      `The specified bucket is not valid: ${name}`,
      400,
    );
  }
  const constraint = input.CreateBucketConfiguration?.LocationConstraint;
  if (region === 'us-east-1' ? constraint === 'us-east-1' : !constraint) {
    throw new AwsError(
      region === 'us-east-1'
        ? 'InvalidLocationConstraint'
        : 'IllegalLocationConstraintException',
      region === 'us-east-1'
        ? 'The specified location-constraint is not valid'
        : 'The unspecified location constraint is incompatible for the region specific endpoint this request was sent to.',
      400,
    );
  }
  if (constraint && region !== 'us-east-1' && constraint !== region) {
    throw new AwsError(
      'IllegalLocationConstraintException',
      `The ${constraint} location constraint is incompatible for the region specific endpoint this request was sent to.`,
      400,
    );
  }
  const existing = buckets(world).get(name);
  if (existing) {
    const own = existing.ownerAccountId === caller.accountId;
    throw new AwsError(
      own ? 'BucketAlreadyOwnedByYou' : 'BucketAlreadyExists',
      own
        ? 'Your previous request to create the named bucket succeeded and you already own it.'
        : 'The requested bucket name is not available. The bucket namespace is shared by all users of the system.',
      409,
    );
  }
  buckets(world).set(name, {
    name,
    ownerAccountId: caller.accountId,
    region: constraint ?? 'us-east-1',
    createdAt: world.clock.now(),
    objects: new Map(),
    // What every new bucket has since 2023.
    publicAccessBlock: {
      BlockPublicAcls: true,
      IgnorePublicAcls: true,
      BlockPublicPolicy: true,
      RestrictPublicBuckets: true,
    },
    encryption: {
      Rules: [
        {
          ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' },
          BucketKeyEnabled: false,
        },
      ],
    },
  });
  return { Location: `/${name}` };
}

export const bucketOperations: Record<string, OperationHandler> = {
  CreateBucket: createBucket,
  HeadBucket: (input, context) => ({
    BucketRegion: accessibleBucket(context, input.Bucket).region,
  }),
  ListBuckets: (_input, { world, caller }) => ({
    Buckets: [...buckets(world).values()]
      .filter(bucket => bucket.ownerAccountId === caller.accountId)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map(bucket => ({ Name: bucket.name, CreationDate: bucket.createdAt })),
    Owner: { ID: caller.accountId },
  }),
  GetBucketLocation: (input, context) => {
    const { region } = accessibleBucket(context, input.Bucket);
    // For us-east-1 the answer is empty, which is older than the region's name.
    return { LocationConstraint: region === 'us-east-1' ? undefined : region };
  },
  DeleteBucket: (input, context) => {
    const bucket = ownBucket(context, input.Bucket);
    if (bucket.objects.size > 0) {
      throw new AwsError(
        'BucketNotEmpty',
        'The bucket you tried to delete is not empty',
        409,
      );
    }
    buckets(context.world).delete(bucket.name);
    removeBucketDirectory(context.world, bucket.name);
  },
  PutPublicAccessBlock: (input, context) => {
    ownBucket(context, input.Bucket).publicAccessBlock =
      input.PublicAccessBlockConfiguration;
  },
  GetPublicAccessBlock: (input, context) => ({
    PublicAccessBlockConfiguration: publicAccessBlock(context, input.Bucket),
  }),
  PutBucketEncryption: (input, context) => {
    ownBucket(context, input.Bucket).encryption =
      input.ServerSideEncryptionConfiguration;
  },
  GetBucketEncryption: (input, context) => ({
    ServerSideEncryptionConfiguration: encryption(context, input.Bucket),
  }),
  PutBucketPolicy: (input, context) => {
    parsePolicyDocumentOrRefuse(input.Policy);
    ownBucket(context, input.Bucket).policy = input.Policy;
  },
  GetBucketPolicy: (input, context) => ({
    Policy: policy(context, input.Bucket),
  }),
  DeleteBucketPolicy: (input, context) => {
    ownBucket(context, input.Bucket).policy = undefined;
  },
  PutBucketTagging: (input, context) => {
    ownBucket(context, input.Bucket).tags = input.Tagging.TagSet;
  },
  GetBucketTagging: (input, context) => ({
    TagSet: tags(context, input.Bucket),
  }),
  PutBucketVersioning: (input, context) => {
    ownBucket(context, input.Bucket).versioning =
      input.VersioningConfiguration.Status;
  },
  GetBucketVersioning: (input, context) => ({
    Status: accessibleBucket(context, input.Bucket).versioning,
  }),
};
