import { GetRoleCommand } from '@aws-sdk/client-iam';
import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ResourceContext } from '../resources';

/** Who Sluice is to AWS in one account. */
export interface AwsCaller {
  accountId: string;
  /** `unknown` for what IAM holds no policies of, such as a federated user. */
  kind: 'root' | 'role' | 'user' | 'unknown';
  /** Of the role itself, not of its session. */
  arn: string;
}

/** Asks AWS as whom it takes our calls. */
export async function callerOf(context: ResourceContext): Promise<AwsCaller> {
  const { Account, Arn } = await context.clients.sts.send(
    new GetCallerIdentityCommand({}),
  );
  const accountId = Account!;
  const arn = Arn!;
  if (arn.endsWith(':root')) return { accountId, kind: 'root', arn };
  if (/:iam::\d+:user\//.test(arn)) return { accountId, kind: 'user', arn };
  const session = /^arn:([\w-]+):sts::\d+:assumed-role\/([^/]+)\//.exec(arn);
  if (!session) return { accountId, kind: 'unknown', arn };
  const [, partition, name] = session;
  return {
    accountId,
    kind: 'role',
    arn:
      (await roleArnOf(name, context)) ??
      `arn:${partition}:iam::${accountId}:role/${name}`,
  };
}

/** A session's ARN leaves the path of its role out; the role's own has it. */
async function roleArnOf(
  name: string,
  { clients }: ResourceContext,
): Promise<string | undefined> {
  try {
    const { Role } = await clients.iam.send(
      new GetRoleCommand({ RoleName: name }),
    );
    return Role?.Arn;
  } catch {
    // Most roles have no path, and the simulation says so if this one has.
    return undefined;
  }
}
