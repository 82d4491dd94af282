import {
  coreServices,
  createBackendFeatureLoader,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import { awsConnectionServiceRef } from '@sluice/plugin-sluice-node';
import type { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { sandboxClockPlugin, sandboxClockServiceFactory } from './clock';
import { createSandbox, Sandbox } from './createSandbox';
import { personasAuthModule } from './personas';
import { readSandboxConfig } from './readSandboxConfig';
import { refuseRealAccounts } from './refuseRealAccounts';
import { letPreviewsActAsTeams, loadHealthcareScenario } from './scenario';

/** A sandbox with the healthcare scenario in it. */
interface LoadedSandbox {
  sandbox: Sandbox;
  accounts: ConnectedAccount[];
}

const loadedSandboxServiceRef = createServiceRef<LoadedSandbox>({
  id: 'sluice.sandbox',
  scope: 'root',
});

const loadedSandboxServiceFactory = createServiceFactory({
  service: loadedSandboxServiceRef,
  deps: {
    config: coreServices.rootConfig,
    logger: coreServices.rootLogger,
    lifecycle: coreServices.rootLifecycle,
  },
  async factory({ config, logger, lifecycle }) {
    refuseRealAccounts(config, process.env);
    const { dataDirectory, port, faults, spark } = readSandboxConfig(config);
    const sandbox = createSandbox({
      dataDirectory,
      faults: { rules: [] },
      jobRuns: { spark },
    });
    lifecycle.addShutdownHook(() => sandbox.close());
    const url = await sandbox.listen(port);
    const from = Date.now();
    const { accounts } = await loadHealthcareScenario(sandbox);
    await letPreviewsActAsTeams(sandbox);
    // Faults are for the running product, not for setting the scene.
    sandbox.faults.setRules(faults.rules);
    logger.info(
      `The sandbox stands in for AWS at ${url}: accounts ${accounts
        .map(({ name, accountId }) => `${name} (${accountId})`)
        .join(', ')}; the scenario took ${Date.now() - from} ms`,
    );
    return { sandbox, accounts };
  },
});

const sandboxConnectionServiceFactory = createServiceFactory({
  service: awsConnectionServiceRef,
  deps: { loaded: loadedSandboxServiceRef },
  factory({ loaded: { sandbox, accounts } }) {
    return {
      listAccounts: () => accounts,
      async getClientConfiguration({ accountId, region }) {
        const connected = accounts.some(
          account =>
            account.accountId === accountId && account.region === region,
        );
        if (!connected) {
          throw new NotFoundError(
            `The sandbox has no account ${accountId} in ${region}; it has ${accounts
              .map(account => `${account.accountId} in ${account.region}`)
              .join(', ')}`,
          );
        }
        return {
          region,
          credentials: sandbox.credentialsFor(accountId),
          maxAttempts: 3,
          requestHandler: sandbox.requestHandler(),
        };
      },
      getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
      getNotices: () => sandbox.jobNotices(),
    };
  },
});

/**
 * Puts the sandbox in the place of AWS, the demo personas in the place of a
 * sign-in, and a clock that can be moved on in the place of the system's, when
 * `sluice.sandbox.enabled` is true; otherwise adds nothing.
 *
 * @public
 */
export const sandboxFeatureLoader = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    if (config.getOptionalBoolean('sluice.sandbox.enabled')) {
      yield loadedSandboxServiceFactory;
      yield sandboxConnectionServiceFactory;
      yield sandboxClockServiceFactory;
      yield sandboxClockPlugin;
      yield personasAuthModule;
    }
  },
});
