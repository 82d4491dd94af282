import {
  blueprintOf,
  IamStatement,
  jobSubmissionPolicy,
} from '@sluice/plugin-sluice-common';
import { Actions, actionsOf } from './actionsOf';
import { JOB_STATEMENTS } from './jobStatements';
import {
  sampleDeclarations,
  sampleFacts,
  sampleSubmission,
} from './sampleDeclarations';
import { statementsFor } from './statements';

/** A policy document of IAM. */
export interface PolicyFile {
  Version: string;
  Statement: IamStatement[];
}

const VERSION = '2012-10-17';

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
 * The policies that are shipped, by file name. Those of Sluice's role, to set
 * accounts up and to run jobs: what the types of resources take that declarations
 * want of such an account. Reading what is granted takes the observer's policy,
 * too. And an example of what the people of a team need who run jobs without
 * Sluice.
 */
export function sluicePolicies(): Record<string, PolicyFile> {
  return {
    'producer-policy.json': policyFor('producer'),
    'consumer-policy.json': policyFor('consumer', JOB_STATEMENTS),
    'team-submission-policy.example.json': {
      Version: VERSION,
      Statement: jobSubmissionPolicy(sampleSubmission),
    },
  };
}

function policyFor(
  name: 'producer' | 'consumer',
  more: readonly IamStatement[] = [],
): PolicyFile {
  const account = sampleFacts.accounts.find(each => each.name === name)!;
  const wanted = sampleDeclarations
    .flatMap(declaration => blueprintOf(declaration, sampleFacts))
    .filter(resource => resource.account === name)
    .map(resource => actionsOf(resource, account));
  const parts = [OF_EVERY_ACCOUNT, OF_ACCOUNT[name], ...wanted];
  return {
    Version: VERSION,
    Statement: [
      ...statementsFor({
        read: parts.flatMap(({ read }) => read),
        write: parts.flatMap(({ write }) => write),
      }),
      ...more,
    ],
  };
}
