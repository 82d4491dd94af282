import { AwsError, Caller, SandboxWorld } from '../../core';
import { decide, Decision, statementsOf } from './evaluation';
import { findRole } from './roles';

/** One action on one resource, with what conditions may ask of the request. */
export interface AuthorizationRequest {
  /** `emr-containers:StartJobRun`. */
  action: string;
  resource: string;
  /** Values of condition keys; `aws:PrincipalArn` need not be among them. */
  context?: Record<string, string>;
}

/**
 * What the identity policies of a principal say. The root user may do all; a
 * role that is gone, or any other principal, may do nothing.
 */
export function decisionFor(
  world: SandboxWorld,
  principalArn: string,
  { action, resource, context = {} }: AuthorizationRequest,
): Decision['decision'] {
  if (/^arn:aws[\w-]*:iam::\d{12}:root$/.test(principalArn)) return 'allowed';
  const role = findRole(world, principalArn);
  if (!role) return 'implicitDeny';
  const values = new Map(
    Object.entries({ 'aws:PrincipalArn': principalArn, ...context }).map(
      ([key, value]) => [key.toLowerCase(), [value]],
    ),
  );
  return decide(statementsOf(role, world), {
    action,
    resource,
    valuesOf: key => values.get(key.toLowerCase()),
  }).decision;
}

/** @throws AwsError `AccessDeniedException`, in AWS's words, unless the caller's policies allow it */
export function authorize(
  world: SandboxWorld,
  caller: Caller,
  request: AuthorizationRequest,
) {
  const decision = decisionFor(world, caller.principalArn, request);
  if (decision === 'allowed') return;
  const { action, resource } = request;
  throw new AwsError(
    'AccessDeniedException',
    `User: ${
      caller.arn
    } is not authorized to perform: ${action} on resource: ${resource} ${
      decision === 'explicitDeny'
        ? 'with an explicit deny in an identity-based policy'
        : `because no identity-based policy allows the ${action} action`
    }`,
    403,
  );
}
