import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessRequest,
  RequestEvent,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { patientsTable } from './__testUtils__/snapshotOf';
import {
  ASKED,
  callerOf,
  CLAIMS,
  DAY,
  PATIENTS,
  startRequestService,
  userOf,
} from './__testUtils__/startRequestService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

type Frame = Awaited<ReturnType<typeof startRequestService>>;

const ACTIVE: RequestEvent[] = [
  { type: 'applyStarted', changeId: 'c1' },
  { type: 'applied' },
];
const STATE: SluiceApi.AskedTerms = {
  tables: [{ ...ASKED.tables[0], columns: ['state'] }],
};

describe.each(databases.eachSupportedId())('ending access on %s', id => {
  let knex: Knex;
  let frame: Frame;
  let given: AccessRequest;
  beforeEach(async () => {
    knex = await databases.init(id);
    frame = await startRequestService({ knex });
    given = await happened(await frame.approve(await frame.ask()), ...ACTIVE);
  });

  async function happened(
    { id: requestId, revision }: AccessRequest,
    ...events: RequestEvent[]
  ): Promise<AccessRequest> {
    const at = frame.world.now.toISOString();
    const [{ request }] = await frame.store.record([
      { requestId, revision, at, actor: 'sluice', events },
    ]);
    return request;
  }
  const reduce = (changes: Partial<SluiceApi.RequestReduction>) =>
    frame.service.reduce(callerOf('priya'), given.id, {
      revision: given.revision,
      reason: 'Not needed any more',
      terms: ASKED,
      ...changes,
    });

  describe('by reducing it', () => {
    it('leaves columns and rows out, and has it applied anew', async () => {
      const [asked] = ASKED.tables;
      const terms = {
        tables: [
          { ...asked, columns: ['state'], rowFilter: "state = 'Texas'" },
        ],
      };
      const request = await reduce({ terms });
      expect(request).toMatchObject({
        terms: {
          tables: [{ columns: [{ fieldId: 5 }], rowFilter: "state = 'Texas'" }],
          durationMinutes: 30 * DAY,
        },
        asked: given.terms,
        agreement: {
          status: 'approved',
          expiresAt: given.agreement.expiresAt,
        },
        fulfilment: { status: 'applying' },
      });
    });

    it.each<[string, Partial<SluiceApi.RequestReduction>, string, number]>([
      [
        'at an earlier time',
        { expiresAt: '2026-01-20T08:00:00.000Z' },
        '2026-01-20T08:00:00.000Z',
        5 * DAY,
      ],
      [
        'after a shorter time from its start on',
        { terms: { ...ASKED, durationMinutes: 10 * DAY } },
        '2026-01-25T08:00:00.000Z',
        10 * DAY,
      ],
      [
        'at the earlier of both',
        {
          expiresAt: '2026-01-24T08:00:00.000Z',
          terms: { ...ASKED, durationMinutes: 10 * DAY },
        },
        '2026-01-24T08:00:00.000Z',
        9 * DAY,
      ],
    ])('ends it %s', async (_, changes, expiresAt, durationMinutes) => {
      frame.pass(DAY);
      expect(await reduce(changes)).toMatchObject({
        terms: { durationMinutes },
        agreement: { status: 'approved', expiresAt },
      });
    });

    it.each<[string, Partial<SluiceApi.RequestReduction>, RegExp]>([
      ['nothing', {}, /what stands already/],
      [
        'its own end',
        { expiresAt: '2026-02-14T08:00:00.000Z' },
        /what stands already/,
      ],
      [
        'a later end',
        { expiresAt: '2026-02-14T08:00:01.000Z' },
        /later than 2026-02-14.*extension/,
      ],
      [
        'an end that has passed',
        { expiresAt: '2026-01-15T08:00:00.000Z' },
        /before it starts or in the past.*revoke/,
      ],
      [
        'a duration that has passed',
        { terms: { ...ASKED, durationMinutes: 60 } },
        /in the past/,
      ],
      ['no time', { expiresAt: 'tomorrow' }, /"tomorrow", which is no time/],
      [
        'another start',
        { terms: { ...STATE, startsAt: '2026-01-30T08:00:00.000Z' } },
        /does not change when access starts/,
      ],
      [
        'more columns',
        { terms: { tables: [{ table: PATIENTS, columns: ['ssn'] }] } },
        /Column ssn.*; The rows of/,
      ],
      [
        'another table',
        { terms: { tables: [{ table: CLAIMS, columns: ['state'] }] } },
        /was not asked for/,
      ],
      [
        'more time',
        { terms: { ...STATE, durationMinutes: 31 * DAY } },
        /last longer/,
      ],
      ['no reason', { terms: STATE, reason: ' ' }, /reason is empty/],
    ])('refuses %s', async (_, changes, message) => {
      frame.pass(DAY);
      await expect(reduce(changes)).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(message),
      });
      expect(await frame.store.get(given.id)).toEqual(given);
    });

    it('takes out a column that is gone', async () => {
      frame.world.tables = [
        patientsTable({
          columns: patientsTable().columns.filter(
            ({ name }) => name !== 'patient_id',
          ),
        }),
      ];
      await expect(reduce({ terms: STATE })).resolves.toMatchObject({
        terms: { tables: [{ columns: [{ name: 'state' }] }] },
      });
    });

    it('is not possible while something is applied, nor after the end', async () => {
      const reduced = await reduce({ terms: STATE });
      const again = () =>
        reduce({
          revision: reduced.revision,
          terms: ASKED,
          expiresAt: '2026-01-20T08:00:00.000Z',
        });
      await expect(again()).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('Wait until it has been applied'),
      });
      given = await happened(reduced, { type: 'applied' });
      frame.pass(30 * DAY);
      await expect(
        reduce({ revision: given.revision, terms: STATE }),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('ended at 2026-02-14'),
      });
    });
  });

  it('is done at once by revoking it, for a reason', async () => {
    const revoke = (reason: string) =>
      frame.service.revoke(callerOf('mate'), given.id, {
        revision: given.revision,
        reason,
      });
    await expect(revoke('')).rejects.toMatchObject({ name: 'InputError' });
    frame.pass(5);
    expect((await revoke('Project ended')).agreement).toMatchObject({
      status: 'revoked',
      endedAt: '2026-01-15T08:05:00.000Z',
      endedBy: userOf('mate'),
      endReason: 'Project ended',
    });
  });

  it('is refused on what has changed since', async () => {
    const revision = given.revision - 1;
    const { service } = frame;
    for (const call of [
      service.revoke(callerOf('priya'), given.id, { revision, reason: 'x' }),
      reduce({ revision, terms: STATE }),
      service.resume(callerOf('priya'), given.id, revision),
    ]) {
      await expect(call).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining('has changed since'),
      });
    }
  });

  it('is not needed where a review keeps it, once', async () => {
    const reviewId = await frame.review(given);
    const answer =
      (outcome: 'kept' | 'revoked') => async (tx: Knex.Transaction) => {
        await tx('access_review_items')
          .where({ review_id: reviewId })
          .update({ outcome });
      };
    const keep = (review = reviewId) =>
      frame.service.keep(
        callerOf('priya'),
        given.id,
        review,
        ' Still used ',
        answer('kept'),
      );
    await expect(keep(given.id)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('No access review waits'),
    });
    await expect(keep()).resolves.toMatchObject({
      agreement: { status: 'approved' },
      reviewedAt: '2026-01-15T08:00:00.000Z',
    });
    await expect(keep()).rejects.toMatchObject({ name: 'ConflictError' });
    expect(await knex('access_review_items').first('outcome')).toEqual({
      outcome: 'kept',
    });
  });

  it('is written with the answer of its review, or not at all', async () => {
    const reviewId = await frame.review(given);
    const revoke = (alongside: () => Promise<void>) =>
      frame.service.revoke(
        callerOf('priya'),
        given.id,
        { revision: given.revision, reason: 'Unused', reviewId },
        alongside,
      );
    await expect(
      revoke(async () => {
        throw new Error('the answer was not written');
      }),
    ).rejects.toThrow('the answer was not written');
    expect(await frame.store.get(given.id)).toEqual(given);
    await expect(revoke(async () => {})).resolves.toMatchObject({
      agreement: { status: 'revoked' },
    });
  });

  it('is tried again by whoever it concerns, in their name', async () => {
    const failed = await happened(
      await reduce({ terms: STATE }),
      { type: 'applyStarted', changeId: 'c2' },
      { type: 'applyFailed', error: 'Throttled. Resume it.' },
    );
    await frame.service.resume(callerOf('asker'), failed.id, failed.revision);
    await expect(
      frame.service.resume(callerOf('eve'), failed.id, failed.revision),
    ).rejects.toMatchObject({ name: 'NotAllowedError' });
    expect(frame.changes.resumed).toEqual([`${failed.id} ${userOf('asker')}`]);
  });

  it('is offered to who stands in for an owner', async () => {
    await frame.delegations.create(userOf('priya'), {
      to: userOf('eve'),
      startsAt: frame.world.now.toISOString(),
      endsAt: '2026-01-16T08:00:00.000Z',
    });
    const actions = () => frame.service.actionsOf(given, callerOf('eve'));
    expect(await actions()).toEqual(['reduce', 'revoke']);
    frame.pass(DAY);
    expect(await actions()).toEqual([]);
  });
});
