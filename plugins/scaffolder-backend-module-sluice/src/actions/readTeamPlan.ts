import { SluiceApi } from '@sluice/plugin-sluice-common';

/**
 * ARN of a team's role and the namespace of its jobs, as the plan has them. A
 * team without a namespace of its own uses that of the account, which the plan
 * names in the trust of the role.
 */
export function readTeamPlan(
  { steps }: SluiceApi.Plan,
  roleName: string,
): Record<string, string> {
  const arns = propertiesOf(steps, 'iamPolicyMember').map(
    ({ resourceArn }) => resourceArn as string,
  );
  const roleArn = arns.find(arn => arn.endsWith(`/${roleName}`));
  const role = propertiesOf(steps, 'iamRole').find(
    ({ name }) => name === roleName,
  );
  const namespace = /system:serviceaccount:([^:"]+):/.exec(
    JSON.stringify(role?.trust ?? []),
  )?.[1];
  return { ...(roleArn && { roleArn }), ...(namespace && { namespace }) };
}

function propertiesOf(
  steps: SluiceApi.PlanStep[],
  type: string,
): Record<string, unknown>[] {
  return steps
    .filter(step => step.type === type)
    .map(({ resource }) => resource.properties);
}
