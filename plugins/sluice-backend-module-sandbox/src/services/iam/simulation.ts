import type {
  EvaluationResult,
  PolicyEvaluationDecisionType,
  SimulatePrincipalPolicyRequest,
} from '@aws-sdk/client-iam';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { ContextValues } from './conditions';
import { decide, Decision, statementsOf } from './evaluation';
import { marker } from './marker';
import { findRole } from './roles';
import { IamRole } from './state';

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
    const statements = statementsOf(role, context.world);
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
