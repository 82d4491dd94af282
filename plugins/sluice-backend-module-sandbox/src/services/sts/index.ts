import type { AssumeRoleRequest } from '@aws-sdk/client-sts';
import { AwsError, CallContext, SandboxService } from '../../core';
import { findRole } from '../iam/roles';
import { allowsAssume } from '../iam/trust';
import { openSession } from './sessions';

export { resolveCaller, sandboxCredentials } from './sessions';

const SESSION_NAME = /^[\w+=,.@-]{2,64}$/;

function assumeRole(input: AssumeRoleRequest, context: CallContext) {
  const { world, caller } = context;
  const roleArn = input.RoleArn!;
  const sessionName = input.RoleSessionName!;
  if (!SESSION_NAME.test(sessionName)) {
    throw new AwsError(
      'ValidationError',
      `1 validation error detected: Value '${sessionName}' at 'roleSessionName' failed to satisfy constraint: Member must satisfy regular expression pattern: [\\w+=,.@-]*`,
      400,
    );
  }
  const role = findRole(world, roleArn);
  const tags = Object.fromEntries(
    (input.Tags ?? []).map(tag => [tag.Key!, tag.Value!]),
  );
  const allowed =
    role &&
    allowsAssume(role.trust, {
      caller,
      externalId: input.ExternalId,
      tags,
    });
  if (!role || !allowed) {
    // STS does not tell an absent role from one that does not trust the caller.
    throw new AwsError(
      'AccessDenied',
      `User: ${caller.arn} is not authorized to perform: sts:AssumeRole on resource: ${roleArn}`,
      403,
    );
  }
  const durationSeconds = input.DurationSeconds ?? 3600;
  if (durationSeconds > role.maxSessionDuration) {
    throw new AwsError(
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
      400,
    );
  }
  const accountId = role.accountId;
  const assumedArn = `arn:aws:sts::${accountId}:assumed-role/${role.name}/${sessionName}`;
  const userId = `${role.id}:${sessionName}`;
  return {
    Credentials: openSession(
      world,
      {
        accountId,
        arn: assumedArn,
        principalArn: role.arn,
        userId,
        sessionTags: tags,
      },
      durationSeconds,
    ),
    AssumedRoleUser: { AssumedRoleId: userId, Arn: assumedArn },
  };
}

/** STS: who am I, and AssumeRole with the trust policy's say. */
export const stsService: SandboxService = {
  id: 'STS',
  operations: {
    GetCallerIdentity: (_input, { caller }) => ({
      UserId: caller.userId,
      Account: caller.accountId,
      Arn: caller.arn,
    }),
    AssumeRole: assumeRole,
  },
};
