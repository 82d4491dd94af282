import type {
  EvaluationResult,
  PolicyEvaluationDecisionType,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { ContextValues, judgeCondition } from './conditions';
import { marker } from './marker';
import {
  asArray,
  parsePolicyDocument,
  PolicyStatement,
  wildcardMatches,
} from './policyDocuments';
import { findRole } from './roles';
import { IamRole, iamState } from './state';

/** The only policy of AWS's own whose contents are known here; others allow nothing. */
const ADMINISTRATOR_ACCESS =
  /^arn:aws[\w-]*:iam::aws:policy\/AdministratorAccess$/;

const EVERYTHING: PolicyStatement = {
  Effect: 'Allow',
  Action: '*',
  Resource: '*',
};

interface Decision {
  decision: PolicyEvaluationDecisionType;
  missing: string[];
}

/** @throws AwsError `NoSuchEntity`; users and groups are not modelled */
function requireRole(arn: string, { world, caller }: CallContext): IamRole {
  const role = findRole(world, arn);
  if (!role || role.accountId !== caller.accountId) {
    throw new AwsError(
      'NoSuchEntity',
      `The principal with arn ${arn} cannot be found.`,
    );
  }
  return role;
}

/** Of the role's identity policies, attached and inline. */
function statementsOf(
  role: IamRole,
  { world }: CallContext,
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
function decide(
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

/** As IAM answers for several resources: allowed if all are, denied in the gravest way otherwise. */
function together(decisions: Decision[]): PolicyEvaluationDecisionType {
  const is = (decision: PolicyEvaluationDecisionType) =>
    decisions.some(each => each.decision === decision);
  if (is('explicitDeny')) return 'explicitDeny';
  return is('implicitDeny') ? 'implicitDeny' : 'allowed';
}

/** Keys of conditions are told apart without regard to case. */
function contextValues({
  ContextEntries = [],
}: SimulatePrincipalPolicyRequest): ContextValues {
  const entries = new Map(
    ContextEntries.map(({ ContextKeyName, ContextKeyValues }) => [
      ContextKeyName?.toLowerCase(),
      ContextKeyValues ?? [],
    ]),
  );
  return key => entries.get(key.toLowerCase());
}

export const simulationOperations: Record<string, OperationHandler> = {
  /** Judges the identity policies alone; there are no boundaries, and no organization, in the sandbox. */
  SimulatePrincipalPolicy: (
    input: SimulatePrincipalPolicyRequest,
    context: CallContext,
  ) => {
    const role = requireRole(input.PolicySourceArn!, context);
    const statements = statementsOf(role, context);
    const valuesOf = contextValues(input);
    const resources = input.ResourceArns?.length ? input.ResourceArns : ['*'];
    const results = (input.ActionNames ?? []).map(
      (action): EvaluationResult => {
        const decisions = resources.map(resource => ({
          resource,
          ...decide(statements, { action, resource, valuesOf }),
        }));
        const named = decisions.filter(({ resource }) => resource !== '*');
        return {
          EvalActionName: action,
          EvalResourceName: '*',
          EvalDecision: together(decisions),
          MatchedStatements: [],
          MissingContextValues:
            named.length > 0 ? [] : decisions.flatMap(each => each.missing),
          ...(named.length > 0 && {
            ResourceSpecificResults: named.map(each => ({
              EvalResourceName: each.resource,
              EvalResourceDecision: each.decision,
              MatchedStatements: [],
              MissingContextValues: each.missing,
            })),
          }),
        };
      },
    );
    const { items, ...paging } = marker(results, input);
    return { EvaluationResults: items, ...paging };
  },
};
