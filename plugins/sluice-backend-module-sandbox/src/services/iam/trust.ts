import { Caller } from '../../core';
import { judgeCondition } from './conditions';
import { asArray, PolicyStatement, wildcardMatches } from './policyDocuments';

/** A request to assume a role, as a trust policy judges it. */
export interface AssumeRequest {
  caller: Caller;
  externalId?: string;
  tags: Record<string, string>;
}

/** A trust policy after principals were resolved to unique ids (see roles.ts). */
export interface TrustStatement extends PolicyStatement {
  /** Unique ids of the IAM principals that the statement named. */
  principalIds: string[];
}

function principalMatches(
  statement: TrustStatement,
  { caller }: AssumeRequest,
): boolean {
  if (statement.Principal === '*') return true;
  const named = asArray(statement.Principal?.AWS);
  const account = [
    `arn:aws:iam::${caller.accountId}:root`,
    caller.accountId,
    '*',
  ];
  const id = caller.userId.split(':')[0];
  return (
    named.some(principal => account.includes(principal)) ||
    statement.principalIds.includes(id)
  );
}

function conditionMatches(
  condition: PolicyStatement['Condition'],
  { externalId, tags, caller }: AssumeRequest,
): boolean {
  const valueOf = (key: string): string | undefined => {
    const tag = /^aws:RequestTag\/(.+)$/i.exec(key);
    if (tag) return tags[tag[1]];
    if (key.toLowerCase() === 'sts:externalid') return externalId;
    if (key.toLowerCase() === 'aws:principalarn') return caller.principalArn;
    return undefined;
  };
  return judgeCondition(condition, key => {
    const value = valueOf(key);
    return value === undefined ? undefined : [value];
  }).holds;
}

/** Whether the trust policy lets the caller assume the role, with the tags it sends. */
export function allowsAssume(
  trust: TrustStatement[],
  request: AssumeRequest,
): boolean {
  const applies = (action: string) => (statement: TrustStatement) =>
    asArray(statement.Action).some(pattern =>
      wildcardMatches(pattern.toLowerCase(), action.toLowerCase()),
    ) &&
    principalMatches(statement, request) &&
    conditionMatches(statement.Condition, request);
  // Session tags need sts:TagSession as well.
  const actions = [
    'sts:AssumeRole',
    ...(Object.keys(request.tags).length > 0 ? ['sts:TagSession'] : []),
  ];
  return actions.every(action => {
    const matching = trust.filter(applies(action));
    return (
      matching.some(statement => statement.Effect === 'Allow') &&
      !matching.some(statement => statement.Effect === 'Deny')
    );
  });
}

/** A pod's service account that asks for a role (`sts:AssumeRoleWithWebIdentity`). */
export interface WebIdentityRequest {
  accountId: string;
  /** Of the cluster's OIDC provider, without `https://`. */
  issuer: string;
  /** `system:serviceaccount:<namespace>:<name>`. */
  subject: string;
}

/** Whether the trust policy lets a service account of a cluster assume the role. */
export function allowsWebIdentity(
  trust: TrustStatement[],
  { accountId, issuer, subject }: WebIdentityRequest,
): boolean {
  const provider = `arn:aws:iam::${accountId}:oidc-provider/${issuer}`;
  const values: Record<string, string> = {
    [`${issuer}:sub`.toLowerCase()]: subject,
    [`${issuer}:aud`.toLowerCase()]: 'sts.amazonaws.com',
  };
  const matching = trust.filter(
    ({ Action, Principal, Condition }) =>
      asArray(Action).some(pattern =>
        wildcardMatches(pattern.toLowerCase(), 'sts:assumerolewithwebidentity'),
      ) &&
      (Principal === '*' || asArray(Principal?.Federated).includes(provider)) &&
      judgeCondition(Condition, key => {
        const value = values[key.toLowerCase()];
        return value === undefined ? undefined : [value];
      }).holds,
  );
  return (
    matching.some(({ Effect }) => Effect === 'Allow') &&
    !matching.some(({ Effect }) => Effect === 'Deny')
  );
}
