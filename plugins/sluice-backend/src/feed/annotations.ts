import {
  ANNOTATION_ACCOUNT_NAME,
  ANNOTATION_AWS_ACCOUNT_ID,
  ANNOTATION_AWS_REGION,
} from '@sluice/plugin-sluice-common';

/** Says in which account an entity was found. */
export function accountAnnotations(account: {
  accountName: string;
  accountId: string;
  region: string;
}): Record<string, string> {
  return {
    [ANNOTATION_ACCOUNT_NAME]: account.accountName,
    [ANNOTATION_AWS_ACCOUNT_ID]: account.accountId,
    [ANNOTATION_AWS_REGION]: account.region,
  };
}
