import type { PolicyEvaluationDecisionType } from '@aws-sdk/client-iam';
import { SandboxWorld } from '../../core';
import { ContextValues, judgeCondition } from './conditions';
import {
  asArray,
  parsePolicyDocument,
  PolicyStatement,
  wildcardMatches,
} from './policyDocuments';
import { IamRole, iamState } from './state';

/** The only policy of AWS's own whose contents are known here; others allow nothing. */
const ADMINISTRATOR_ACCESS =
  /^arn:aws[\w-]*:iam::aws:policy\/AdministratorAccess$/;

const EVERYTHING: PolicyStatement = {
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
};

/** What identity policies say to one action on one resource. */
export interface Decision {
  decision: PolicyEvaluationDecisionType;
  /** Condition keys that were asked for, and that the request does not have. */
  missing: string[];
}

/** Of the role's identity policies, attached and inline. */
export function statementsOf(
  role: IamRole,
  world: SandboxWorld,
): PolicyStatement[] {
  const { policies } = iamState(world, role.accountId);
  const attached = [...role.attached.keys()].flatMap(arn => {
    const policy = policies.get(arn);
    const version = policy?.versions.find(
      ({ id }) => id === policy.defaultVersionId,
    );
    return version ? [version.document] : [];
  });
  return [
    ...[...attached, ...role.inline.values()].flatMap(
      text => parsePolicyDocument(text, 'permissions').Statement,
    ),
    ...([...role.attached.keys()].some(arn => ADMINISTRATOR_ACCESS.test(arn))
      ? [EVERYTHING]
      : []),
  ];
}

/** An explicit deny wins; what nothing allows is denied. */
export function decide(
  statements: PolicyStatement[],
  request: { action: string; resource: string; valuesOf: ContextValues },
): Decision {
  const { action, resource, valuesOf } = request;
  const judged = statements
    .filter(
      ({ Action, Resource }) =>
        asArray(Action).some(pattern =>
          wildcardMatches(pattern.toLowerCase(), action.toLowerCase()),
        ) &&
        asArray(Resource).some(pattern => wildcardMatches(pattern, resource)),
    )
    .map(({ Effect, Condition }) => ({
      Effect,
      ...judgeCondition(Condition, valuesOf),
    }));
  const holds = (effect: PolicyStatement['Effect']) =>
    judged.some(each => each.holds && each.Effect === effect);
  const missing = [...new Set(judged.flatMap(each => each.missing))];
  if (holds('Deny')) return { decision: 'explicitDeny', missing };
  return { decision: holds('Allow') ? 'allowed' : 'implicitDeny', missing };
}
