import { BlueprintAccount } from '../../blueprints/facts';
import { IamStatement } from '../../resources';
import { partitionOf } from '../../iamDocuments';
import { expression, HclValue, jsonencode, nested } from './hcl';
import {
  BY_SHELL,
  TerraformExporter,
  terraformName,
} from './TerraformExporter';

export const iamPolicy: TerraformExporter<'iamPolicy'> = (
  { name: policy, statements, exclusive },
  { account },
) => ({
  importId: iamArn(account, `policy/${policy}`),
  resources: [
    {
      type: 'aws_iam_policy',
      body: {
        name: policy,
        policy: documentOf(statements),
        // Statements of others come in; Terraform would take them out again.
        lifecycle: exclusive
          ? undefined
          : nested({ ignore_changes: [expression('policy')] }),
      },
    },
  ],
});

export const iamPolicyMember: TerraformExporter<'iamPolicyMember'> = ({
  policyName,
}) => ({
  instead: `Terraform writes policies as a whole and cannot add a member to IAM policy ${policyName}. ${BY_SHELL}`,
});

export const iamRole: TerraformExporter<'iamRole'> = (
  { name: role, description, trust, attachedPolicies },
  { account, name },
) => ({
  importId: role,
  resources: [
    {
      type: 'aws_iam_role',
      body: {
        name: role,
        description,
        assume_role_policy: documentOf(trust),
        tags: { 'managed-by': 'sluice' },
      },
    },
    ...attachedPolicies.map(policy => ({
      type: 'aws_iam_role_policy_attachment',
      suffix: terraformName(policy),
      body: {
        role: expression(`aws_iam_role.${name}.name`),
        policy_arn: iamArn(account, `policy/${policy}`),
      },
    })),
  ],
});

export const iamOidcProvider: TerraformExporter<'iamOidcProvider'> = (
  { issuerUrl, clientIds },
  { account },
) => ({
  importId: iamArn(
    account,
    `oidc-provider/${issuerUrl.replace(/^https:\/\//, '')}`,
  ),
  resources: [
    {
      type: 'aws_iam_openid_connect_provider',
      body: { url: issuerUrl, client_id_list: clientIds },
    },
  ],
});

function documentOf(statements: IamStatement[]) {
  return jsonencode({
    Version: '2012-10-17',
    Statement: statements as unknown as HclValue[],
  });
}

function iamArn(
  { accountId, region }: BlueprintAccount,
  resource: string,
): string {
  return `arn:${partitionOf(region)}:iam::${accountId}:${resource}`;
}
