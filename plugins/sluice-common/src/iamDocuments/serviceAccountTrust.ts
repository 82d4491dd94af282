import { IamStatement } from '../resources';
import { partitionOf } from './arns';
import { base36 } from './base36';

/**
 * Lets the pods that EMR on EKS runs for a role in a namespace become that role,
 * as `aws emr-containers update-role-trust-policy` does (seed reference 1.7f).
 * Like that, it sets no condition on the audience of the token.
 *
 * @param options.issuer - of the cluster's OIDC provider, without `https://`
 * @public
 */
export function serviceAccountTrust(options: {
  region: string;
  accountId: string;
  issuer: string;
  namespace: string;
  roleName: string;
}): IamStatement {
  const { region, accountId, issuer, namespace, roleName } = options;
  return {
    Sid: 'LetEmrPodsOfTheNamespaceAssume',
    Effect: 'Allow',
    Principal: {
      Federated: `arn:${partitionOf(
        region,
      )}:iam::${accountId}:oidc-provider/${issuer}`,
    },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      // EMR makes a service account per role and component; the last part is the role's.
      StringLike: {
        [`${issuer}:sub`]: `system:serviceaccount:${namespace}:emr-containers-sa-*-*-${accountId}-${base36(
          roleName,
        )}`,
      },
    },
  };
}
