import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { Knex } from 'knex';
import { catalogEntities, CLAIMS_CARE } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  consumerDocuments,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { DatabaseObservationStore } from '../store';
import { AccessService } from './AccessService';
import { TeamDirectory } from './TeamDirectory';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const NOON = Date.parse('2026-03-01T12:00:00Z');
const minutes = (count: number) => new Date(NOON + count * 60_000);

describe.each(databases.eachSupportedId())('access as of a date on %s', id => {
  let knex: Knex;
  let store: DatabaseObservationStore;

  beforeEach(async () => {
    knex = await databases.init(id);
    store = await DatabaseObservationStore.create(
      mockServices.database({ knex }),
    );
    // At noon all is as in the seed; at 12:30 nothing is granted; at 13:00 it is again.
    await observe(0);
    await observe(
      30,
      consumerDocuments.filter(({ type }) => type !== 'permission'),
    );
    await observe(60);
  });

  async function observe(minute: number, documents = consumerDocuments) {
    const at = minutes(minute);
    await store.saveRun(runOf(PRODUCER, { at }));
    await store.saveRun(runOf(CONSUMER, { at, documents }));
  }

  function serviceOf(accounts = [PRODUCER, CONSUMER]) {
    const loadAccountAt = jest.spyOn(store, 'loadAccountAt');
    loadAccountAt.mockClear();
    const service = new AccessService({
      connection: {
        listAccounts: () => accounts,
        getClientConfiguration: jest.fn(),
        getKubeConfig: jest.fn(),
      },
      store,
      directory: new TeamDirectory({
        catalog: catalogServiceMock({ entities: catalogEntities }),
        auth: mockServices.auth(),
      }),
      staleAfterMs: 20 * 60_000,
      now: () => NOON + 120 * 60_000,
    });
    return { service, loadAccountAt };
  }

  async function levelAt(minute: number, { service } = serviceOf()) {
    const snapshot = await service.at(minutes(minute));
    const entry = snapshot.world.findTable(CLAIMS)!;
    return snapshot.accessOf(snapshot.findTeam(CLAIMS_CARE)!, entry).level;
  }

  it.each([
    ['when it was observed', 0, 'full'],
    ['until the next observation', 20, 'full'],
    ['too long after it', 21, 'unknown'],
    ['when it was taken away', 30, 'none'],
    ['when it was given again', 60, 'full'],
  ])('is what it was %s', async (_, minute, level) => {
    expect(await levelAt(minute)).toBe(level);
  });

  it('says on which observation it rests', async () => {
    const snapshot = await serviceOf().service.at(minutes(45));
    expect(snapshot.accounts.map(({ run }) => run?.observedAt)).toEqual([
      minutes(30).toISOString(),
      minutes(30).toISOString(),
    ]);
  });

  it('knows nothing of the future, and of what nobody had observed', async () => {
    const { service } = serviceOf();
    await expect(service.at(minutes(121))).rejects.toThrow(
      '2026-03-01T14:01:00.000Z is yet to come',
    );
    await expect(service.at(minutes(-1))).rejects.toMatchObject({
      name: 'NotFoundError',
      message: expect.stringContaining('2026-03-01T11:59:00.000Z'),
    });
  });

  it('does not take an account for one that had its name then', async () => {
    const { service } = serviceOf([{ ...PRODUCER, accountId: '999999999999' }]);
    await expect(service.at(minutes(0))).rejects.toThrow(
      'Nothing had been observed',
    );
  });

  it('keeps the last few answers', async () => {
    const answers = serviceOf();
    for (const minute of [0, 5, 30, 60, 65]) await levelAt(minute, answers);
    // What was granted anew is another revision, though it says the same.
    expect(answers.loadAccountAt).toHaveBeenCalledTimes(2 * 3);
    await observe(70, []);
    await levelAt(0, answers);
    expect(answers.loadAccountAt).toHaveBeenCalledTimes(2 * 3);
    await answers.service.at(minutes(70));
    await levelAt(30, answers);
    expect(answers.loadAccountAt).toHaveBeenCalledTimes(2 * 5);
  });

  it('tries again after the database failed', async () => {
    const answers = serviceOf();
    answers.loadAccountAt.mockRejectedValueOnce(new Error('connection lost'));
    await expect(levelAt(0, answers)).rejects.toThrow('connection lost');
    expect(await levelAt(0, answers)).toBe('full');
  });
});
