import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { withDelta } from '@sluice/plugin-sluice-common';
import fc from 'fast-check';
import { Knex } from 'knex';
import { PRODUCER, runOf, table } from '../__testUtils__/healthcare';
import { histories, inOrder, Step } from './__testUtils__/histories';
import { DatabaseObservationStore } from './DatabaseObservationStore';
import { ObservedDocument } from './documents';
import { ObservationRun, RunSummary } from './ObservationStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const NOON = Date.parse('2026-03-01T12:00:00Z');
const minutes = (count: number) => new Date(NOON + count * 60_000);

const roles = (count: number, uniqueId = 'A'): ObservedDocument[] =>
  Array.from({ length: count }, (_, i) => ({
    type: 'role',
    key: `role${i}`,
    document: {
      accountId: PRODUCER.accountId,
      arn: `role${i}`,
      name: `role${i}`,
      uniqueId,
    },
  }));

const settings = runOf(PRODUCER).parts.flatMap(part =>
  'documents' in part
    ? part.documents.filter(({ type }) => type === 'settings')
    : [],
);

describe.each(databases.eachSupportedId())('differences on %s', id => {
  let knex: Knex;
  let store: DatabaseObservationStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    store = await DatabaseObservationStore.create(
      mockServices.database({ knex }),
    );
  });

  async function save(run: ObservationRun): Promise<RunSummary> {
    await store.saveRun(run);
    const latest = await store.listLatestRuns();
    return latest.find(each => each.accountName === run.account.name)!;
  }

  const at = (minute: number, documents: ObservedDocument[]) =>
    save(runOf(PRODUCER, { at: minutes(minute), documents }));

  /** Where the difference leads to, and where it should. */
  async function destinations(from: RunSummary, to: RunSummary) {
    const delta = await store.loadDifferences(from, to);
    expect(delta).toBeDefined();
    const before = await store.loadAccountAt(from);
    const after = await store.loadAccountAt(to);
    return [withDelta(before, delta!), after].map(inOrder);
  }

  it('lead from every run of a history to every later one', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (steps: Step[]) => {
        await knex('observed_documents').delete();
        await knex('observation_runs').delete();
        const runs: RunSummary[] = [];
        for (const { run } of steps) runs.push(await save(run));
        for (const [i, from] of runs.entries()) {
          const later = runs
            .slice(i + 1)
            .filter(({ accountName }) => accountName === from.accountName);
          for (const to of later) {
            const [reached, expected] = await destinations(from, to);
            expect(reached).toEqual(expected);
          }
        }
      }),
      { numRuns: 30 },
    );
  });

  it('name only what differs', async () => {
    const one = table('one', ['id']);
    const first = await at(0, [...roles(50), one, table('two', ['id'])]);
    const second = await at(1, [
      ...roles(49),
      ...roles(1, 'B'),
      table('one', ['id', 'name']),
      table('two', ['id']),
    ]);
    const delta = await store.loadDifferences(first, second);
    expect(delta).toEqual({
      accountName: PRODUCER.name,
      observedAt: second.observedAt,
      put: {
        roles: [expect.objectContaining({ arn: 'role0', uniqueId: 'B' })],
        tables: [
          expect.objectContaining({
            ref: expect.objectContaining({ tableName: 'one' }),
          }),
        ],
      },
      drop: { roles: [expect.objectContaining({ arn: 'role49' })] },
    });
  });

  it('take away again what was there in between only', async () => {
    const first = await at(0, []);
    const between = await at(1, roles(1));
    const last = await at(2, []);
    const delta = await store.loadDifferences(first, last);
    expect(delta?.drop.roles).toHaveLength(1);
    // Loaded for the first run, when the second had been saved already.
    const early = { ...(await store.loadAccountAt(between)), observedAt: '' };
    expect(withDelta(early, delta!).roles).toEqual([]);
  });

  it.each<[string, () => Promise<[RunSummary, RunSummary]>]>([
    [
      'of most of an account',
      async () => [await at(0, []), await at(1, roles(1_001))],
    ],
    [
      'backwards',
      async () => {
        const [earlier, later] = [await at(0, []), await at(1, roles(1))];
        return [later, earlier];
      },
    ],
    [
      'of runs that began at the same time',
      async () => [await at(0, []), await at(0, roles(1))],
    ],
    [
      'over a run that was saved after one that began later',
      async () => {
        const first = await at(0, []);
        await at(2, roles(1));
        await at(1, roles(2));
        return [first, await at(3, [])];
      },
    ],
    [
      'from a run that is no longer kept',
      async () => {
        const first = await at(0, []);
        await knex('observation_runs').delete();
        return [first, await at(1, roles(1))];
      },
    ],
    [
      'to an account that has only the name',
      async () => {
        const other = { ...PRODUCER, accountId: '999999999999' };
        return [
          await at(0, []),
          await save({
            ...runOf(PRODUCER, { at: minutes(1) }),
            account: other,
          }),
        ];
      },
    ],
    [
      'to settings that are gone',
      async () => [await at(0, settings), await at(1, [])],
    ],
  ])('there are none %s', async (_, runs) => {
    const [from, to] = await runs();
    await expect(store.loadDifferences(from, to)).resolves.toBeUndefined();
  });

  it('of a large account are loaded as long as they are a small part of it', async () => {
    const runs = [
      await at(0, roles(8_000)),
      await at(1, roles(6_900)),
      await at(2, roles(5_500)),
    ];
    const few = await store.loadDifferences(runs[0], runs[1]);
    expect(few?.drop.roles).toHaveLength(1_100);
    const many = await store.loadDifferences(runs[1], runs[2]);
    expect(many).toBeUndefined();
  });
});
