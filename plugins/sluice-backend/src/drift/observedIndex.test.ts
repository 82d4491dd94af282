import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { catalogEntities } from '../__testUtils__/catalog';
import { CONSUMER, PRODUCER, runOf } from '../__testUtils__/healthcare';
import { AccessService, TeamDirectory } from '../access';
import { DatabaseObservationStore } from '../store';
import { observedIndex } from './observedIndex';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const MINUTE_MS = 60_000;
/** Later than any clock of a machine that runs this. */
const START = Date.parse('2126-01-15T08:00:00Z');
const at = (minute: number) => new Date(START + minute * MINUTE_MS);

it.each([
  ['both are fresh', 55, { producer: false, consumer: false }],
  ['only one was read again', 70, { producer: false, consumer: true }],
  ['both are stale', 170, { producer: true, consumer: true }],
])(
  'dates accounts by their last reading, although it found the same: %s',
  async (_, asked, stale) => {
    const clock = { now: +at(0) };
    const store = await DatabaseObservationStore.create(
      mockServices.database({ knex: await databases.init('SQLITE_3') }),
    );
    const access = new AccessService({
      connection: {
        listAccounts: () => [PRODUCER, CONSUMER],
        getClientConfiguration: jest.fn(),
        getKubeConfig: jest.fn(),
      },
      store,
      directory: new TeamDirectory({
        catalog: catalogServiceMock({ entities: catalogEntities }),
        auth: mockServices.auth(),
      }),
      staleAfterMs: 60 * MINUTE_MS,
      now: () => clock.now,
    });
    await store.saveRun(runOf(PRODUCER, { at: at(0) }));
    await store.saveRun(runOf(CONSUMER, { at: at(0) }));
    const { world } = await access.current();

    await store.saveRun(runOf(PRODUCER, { at: at(50) }));
    clock.now = +at(asked);
    const snapshot = await access.current({ fresh: true });
    expect(snapshot.world).toBe(world);
    const index = observedIndex(snapshot);
    expect(
      index.observations.map(each => [
        each.accountId,
        each.observedAt,
        index.isStale(each),
      ]),
    ).toEqual([
      [PRODUCER.accountId, at(50).toISOString(), stale.producer],
      [CONSUMER.accountId, at(0).toISOString(), stale.consumer],
    ]);
  },
);
