import { ObservationPart } from '@sluice/plugin-sluice-common';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';

/** IAM actions that reading a part takes; the README's policy lists the same. */
const ACTIONS_OF_PART: Record<ObservationPart, string> = {
  databases: 'glue:GetDatabases',
  tables: 'glue:GetDatabases and glue:GetTables',
  filters:
    'lakeformation:ListDataCellsFilter, and make the role a (read-only) data lake administrator',
  permissions:
    'lakeformation:ListPermissions, and make the role a (read-only) data lake administrator',
  tags: 'lakeformation:ListLFTags, lakeformation:SearchTablesByLFTags and lakeformation:SearchDatabasesByLFTags',
  locations: 'lakeformation:ListResources',
  shares: 'ram:GetResourceShares and ram:GetResourceShareInvitations',
  settings: 'lakeformation:GetDataLakeSettings',
  roles: 'iam:ListRoles',
  virtualClusters: 'emr-containers:ListVirtualClusters',
  namespaces:
    'eks:DescribeCluster, and give the role an access entry of the cluster that may list namespaces',
  optIns:
    'lakeformation:ListLakeFormationOptIns, and make the role a data lake administrator',
  iamPolicies: 'iam:GetAccountAuthorizationDetails',
  bucketPolicies: 's3:GetBucketPolicy',
};

const DENIED = /AccessDenied|UnauthorizedOperation|Forbidden|not authorized/i;
const THROTTLED = /Throttl|TooManyRequests|Rate exceeded/i;
const CREDENTIALS =
  /ExpiredToken|UnrecognizedClient|InvalidClientTokenId|CredentialsProviderError|SignatureDoesNotMatch/i;

/**
 * Says in one line what could not be read, what AWS answered, and what a
 * platform engineer does about it.
 */
export function describeFailure(
  part: ObservationPart,
  account: ConnectedAccount,
  error: unknown,
): string {
  const { name, message } = asError(error);
  return `${name}: ${message.replace(/\.?\s*$/, '.')} ${remedy(
    part,
    account,
    `${name} ${message}`,
  )}`;
}

function remedy(
  part: ObservationPart,
  account: ConnectedAccount,
  text: string,
): string {
  if (CREDENTIALS.test(text)) {
    return `Check the credentials for account ${account.accountId} in aws.accounts.`;
  }
  if (THROTTLED.test(text)) {
    return 'Lower sluice.observation.concurrency, or observe less often.';
  }
  if (DENIED.test(text)) {
    return `Allow ${ACTIONS_OF_PART[part]} to the role that Sluice uses in account '${account.name}'.`;
  }
  return 'It is tried again at the next observation.';
}

function asError(error: unknown): { name: string; message: string } {
  if (error instanceof Error) {
    return { name: error.name, message: error.message || 'no message' };
  }
  return { name: 'Error', message: String(error) };
}
