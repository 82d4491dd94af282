import { ConsumerAccountDeclaration, sharesOf } from '../declarations';
import { DesiredResource, desired } from '../resources';
import { BlueprintAccount, BlueprintFacts } from './facts';
import {
  emrAccess,
  emrClusterAccess,
  secureNamespace,
  userNamespace,
} from './kubernetes';
import { accountNamed, Consumer, ConsumerAccount, consumerOf } from './parties';
import {
  oidcProvider,
  queryEnginePolicyOf,
  queryEngineRole,
} from './queryEngine';
import {
  emrAccessEntry,
  engineSettings,
  securityConfiguration,
  virtualCluster,
} from './virtualCluster';

/** Seed reference 1.6 to 1.8, without the teams: those are declared by themselves. */
export function consumerAccountBlueprint(
  declaration: ConsumerAccountDeclaration,
  facts: BlueprintFacts,
): DesiredResource[] {
  const consumer = consumerOf(declaration, facts);
  const forUsers = userNamespace(consumer);
  const forSystem = secureNamespace(consumer);
  return [
    ...administrators(consumer),
    noDefaultIamAllowedPrincipals(consumer),
    ...engineSettings(consumer),
    ...sendersOf(consumer, facts).map(id =>
      acceptedShare(consumer.account, id),
    ),
    localDatabase(consumer),
    jobsBucket(consumer),
    oidcProvider(consumer),
    queryEnginePolicyOf(consumer),
    queryEngineRole(consumer),
    forUsers,
    ...emrAccess(consumer, forUsers),
    forSystem,
    ...emrAccess(consumer, forSystem),
    ...emrClusterAccess(consumer),
    emrAccessEntry(consumer),
    securityConfiguration(consumer),
    virtualCluster(consumer, {
      name: declaration.virtualCluster,
      namespace: forUsers,
      why: 'Jobs of teams without a namespace of their own are submitted to it.',
    }),
  ];
}

function administrators({ account, declaration }: ConsumerAccount) {
  return declaration.dataLakeAdministrators.map(principalArn =>
    desired('dataLakeAdministrator', {
      account: account.name,
      properties: { principalArn },
      why: 'Declared as an administrator, who passes on what other accounts share.',
    }),
  );
}

function noDefaultIamAllowedPrincipals({ account }: ConsumerAccount) {
  return desired('noDefaultIamAllowedPrincipals', {
    account: account.name,
    properties: { scope: 'account' },
    why: 'What IAM_ALLOWED_PRINCIPALS holds is left to IAM policies.',
  });
}

/** Accounts that share something with it: an account can accept nothing from others. */
function sendersOf({ account, declaration }: Consumer, facts: BlueprintFacts) {
  const senders = facts.declarations
    .flatMap(sharesOf)
    .filter(({ consumerAccount }) => consumerAccount === account.name)
    .map(
      ({ producerAccount }) => accountNamed(facts, producerAccount).accountId,
    );
  return declaration.producerAccountIds.filter(id => senders.includes(id));
}

/**
 * What a producer shares is accepted.
 * @param shared - grants to this account or to roles of it, which may bring an invitation
 */
export function acceptedShare(
  account: BlueprintAccount,
  senderAccountId: string,
  shared: readonly { id: string }[] = [],
) {
  return desired('acceptedShare', {
    account: account.name,
    properties: { senderAccountId },
    dependsOn: shared,
    why: `Until its invitations are accepted, nothing that account ${senderAccountId} shares is seen here.`,
  });
}

/** Where the resource links of the teams are. */
export function localDatabase(consumer: ConsumerAccount) {
  const { account, declaration } = consumer;
  return desired('glueDatabase', {
    account: account.name,
    properties: {
      name: declaration.localDatabase,
    },
    dependsOn: [
      ...administrators(consumer),
      noDefaultIamAllowedPrincipals(consumer),
    ],
    why: 'EMR on EKS reads tables of other accounts through links in a database of its own.',
  });
}

function jobsBucket({ account, declaration }: Consumer) {
  return desired('s3Bucket', {
    account: account.name,
    properties: {
      name: declaration.jobsBucket,
      region: account.region,
      hygiene: true,
    },
    why: 'Scripts of jobs are read from it, and their logs written to it.',
  });
}
