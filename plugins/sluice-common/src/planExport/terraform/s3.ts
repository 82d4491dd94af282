import { partitionOf } from '../../iamDocuments';
import { expression, jsonencode, nested } from './hcl';
import { TerraformExporter } from './TerraformExporter';

export const s3Bucket: TerraformExporter<'s3Bucket'> = (
  { name: bucket, region, hygiene },
  { name },
) => {
  const reference = expression(`aws_s3_bucket.${name}.id`);
  const arn = `arn:${partitionOf(region)}:s3:::${bucket}`;
  return {
    importId: bucket,
    resources: [
      { type: 'aws_s3_bucket', body: { bucket } },
      ...(hygiene
        ? [
            {
              type: 'aws_s3_bucket_public_access_block',
              body: {
                bucket: reference,
                block_public_acls: true,
                block_public_policy: true,
                ignore_public_acls: true,
                restrict_public_buckets: true,
              },
            },
            {
              type: 'aws_s3_bucket_server_side_encryption_configuration',
              body: {
                bucket: reference,
                rule: nested({
                  apply_server_side_encryption_by_default: nested({
                    sse_algorithm: 'AES256',
                  }),
                }),
              },
            },
            {
              type: 'aws_s3_bucket_policy',
              body: {
                bucket: reference,
                policy: jsonencode({
                  Version: '2012-10-17',
                  Statement: [
                    {
                      Sid: 'DenyInsecureTransport',
                      Effect: 'Deny',
                      Principal: '*',
                      Action: 's3:*',
                      Resource: [arn, `${arn}/*`],
                      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
                    },
                  ],
                }),
              },
            },
          ]
        : []),
    ],
  };
};
