import {
  ContextEntry,
  EvaluationResult,
  paginateSimulatePrincipalPolicy,
} from '@aws-sdk/client-iam';
import { ConnectedAccount } from '@sluice/plugin-sluice-node';
import pLimit from 'p-limit';
import { ResourceContext } from '../resources';
import { iamArn } from '../resources/arns';
import { NeededRight } from './neededRights';

/** `unclear`: denied unless a condition holds that only the call itself can tell. */
export type Verdict = 'allowed' | 'denied' | 'explicitlyDenied' | 'unclear';

/** From the worst to the best, for a right that any of several ARNs will do for. */
const RANK: Verdict[] = ['explicitlyDenied', 'denied', 'unclear', 'allowed'];

/** IAM answers simulations slowly, and not many at once. */
const CONCURRENCY = 4;
const ACTIONS_PER_CALL = 50;

/**
 * Asks IAM which rights a principal has, one ARN at a time: then an answer has
 * one decision for each action.
 */
export async function simulateRights(
  rights: NeededRight[],
  principalArn: string,
  context: ResourceContext,
): Promise<Map<NeededRight, Verdict>> {
  const limit = pLimit(CONCURRENCY);
  const verdicts = new Map<string, Verdict>();
  await Promise.all(
    [...questions(rights)].flatMap(([arn, actions]) =>
      inParts([...actions]).map(part =>
        limit(async () => {
          const pages = paginateSimulatePrincipalPolicy(
            { client: context.clients.iam },
            {
              PolicySourceArn: principalArn,
              ActionNames: part,
              ResourceArns: [arn],
              ContextEntries: knownConditions(context.account),
            },
          );
          for await (const { EvaluationResults = [] } of pages) {
            for (const result of EvaluationResults) {
              verdicts.set(
                `${result.EvalActionName} ${arn}`,
                verdictOf(result),
              );
            }
          }
        }),
      ),
    ),
  );
  return new Map(
    rights.map(right => [
      right,
      best(right.onAnyOf.map(arn => verdicts.get(`${right.action} ${arn}`)!)),
    ]),
  );
}

function questions(rights: NeededRight[]): Map<string, Set<string>> {
  const actions = new Map<string, Set<string>>();
  for (const { action, onAnyOf } of rights) {
    for (const arn of onAnyOf) {
      actions.set(arn, (actions.get(arn) ?? new Set()).add(action));
    }
  }
  return actions;
}

function inParts(actions: string[]): string[][] {
  const parts: string[][] = [];
  for (let i = 0; i < actions.length; i += ACTIONS_PER_CALL) {
    parts.push(actions.slice(i, i + ACTIONS_PER_CALL));
  }
  return parts;
}

function verdictOf(result: EvaluationResult): Verdict {
  const specific = result.ResourceSpecificResults?.[0];
  const decision = specific?.EvalResourceDecision ?? result.EvalDecision;
  if (decision === 'allowed') return 'allowed';
  if (decision === 'explicitDeny') return 'explicitlyDenied';
  const missing = [
    ...(specific?.MissingContextValues ?? []),
    ...(result.MissingContextValues ?? []),
  ];
  return missing.length > 0 ? 'unclear' : 'denied';
}

function best(verdicts: Verdict[]): Verdict {
  return RANK[Math.max(...verdicts.map(each => RANK.indexOf(each)))];
}

/** Values of condition keys that are certain before any call is made. */
function knownConditions(account: ConnectedAccount): ContextEntry[] {
  const { accountId, region } = account;
  const known: Record<string, string> = {
    'aws:PrincipalAccount': accountId,
    'aws:RequestedRegion': region,
    'aws:ResourceAccount': accountId,
    'aws:SecureTransport': 'true',
    'iam:PassedToService': 'lakeformation.amazonaws.com',
    'iam:PolicyARN': iamArn(account, 'policy/of-a-role-policy'),
    'ram:PermissionArn':
      'arn:aws:ram::aws:permission/AWSRAMLFEnabledGlueAllTablesReadWriteForDatabase',
    'ram:RequestedResourceType': 'glue:Table',
    'ram:ResourceShareName': 'LakeFormation-V4',
  };
  return Object.entries(known).map(([ContextKeyName, value]) => ({
    ContextKeyName,
    ContextKeyValues: [value],
    ContextKeyType: 'string',
  }));
}
