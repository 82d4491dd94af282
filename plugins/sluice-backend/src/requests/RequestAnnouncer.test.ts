import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { RequestEvent, SLUICE_ACTOR } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { PATIENTS } from '../__testUtils__/healthcare';
import { DatabaseObservationStore } from '../store';
import {
  ADA,
  approvedUntil,
  created,
  decision,
  OLGA,
  OWNERS,
  record,
  submitted,
  TEAM,
  termsOf,
} from './__testUtils__/recordEvents';
import { patientsTable, snapshotOf } from './__testUtils__/snapshotOf';
import { Delegations } from './Delegations';
import { NoticeQueue } from './NoticeQueue';
import { RequestAnnouncer } from './RequestAnnouncer';
import { RequestEvents } from './RequestEvents';
import { RequestStore } from './RequestStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const NOW = '2026-01-15T08:00:00.000Z';
const END = '2026-02-14T08:00:00.000Z';
const SENSITIVE = 'group:default/privacy';
const PLATFORM = 'group:default/platform';
const STAND_IN = 'user:default/stan';

const snapshot = snapshotOf([patientsTable()], {
  teams: [{ entityRef: TEAM, title: 'Patients Care Team' }],
  products: [
    {
      entityRef: 'dataproduct:default/patients',
      title: 'Patients',
      ownerRefs: [OWNERS],
      tableRefs: [PATIENTS],
    },
  ],
});

describe.each(databases.eachSupportedId())('announcements on %s', id => {
  let knex: Knex;
  let store: RequestStore;
  let sent: NotificationSendOptions[];
  let signals: object[];
  let audits: { eventId: string; outcome: string; meta: any }[];

  beforeEach(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    store = new RequestStore(knex);
    sent = [];
    signals = [];
    audits = [];
  });

  /** One of several backends, whose parts fail on request. */
  function backend() {
    const clock = { now: () => new Date(NOW) };
    const time = { now: Date.parse(NOW) };
    const failing: {
      audit?: Error;
      signals?: Error;
      notices?: Error;
      hang?: Promise<void>;
    } = {};
    const auditor = mockServices.auditor.mock();
    auditor.createEvent.mockImplementation(async ({ eventId, meta }) => {
      if (failing.audit) throw failing.audit;
      const end = (outcome: string) => async () => {
        audits.push({ eventId, outcome, meta });
      };
      return { success: end('success'), fail: end('failure') };
    });
    const logger = mockServices.logger.mock();
    const notices = new NoticeQueue({
      knex,
      notifications: {
        send: async options => {
          await failing.hang;
          if (failing.notices) throw failing.notices;
          sent.push(options);
        },
      },
      logger,
      now: () => time.now,
    });
    const announcer = new RequestAnnouncer({
      knex,
      events: new RequestEvents(knex),
      access: { current: async () => snapshot },
      people: {
        membersOf: async refs => (refs.includes(OWNERS) ? [OLGA] : []),
      },
      delegations: new Delegations({ knex, clock }),
      policy: { escalation: { afterMinutes: 60, to: [PLATFORM] } },
      auditor,
      signals: {
        publish: async signal => {
          if (failing.signals) throw failing.signals;
          signals.push(signal);
        },
      },
      notices,
      clock,
      logger,
    });
    const tick = async () => {
      await announcer.tick();
      await notices.deliver();
    };
    return { announcer, failing, logger, tick, time };
  }

  const happen = (events: RequestEvent[]) => record(store, 'r1', events);

  /** What is sent because of the last of these events. */
  async function sentOf(events: RequestEvent[]) {
    const { tick } = backend();
    await happen(events.slice(0, -1));
    await tick();
    sent = [];
    await happen(events.slice(-1));
    await tick();
    return sent;
  }

  const asked = [created(), submitted];
  const approved = [...asked, ...approvedUntil(END)];
  const applying: RequestEvent = { type: 'applyStarted', changeId: 'c1' };
  const active: RequestEvent[] = [...approved, applying, { type: 'applied' }];
  const second: RequestEvent = {
    type: 'submitted',
    steps: [
      ...(submitted.type === 'submitted' ? submitted.steps : []),
      {
        id: 'sensitive:0',
        stage: 1,
        title: 'Privacy',
        approvers: { kind: 'members', refs: [SENSITIVE] },
        quorum: 1,
        why: 'Sensitive columns.',
      },
    ],
  };
  const denial = decision({ outcome: 'denied', comment: 'Too wide' });

  it.each<[string, RequestEvent[], string[] | undefined, string?]>([
    ['a draft', [created()], undefined],
    [
      'what is submitted',
      asked,
      [OWNERS],
      'Patients Care Team asks for access to healthcare_db.patients',
    ],
    [
      'a stage that opens',
      [created(), second, { type: 'stepApproved', decision: decision() }],
      [SENSITIVE],
      'Patients Care Team asks for access to healthcare_db.patients',
    ],
    [
      'the last approval',
      [...asked, { type: 'stepApproved', decision: decision() }],
      undefined,
    ],
    [
      'what nobody decides',
      [...asked, { type: 'escalated', to: [PLATFORM] }],
      [OWNERS, PLATFORM],
      'Nobody has decided: Patients Care Team asks for access to healthcare_db.patients',
    ],
    [
      'an approval',
      approved,
      [ADA],
      'Approved: access to healthcare_db.patients',
    ],
    [
      'a denial',
      [...asked, { type: 'denied', decision: denial }],
      [ADA],
      'Denied: access to healthcare_db.patients',
    ],
    ['what begins to be made', [...approved, applying], undefined],
    [
      'what is active',
      active,
      [ADA],
      'Active: access to healthcare_db.patients',
    ],
    [
      'what failed',
      [...approved, applying, { type: 'applyFailed', error: 'Throttled' }],
      [ADA, OWNERS],
      'Failed: access to healthcare_db.patients',
    ],
    [
      'what is narrowed',
      [...active, { type: 'reduced', terms: termsOf(), reason: 'Less' }],
      [ADA],
      'Narrowed: access to healthcare_db.patients',
    ],
    [
      'the end that is near',
      [...active, { type: 'reminded', expiresAt: END }],
      [TEAM],
      'Access to healthcare_db.patients ends at 2026-02-14 08:00 UTC',
    ],
    [
      'the end',
      [...active, { type: 'expired' }],
      [TEAM, ADA],
      'Ended: access to healthcare_db.patients',
    ],
    [
      'a revocation',
      [...active, { type: 'revoked', reason: 'The study is over' }],
      [TEAM, ADA],
      'Revoked: access to healthcare_db.patients',
    ],
    ['what is kept', [...active, { type: 'kept', reviewId: 'v1' }], undefined],
    [
      'what is left behind',
      [
        ...active,
        { type: 'expired' },
        { type: 'removalStarted', changeId: 'c2' },
        { type: 'removalFailed', error: 'Throttled' },
      ],
      [OWNERS],
      'Patients Care Team may still read healthcare_db.patients',
    ],
  ])(
    'tells those whom it concerns of %s',
    async (_, events, to, title = '') => {
      await sentOf(events);
      expect(
        sent.map(({ recipients, payload }) => [
          (recipients as any).entityRef,
          payload.title,
        ]),
      ).toEqual(to ? [[to, title]] : []);
      for (const { payload } of sent) {
        expect(payload).toMatchObject({
          link: '/sluice/requests/r1',
          scope: 'sluice:r1',
          topic: 'access-requests',
        });
        expect(JSON.stringify(payload)).not.toMatch(/Texas|HYPERLINK/);
      }
    },
  );

  it('asks who stands in for an approver', async () => {
    await knex('approval_delegations').insert({
      id: 'd1',
      from_user: OLGA,
      to_user: STAND_IN,
      starts_at: '2026-01-15T07:00:00.000Z',
      ends_at: '2026-01-15T09:00:00.000Z',
      created_at: NOW,
    });
    await happen(asked);
    await backend().tick();
    expect(sent.map(({ recipients }) => recipients)).toEqual([
      { type: 'entity', entityRef: [OWNERS, STAND_IN], excludeEntityRef: ADA },
    ]);
  });

  it('leaves on record what changed, by whom, and how it ended', async () => {
    await happen([
      ...approved,
      applying,
      { type: 'applyFailed', error: 'Throttled' },
    ]);
    await backend().tick();
    expect(audits.map(({ eventId, outcome }) => [eventId, outcome])).toEqual([
      ['request-create', 'success'],
      ['request-submit', 'success'],
      ['request-approve', 'success'],
      ['request-approved', 'success'],
      ['grant-apply', 'success'],
      ['grant-failed', 'failure'],
    ]);
    expect(audits[0].meta).toMatchObject({ before: null });
    expect(audits[3].meta).toEqual({
      requestId: 'r1',
      grantId: 'g1',
      revision: 4,
      at: NOW,
      actor: SLUICE_ACTOR,
      team: TEAM,
      tables: [PATIENTS],
      before: { agreement: 'pending', fulfilment: 'none' },
      after: { agreement: 'approved', fulfilment: 'none' },
    });
    expect(JSON.stringify(audits)).not.toMatch(/Texas|HYPERLINK/);
  });

  it('signals that there is something new, and nothing else', async () => {
    await happen(asked);
    await backend().tick();
    expect(signals).toEqual(
      ['created', 'submitted'].map(type => ({
        recipients: { type: 'broadcast' },
        channel: 'sluice:requests',
        message: { requestId: 'r1', type },
      })),
    );
  });

  it('announces once, with several backends', async () => {
    await happen(active);
    await Promise.all([1, 2, 3].map(() => backend().tick()));
    await backend().tick();
    expect(audits).toHaveLength(active.length);
    expect(signals).toHaveLength(active.length);
    expect(sent).toHaveLength(3);
  });

  it('announces again what was not written down as announced', async () => {
    const { tick, failing, logger } = backend();
    failing.audit = new Error('disk full');
    await happen(asked);
    await tick();
    expect([audits, signals, sent]).toEqual([[], [], []]);
    expect(logger.error).toHaveBeenCalledTimes(2);
    failing.audit = undefined;
    await tick();
    expect(audits.map(({ eventId }) => eventId)).toEqual([
      'request-create',
      'request-submit',
    ]);
    expect(sent).toHaveLength(1);
  });

  it('goes on without signals', async () => {
    const { tick, failing } = backend();
    failing.signals = new Error('no bus');
    await happen(asked);
    await tick();
    expect(audits).toHaveLength(2);
    expect(sent).toHaveLength(1);
  });

  it('does not wait for who is slow to notify', async () => {
    const { announcer, failing, tick } = backend();
    let goOn = () => {};
    failing.hang = new Promise(resolve => {
      goOn = resolve;
    });
    await happen(asked);
    await announcer.tick();
    await happen(approvedUntil(END));
    await announcer.tick();
    expect(audits).toHaveLength(4);
    expect(signals).toHaveLength(4);
    expect(sent).toEqual([]);
    goOn();
    await tick();
    expect(sent).toHaveLength(2);
  });

  describe('when nobody can be notified', () => {
    const titles = () => sent.map(({ payload }) => payload.title.slice(0, 8));

    it('goes on, and tries again, in order', async () => {
      const { tick, failing, time } = backend();
      failing.notices = new Error('Request failed with status 503');
      await happen(active);
      await tick();
      expect(audits).toHaveLength(active.length);
      expect(signals).toHaveLength(active.length);
      failing.notices = undefined;
      await tick();
      expect(sent).toEqual([]);
      time.now += 5_000;
      await tick();
      expect(titles()).toEqual(['Patients', 'Approved', 'Active: ']);
    });

    it('gives up after a day', async () => {
      const { tick, failing, time, logger } = backend();
      failing.notices = new Error('Request failed with status 503');
      await happen(asked);
      await tick();
      time.now += 24 * 3_600_000 + 1;
      await tick();
      failing.notices = undefined;
      time.now += 24 * 3_600_000;
      await tick();
      expect(sent).toEqual([]);
      expect(logger.error).toHaveBeenCalledTimes(1);
    });

    it('keeps nothing where the notifications plugin is not installed, and says so once', async () => {
      const { tick, failing, logger } = backend();
      failing.notices = new Error(
        'Failed to send notifications: Error: Request failed with status 404',
      );
      await happen(active);
      await tick();
      expect(await knex('access_request_notices')).toEqual([]);
      expect(logger.info).toHaveBeenCalledTimes(1);
    });
  });
});
