import {
  GetDataCellsFilterCommand,
  LakeFormationClient,
  paginateListPermissions,
} from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import {
  createAccessIndex,
  effectiveAccess,
} from '@sluice/plugin-sluice-common';
import {
  createSandbox,
  Exchange,
  healthcareDeclarations,
  operationsDeclarations,
  loadHealthcareScenario,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { AccountObserver } from '../../observer';
import { DatabaseObservationStore } from '../../store';
import { startReconciler } from './startReconciler';

export const PRODUCER_ID = '111122223333';
export const CONSUMER_ID = '444455556666';

/**
 * The healthcare scenario as the demo has it: made by the seed's calls, and
 * declared in the configuration, so that Sluice has nothing of it on record.
 */
export async function startLakeOfGrants(
  directory: ReturnType<typeof createMockDirectory>,
  knex: Knex,
) {
  const exchanges: Exchange[] = [];
  const sandbox = createSandbox({
    dataDirectory: directory.resolve(randomUUID()),
    onExchange: exchange => exchanges.push(exchange),
  });
  await sandbox.listen();
  const { accounts } = await loadHealthcareScenario(sandbox);
  const configurationOf = (accountId: string) => ({
    region: 'us-west-2',
    credentials: sandbox.credentialsFor(accountId),
    maxAttempts: 1,
    requestHandler: sandbox.requestHandler(),
  });
  const connection: AwsConnectionService = {
    listAccounts: () => accounts,
    getClientConfiguration: async ({ accountId }) => configurationOf(accountId),
    getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
  };
  const reconciler = await startReconciler({
    knex,
    connection,
    declared: [...healthcareDeclarations, ...operationsDeclarations],
  });
  const lakeFormation = (accountId: string) =>
    new LakeFormationClient(configurationOf(accountId));

  return {
    sandbox,
    exchanges,
    connection,
    reconciler,
    lakeFormation,

    /** Every permission of an account, a line each. */
    async permissions(accountId: string): Promise<string[]> {
      const lines: string[] = [];
      for await (const page of paginateListPermissions(
        { client: lakeFormation(accountId) },
        {},
      )) {
        for (const row of page.PrincipalResourcePermissions ?? []) {
          const { Principal, Resource, Permissions } = row;
          lines.push(
            `${Principal?.DataLakePrincipalIdentifier?.split(
              '/',
            ).pop()} ${Permissions} on ${JSON.stringify(Resource)}`,
          );
        }
      }
      return lines.sort();
    },

    /** A data cells filter of patients in the producer; undefined when it is not there. */
    async filter(name: string) {
      try {
        const { DataCellsFilter } = await lakeFormation(PRODUCER_ID).send(
          new GetDataCellsFilterCommand({
            TableCatalogId: PRODUCER_ID,
            DatabaseName: 'healthcare_db',
            TableName: 'patients',
            Name: name,
          }),
        );
        return {
          columns: DataCellsFilter?.ColumnNames,
          rows: DataCellsFilter?.RowFilter?.FilterExpression,
        };
      } catch (error) {
        if ((error as Error).name === 'EntityNotFoundException')
          return undefined;
        throw error;
      }
    },

    /** What a role reads of a table of the producer, by an observation made now. */
    async reads(role: string, databaseName: string, tableName: string) {
      const store = await DatabaseObservationStore.create(
        mockServices.database({ knex }),
      );
      const observer = new AccountObserver({ connection, concurrency: 4 });
      for (const account of accounts) {
        await store.saveRun(await observer.observe(account));
      }
      const observations = await Promise.all(
        (await store.listLatestRuns()).map(run => store.loadAccount(run)),
      );
      return effectiveAccess(createAccessIndex(observations), {
        principal: `arn:aws:iam::${CONSUMER_ID}:role/${role}`,
        table: {
          region: 'us-west-2',
          catalogId: PRODUCER_ID,
          databaseName,
          tableName,
        },
      });
    },
  };
}
