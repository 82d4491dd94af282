import { randomUUID } from 'crypto';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  createSandbox,
  Exchange,
  Sandbox,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import {
  createResourceContext,
  ResourceContext,
} from '../resources/ResourceContext';

/** Far more turns of the event loop than anything in the sandbox takes. */
const PATIENCE = 10_000;

/** An AWS with nothing in it, and the ways into it of a resource type. */
export interface EmptyAws {
  sandbox: Sandbox;
  /** Every call so far, as the IAM action that it takes: `s3:ListBucket`. */
  actions: string[];
  /** For the account's root user, whom Lake Formation takes for an administrator. */
  contextOf(account?: Partial<ConnectedAccount>): Promise<ResourceContext>;
}

/**
 * Starts an empty sandbox. Its port is opened by the first kubeconfig only;
 * close the sandbox after a test that asks for one.
 */
export function startEmptyAws(
  directory: ReturnType<typeof createMockDirectory>,
): EmptyAws {
  const actions: string[] = [];
  const sandbox = createSandbox({
    dataDirectory: directory.resolve(randomUUID()),
    onExchange: exchange => actions.push(iamActionOf(exchange)),
  });
  const connection: AwsConnectionService = {
    listAccounts: () => [],
    getClientConfiguration: async ({ accountId, region }) => ({
      region,
      credentials: sandbox.credentialsFor(accountId),
      maxAttempts: 1,
      requestHandler: sandbox.requestHandler(),
    }),
    getKubeConfig: async cluster => {
      await sandbox.listen();
      return sandbox.kubeConfig(cluster);
    },
  };
  return {
    sandbox,
    actions,
    contextOf: account =>
      createResourceContext({
        connection,
        account: {
          name: 'producer',
          accountId: '111122223333',
          region: 'us-west-2',
          eksClusters: [],
          ...account,
        },
        waitFor,
      }),
  };
}

async function waitFor(what: string, isSo: () => Promise<boolean>) {
  for (let turn = 0; turn < PATIENCE; turn++) {
    if (await isSo()) return;
    await new Promise(resolve => setImmediate(resolve));
  }
  throw new Error(`Waited in vain for ${what}`);
}

/** S3's actions are older than its operations, and named apart from them. */
const S3_ACTIONS: Record<string, string> = {
  DeleteObjects: 's3:DeleteObject',
  GetBucketEncryption: 's3:GetEncryptionConfiguration',
  GetPublicAccessBlock: 's3:GetBucketPublicAccessBlock',
  HeadBucket: 's3:ListBucket',
  HeadObject: 's3:GetObject',
  ListBuckets: 's3:ListAllMyBuckets',
  ListObjectsV2: 's3:ListBucket',
  PutBucketEncryption: 's3:PutEncryptionConfiguration',
  PutPublicAccessBlock: 's3:PutBucketPublicAccessBlock',
};

/** The IAM action that a call takes. */
export function iamActionOf({ service, operation }: Exchange): string {
  return (
    (service === 's3' ? S3_ACTIONS[operation] : undefined) ??
    `${service}:${operation}`
  );
}
