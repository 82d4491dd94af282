import {
  createMockDirectory,
  mockServices,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  healthcareDeclarations,
  operationsDeclarations,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { Knex } from 'knex';
import { AccessService, TeamDirectory } from '../../access';
import { catalogEntities } from '../../__testUtils__/catalog';
import { AccountObserver } from '../../observer';
import { DatabaseObservationStore } from '../../store';
import {
  PRODUCER_ID,
  startLakeOfGrants,
} from '../../reconciler/__testUtils__/lakeOfGrants';
import { startReconciler } from '../../reconciler/__testUtils__/startReconciler';
import { ReconcilerOptions } from '../../reconciler/createReconciler';
import { FulfilmentWorker } from '../FulfilmentWorker';
import { RequestStore } from '../RequestStore';
import { agreements, TestClock } from './agreements';
import { heldGrants } from './heldGrants';
import { loseResources } from './loseResources';

export type { Asked } from './agreements';

/** With a product that none of the teams reads as a whole. */
const CATALOG: Entity[] = [
  ...catalogEntities,
  {
    apiVersion: 'sluice.io/v1alpha1',
    kind: 'DataProduct',
    metadata: { name: 'staff', namespace: 'default' },
    spec: {
      owner: 'group:default/claims-office',
      lifecycle: 'active',
      outputPorts: [
        {
          name: 'staff',
          tables: [
            'resource:healthcare-producer/operations_db.staff_assignments',
          ],
        },
      ],
    },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/claims-office' }],
  },
];

/**
 * The healthcare scenario with agreements on it: the reconciler and the worker
 * are the real ones, AWS is the sandbox.
 */
export async function startFulfilment(options: {
  directory: ReturnType<typeof createMockDirectory>;
  knex: Knex;
}) {
  const { directory, knex } = options;
  const lake = await startLakeOfGrants(directory, knex);
  const clock = new TestClock();
  /** Of the pauses between attempts. */
  const elapsed = { ms: 0 };
  const store = new RequestStore(knex);
  const observations = await DatabaseObservationStore.create(
    mockServices.database({ knex }),
  );
  const observer = new AccountObserver({
    connection: lake.connection,
    concurrency: 4,
  });
  const observe = async () => {
    for (const account of lake.connection.listAccounts()) {
      await observations.saveRun(await observer.observe(account));
    }
  };
  await observe();

  const accessOn = async (own: Knex) =>
    new AccessService({
      connection: lake.connection,
      store: await DatabaseObservationStore.create(
        mockServices.database({ knex: own }),
      ),
      directory: new TeamDirectory({
        catalog: catalogServiceMock({ entities: CATALOG }),
        auth: mockServices.auth(),
      }),
      staleAfterMs: Infinity,
    });
  const access = await accessOn(knex);
  /** A worker as the backend has it, but for what is named. */
  const makeWorker = (
    parts: Partial<ConstructorParameters<typeof FulfilmentWorker>[0]> = {},
  ) =>
    new FulfilmentWorker({
      store,
      reconciler: lake.reconciler,
      access,
      clock,
      policy: { credentialLifetimeMinutes: 60 },
      logger: mockServices.logger.mock(),
      elapsedMs: () => elapsed.ms,
      ...parts,
    });
  const worker = makeWorker();
  const { runner } = lake.reconciler;

  return {
    ...lake,
    access,
    clock,
    elapsed,
    knex,
    makeWorker,
    observe,
    store,
    worker,
    ...agreements({ store, access, clock }),
    ...loseResources(lake.connection),

    /** Another backend on the same database, with connections of its own to it. */
    async startAnother(own: Knex, timing?: ReconcilerOptions) {
      const reconciler = await startReconciler({
        knex: own,
        connection: lake.connection,
        declared: [...healthcareDeclarations, ...operationsDeclarations],
        reconciler: timing,
      });
      const itsAccess = await accessOn(own);
      return {
        reconciler,
        access: itsAccess,
        worker: makeWorker({
          store: new RequestStore(own),
          reconciler,
          access: itsAccess,
        }),
      };
    },

    /** Passes and changes until nothing moves by itself any more. */
    async settle(workers = [worker], runners = [runner]): Promise<void> {
      for (let before = ''; ; ) {
        await Promise.all(workers.map(each => each.tick()));
        await Promise.all(
          runners.map(async each => {
            await each.poll();
            await each.idle();
          }),
        );
        const after = JSON.stringify([
          (await store.find({})).map(({ id, revision }) => [id, revision]),
          (await lake.reconciler.changes.list({ limit: 100 })).items.map(
            ({ id, status }) => [id, status],
          ),
        ]);
        if (after === before) return;
        before = after;
      }
    },

    held: () => heldGrants(lake.lakeFormation(PRODUCER_ID)),
  };
}
