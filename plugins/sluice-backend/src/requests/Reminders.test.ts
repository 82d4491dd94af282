import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { DatabaseObservationStore } from '../store';
import {
  approvedUntil,
  created,
  decision,
  OLGA,
  record,
  submitted,
} from './__testUtils__/recordEvents';
import { snapshotOf } from './__testUtils__/snapshotOf';
import { isReminderDue, Reminders } from './Reminders';
import { RequestStore } from './RequestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const DAY = 24 * 60;
const START = Date.parse('2026-01-15T08:00:00Z');
const day = (count: number) => new Date(START + count * DAY * 60_000);
const iso = (count: number) => day(count).toISOString();
const PLATFORM = 'group:default/platform';

describe('isReminderDue', () => {
  const thresholds = [14 * DAY, 3 * DAY, DAY];
  it.each<[string, number, number, number | undefined, boolean]>([
    ['long before the end', 30, 15.9, undefined, false],
    ['two weeks before', 30, 16, undefined, true],
    ['when it was said', 30, 16.1, 16, false],
    ['three days before', 30, 27, 16, true],
    ['a day before', 30, 29, 27, true],
    ['when all was said', 30, 29.5, 29, false],
    ['after a week in which nobody looked', 30, 28, 16, true],
    ['after all but the last were missed', 30, 29.9, undefined, true],
    ['when it has ended', 30, 30, undefined, false],
    ['at the beginning of ten days', 10, 0, undefined, false],
    ['three days before the end of ten', 10, 7, undefined, true],
    ['at the beginning of a day', 1, 0, undefined, false],
    ['just before the end of a day', 1, 0.99, undefined, false],
  ])('%s', (_, lasts, now, reminded, expected) => {
    const request = {
      agreement: {
        status: 'approved' as const,
        steps: [],
        decisions: [],
        startsAt: iso(0),
        expiresAt: iso(lasts),
      },
      ...(reminded !== undefined && { remindedAt: iso(reminded) }),
    };
    expect(isReminderDue(request, thresholds, day(now))).toBe(expected);
  });
});

describe.each(databases.eachSupportedId())('reminders on %s', id => {
  let knex: Knex;
  let store: RequestStore;
  const time = { now: day(0) };

  beforeEach(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    store = new RequestStore(knex);
    time.now = day(0);
  });

  /** One of several backends, in a catalog where these are the members of any group. */
  function backend(
    options: { members?: string[] | Error; escalation?: boolean } = {},
  ) {
    const { members = [OLGA], escalation = true } = options;
    return new Reminders({
      store,
      people: {
        membersOf: async (refs: string[]) => {
          if (members instanceof Error) throw members;
          // The team that asks has nobody else.
          return refs.includes('group:default/patients-care') ? [] : members;
        },
      } as any,
      access: {
        current: async () => snapshotOf([], { teams: [], products: [] }),
      },
      policy: {
        remindBeforeMinutes: [14 * DAY, 3 * DAY, DAY],
        ...(escalation && {
          escalation: { afterMinutes: 3 * DAY, to: [PLATFORM] },
        }),
      },
      clock: { now: () => time.now },
      logger: mockServices.logger.mock(),
    });
  }

  const eventsAt = async (count: number, reminders = backend()) => {
    time.now = day(count);
    await reminders.tick();
    const rows = await knex('access_request_events').orderBy('id');
    return rows
      .filter(({ type }) => ['reminded', 'escalated'].includes(type))
      .map(({ type, at }) => `${type} ${at}`);
  };

  it('reminds once before each end, whatever was missed', async () => {
    await record(store, 'r1', [
      created(),
      submitted,
      ...approvedUntil(iso(30), iso(0)),
    ]);
    expect(await eventsAt(15)).toEqual([]);
    expect(await eventsAt(16)).toEqual([`reminded ${iso(16)}`]);
    expect(await eventsAt(17)).toHaveLength(1);
    // Nobody looked for two weeks: one reminder, not two.
    expect(await eventsAt(29.5)).toEqual([
      `reminded ${iso(16)}`,
      `reminded ${iso(29.5)}`,
    ]);
    expect(await eventsAt(31)).toHaveLength(2);
  });

  it('reminds once with several backends', async () => {
    await record(store, 'r1', [
      created(),
      submitted,
      ...approvedUntil(iso(30), iso(0)),
    ]);
    time.now = day(16);
    await Promise.all([1, 2, 3].map(() => backend().tick()));
    expect(await eventsAt(16)).toHaveLength(1);
  });

  const second = {
    ...submitted,
    steps: [0, 1].map(stage => ({
      id: `step${stage}`,
      stage,
      title: 'Privacy',
      approvers: { kind: 'members' as const, refs: ['group:default/privacy'] },
      quorum: 1,
      why: 'Sensitive columns.',
    })),
  } as typeof submitted;

  it('asks others once when nobody decided for as long as is said', async () => {
    await record(store, 'r1', [created(), second]);
    expect(await eventsAt(2.9)).toEqual([]);
    const [{ request }] = await store.record([
      {
        requestId: 'r1',
        revision: 2,
        at: iso(2.9),
        actor: OLGA,
        events: [
          {
            type: 'stepApproved',
            decision: decision({ stepId: 'step0', at: iso(2.9) }),
          },
        ],
      },
    ]);
    expect(request.agreement.status).toBe('pending');
    expect(await eventsAt(5.8)).toEqual([]);
    expect(await eventsAt(5.9)).toEqual([`escalated ${iso(5.9)}`]);
    expect(await eventsAt(20)).toHaveLength(1);
    expect((await store.get('r1')).agreement.escalatedAt).toBe(iso(5.9));
  });

  it('asks others at once when nobody is left to decide', async () => {
    await record(store, 'r1', [created(), second]);
    expect(await eventsAt(0, backend({ members: [] }))).toEqual([
      `escalated ${iso(0)}`,
    ]);
  });

  it('waits when it cannot be told who is left, but not for ever', async () => {
    await record(store, 'r1', [created(), second]);
    const blind = backend({ members: new Error('the catalog is away') });
    expect(await eventsAt(1, blind)).toEqual([]);
    expect(await eventsAt(3, blind)).toEqual([`escalated ${iso(3)}`]);
  });

  it('asks nobody where nobody is named', async () => {
    await record(store, 'r1', [created(), second]);
    expect(await eventsAt(9, backend({ escalation: false }))).toEqual([]);
  });
});
