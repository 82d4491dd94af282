import { blueprintOf, IamStatement } from '@sluice/plugin-sluice-common';
import { Actions, actionsOf } from './actionsOf';
import { sampleDeclarations, sampleFacts } from './sampleDeclarations';
import { statementsFor } from './statements';

/** A policy document of IAM. */
export interface PolicyFile {
  Version: string;
  Statement: IamStatement[];
}

/** What Sluice asks of any account, beside what the types of its resources ask. */
const OF_EVERY_ACCOUNT: Actions = {
  read: [
    // Who am I, may I, and am I an administrator: before the first write.
    'iam:GetRole',
    'iam:SimulatePrincipalPolicy',
    'lakeformation:GetDataLakeSettings',
  ],
  write: [],
};

const OF_ACCOUNT: Record<'producer' | 'consumer', Actions> = {
  producer: {
    // What of a table is shared decides what a team can be granted.
    read: ['lakeformation:ListPermissions'],
    write: [],
  },
  consumer: {
    // The OIDC issuer is in documents; invitations are also answered by people.
    read: ['eks:DescribeCluster'],
    write: [
      'ram:AcceptResourceShareInvitation',
      'ram:RejectResourceShareInvitation',
    ],
  },
};

/**
 * The policies that Sluice's role needs to set up accounts, by file name: what
 * the types of resources take that declarations want of such an account. Reading
 * what is granted takes the observer's policy, too.
 */
export function sluicePolicies(): Record<string, PolicyFile> {
  return {
    'producer-policy.json': policyFor('producer'),
    'consumer-policy.json': policyFor('consumer'),
  };
}

function policyFor(name: 'producer' | 'consumer'): PolicyFile {
  const account = sampleFacts.accounts.find(each => each.name === name)!;
  const wanted = sampleDeclarations
    .flatMap(declaration => blueprintOf(declaration, sampleFacts))
    .filter(resource => resource.account === name)
    .map(resource => actionsOf(resource, account));
  const parts = [OF_EVERY_ACCOUNT, OF_ACCOUNT[name], ...wanted];
  return {
    Version: '2012-10-17',
    Statement: statementsFor({
      read: parts.flatMap(({ read }) => read),
      write: parts.flatMap(({ write }) => write),
    }),
  };
}
