import { GetBucketPolicyCommand, S3Client } from '@aws-sdk/client-s3';
import { ObservedStatement } from '@sluice/plugin-sluice-common';
import { ObservedDocument } from '../../store';
import { PartReader } from '../AccountReader';
import { statementsOf } from '../iamStatements';

const NO_POLICY = 'NoSuchBucketPolicy';

/**
 * `s3:GetBucketPolicy` of each bucket in which tables of the account lie: who may
 * read the files without asking Lake Formation.
 */
export const readBucketPolicies: PartReader = async reader => {
  const buckets = new Set(
    (await reader.glueTables())
      .flatMap(({ tables }) => tables)
      .filter(table => !table.TargetTable)
      .flatMap(({ StorageDescriptor: storage }) =>
        bucketOf(storage?.Location ?? ''),
      ),
  );
  return Promise.all(
    [...buckets].sort().map(
      async (bucket): Promise<ObservedDocument> => ({
        type: 'bucketPolicy',
        key: bucket,
        document: {
          bucket,
          statements: await policyOf(reader.clients.s3, bucket),
        },
      }),
    ),
  );
};

function bucketOf(location: string): string[] {
  const [, bucket] = /^s3[an]?:\/\/([^/]+)/.exec(location) ?? [];
  return bucket ? [bucket] : [];
}

async function policyOf(
  s3: S3Client,
  bucket: string,
): Promise<ObservedStatement[]> {
  try {
    const { Policy } = await s3.send(
      new GetBucketPolicyCommand({ Bucket: bucket }),
    );
    return Policy ? statementsOf(Policy) : [];
  } catch (error) {
    if ((error as Error).name === NO_POLICY) return [];
    throw error;
  }
}
