import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AccessRequest,
  ObservedTable,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { patientsTable } from './__testUtils__/snapshotOf';
import {
  ASKED,
  callerOf,
  CLAIMS,
  DAY,
  OFFICE,
  PATIENTS,
  Person,
  PLATFORM,
  PRIVACY,
  RECORDS,
  SENSITIVE,
  startRequestService,
  userOf,
} from './__testUtils__/startRequestService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

type Frame = Awaited<ReturnType<typeof startRequestService>>;

const START = '2026-01-15T08:00:00.000Z';
const BOTH: SluiceApi.AskedTerms = {
  ...SENSITIVE,
  tables: [...SENSITIVE.tables, { table: CLAIMS, columns: ['state'] }],
};
/** Of patients, these columns and rows, and nothing of anything else. */
const only = (columns: string[], rowFilter?: string): SluiceApi.AskedTerms => ({
  tables: [{ table: PATIENTS, columns, ...(rowFilter && { rowFilter }) }],
});
const decisionsOf = ({ agreement }: AccessRequest) =>
  agreement.decisions.map(({ stepId, by }) => [stepId, by]);

describe.each(databases.eachSupportedId())('deciding on %s', id => {
  let knex: Knex;
  let frame: Frame;
  beforeEach(async () => {
    knex = await databases.init(id);
    frame = await startRequestService({ knex });
  });

  it('gives access for the time that was asked for, from the last approval on', async () => {
    const asked = await frame.ask();
    frame.pass(90);
    const request = await frame.approve(asked, 'priya', { comment: ' Fine ' });
    const now = '2026-01-15T09:30:00.000Z';
    expect(request).toMatchObject({
      revision: 4,
      agreement: {
        status: 'approved',
        decidedAt: now,
        startsAt: now,
        expiresAt: '2026-02-14T09:30:00.000Z',
        decisions: [
          {
            stepId: `owner:${PATIENTS}`,
            outcome: 'approved',
            by: userOf('priya'),
            asMemberOf: RECORDS,
            comment: 'Fine',
            at: now,
            revision: 2,
          },
        ],
      },
      fulfilment: { status: 'none' },
    });
    expect(request).not.toHaveProperty('asked');
    expect(frame.changes.seen).toBe(2);
  });

  it.each([
    ['to come', '2026-01-20T00:00:00.000Z', '2026-01-20T00:00:00.000Z'],
    ['that has passed', '2026-01-15T08:30:00.000Z', '2026-01-15T09:00:00.000Z'],
  ])('begins at a start %s, for as long', async (_, startsAt, starts) => {
    const asked = await frame.ask({
      terms: { ...ASKED, startsAt, durationMinutes: DAY },
    });
    frame.pass(60);
    const { agreement } = await frame.approve(asked);
    expect(agreement.startsAt).toBe(starts);
    expect(Date.parse(agreement.expiresAt!) - Date.parse(starts)).toBe(
      DAY * 60_000,
    );
  });

  it('needs everybody: the owners of each table, then who answers for its columns', async () => {
    let request = await frame.ask({ terms: BOTH });
    await expect(frame.approve(request, 'grace')).rejects.toThrow(
      /not for you to decide yet; it waits for others first: Owner of healthcare_db.patients, Owner of healthcare_db.claims/,
    );
    request = await frame.approve(request, 'priya');
    await expect(frame.approve(request, 'priya')).rejects.toThrow(
      /What you may decide of request .* is decided; it waits for others: Owner of healthcare_db.claims/,
    );
    request = await frame.approve(request, 'daniel');
    expect(request.agreement.status).toBe('pending');
    request = await frame.approve(request, 'grace');
    expect(request.agreement.status).toBe('approved');
    expect(decisionsOf(request)).toEqual([
      [`owner:${PATIENTS}`, userOf('priya')],
      [`owner:${CLAIMS}`, userOf('daniel')],
      ['sensitive:Privacy office', userOf('grace')],
    ]);
  });

  it('takes one approval for all that a person may decide', async () => {
    frame.world.owners[CLAIMS] = [OFFICE, RECORDS];
    const request = await frame.approve(await frame.ask({ terms: BOTH }));
    expect(decisionsOf(request)).toEqual([
      [`owner:${PATIENTS}`, userOf('priya')],
      [`owner:${CLAIMS}`, userOf('priya')],
    ]);
    expect(request.revision).toBe(4);
  });

  it('needs different people where there have to be several', async () => {
    frame = await startRequestService({ knex, policy: { ownerQuorum: 2 } });
    const request = await frame.approve(await frame.ask());
    await expect(frame.approve(request)).rejects.toMatchObject({
      name: 'NotAllowedError',
      message: expect.stringContaining('You have decided'),
    });
    await expect(frame.approve(request, 'ben')).resolves.toMatchObject({
      agreement: { status: 'approved' },
    });
  });

  it.each<[Person, RegExp]>([
    ['asker', /You asked for request/],
    ['both', /You are a member of group:default\/claims-care/],
    ['daniel', /You are not among those who may decide .* it waits for: Owner/],
    ['lena', /You are not among those/],
  ])('is not for %s', async (person, message) => {
    const asked = await frame.ask();
    const { revision } = asked;
    const refused = {
      name: 'NotAllowedError',
      message: expect.stringMatching(message),
    };
    await expect(frame.approve(asked, person)).rejects.toMatchObject(refused);
    await expect(
      frame.service.deny(callerOf(person), asked.id, { revision, reason: 'x' }),
    ).rejects.toMatchObject(refused);
    expect(await frame.store.get(asked.id)).toEqual(asked);
  });

  it('is for others on behalf of whom they stand in for, as long as they do', async () => {
    await frame.delegations.create(userOf('priya'), {
      to: userOf('eve'),
      startsAt: START,
      endsAt: '2026-01-16T08:00:00.000Z',
    });
    const terms = { ...ASKED, durationMinutes: 60 };
    const [first, second] = [await frame.ask(), await frame.ask({ terms })];
    const request = await frame.approve(first, 'eve');
    expect(request.agreement.decisions).toMatchObject([
      { by: userOf('eve'), onBehalfOf: userOf('priya'), asMemberOf: RECORDS },
    ]);
    frame.pass(DAY);
    await expect(frame.approve(second, 'eve')).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
  });

  it('is not for the team by way of somebody who is away', async () => {
    await frame.delegations.create(userOf('priya'), {
      to: userOf('mate'),
      startsAt: START,
      endsAt: '2026-01-16T08:00:00.000Z',
    });
    await frame.delegations.create(userOf('both'), {
      to: userOf('eve'),
      startsAt: START,
      endsAt: '2026-01-16T08:00:00.000Z',
    });
    const asked = await frame.ask();
    for (const person of ['mate', 'eve'] as const) {
      await expect(frame.approve(asked, person)).rejects.toMatchObject({
        name: 'NotAllowedError',
      });
    }
  });

  it('is also for those whom it was escalated to', async () => {
    const asked = await frame.ask();
    const [{ request }] = await frame.store.record([
      {
        requestId: asked.id,
        revision: asked.revision,
        at: START,
        actor: 'sluice',
        events: [{ type: 'escalated', to: [PLATFORM] }],
      },
    ]);
    const { agreement } = await frame.approve(request, 'lena');
    expect(agreement.decisions).toMatchObject([
      { by: userOf('lena'), asMemberOf: PLATFORM, escalated: true },
    ]);
  });

  it('goes by who owns the table now', async () => {
    const asked = await frame.ask();
    frame.world.owners[PATIENTS] = [OFFICE];
    await expect(frame.approve(asked, 'priya')).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    await expect(frame.approve(asked, 'daniel')).resolves.toMatchObject({
      agreement: { status: 'approved' },
    });
  });

  it('is done once, when two decide at the same time', async () => {
    for (let round = 0; round < 5; round++) {
      const asked = await frame.ask({
        terms: { ...ASKED, durationMinutes: 60 + round },
      });
      const { revision } = asked;
      const outcomes = await Promise.allSettled([
        frame.approve(asked, 'priya'),
        round % 2 === 0
          ? frame.approve(asked, 'ben')
          : frame.service.deny(callerOf('ben'), asked.id, {
              revision,
              reason: 'x',
            }),
      ]);
      const refused = outcomes.flatMap(each =>
        each.status === 'rejected' ? [each.reason.name] : [],
      );
      expect(refused).toEqual(['ConflictError']);
      const { agreement } = await frame.store.get(asked.id);
      expect(agreement.decisions).toHaveLength(1);
    }
  });

  it('is refused on a request that has changed since, or is decided', async () => {
    const asked = await frame.ask();
    await expect(
      frame.approve({ ...asked, revision: 1 }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('it is at revision 2 now'),
    });
    const request = await frame.approve(asked);
    await expect(frame.approve(request, 'ben')).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('is approved, so it cannot be approved'),
    });
  });

  it('ends a request that is denied, for a reason', async () => {
    const asked = await frame.ask();
    const deny = (reason: string) =>
      frame.service.deny(callerOf('priya'), asked.id, { revision: 2, reason });
    await expect(deny(' ')).rejects.toMatchObject({ name: 'InputError' });
    await expect(deny('x'.repeat(1_001))).rejects.toMatchObject({
      name: 'InputError',
    });
    expect((await deny('Ask for less')).agreement).toMatchObject({
      status: 'denied',
      decidedAt: START,
      decisions: [{ outcome: 'denied', comment: 'Ask for less' }],
    });
  });

  describe('for less than was asked', () => {
    it('keeps what was asked, and needs nobody for what is left out', async () => {
      const asked = await frame.ask({ terms: SENSITIVE });
      const request = await frame.approve(asked, 'priya', {
        terms: {
          ...only(['state'], "state = 'Texas'"),
          durationMinutes: 10 * DAY,
        },
      });
      expect(request).toMatchObject({
        asked: asked.terms,
        terms: {
          tables: [
            {
              columns: [{ fieldId: 5, name: 'state' }],
              rowFilter: "state = 'Texas'",
            },
          ],
          durationMinutes: 10 * DAY,
        },
        agreement: {
          status: 'approved',
          expiresAt: '2026-01-25T08:00:00.000Z',
          steps: [
            { id: `owner:${PATIENTS}` },
            { title: 'Privacy office', skipped: expect.any(String) },
          ],
        },
      });
    });

    it('leaves time as it was where it says nothing of it', async () => {
      const startsAt = '2026-01-20T00:00:00.000Z';
      const asked = await frame.ask({ terms: { ...SENSITIVE, startsAt } });
      const { terms } = await frame.approve(asked, 'priya', {
        terms: only(['state']),
      });
      expect(terms).toMatchObject({ startsAt, durationMinutes: 30 * DAY });
    });

    it('can be said by who answers for the columns that are left out', async () => {
      const asked = await frame.approve(await frame.ask({ terms: SENSITIVE }));
      const { agreement, terms } = await frame.approve(asked, 'grace', {
        terms: only(['patient_id', 'state']),
      });
      expect(agreement.status).toBe('approved');
      expect(agreement.decisions).toMatchObject([
        { by: userOf('priya') },
        { by: userOf('grace'), asMemberOf: PRIVACY },
      ]);
      expect(terms.tables[0].columns).toHaveLength(2);
    });

    it('is one decision by who owns what is left and what is not', async () => {
      frame.world.owners[CLAIMS] = [RECORDS];
      const request = await frame.approve(
        await frame.ask({ terms: BOTH }),
        'priya',
        { terms: { tables: [{ table: CLAIMS, columns: ['state'] }] } },
      );
      expect(request.agreement.status).toBe('approved');
      expect(decisionsOf(request)).toEqual([
        [`owner:${CLAIMS}`, userOf('priya')],
      ]);
    });

    it('is no other offer when it is the same', async () => {
      const request = await frame.approve(await frame.ask(), 'priya', {
        terms: ASKED,
      });
      expect(request).not.toHaveProperty('asked');
      expect(request.agreement.status).toBe('approved');
    });

    it.each<[string, SluiceApi.AskedTerms, RegExp]>([
      ['a column', only(['ssn']), /Column ssn of healthcare_db.patients/],
      ['rows', only(['state'], "state = 'Utah'"), /The rows of/],
      ['all rows', only(['state']), /The rows of/],
      [
        'a table',
        { tables: [...ASKED.tables, { table: CLAIMS, columns: ['state'] }] },
        /healthcare_db.claims was not asked for/,
      ],
      ['time', { ...ASKED, durationMinutes: 31 * DAY }, /last longer/],
      ['no column', only([]), /at least one column/],
      ['no table', { tables: [] }, /at least one table/],
    ])('is refused with %s', async (_, terms, message) => {
      const asked = await frame.ask();
      await expect(
        frame.approve(asked, 'priya', { terms }),
      ).rejects.toMatchObject({
        name: 'InputError',
        message: expect.stringMatching(message),
      });
      expect(await frame.store.get(asked.id)).toEqual(asked);
    });
  });

  describe('when the table is not as it was', () => {
    const without = (...names: string[]): ObservedTable =>
      patientsTable({
        columns: patientsTable().columns.filter(
          ({ name }) => !names.includes(name),
        ),
      });

    it.each<[string, ObservedTable[], RegExp]>([
      [
        'a column is gone',
        [without('patient_id')],
        /Column patient_id .* is gone/,
      ],
      ['a column of the filter is gone', [without('state')], /is gone/],
      ['it was made anew', [patientsTable({ tableUuid: 'x' })], /made anew/],
      ['it is gone', [], /was not found/],
      [
        'a column was classified since',
        [
          patientsTable({
            columns: patientsTable().columns.map(each => ({
              ...each,
              classification: 'pii',
            })),
          }),
        ],
        /needs somebody else to agree .* Privacy office .* edit and submit/,
      ],
    ])('is refused since %s', async (_, tables, message) => {
      const asked = await frame.ask();
      frame.world.tables = tables;
      await expect(frame.approve(asked)).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringMatching(message),
      });
      expect(await frame.store.get(asked.id)).toEqual(asked);
    });

    it('is not refused since a column has another name', async () => {
      const asked = await frame.ask({ terms: SENSITIVE });
      frame.world.tables = [
        patientsTable({
          columns: patientsTable().columns.map(each =>
            each.name === 'state' ? { ...each, name: 'us_state' } : each,
          ),
        }),
      ];
      await expect(
        frame.approve(asked, 'priya', { terms: only(['us_state']) }),
      ).resolves.toMatchObject({ agreement: { status: 'approved' } });
    });
  });
});
