import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { Drift, ObservationPart } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { AccessSnapshot, ObservedWorld } from '../access';
import { PATIENTS_CARE } from '../__testUtils__/catalog';
import { PATIENTS, PRODUCER, TEAM1_ROLE } from '../__testUtils__/healthcare';
import { NoticeQueue } from '../requests/NoticeQueue';
import {
  emptyObservation,
  patientsTable,
} from '../requests/__testUtils__/snapshotOf';
import { DatabaseObservationStore } from '../store';
import { UnknownSubject } from './DeclaredSubjects';
import { GRANT, MISSING, OF_ACCOUNT, STRANGER } from './__testUtils__/findings';
import { DriftBaselines } from './DriftBaselines';
import { DriftService } from './DriftService';
import { DriftStore } from './DriftStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const OWNERS = 'group:default/patient-records';
const PLATFORM = 'group:default/platform';
const THE_PERMISSION = `${PRODUCER.name}/lakeFormationPermission/1`;

describe.each(databases.eachSupportedId())('drift on %s', id => {
  let knex: Knex;
  let sent: NotificationSendOptions[];
  let audits: { eventId: string; severityLevel?: string; meta: any }[];
  /** What there is to be found, and what is known of the world. */
  let world: {
    now: Date;
    found: Drift[];
    unknown: UnknownSubject[];
    unread: ObservationPart[];
    observedAt: string;
    changes: {
      subject: string;
      finishedAt?: string;
      resourceIds: Set<string>;
    }[];
  };

  beforeEach(async () => {
    knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    sent = [];
    audits = [];
    world = {
      now: new Date('2026-01-15T08:00:00.000Z'),
      found: [],
      unknown: [],
      unread: [],
      observedAt: '2026-01-15T07:59:00.000Z',
      changes: [],
    };
  });

  function snapshot(): AccessSnapshot {
    const { observedAt, unread } = world;
    return new AccessSnapshot({
      world: new ObservedWorld([
        {
          ...emptyObservation({ ...PRODUCER, accountName: PRODUCER.name }),
          tables: [patientsTable()],
        },
      ]),
      accounts: [
        {
          account: PRODUCER,
          stale: false,
          run: {
            accountName: PRODUCER.name,
            observedAt,
            failures: unread.map(part => ({ part, message: 'refused' })),
          } as any,
        },
      ],
      directory: {
        teams: [
          {
            entityRef: PATIENTS_CARE,
            title: 'Patients Care',
            roleArn: TEAM1_ROLE,
          },
        ],
        products: [
          {
            entityRef: 'dataproduct:default/patients',
            title: 'Patients',
            ownerRefs: [OWNERS],
            tableRefs: [PATIENTS],
          },
        ],
      },
    });
  }

  /** One of several backends, just started. */
  function backend(own = knex) {
    const auditor = mockServices.auditor.mock();
    auditor.createEvent.mockImplementation(async event => ({
      success: async () => {
        audits.push(event as any);
      },
      fail: async () => {},
    }));
    const clock = { now: () => world.now };
    const store = new DriftStore(own);
    const notices = new NoticeQueue({
      knex: own,
      notifications: {
        send: async options => {
          sent.push(options);
        },
      },
      logger: mockServices.logger.mock(),
    });
    const service = new DriftService({
      knex: own,
      access: { current: async () => snapshot() },
      subjects: {
        read: async () => ({ declared: [], unknown: world.unknown }),
      },
      baselines: new DriftBaselines(own),
      store,
      changes: {
        recent: async () => world.changes,
        lastSucceeded: async () => new Map(),
      },
      find: () => world.found,
      notices,
      auditor,
      clock,
      platformEngineers: [PLATFORM],
      keepGoneForMs: 400 * 24 * 3_600_000,
      logger: mockServices.logger.mock(),
    });
    return {
      store,
      check: async () => {
        await service.check();
        await notices.deliver();
      },
    };
  }

  const statuses = async () =>
    (await new DriftStore(knex).list(world.now)).map(({ drift, status }) => [
      drift.cause,
      status,
    ]);
  const pass = (hours: number) => {
    world.now = new Date(world.now.getTime() + hours * 3_600_000);
  };

  it.each`
    what                                   | drift         | to
    ${'a grant of a team'}                 | ${MISSING}    | ${[OWNERS, PATIENTS_CARE]}
    ${'what a stranger reads'}             | ${STRANGER}   | ${[OWNERS]}
    ${'an account, which nobody produces'} | ${OF_ACCOUNT} | ${[PLATFORM]}
  `('tells of $what once, over checks and starts', async ({ drift, to }) => {
    world.found = [drift];
    const one = backend();
    await one.check();
    await one.check();
    await backend().check();

    expect(sent.map(({ recipients }) => recipients)).toEqual([
      { type: 'entity', entityRef: to },
    ]);
    expect(sent[0].payload.link).toBe(`/sluice/drift/${drift.id}`);
    expect(JSON.stringify(sent)).not.toContain('Texas');
    expect(audits).toMatchObject([
      { eventId: 'drift-found', severityLevel: drift.severity },
    ]);
    expect(await one.store.find(drift.id, world.now)).toMatchObject({
      status: 'open',
      toldTo: to,
    });
  });

  it('tells again of what was gone and is back', async () => {
    const { check, store } = backend();
    world.found = [MISSING];
    await check();
    world.found = [];
    pass(1);
    await check();
    await check();
    expect(await store.find(MISSING.id, world.now)).toMatchObject({
      status: 'gone',
      lastSeenAt: '2026-01-15T08:00:00.000Z',
      goneAt: '2026-01-15T09:00:00.000Z',
    });

    pass(1);
    world.found = [MISSING];
    await check();
    expect(sent).toHaveLength(2);
    expect(audits.map(({ eventId }) => eventId)).toEqual([
      'drift-found',
      'drift-gone',
      'drift-found',
    ]);
    expect(await store.find(MISSING.id, world.now)).toMatchObject({
      status: 'open',
      firstSeenAt: '2026-01-15T10:00:00.000Z',
    });
  });

  it('says nothing of what is ignored until its day has come', async () => {
    const { check, store } = backend();
    world.found = [MISSING];
    await check();
    await store.ignore(MISSING.id, {
      by: 'user:default/olga',
      at: world.now.toISOString(),
      until: '2026-01-16T08:00:00.000Z',
      reason: 'Being moved',
    });
    pass(23);
    await check();
    expect(await statuses()).toEqual([['grantMissing', 'ignored']]);
    expect(sent).toHaveLength(1);

    pass(1);
    await check();
    await check();
    expect(await statuses()).toEqual([['grantMissing', 'open']]);
    expect(sent).toHaveLength(2);
  });

  it('tells once when two backends check at the same time', async () => {
    world.found = [MISSING, STRANGER];
    const two = [backend(), backend()];
    await Promise.all(two.map(({ check }) => check()));
    expect(sent).toHaveLength(2);

    world.found = [];
    await Promise.all(two.map(({ check }) => check()));
    world.found = [MISSING];
    await Promise.all(two.map(({ check }) => check()));
    expect(sent).toHaveLength(3);
    expect(audits).toHaveLength(5);
  });

  it.each`
    change                          | drift       | finishedAt                    | subject       | resource          | isTold
    ${'under way'}                  | ${MISSING}  | ${undefined}                  | ${GRANT}      | ${'x'}            | ${false}
    ${'ended after the reading'}    | ${MISSING}  | ${'2026-01-15T07:59:30.000Z'} | ${GRANT}      | ${'x'}            | ${false}
    ${'ended before the reading'}   | ${MISSING}  | ${'2026-01-15T07:58:30.000Z'} | ${GRANT}      | ${'x'}            | ${true}
    ${'of another'}                 | ${MISSING}  | ${undefined}                  | ${'grant:g2'} | ${'x'}            | ${true}
    ${'that takes it away'}         | ${STRANGER} | ${undefined}                  | ${'grant:g2'} | ${THE_PERMISSION} | ${false}
    ${'that takes away other ones'} | ${STRANGER} | ${undefined}                  | ${'grant:g2'} | ${'another'}      | ${true}
  `(
    'waits for a change $change: $isTold',
    async ({ drift, finishedAt, subject, resource, isTold }) => {
      world.found = [drift];
      world.changes = [
        { subject, finishedAt, resourceIds: new Set([resource]) },
      ];
      const { check } = backend();
      await check();
      expect(sent).toHaveLength(isTold ? 1 : 0);

      world.changes = [];
      await check();
      expect(sent).toHaveLength(1);
    },
  );

  it.each`
    unread                    | status
    ${['permissions']}        | ${'open'}
    ${['namespaces', 'tags']} | ${'gone'}
  `('is $status when $unread could not be read', async ({ unread, status }) => {
    const { check } = backend();
    world.found = [MISSING];
    await check();
    world.found = [];
    world.unread = unread;
    await check();
    expect(await statuses()).toEqual([['grantMissing', status]]);
  });

  it('keeps what it knows of a declaration that it cannot draw, and says so', async () => {
    const { check, store } = backend();
    world.found = [MISSING];
    await check();
    world.unknown = [
      {
        subject: GRANT,
        declaration: {
          kind: 'accessGrant',
          grant: 'g1',
          team: PATIENTS_CARE,
          tables: [{ producerAccount: PRODUCER.name } as any],
        },
        problem: 'The cluster does not answer.',
      },
    ];
    // As it looks when nothing of it is known.
    world.found = [{ ...MISSING, id: 'd'.repeat(32) }];
    await check();
    expect(await statuses()).toEqual([['grantMissing', 'open']]);
    expect(sent).toHaveLength(1);
    expect(await store.lastCheck()).toMatchObject({
      notRead: [
        {
          accountName: PRODUCER.name,
          text: expect.stringContaining('The cluster does not answer.'),
        },
      ],
    });
  });

  describe('of what is gone', () => {
    const KEPT_DAYS = 400;
    let one: ReturnType<typeof backend>;
    beforeEach(async () => {
      one = backend();
      world.found = [MISSING, STRANGER, OF_ACCOUNT];
      await one.check();
      await one.store.ignore(OF_ACCOUNT.id, {
        by: 'user:default/olga',
        at: world.now.toISOString(),
        until: '2028-01-15T08:00:00.000Z',
        reason: 'Being moved',
      });
      world.found = [STRANGER, OF_ACCOUNT];
      await one.check();
      pass(KEPT_DAYS * 24);
    });
    const passMoment = () => {
      world.now = new Date(world.now.getTime() + 1);
    };

    it('forgets what was gone for longer than it is kept, and nothing that is there', async () => {
      const still = [
        ['engineRightsLost', 'ignored'],
        ['strangerReads', 'open'],
      ];
      await one.check();
      expect((await statuses()).sort()).toEqual([
        still[0],
        ['grantMissing', 'gone'],
        still[1],
      ]);

      passMoment();
      await one.check();
      expect((await statuses()).sort()).toEqual(still);
    });

    it('forgets nothing that the same check finds again', async () => {
      passMoment();
      world.found = [MISSING, STRANGER, OF_ACCOUNT];
      await one.check();
      expect(await one.store.find(MISSING.id, world.now)).toMatchObject({
        status: 'open',
        firstSeenAt: world.now.toISOString(),
      });
    });
  });

  it('has what was not read on record, and tells nobody of it', async () => {
    const { check, store } = backend();
    world.found = [
      { ...OF_ACCOUNT, cause: 'notRead', text: 'The filters were not read.' },
    ];
    await check();
    expect(sent).toEqual([]);
    expect(await store.lastCheck()).toMatchObject({
      notRead: [{ text: 'The filters were not read.' }],
    });
  });
});
