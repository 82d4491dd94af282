import type { ConnectedAccount } from '@sluice/plugin-sluice-node';
import type { ScenarioSandbox } from './clients';
import { setUpConsumer } from './consumer';
import { becomeDataLakeAdministrator } from './lakeFormation';
import {
  CONSUMER,
  consumer,
  CONSUMER_NAME,
  PRODUCER,
  PRODUCER_NAME,
  REGION,
} from './names';
import { setUpOperations } from './operations';
import { setUpProducer } from './producer';

export type { ScenarioSandbox } from './clients';
export { healthcareDeclarations, operationsDeclarations } from './declarations';
export { generateLargeEstate } from './largeEstate';
export { letPreviewsActAsTeams } from './previews';

/**
 * Fills an empty sandbox with the healthcare scenario by making the calls of
 * the seed through the AWS SDK, in its order, and adds a second domain. What
 * the sandbox refuses, AWS would.
 *
 * @returns the accounts, as `sluice.accounts` would name them
 */
export async function loadHealthcareScenario(
  sandbox: ScenarioSandbox,
): Promise<{ accounts: ConnectedAccount[] }> {
  const producerClients = await becomeDataLakeAdministrator(sandbox, PRODUCER);
  const consumerClients = await becomeDataLakeAdministrator(sandbox, CONSUMER);

  await setUpProducer(producerClients);
  await setUpConsumer(consumerClients, sandbox);
  await setUpOperations(producerClients, consumerClients);

  return {
    accounts: [
      {
        name: PRODUCER_NAME,
        accountId: PRODUCER,
        region: REGION,
        eksClusters: [],
      },
      {
        name: CONSUMER_NAME,
        accountId: CONSUMER,
        region: REGION,
        eksClusters: [consumer.cluster],
      },
    ],
  };
}
