import {
  ConsumerTeamDeclaration,
  partitionOf,
  roleArn,
} from '@sluice/plugin-sluice-common';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import { DeclarationStore } from './DeclarationStore';

/** ARN of a team's job execution role; undefined when its account is not connected. */
export function jobExecutionRoleArnOf(
  declaration: ConsumerTeamDeclaration,
  accounts: ConnectedAccount[],
): string | undefined {
  const account = accounts.find(({ name }) => name === declaration.account);
  return (
    account &&
    roleArn({
      partition: partitionOf(account.region),
      accountId: account.accountId,
      name: declaration.jobExecutionRole,
    })
  );
}

/** ARNs of the job execution roles that teams were declared to have, by the team's entity ref. */
export async function declaredRoles(
  declarations: DeclarationStore,
  connection: AwsConnectionService,
): Promise<Map<string, string>> {
  const accounts = connection.listAccounts();
  return new Map(
    (await declarations.list()).flatMap(each => {
      if (each.kind !== 'consumerTeam') return [];
      const arn = jobExecutionRoleArnOf(each, accounts);
      return arn ? [[each.team.toLocaleLowerCase('en-US'), arn]] : [];
    }),
  );
}
