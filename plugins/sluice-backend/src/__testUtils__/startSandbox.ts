import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  createSandbox,
  Exchange,
  loadHealthcareScenario,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';

/** The healthcare scenario in a sandbox of its own, and the connection to it. */
export async function startHealthcareSandbox(
  directory: ReturnType<typeof createMockDirectory>,
) {
  const exchanges: Exchange[] = [];
  const sandbox = createSandbox({
    dataDirectory: directory.resolve('lake'),
    onExchange: exchange => exchanges.push(exchange),
  });
  await sandbox.listen();
  const { accounts } = await loadHealthcareScenario(sandbox);
  const connection: AwsConnectionService = {
    listAccounts: () => accounts,
    getClientConfiguration: async ({ accountId, region }) => ({
      region,
      credentials: sandbox.credentialsFor(accountId),
      maxAttempts: 1,
      requestHandler: sandbox.requestHandler(),
    }),
    getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
  };
  return { sandbox, accounts, connection, exchanges };
}
