import { CreateClusterCommand, EKSClient } from '@aws-sdk/client-eks';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  createSandbox,
  Exchange,
  FaultOptions,
  Sandbox,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import {
  AwsConnectionService,
  ConnectedAccount,
} from '@sluice/plugin-sluice-node';
import { randomUUID } from 'crypto';

const REGION = 'us-west-2';
const CLUSTER = 'fgac-blog';

/** The two accounts of the seed, with nothing in them but the EKS cluster. */
export const ESTATE_ACCOUNTS: ConnectedAccount[] = [
  {
    name: 'healthcare-producer',
    accountId: '111122223333',
    region: REGION,
    eksClusters: [],
  },
  {
    name: 'healthcare-consumer',
    accountId: '444455556666',
    region: REGION,
    eksClusters: [CLUSTER],
  },
];

/** Also after a failure: an open port keeps the process of the tests alive. */
const listening: Sandbox[] = [];
afterAll(() => Promise.all(listening.map(sandbox => sandbox.close())));

/** Calls that change something, for a test that there were none. */
export function isWrite({ operation }: Exchange): boolean {
  return !/^(Get|List|Describe|Head|Search|BatchGet)/.test(operation);
}

/** Starts a sandbox with what Sluice takes as given: two accounts and a cluster. */
export async function startEmptyEstate(
  directory: ReturnType<typeof createMockDirectory>,
  options: { faults?: FaultOptions } = {},
) {
  const exchanges: Exchange[] = [];
  const sandbox = createSandbox({
    dataDirectory: directory.resolve(randomUUID()),
    faults: { seed: options.faults?.seed, rules: [] },
    onExchange: exchange => exchanges.push(exchange),
  });
  await sandbox.listen();
  listening.push(sandbox);
  const configurationOf = (accountId: string) => ({
    region: REGION,
    credentials: sandbox.credentialsFor(accountId),
    maxAttempts: 1,
    requestHandler: sandbox.requestHandler(),
  });
  const connection: AwsConnectionService = {
    listAccounts: () => ESTATE_ACCOUNTS,
    getClientConfiguration: async ({ accountId }) => configurationOf(accountId),
    getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
  };
  await createCluster(configurationOf(ESTATE_ACCOUNTS[1].accountId));
  exchanges.length = 0;
  if (options.faults) sandbox.faults.setRules(options.faults.rules);
  return { sandbox, connection, exchanges, configurationOf };
}

async function createCluster(configuration: any): Promise<void> {
  const { Role } = await new IAMClient(configuration).send(
    new CreateRoleCommand({
      RoleName: 'eks-cluster-role',
      AssumeRolePolicyDocument: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'eks.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        ],
      }),
    }),
  );
  await new EKSClient(configuration).send(
    new CreateClusterCommand({
      name: CLUSTER,
      roleArn: Role!.Arn,
      resourcesVpcConfig: { subnetIds: ['subnet-0a1b2c3d4e5f60718'] },
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
    }),
  );
}
