import {
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { createClients, ScenarioSandbox } from './clients';
import { CONSUMER, consumer } from './names';

/**
 * Lets Sluice, which is the account's root user here, become each team's role, as
 * a preview needs it. A decision of whoever runs the demo, and so no part of the
 * seed's own set-up.
 */
export async function letPreviewsActAsTeams(
  sandbox: ScenarioSandbox,
): Promise<void> {
  const { iam } = createClients(sandbox, CONSUMER);
  for (const RoleName of [consumer.team1Role, consumer.team2Role]) {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    const trust = JSON.parse(
      decodeURIComponent(Role!.AssumeRolePolicyDocument!),
    );
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName,
        PolicyDocument: JSON.stringify({
          ...trust,
          Statement: [
            ...trust.Statement,
            {
              Sid: 'SluicePreviews',
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${CONSUMER}:root` },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      }),
    );
  }
}
