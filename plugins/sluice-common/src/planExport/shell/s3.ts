import { partitionOf } from '../../iamDocuments';
import { ShellExporter } from './ShellExporter';
import { quote, withJson } from './text';

const BUCKET_FUNCTIONS = `
# protect_bucket NAME STATEMENTS: no public access, encryption, and TLS only
protect_bucket() {
  local policy wanted
  aws s3api put-public-access-block --bucket "$1" --public-access-block-configuration \\
    BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true
  # Encryption with a key of one's own is good enough, too.
  if [ -z "$(ignoring ServerSideEncryptionConfigurationNotFoundError aws s3api get-bucket-encryption --bucket "$1")" ]; then
    aws s3api put-bucket-encryption --bucket "$1" --server-side-encryption-configuration \\
      '{"Rules": [{"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}]}'
  fi
  policy="$(ignoring NoSuchBucketPolicy aws s3api get-bucket-policy --bucket "$1" --query Policy --output text)"
  policy="\${policy:-{\\}}"
  wanted="$(with_statements "$policy" "$2")"
  same "$policy" "$wanted" ||
    jq --arg name "$1" '{Bucket: $name, Policy: tojson}' <<<"$wanted" | call s3api put-bucket-policy
}
`;

/** Like `s3Bucket.ts` of the backend, a bucket is deleted when it is empty only. */
export const s3Bucket: ShellExporter<'s3Bucket'> = {
  functions: [BUCKET_FUNCTIONS],

  apply({ name, region, hygiene }) {
    const arn = `arn:${partitionOf(region)}:s3:::${name}`;
    const statement = {
      Sid: 'DenyInsecureTransport',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    return [
      withJson(
        'ignoring BucketAlreadyOwnedByYou call s3api create-bucket >/dev/null',
        {
          Bucket: name,
          // S3 refuses the name of its oldest region here.
          ...(region !== 'us-east-1' && {
            CreateBucketConfiguration: { LocationConstraint: region },
          }),
        },
      ),
      ...(hygiene
        ? [
            `protect_bucket ${quote(name)} ${quote(
              JSON.stringify([statement]),
            )}`,
          ]
        : []),
    ];
  },

  remove: ({ name }) =>
    `ignoring NoSuchBucket aws s3api delete-bucket --bucket ${quote(name)}`,
};
