import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NotificationSendOptions } from '@backstage/plugin-notifications-node';
import { AccessRequest, RequestPolicy } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import {
  ASKED,
  callerOf,
  CLAIMS,
  DAY,
  OFFICE,
  Person,
  RECORDS,
  startRequestService,
  userOf,
} from './__testUtils__/startRequestService';
import { NoticeQueue } from './NoticeQueue';
import { RequestEvents } from './RequestEvents';
import { RequestHistory } from './RequestHistory';
import { Reviews } from './Reviews';
import { ReviewSchedule } from './ReviewSchedule';
import { ReviewStore } from './ReviewStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const all = () => true;

describe.each(databases.eachSupportedId())('access reviews on %s', id => {
  let knex: Knex;
  let frame: Awaited<ReturnType<typeof startRequestService>>;
  let reviewStore: ReviewStore;
  let patients: AccessRequest;
  let claims: AccessRequest;
  let sent: NotificationSendOptions[];

  beforeEach(async () => {
    knex = await databases.init(id);
    frame = await startRequestService({ knex });
    reviewStore = new ReviewStore(knex);
    sent = [];
    patients = await frame.approve(await frame.ask());
    claims = await frame.approve(
      await frame.ask({
        terms: {
          ...ASKED,
          tables: [{ table: CLAIMS, columns: ['patient_id'] }],
        },
      }),
      'daniel',
    );
  });

  /** One of several backends. */
  function backend(
    options: { every?: number; unanswered?: 'keep' | 'revoke' } = {},
  ) {
    const { every, unanswered = 'keep' } = options;
    const reviewPolicy: RequestPolicy['reviews'] = {
      answerWithinMinutes: 14 * DAY,
      unanswered,
      ...(every && { everyMinutes: every }),
    };
    const deps = {
      store: frame.store,
      reviewStore,
      policy: { reviews: reviewPolicy },
      clock: { now: () => frame.world.now },
      logger: mockServices.logger.mock(),
    };
    const notices = new NoticeQueue({
      knex,
      notifications: {
        send: async message => {
          sent.push(message);
        },
      },
      logger: deps.logger,
    });
    const reviews = new Reviews({
      ...deps,
      service: frame.service,
      access: frame.access,
      notices,
    });
    const auditor = mockServices.auditor.mock();
    auditor.createEvent.mockImplementation(async () => ({
      success: async () => {},
      fail: async () => {},
    }));
    const schedule = new ReviewSchedule({ ...deps, reviews, auditor });
    return { reviews, schedule, notices, auditor };
  }

  const start = async (
    { reviews } = backend(),
    asks: (grant: AccessRequest) => boolean = all,
  ) =>
    (await reviews.start(
      { title: ' Quarterly ', startedBy: userOf('lena') },
      asks,
    ))!;

  const answer = (
    person: Person,
    reviewId: string,
    what: 'keep' | 'revoke',
    request = patients,
    reason: string | undefined = 'Still in use',
  ) =>
    backend().reviews.answer(callerOf(person), reviewId, {
      requestId: request.id,
      answer: what,
      reason,
    });

  const outcomes = async (reviewId: string) => {
    const items = await reviewStore.itemsOf(reviewId);
    return [patients, claims].map(request => {
      const item = items.find(({ requestId }) => requestId === request.id);
      return item && [item.outcome, item.unanswered];
    });
  };

  const statusOf = async (request: AccessRequest) =>
    (await frame.store.get(request.id)).agreement.status;

  it('asks about what is agreed on, and tells the owners', async () => {
    await frame.ask({ terms: { ...ASKED, durationMinutes: 60 } });
    const { reviews, notices } = backend();
    const review = await start({ reviews } as any);
    expect(review).toEqual({
      id: expect.any(String),
      title: 'Quarterly',
      startedAt: '2026-01-15T08:00:00.000Z',
      startedBy: userOf('lena'),
      dueAt: '2026-01-29T08:00:00.000Z',
      unanswered: 'keep',
    });
    expect(await reviewStore.get(review.id)).toEqual(review);
    expect(await outcomes(review.id)).toEqual([
      [undefined, false],
      [undefined, false],
    ]);
    await notices.deliver();
    expect(sent).toHaveLength(1);
    expect(new Set((sent[0].recipients as any).entityRef)).toEqual(
      new Set([RECORDS, OFFICE]),
    );
    expect(sent[0].payload.link).toBe(`/sluice/reviews/${review.id}`);
  });

  it('asks only about what whoever starts it may have reviewed', async () => {
    const review = await start(backend(), ({ id: each }) => each === claims.id);
    expect(await outcomes(review.id)).toEqual([undefined, [undefined, false]]);
  });

  it.each([
    ['an end that is over', { dueAt: '2026-01-15T08:00:00Z' }, 'after now'],
    ['an end that is far away', { dueAt: '2028-01-15T08:00:00Z' }, 'a year'],
    ['an end that is none', { dueAt: 'soon' }, 'dueAt is "soon"'],
    ['no title', { title: '  ' }, 'title is empty'],
  ])('does not start with %s', async (_, changes, message) => {
    await expect(
      backend().reviews.start(
        { title: 'Quarterly', startedBy: userOf('lena'), ...changes },
        all,
      ),
    ).rejects.toThrow(message);
    expect(await reviewStore.page({ limit: 9 })).toEqual([]);
  });

  it('does not start about nothing', async () => {
    await expect(start(backend(), () => false)).rejects.toThrow('nothing');
  });

  it('keeps a grant, on record', async () => {
    const review = await start();
    expect(await answer('priya', review.id, 'keep')).toEqual({
      reviewId: review.id,
      requestId: patients.id,
      outcome: 'kept',
      decidedBy: userOf('priya'),
      decidedAt: '2026-01-15T08:00:00.000Z',
      reason: 'Still in use',
      unanswered: false,
    });
    const request = await frame.store.get(patients.id);
    expect(request.reviewedAt).toBe('2026-01-15T08:00:00.000Z');
    expect(request.agreement.status).toBe('approved');
  });

  it('revokes a grant, with a reason', async () => {
    const review = await start();
    await expect(
      answer('priya', review.id, 'revoke', patients, ''),
    ).rejects.toThrow('reason is empty');
    expect(await statusOf(patients)).toBe('approved');
    await answer('priya', review.id, 'revoke');
    expect(await statusOf(patients)).toBe('revoked');
    expect(await outcomes(review.id)).toEqual([
      ['revoked', false],
      [undefined, false],
    ]);
  });

  it.each<[Person, string]>([
    ['asker', 'You asked for request'],
    ['mate', 'You are a member'],
    ['both', 'You are a member'],
    ['daniel', 'Only owners'],
    ['eve', 'Only owners'],
  ])('takes no answer of %s, and changes nothing', async (person, message) => {
    const review = await start();
    await expect(answer(person, review.id, 'keep')).rejects.toThrow(message);
    expect(await outcomes(review.id)).toEqual([
      [undefined, false],
      [undefined, false],
    ]);
  });

  it('takes one answer, also of two at the same time', async () => {
    const review = await start();
    const answers = await Promise.allSettled([
      answer('priya', review.id, 'keep'),
      answer('ben', review.id, 'revoke'),
    ]);
    const refused = answers.filter(({ status }) => status === 'rejected');
    expect(refused).toEqual([
      expect.objectContaining({
        reason: expect.objectContaining({ name: 'ConflictError' }),
      }),
    ]);
    const [[outcome]] = (await outcomes(review.id)) as any;
    expect(await statusOf(patients)).toBe(
      outcome === 'kept' ? 'approved' : 'revoked',
    );
    await expect(answer('priya', review.id, 'keep')).rejects.toMatchObject({
      name: 'ConflictError',
    });
  });

  it('does not revoke by an answer what was kept', async () => {
    const review = await start();
    await answer('priya', review.id, 'keep');
    await expect(answer('ben', review.id, 'revoke')).rejects.toMatchObject({
      name: 'ConflictError',
    });
    expect(await statusOf(patients)).toBe('approved');
  });

  it('takes no answer about what it does not ask, nor once it is due', async () => {
    const review = await start(backend(), ({ id: each }) => each === claims.id);
    await expect(answer('priya', review.id, 'keep')).rejects.toMatchObject({
      name: 'NotFoundError',
    });
    frame.pass(14 * DAY);
    await expect(answer('daniel', review.id, 'keep', claims)).rejects.toThrow(
      'takes no more answers',
    );
  });

  it('ends what ended meanwhile, before it is due', async () => {
    const review = await start();
    await frame.service.revoke(callerOf('priya'), patients.id, {
      revision: patients.revision,
      reason: 'The study is over',
    });
    await backend().schedule.tick();
    expect(await outcomes(review.id)).toEqual([
      ['ended', false],
      [undefined, false],
    ]);
    expect((await reviewStore.get(review.id)).closedAt).toBeUndefined();
  });

  it.each([
    ['keep', 'kept', 'approved', []],
    [
      'revoke',
      'revoked',
      'revoked',
      [
        'sluice: Sluice revoked the access in an access review: Nobody answered the access review "Quarterly" by 2026-01-29T08:00:00.000Z.',
      ],
    ],
  ] as const)(
    'closes when it is due, however late, and %ss what nobody answered for',
    async (unanswered, outcome, status, sentences) => {
      const one = backend({ unanswered });
      const review = await start(one);
      await answer('priya', review.id, 'keep');
      frame.pass(14 * DAY - 1);
      await one.schedule.tick();
      expect((await reviewStore.get(review.id)).closedAt).toBeUndefined();
      frame.pass(3 * DAY);
      await Promise.all([
        one.schedule.tick(),
        backend({ unanswered }).schedule.tick(),
      ]);
      await one.schedule.tick();
      expect(await outcomes(review.id)).toEqual([
        ['kept', false],
        [outcome, true],
      ]);
      expect(await statusOf(patients)).toBe('approved');
      expect(await statusOf(claims)).toBe(status);
      expect((await reviewStore.get(review.id)).closedAt).toBe(
        '2026-02-01T07:59:00.000Z',
      );
      const history = new RequestHistory({
        events: new RequestEvents(knex),
        store: frame.store,
        clock: { now: () => frame.world.now },
      });
      const told = await history.ofRequest(claims.id);
      expect(
        told
          .filter(({ type }) => type === 'revoked')
          .map(({ actor, text }) => `${actor}: ${text}`),
      ).toEqual(sentences);
      expect(await history.verify()).toEqual([]);
    },
  );

  it('goes by the rule that held when it began', async () => {
    const review = await start(backend({ unanswered: 'keep' }));
    frame.pass(15 * DAY);
    await backend({ unanswered: 'revoke' }).schedule.tick();
    expect(await statusOf(claims)).toBe('approved');
    expect(await outcomes(review.id)).toEqual([
      ['kept', true],
      ['kept', true],
    ]);
  });

  describe('on schedule', () => {
    const begun = async () =>
      (await reviewStore.page({ limit: 9 })).map(
        ({ review }) => `${review.startedBy} ${review.startedAt.slice(0, 10)}`,
      );
    const tick = () =>
      Promise.all(
        [1, 2, 3].map(() => backend({ every: 20 * DAY }).schedule.tick()),
      );

    it('begins once each interval, with several backends, whatever was missed', async () => {
      frame.pass(20 * DAY - 1);
      await tick();
      expect(await begun()).toEqual([]);
      frame.pass(1);
      await tick();
      expect(await begun()).toEqual(['sluice 2026-02-04']);
      await tick();
      // The grants last for thirty days; another is agreed on meanwhile.
      await frame.approve(
        await frame.ask({ terms: { ...ASKED, durationMinutes: 99 * DAY } }),
      );
      frame.pass(45 * DAY);
      await tick();
      await tick();
      expect(await begun()).toEqual(['sluice 2026-03-21', 'sluice 2026-02-04']);
    });

    it('does not count what people start', async () => {
      frame.pass(20 * DAY);
      await start();
      await tick();
      expect(await begun()).toEqual([
        'sluice 2026-02-04',
        'user:default/lena 2026-02-04',
      ]);
    });

    it('has nothing to ask while there is no access', async () => {
      for (const request of [patients, claims]) {
        await frame.service.revoke(callerOf('lena'), request.id, {
          revision: request.revision,
          reason: 'Over',
        });
      }
      frame.pass(40 * DAY);
      await tick();
      expect(await begun()).toEqual([]);
    });

    it('begins none by itself unless it is said how often', async () => {
      frame.pass(400 * DAY);
      await backend().schedule.tick();
      expect(await begun()).toEqual([]);
    });
  });
});
