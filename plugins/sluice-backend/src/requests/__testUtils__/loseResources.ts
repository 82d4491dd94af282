import { DeleteTableCommand, GlueClient } from '@aws-sdk/client-glue';
import {
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DetachRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolePoliciesCommand,
} from '@aws-sdk/client-iam';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';

/** What somebody does who does not know of agreements. */
export function loseResources(connection: AwsConnectionService) {
  const configurationOf = (account: string) =>
    connection.getClientConfiguration(
      connection.listAccounts().find(({ name }) => name === account)!,
    );
  return {
    /** Of the scenario's producer. */
    async dropTable(name: string): Promise<void> {
      await new GlueClient(await configurationOf('healthcare-producer')).send(
        new DeleteTableCommand({ DatabaseName: 'healthcare_db', Name: name }),
      );
    },

    /** Of the scenario's consumer. */
    async deleteRole(name: string): Promise<void> {
      const iam = new IAMClient(await configurationOf('healthcare-consumer'));
      const role = { RoleName: name };
      const { PolicyNames } = await iam.send(new ListRolePoliciesCommand(role));
      for (const PolicyName of PolicyNames ?? []) {
        await iam.send(new DeleteRolePolicyCommand({ ...role, PolicyName }));
      }
      const { AttachedPolicies } = await iam.send(
        new ListAttachedRolePoliciesCommand(role),
      );
      for (const { PolicyArn } of AttachedPolicies ?? []) {
        await iam.send(new DetachRolePolicyCommand({ ...role, PolicyArn }));
      }
      await iam.send(new DeleteRoleCommand(role));
    },
  };
}
