import { AwsError, Caller, SandboxWorld, SliceKey } from '../../core';

/** Temporary credentials that AssumeRole gave out. */
interface Session {
  caller: Caller;
  sessionToken: string;
  expiresAt: Date;
}

const SESSIONS: SliceKey<Map<string, Session>> = {
  id: 'sts.sessions',
  create: () => new Map(),
};

const ROOT_KEY = /^AKIA(\d{12})ROOT$/;

/**
 * Credentials of an account's root user. They are made from the account id, so
 * that any client can be pointed at any account without asking.
 */
export function sandboxCredentials(accountId: string): {
  accessKeyId: string;
  secretAccessKey: string;
} {
  return {
    accessKeyId: `AKIA${accountId}ROOT`,
    secretAccessKey: 'sandbox-credentials-open-nothing-real-00',
  };
}

/** Remembers a session and returns its credentials, in the shape of STS. */
export function openSession(
  world: SandboxWorld,
  caller: Caller,
  durationSeconds: number,
) {
  const accessKeyId = `ASIA${world.nextId(16)}`;
  const sessionToken = `sandbox-session-${accessKeyId}`;
  const expiresAt = new Date(
    world.clock.now().getTime() + durationSeconds * 1000,
  );
  world
    .slice(SESSIONS, 'all')
    .set(accessKeyId, { caller, sessionToken, expiresAt });
  return {
    AccessKeyId: accessKeyId,
    SecretAccessKey: 'sandbox-credentials-open-nothing-real-00',
    SessionToken: sessionToken,
    Expiration: expiresAt,
  };
}

/**
 * Who signed a call.
 * @throws AwsError `InvalidClientTokenId` or `ExpiredToken`
 */
export function resolveCaller(
  world: SandboxWorld,
  accessKeyId: string | undefined,
  sessionToken: string | undefined,
): Caller {
  const root = ROOT_KEY.exec(accessKeyId ?? '');
  if (root) {
    const accountId = root[1];
    return {
      accountId,
      arn: `arn:aws:iam::${accountId}:root`,
      principalArn: `arn:aws:iam::${accountId}:root`,
      userId: accountId,
      sessionTags: {},
    };
  }
  const session = world.slice(SESSIONS, 'all').get(accessKeyId ?? '');
  if (!session || session.sessionToken !== sessionToken) {
    throw new AwsError(
      'InvalidClientTokenId',
      `The security token included in the request is invalid: ${
        accessKeyId ?? 'the request is not signed'
      }. Keys of the sandbox are AKIA<account id>ROOT, or come from sts:AssumeRole.`,
      403,
    );
  }
  if (session.expiresAt <= world.clock.now()) {
    throw new AwsError(
      'ExpiredToken',
      'The security token included in the request is expired',
      403,
    );
  }
  return session.caller;
}
