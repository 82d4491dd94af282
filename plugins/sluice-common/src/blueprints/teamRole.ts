import { ConsumerTeamDeclaration } from '../declarations';
import {
  jobExecutionPolicy,
  jobExecutionTrust,
  queryEnginePolicyMemberships,
  splitPolicy,
} from '../iamDocuments';
import { desired } from '../resources';
import { BlueprintFacts } from './facts';
import { accountNamed, Consumer, ConsumerAccount, roleArnIn } from './parties';
import {
  oidcProvider,
  queryEnginePolicyOf,
  queryEngineRole,
  queryEngineRoleArn,
} from './queryEngine';

/** A team as whom tables are granted to. */
export interface Grantee {
  declaration: ConsumerTeamDeclaration;
  consumer: ConsumerAccount;
}

/** A team with the account that its jobs run in. */
export interface Team extends Grantee {
  consumer: Consumer;
}

export function jobExecutionRoleArn({
  declaration,
  consumer,
}: Grantee): string {
  return roleArnIn(consumer.account, declaration.jobExecutionRole);
}

/** Namespace that the code of the team runs in. */
export function namespaceOf({ declaration, consumer }: Grantee): string {
  return declaration.namespace ?? consumer.declaration.userNamespace;
}

/**
 * Key prefix of the team's own logs. A job's output is in them, so what a team
 * may not read must not be in reach through the logs of another.
 */
export function logPrefixOf({ declaration, consumer }: Grantee): string {
  return `${consumer.declaration.logPrefix}/${declaration.jobExecutionRole}`;
}

/** More than one only when IAM does not take all accounts and tables in one policy. */
export function jobExecutionPolicies(team: Team, facts: BlueprintFacts) {
  const { declaration, consumer } = team;
  const { region, accountId, name: account } = consumer.account;
  const ownTables = declaration.grants.filter(
    ({ producerAccount }) =>
      accountNamed(facts, producerAccount).accountId === accountId,
  );
  const statements = jobExecutionPolicy({
    region,
    accountId,
    localDatabase: consumer.declaration.localDatabase,
    producers: producersOf(consumer, facts),
    ownTables,
    jobsBucket: consumer.declaration.jobsBucket,
    scriptPrefix: consumer.declaration.scriptPrefix,
    logPrefix: logPrefixOf(team),
  });
  return splitPolicy(statements).map((part, index) =>
    desired('iamPolicy', {
      account,
      properties: {
        name: `${declaration.jobExecutionRole}-policy${
          index > 0 ? `-${index + 1}` : ''
        }`,
        statements: part,
        exclusive: true,
      },
      why: 'What jobs of the team need, and nothing else.',
    }),
  );
}

/**
 * Accounts that the team's account accepts shares of. Of itself it does not, also
 * when it names itself.
 */
function producersOf(
  { account, declaration }: Consumer,
  { accounts }: BlueprintFacts,
): { region: string; accountId: string }[] {
  return declaration.producerAccountIds
    .filter(accountId => accountId !== account.accountId)
    .map(accountId => ({
      accountId,
      // One that is not connected yet will most likely be of the same Region.
      region:
        accounts.find(each => each.accountId === accountId)?.region ??
        account.region,
    }));
}

/** The role by which Lake Formation knows the team. */
export function jobExecutionRole(
  team: Team,
  policies: ReturnType<typeof jobExecutionPolicies>,
) {
  const { declaration, consumer } = team;
  const { account, oidcIssuer } = consumer;
  const name = declaration.jobExecutionRole;
  return desired('iamRole', {
    account: account.name,
    properties: {
      name,
      description: `Spark jobs of ${declaration.team} run as this role`,
      trust: jobExecutionTrust({
        region: account.region,
        accountId: account.accountId,
        issuer: oidcIssuer,
        namespace: namespaceOf(team),
        roleName: name,
        queryEngineRoleArn: queryEngineRoleArn(consumer),
        sessionTagValue: consumer.declaration.sessionTagValue,
      }),
      attachedPolicies: policies.map(({ properties }) => properties.name),
    },
    // IAM refuses a trust in a role that does not exist.
    dependsOn: [...policies, queryEngineRole(consumer), oidcProvider(consumer)],
    why: 'Jobs of the team run as it, and Lake Formation decides by it what they read.',
  });
}

/** The role of the team in the policy of the query engine role. */
export function queryEngineMemberships(team: Team) {
  const { consumer } = team;
  const policy = queryEnginePolicyOf(consumer);
  return queryEnginePolicyMemberships(consumer.declaration.sessionTagValue).map(
    statement =>
      desired('iamPolicyMember', {
        account: consumer.account.name,
        properties: {
          policyName: policy.properties.name,
          statement,
          resourceArn: jobExecutionRoleArn(team),
        },
        dependsOn: [policy],
        why: "The system driver and its executors read as the team, so they assume the team's role.",
      }),
  );
}
