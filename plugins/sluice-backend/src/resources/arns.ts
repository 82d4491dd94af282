import { ConnectedAccount } from '@sluice/plugin-sluice-node';

/** AWS partition of a region, as ARNs begin with it. */
export function partitionOf(region: string): string {
  if (region.startsWith('cn-')) return 'aws-cn';
  if (region.startsWith('us-gov-')) return 'aws-us-gov';
  return 'aws';
}

/** ARN of what IAM holds in the account: `policy/name`, `oidc-provider/host/path`. */
export function iamArn(
  { accountId, region }: Pick<ConnectedAccount, 'accountId' | 'region'>,
  resource: string,
): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:${resource}`;
}
