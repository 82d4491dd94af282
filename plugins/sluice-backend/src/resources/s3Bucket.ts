import {
  BucketLocationConstraint,
  CreateBucketCommand,
  DeleteBucketCommand,
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketPolicyCommand,
  GetPublicAccessBlockCommand,
  ListObjectsV2Command,
  PutBucketEncryptionCommand,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import {
  IamStatement,
  S3BucketProperties,
  partitionOf,
} from '@sluice/plugin-sluice-common';
import { ConflictError } from '@backstage/errors';
import { differencesBetween } from './differences';
import {
  differencesOfStatements,
  mergeStatements,
  parsePolicyDocument,
  PolicyDocument,
  POLICY_VERSION,
} from './policyStatements';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

const NO_PUBLIC_ACCESS = {
  BlockPublicAcls: true,
  IgnorePublicAcls: true,
  BlockPublicPolicy: true,
  RestrictPublicBuckets: true,
};

/**
 * A bucket with what a bucket of data should have: no public access, encryption
 * by default, and TLS only.
 */
export const s3Bucket: ResourceType<'s3Bucket'> = {
  async read({ name }, context) {
    const location = await unlessRefused(
      'NoSuchBucket',
      context.clients.s3.send(
        new GetBucketLocationCommand(ownBucket(name, context)),
      ),
    );
    if (!location) return undefined;
    const [publicAccess, encrypted, policy] = await Promise.all([
      hasNoPublicAccess(name, context),
      isEncrypted(name, context),
      readPolicy(name, context),
    ]);
    return {
      name,
      region: regionOf(location.LocationConstraint),
      hygiene: publicAccess && encrypted && isTlsOnly(name, policy, context),
    };
  },

  diff: (wanted, found) => [
    ...differencesBetween(wanted.region, found.region, 'region'),
    ...(wanted.hygiene
      ? differencesBetween(wanted.hygiene, found.hygiene, 'hygiene')
      : []),
  ],

  async create(wanted, context) {
    const { name, region } = wanted;
    await unlessRefused(
      'BucketAlreadyOwnedByYou',
      context.clients.s3.send(
        new CreateBucketCommand({
          Bucket: name,
          // S3 refuses the name of its oldest region here.
          ...(region !== 'us-east-1' && {
            CreateBucketConfiguration: {
              LocationConstraint: region as BucketLocationConstraint,
            },
          }),
        }),
      ),
    );
    if (wanted.hygiene) await applyHygiene(wanted, context);
  },

  async update(wanted, found, context) {
    if (wanted.region !== found.region) {
      throw new ConflictError(
        `Bucket ${wanted.name} is in ${found.region}, and buckets cannot be moved to ${wanted.region}; choose another name.`,
      );
    }
    if (wanted.hygiene) await applyHygiene(wanted, context);
  },

  async delete({ name }, context) {
    await unlessRefused(
      'NoSuchBucket',
      context.clients.s3.send(
        new DeleteBucketCommand(ownBucket(name, context)),
      ),
    );
  },

  async whyKept({ name }, context) {
    const { KeyCount } = await context.clients.s3.send(
      new ListObjectsV2Command({ ...ownBucket(name, context), MaxKeys: 1 }),
    );
    return KeyCount
      ? 'It holds objects, and Sluice deletes none; empty it and delete it by hand.'
      : undefined;
  },

  undo: 'The bucket is deleted if it is empty; Sluice deletes no objects, so a bucket that holds any has to be emptied by hand first.',

  actions: {
    read: [
      's3:GetBucketLocation',
      's3:GetBucketPolicy',
      's3:GetBucketPublicAccessBlock',
      's3:GetEncryptionConfiguration',
      's3:ListBucket',
    ],
    write: [
      's3:CreateBucket',
      's3:DeleteBucket',
      's3:PutBucketPolicy',
      's3:PutBucketPublicAccessBlock',
      's3:PutEncryptionConfiguration',
    ],
  },
};

/** Bucket names are global: one of another account is refused, even if its policy lets us in. */
function ownBucket(name: string, { account }: ResourceContext) {
  return { Bucket: name, ExpectedBucketOwner: account.accountId };
}

/** S3 leaves its oldest region out, and has an old name for its second. */
function regionOf(constraint: string | undefined): string {
  if (!constraint) return 'us-east-1';
  return constraint === 'EU' ? 'eu-west-1' : constraint;
}

async function hasNoPublicAccess(
  name: string,
  context: ResourceContext,
): Promise<boolean> {
  const answer = await unlessRefused(
    'NoSuchPublicAccessBlockConfiguration',
    context.clients.s3.send(
      new GetPublicAccessBlockCommand(ownBucket(name, context)),
    ),
  );
  return (
    differencesBetween(NO_PUBLIC_ACCESS, answer?.PublicAccessBlockConfiguration)
      .length === 0
  );
}

async function isEncrypted(
  name: string,
  context: ResourceContext,
): Promise<boolean> {
  const answer = await unlessRefused(
    'ServerSideEncryptionConfigurationNotFoundError',
    context.clients.s3.send(
      new GetBucketEncryptionCommand(ownBucket(name, context)),
    ),
  );
  return (answer?.ServerSideEncryptionConfiguration?.Rules ?? []).some(
    rule => rule.ApplyServerSideEncryptionByDefault !== undefined,
  );
}

async function readPolicy(
  name: string,
  context: ResourceContext,
): Promise<PolicyDocument> {
  const answer = await unlessRefused(
    'NoSuchBucketPolicy',
    context.clients.s3.send(
      new GetBucketPolicyCommand(ownBucket(name, context)),
    ),
  );
  return answer?.Policy
    ? parsePolicyDocument(answer.Policy)
    : { Version: POLICY_VERSION, Statement: [] };
}

function isTlsOnly(
  name: string,
  policy: PolicyDocument,
  context: ResourceContext,
): boolean {
  const wanted = [denyInsecureTransport(name, context)];
  return differencesOfStatements(wanted, policy.Statement, '').length === 0;
}

function denyInsecureTransport(
  name: string,
  { account }: ResourceContext,
): IamStatement {
  const arn = `arn:${partitionOf(account.region)}:s3:::${name}`;
  return {
    Sid: 'DenyInsecureTransport',
    Effect: 'Deny',
    Principal: '*',
    Action: 's3:*',
    Resource: [arn, `${arn}/*`],
    Condition: { Bool: { 'aws:SecureTransport': 'false' } },
  };
}

/** Puts only what is missing: encryption with a key of one's own is good enough, too. */
async function applyHygiene(
  { name }: S3BucketProperties,
  context: ResourceContext,
): Promise<void> {
  const { s3 } = context.clients;
  const bucket = ownBucket(name, context);
  if (!(await hasNoPublicAccess(name, context))) {
    await s3.send(
      new PutPublicAccessBlockCommand({
        ...bucket,
        PublicAccessBlockConfiguration: NO_PUBLIC_ACCESS,
      }),
    );
  }
  if (!(await isEncrypted(name, context))) {
    await s3.send(
      new PutBucketEncryptionCommand({
        ...bucket,
        ServerSideEncryptionConfiguration: {
          Rules: [
            { ApplyServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } },
          ],
        },
      }),
    );
  }
  const policy = await readPolicy(name, context);
  if (!isTlsOnly(name, policy, context)) {
    await s3.send(
      new PutBucketPolicyCommand({
        ...bucket,
        Policy: JSON.stringify({
          ...policy,
          Statement: mergeStatements(
            [denyInsecureTransport(name, context)],
            policy.Statement,
          ),
        }),
      }),
    );
  }
}
