import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { catalogEntities } from '../__testUtils__/catalog';
import {
  CONSUMER,
  consumerDocuments,
  PATIENTS,
  PRODUCER,
  runOf,
  table,
} from '../__testUtils__/healthcare';
import { DatabaseObservationStore } from '../store';
import { AccessService } from './AccessService';
import { TeamDirectory } from './TeamDirectory';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

/** One of several backends on a database, with a clock that the test moves. */
async function backendOn(knex: Knex, entities = catalogEntities) {
  const clock = { now: Date.now() };
  const store = await DatabaseObservationStore.create(
    mockServices.database({ knex }),
  );
  const loadAccount = jest.spyOn(store, 'loadAccount');
  const service = new AccessService({
    connection: {
      listAccounts: () => [PRODUCER, CONSUMER],
      getClientConfiguration: jest.fn(),
      getKubeConfig: jest.fn(),
    },
    store,
    directory: new TeamDirectory({
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      now: () => clock.now,
    }),
    staleAfterMs: 3_600_000,
    now: () => clock.now,
  });
  const pass = (milliseconds: number) => {
    clock.now += milliseconds;
  };
  return { clock, store, service, loadAccount, pass };
}

const save = async (
  { store, clock }: Awaited<ReturnType<typeof backendOn>>,
  options: Parameters<typeof runOf>[1] = {},
) => {
  const at = new Date(clock.now);
  await store.saveRun(runOf(PRODUCER, { at, ...options }));
  await store.saveRun(runOf(CONSUMER, { at }));
};

describe.each(databases.eachSupportedId())('AccessService on %s', id => {
  let knex: Knex;
  beforeEach(async () => {
    knex = await databases.init(id);
  });

  it('makes the index once for as long as observations find nothing new', async () => {
    const backend = await backendOn(knex);
    await save(backend);
    const first = await backend.service.current();
    expect(await backend.service.current()).toBe(first);

    backend.pass(60_000);
    await save(backend);
    const second = await backend.service.current();
    expect(second).not.toBe(first);
    expect(second.world).toBe(first.world);
    expect(second.accounts[0].run?.observedAt).toBe(
      new Date(backend.clock.now).toISOString(),
    );
    expect(backend.loadAccount).toHaveBeenCalledTimes(2);
  });

  it('agrees with another backend on the same database within a second', async () => {
    const one = await backendOn(knex);
    const other = await backendOn(knex);
    await save(one);
    expect((await other.service.current()).world.tables).toHaveLength(2);

    await save(one, { documents: [table('patients', ['patient_id'])] });
    other.pass(1_001);
    const [mine, theirs] = await Promise.all([
      (one.pass(1_001), one.service.current()),
      other.service.current(),
    ]);
    for (const { world } of [mine, theirs]) {
      expect(world.tables.map(({ entityRef }) => entityRef)).toEqual([
        PATIENTS,
      ]);
    }
  });

  it('sees an observation at once when told that there is one', async () => {
    const one = await backendOn(knex);
    const other = await backendOn(knex);
    expect((await other.service.current()).world.tables).toEqual([]);
    await save(one);
    expect((await other.service.current()).world.tables).toEqual([]);
    const { world } = await other.service.current({ fresh: true });
    expect(world.tables).toHaveLength(2);
  });

  it('serves Iceberg tables only', async () => {
    const backend = await backendOn(knex);
    const hive = table('hive', ['id']);
    await save(backend, {
      documents: [
        table('patients', ['patient_id']),
        {
          ...hive,
          document: { ...hive.document, format: 'other' },
        } as typeof hive,
      ],
    });
    const { world } = await backend.service.current();
    expect(world.tables.map(({ entityRef }) => entityRef)).toEqual([PATIENTS]);
  });

  it('stops relying on an observation once it is too old', async () => {
    const backend = await backendOn(knex);
    await save(backend);
    const levels = async () => {
      const snapshot = await backend.service.current();
      return snapshot.teams.map(team =>
        snapshot.world.tables.map(
          entry => snapshot.accessOf(team, entry).level,
        ),
      );
    };
    expect(await levels()).toEqual([
      ['full', 'none'],
      ['full', 'partial'],
      ['none', 'none'],
    ]);
    backend.pass(3_600_001);
    expect(await levels()).toEqual([
      ['unknown', 'unknown'],
      ['unknown', 'unknown'],
      ['none', 'none'],
    ]);
  });

  it.each([
    ['is as it was', { 'sluice.io/role-unique-id': 'AROATEAM1' }, []],
    [
      'was made anew',
      { 'sluice.io/role-unique-id': 'AROAOTHER' },
      [expect.stringContaining('AROATEAM1 instead of AROAOTHER')],
    ],
  ])('warns of what is granted to a role that %s', async (_, change, texts) => {
    const [team, ...others] = catalogEntities;
    const annotations = { ...team.metadata.annotations, ...change };
    const backend = await backendOn(knex, [
      { ...team, metadata: { ...team.metadata, annotations } },
      ...others,
    ]);
    await save(backend);
    const snapshot = await backend.service.current();
    const access = snapshot.accessOf(
      snapshot.findTeam('group:default/patients-care')!,
      snapshot.world.findTable(PATIENTS)!,
    );
    expect(access.warnings).toEqual(texts);
  });

  it('warns of grants that outlived their role', async () => {
    const backend = await backendOn(knex);
    await save(backend);
    const documents = consumerDocuments.filter(({ type }) => type !== 'role');
    await backend.store.saveRun(runOf(CONSUMER, { documents }));
    const snapshot = await backend.service.current();
    const access = snapshot.accessOf(
      snapshot.findTeam('group:default/patients-care')!,
      snapshot.world.findTable(PATIENTS)!,
    );
    expect(access.level).toBe('partial');
    expect(access.warnings).toEqual([
      expect.stringContaining('of Patients Care Team does not exist'),
    ]);
  });

  it('does not take an account for one that had its name before', async () => {
    const backend = await backendOn(knex);
    await backend.store.saveRun({
      ...runOf(PRODUCER),
      account: { ...PRODUCER, accountId: '999999999999' },
    });
    const snapshot = await backend.service.current();
    expect(snapshot.accounts[0].run).toBeUndefined();
    expect(snapshot.world.tables).toEqual([]);
  });

  it('tries again after the database failed', async () => {
    const backend = await backendOn(knex);
    await save(backend);
    backend.loadAccount.mockRejectedValueOnce(new Error('connection lost'));
    await expect(backend.service.current()).rejects.toThrow('connection lost');
    await expect(backend.service.current()).resolves.toBeDefined();
  });
});
