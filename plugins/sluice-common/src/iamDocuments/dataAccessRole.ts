import { IamStatement } from '../resources';
import { s3Arn } from './arns';

/**
 * What Lake Formation may do with the tables' files: seed reference 1.2a.
 * Consumers only read, but the producer itself fills its tables through Lake
 * Formation, so the role writes, too.
 * @public
 */
export function dataAccessPolicy(options: {
  partition: string;
  bucket: string;
  prefix: string;
}): IamStatement[] {
  const { partition, bucket, prefix } = options;
  return [
    {
      Sid: 'ListDataBucket',
      Effect: 'Allow',
      Action: ['s3:ListBucket'],
      Resource: s3Arn(partition, bucket),
    },
    {
      Sid: 'ReadWriteWarehouse',
      Effect: 'Allow',
      Action: ['s3:PutObject', 's3:GetObject', 's3:DeleteObject'],
      Resource: [
        s3Arn(partition, bucket, prefix),
        s3Arn(partition, bucket, `${prefix}/*`),
      ],
    },
  ];
}

/**
 * Lake Formation gives out credentials of the role: seed reference 1.2b.
 * @public
 */
export function dataAccessTrust(): IamStatement[] {
  return [
    {
      Sid: 'LetLakeFormationAndGlueAssume',
      Effect: 'Allow',
      Principal: {
        Service: ['glue.amazonaws.com', 'lakeformation.amazonaws.com'],
      },
      Action: 'sts:AssumeRole',
    },
  ];
}
