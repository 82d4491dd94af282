import { Sha256 } from '@aws-crypto/sha256-js';
import type {
  AwsCredentialIdentity,
  AwsCredentialIdentityProvider,
} from '@aws-sdk/types';
import { HttpRequest } from '@smithy/protocol-http';
import { SignatureV4 } from '@smithy/signature-v4';

/**
 * How long the signed URL is good for. EKS itself accepts a token for 15
 * minutes after it was signed, whatever the URL says.
 */
const URL_LIFETIME_SECONDS = 60;

/**
 * A bearer token for the Kubernetes API of an EKS cluster, as
 * `aws eks get-token` makes it: a presigned `sts:GetCallerIdentity` URL that
 * names the cluster in a signed header.
 */
export async function createEksToken(options: {
  clusterName: string;
  region: string;
  credentials: AwsCredentialIdentity | AwsCredentialIdentityProvider;
  now?: Date;
}): Promise<string> {
  const { clusterName, region, credentials, now } = options;
  const hostname = `sts.${region}.amazonaws.com${
    region.startsWith('cn-') ? '.cn' : ''
  }`;
  const signer = new SignatureV4({
    credentials,
    region,
    service: 'sts',
    sha256: Sha256,
  });
  const signed = await signer.presign(
    new HttpRequest({
      protocol: 'https:',
      hostname,
      method: 'GET',
      path: '/',
      headers: { host: hostname, 'x-k8s-aws-id': clusterName },
      query: { Action: 'GetCallerIdentity', Version: '2011-06-15' },
    }),
    { expiresIn: URL_LIFETIME_SECONDS, signingDate: now ?? new Date() },
  );
  const query = new URLSearchParams(
    Object.entries(signed.query ?? {}) as [string, string][],
  );
  const url = `https://${hostname}/?${query}`;
  return `k8s-aws-v1.${Buffer.from(url).toString('base64url')}`;
}
