import { partitionOf } from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';

/** ARN of what IAM holds in the account: `policy/name`, `oidc-provider/host/path`. */
export function iamArn(
  { accountId, region }: Pick<ConnectedAccount, 'accountId' | 'region'>,
  resource: string,
): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:${resource}`;
}
