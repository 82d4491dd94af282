import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import fc from 'fast-check';
import { Knex } from 'knex';
import {
  CONSUMER,
  consumerDocuments,
  PRODUCER,
  runOf,
  TEAM1_ROLE,
  TEAM2_ROLE,
} from '../__testUtils__/healthcare';
import { DatabaseObservationStore } from '../store';
import {
  histories,
  inOrder,
  singleChanges,
  Step,
} from '../store/__testUtils__/histories';
import { LatestWorld } from './LatestWorld';
import { ObservedWorld } from './ObservedWorld';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const ROLES = [
  TEAM1_ROLE,
  TEAM2_ROLE,
  `arn:aws:iam::${PRODUCER.accountId}:role/analyst`,
];

/** All that may be asked of a world. */
const everythingOf = (world: ObservedWorld) => ({
  // What does not differ keeps the time at which it was read first.
  observations: world.observations.map(({ observedAt: _, ...observation }) =>
    inOrder(observation),
  ),
  tables: world.tables,
  found: world.tables.map(({ entityRef }) => world.findTable(entityRef)),
  roles: ROLES.map(arn => world.findRole(arn)),
  within: ROLES.map(arn => world.tablesWithin(arn)),
  answers: ROLES.flatMap(arn =>
    world.tables.map(entry => world.effectiveAccess(arn, entry)),
  ),
});

describe.each(databases.eachSupportedId())('LatestWorld on %s', id => {
  let knex: Knex;
  let store: DatabaseObservationStore;

  const backend = () =>
    DatabaseObservationStore.create(mockServices.database({ knex }));

  beforeEach(async () => {
    knex = await databases.init(id);
    store = await backend();
  });

  /** In an order that stays, like that of the connected accounts. */
  const latestRuns = async () =>
    (await store.listLatestRuns()).sort((a, b) =>
      a.accountName < b.accountName ? -1 : 1,
    );

  const reached = async (world: LatestWorld) => world.at(await latestRuns());

  async function loaded(): Promise<ObservedWorld> {
    const runs = await latestRuns();
    return new ObservedWorld(
      await Promise.all(runs.map(run => store.loadAccount(run))),
    );
  }

  const minute = (count: number) =>
    new Date(Date.parse('2026-03-01T12:00:00Z') + count * 60_000);

  it('is by differences what it is when everything is loaded', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (steps: Step[]) => {
        await knex('observed_documents').delete();
        await knex('observation_runs').delete();
        const [seesAll, missesSome] = [await backend(), await backend()];
        const loads = jest.spyOn(seesAll, 'loadAccount');
        const eager = new LatestWorld(seesAll);
        const lazy = new LatestWorld(missesSome);
        for (const { run, isSeen } of steps) {
          await store.saveRun(run);
          const expected = everythingOf(await loaded());
          for (const world of isSeen ? [eager, lazy] : [eager]) {
            expect(everythingOf(await reached(world))).toEqual(expected);
          }
        }
        const accounts = new Set(steps.map(({ run }) => run.account));
        expect(loads).toHaveBeenCalledTimes(accounts.size);
      }),
      { numRuns: 60 },
    );
  });

  it('follows each single change, and keeps no answer that it touches', async () => {
    const world = new LatestWorld(store);
    for (const run of singleChanges()) {
      await store.saveRun(run);
      expect(everythingOf(await reached(world))).toEqual(
        everythingOf(await loaded()),
      );
    }
  });

  it('starts from what it held after a failure', async () => {
    const world = new LatestWorld(store);
    await store.saveRun(runOf(PRODUCER, { at: minute(0) }));
    await store.saveRun(runOf(CONSUMER, { at: minute(0) }));
    const first = await reached(world);
    const loadAccount = jest.spyOn(store, 'loadAccount');
    const loadDifferences = jest.spyOn(store, 'loadDifferences');
    loadDifferences.mockRejectedValueOnce(new Error('connection lost'));

    await store.saveRun(
      runOf(CONSUMER, {
        at: minute(1),
        documents: consumerDocuments.filter(({ type }) => type !== 'role'),
      }),
    );
    await expect(reached(world)).rejects.toThrow('connection lost');
    expect(first.findRole(TEAM1_ROLE)).toBeDefined();
    const second = await reached(world);
    expect(second.findRole(TEAM1_ROLE)).toBeUndefined();
    expect(loadAccount).not.toHaveBeenCalled();
  });

  it('loads only the account that cannot be reached by differences', async () => {
    const world = new LatestWorld(store);
    await store.saveRun(runOf(PRODUCER, { at: minute(0) }));
    await store.saveRun(runOf(CONSUMER, { at: minute(0) }));
    await reached(world);
    const loadAccount = jest.spyOn(store, 'loadAccount');
    await store.saveRun(runOf(CONSUMER, { at: minute(0), documents: [] }));
    const { observations } = await reached(world);
    expect(
      observations.map(({ accountName, permissions }) => [
        accountName,
        permissions.length > 0,
      ]),
    ).toEqual(
      expect.arrayContaining([
        [PRODUCER.name, true],
        [CONSUMER.name, false],
      ]),
    );
    expect(loadAccount.mock.calls.map(([run]) => run.accountName)).toEqual([
      CONSUMER.name,
    ]);
  });
});
