import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessRequest, SluiceApi } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { patientsTable } from './__testUtils__/snapshotOf';
import {
  ASKED,
  callerOf,
  CLAIMS,
  NEW_TEAM,
  PATIENTS,
  Person,
  SENSITIVE,
  startRequestService,
  TEAM,
} from './__testUtils__/startRequestService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

type Frame = Awaited<ReturnType<typeof startRequestService>>;
type Draft = Partial<SluiceApi.RequestDraft>;

/** What came of calls that were made at the same time. */
const outcomesOf = async (calls: Promise<AccessRequest>[]) =>
  (await Promise.allSettled(calls))
    .map(each =>
      each.status === 'fulfilled'
        ? each.value.agreement.status
        : each.reason.name,
    )
    .sort();

describe.each(databases.eachSupportedId())('asking for access on %s', id => {
  let knex: Knex;
  let frame: Frame;
  beforeEach(async () => {
    knex = await databases.init(id);
    frame = await startRequestService({ knex });
  });

  it('keeps a draft, and asks the owners when it is submitted', async () => {
    const draft = await frame.ask({ submit: false, purpose: '  Outliers ' });
    expect(draft).toMatchObject({
      grantId: draft.id,
      revision: 1,
      team: TEAM,
      requester: 'user:default/asker',
      purpose: 'Outliers',
      agreement: { status: 'draft', steps: [] },
      createdAt: '2026-01-15T08:00:00.000Z',
    });
    frame.pass(1);
    const request = await frame.service.submit(callerOf('mate'), draft.id, 1);
    expect(request.agreement).toMatchObject({
      status: 'pending',
      submittedAt: '2026-01-15T08:01:00.000Z',
      steps: [{ id: `owner:${PATIENTS}`, stage: 0 }],
    });
    expect(await frame.store.get(draft.id)).toEqual(request);
    expect(frame.changes.seen).toBe(2);
  });

  it('asks those who answer for classified columns, as they are classified when it is submitted', async () => {
    const draft = await frame.ask({ submit: false });
    const [first, ...rest] = patientsTable().columns;
    frame.world.tables = [
      patientsTable({
        columns: [{ ...first, classification: 'PII' }, ...rest],
      }),
    ];
    const { agreement } = await frame.service.submit(
      callerOf('asker'),
      draft.id,
      1,
    );
    expect(agreement.steps.map(({ title, why }) => [title, why])).toEqual([
      ['Owner of healthcare_db.patients', expect.any(String)],
      [
        'Privacy office',
        'Sensitive columns: healthcare_db.patients.patient_id.',
      ],
    ]);
  });

  it('makes and submits at once, as two events of one moment', async () => {
    const { id: requestId, revision } = await frame.ask();
    const events = await knex('access_request_events')
      .where({ request_id: requestId })
      .orderBy('revision')
      .select('type', 'revision', 'actor');
    expect(events).toEqual([
      { type: 'created', revision: 1, actor: 'user:default/asker' },
      { type: 'submitted', revision: 2, actor: 'user:default/asker' },
    ]);
    expect(revision).toBe(2);
  });

  it.each<[string, Draft, Person, string, RegExp]>([
    ['of another team', {}, 'priya', 'NotAllowedError', /not a member of/],
    [
      'of a team that is not onboarded',
      { team: NEW_TEAM },
      'newcomer',
      'ConflictError',
      /population-research has no job execution role yet.*onboard/,
    ],
    [
      'without a purpose',
      { purpose: ' \n ' },
      'asker',
      'InputError',
      /purpose/,
    ],
    [
      'with a purpose as long as a book',
      { purpose: 'x'.repeat(2_001) },
      'asker',
      'InputError',
      /2001 characters/,
    ],
    [
      'of an unknown table',
      { terms: { tables: [{ table: `${CLAIMS}x`, columns: ['state'] }] } },
      'asker',
      'InputError',
      /There is no table/,
    ],
    [
      'in place of a request that does not exist',
      { supersedes: '7f3fb8b4-6a1c-4b7e-9a3e-111111111111' },
      'asker',
      'InputError',
      /supersedes is 7f3f/,
    ],
  ])('refuses one %s', async (_, draft, person, name, message) => {
    await expect(frame.ask(draft, person)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(await frame.store.find({})).toEqual([]);
    expect(frame.changes.seen).toBe(0);
  });

  it('does not submit what is impossible, and says all of it', async () => {
    const finding = { rule: 'V12', docsUrl: 'https://example.com' };
    frame.world.findings = [
      { ...finding, severity: 'error', message: 'A map cannot be granted.' },
      { ...finding, severity: 'warning', message: 'Unusual.' },
      { ...finding, severity: 'error', message: 'Nor can this.' },
    ];
    await expect(frame.ask()).rejects.toMatchObject({
      name: 'InputError',
      message: expect.stringMatching(/A map cannot be granted. Nor can this.$/),
    });
    const draft = await frame.ask({ submit: false });
    await expect(
      frame.service.submit(callerOf('asker'), draft.id, 1),
    ).rejects.toThrow('A map cannot');
    expect(await frame.store.get(draft.id)).toEqual(draft);
  });

  it('does not submit a draft of what is not there any more', async () => {
    const draft = await frame.ask({ submit: false });
    frame.world.tables = [patientsTable({ tableUuid: 'made-anew' })];
    await expect(
      frame.service.submit(callerOf('asker'), draft.id, 1),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('made anew'),
    });
  });

  it('refuses to ask for the same while it is asked for, whoever of the team asks', async () => {
    const request = await frame.ask();
    const [asked] = ASKED.tables;
    const terms = {
      ...ASKED,
      tables: [{ ...asked, columns: ['state', 'patient_id'] }],
    };
    await expect(frame.ask({ terms }, 'mate')).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining(request.id),
    });
    const others = [
      { terms: { ...ASKED, durationMinutes: 60 } },
      { terms: SENSITIVE },
      { submit: false },
    ];
    for (const draft of others) await frame.ask(draft, 'mate');

    await frame.service.withdraw(callerOf('mate'), request.id, {
      revision: 2,
      reason: 'Again',
    });
    await expect(frame.ask()).resolves.toMatchObject({ revision: 2 });
  });

  it('is pending once when it is submitted twice at the same time', async () => {
    expect(
      await outcomesOf([frame.ask(), frame.ask({}, 'mate'), frame.ask()]),
    ).toEqual(['ConflictError', 'ConflictError', 'pending']);
    expect(await frame.store.find({})).toHaveLength(1);

    const draft = await frame.ask({ submit: false, terms: SENSITIVE });
    const submit = () =>
      frame.service.submit(callerOf('asker'), draft.id, draft.revision);
    expect(await outcomesOf([submit(), submit()])).toEqual([
      'ConflictError',
      'pending',
    ]);
  });

  describe('that is asked for already', () => {
    const edit = {
      purpose: 'Less',
      terms: { tables: [{ table: CLAIMS, columns: ['state'] }] },
    };

    it('makes a draft of what is pending, without its approvals', async () => {
      const request = await frame.approve(
        await frame.ask({ terms: SENSITIVE }),
      );
      expect(request.agreement.decisions).toHaveLength(1);
      const draft = await frame.service.edit(callerOf('mate'), request.id, {
        ...edit,
        revision: 3,
      });
      expect(draft).toMatchObject({
        purpose: 'Less',
        terms: { tables: [{ table: CLAIMS }], durationMinutes: 90 * 24 * 60 },
        agreement: { status: 'draft', steps: [], decisions: [] },
      });
      const [other] = await frame.store.find({ tables: [CLAIMS] });
      expect(other.id).toBe(request.id);
      expect(await frame.store.find({ tables: [PATIENTS] })).toEqual([]);
    });

    it('is submitted anew in the same step when wanted', async () => {
      const request = await frame.ask();
      const edited = await frame.service.edit(callerOf('asker'), request.id, {
        ...edit,
        revision: 2,
        submit: true,
      });
      expect(edited).toMatchObject({
        revision: 4,
        agreement: {
          status: 'pending',
          steps: [{ id: `owner:${CLAIMS}` }],
        },
      });
    });

    it('is not changed by a wrong edit, nor by one of what it was before', async () => {
      const request = await frame.ask();
      const tries: [object, string][] = [
        [{ ...edit, revision: 1 }, 'ConflictError'],
        [{ ...edit, revision: 2, purpose: '' }, 'InputError'],
        [{ ...edit, revision: 2, terms: { tables: [] } }, 'InputError'],
      ];
      for (const [body, name] of tries) {
        await expect(
          frame.service.edit(
            callerOf('asker'),
            request.id,
            body as SluiceApi.RequestEdit,
          ),
        ).rejects.toMatchObject({ name });
      }
      expect(await frame.store.get(request.id)).toEqual(request);
    });

    it('is either edited or approved, when both come at the same time', async () => {
      for (let round = 0; round < 5; round++) {
        const request = await frame.ask({
          terms: { ...ASKED, durationMinutes: 60 + round },
        });
        const outcomes = await outcomesOf([
          frame.service.edit(callerOf('asker'), request.id, {
            ...edit,
            revision: 2,
          }),
          frame.approve(request),
        ]);
        expect([
          ['ConflictError', 'approved'],
          ['ConflictError', 'draft'],
        ]).toContainEqual(outcomes);
        const { terms, agreement } = await frame.store.get(request.id);
        expect([agreement.status, terms.tables[0].table]).toEqual(
          outcomes[1] === 'draft' ? ['draft', CLAIMS] : ['approved', PATIENTS],
        );
      }
    });
  });

  describe('in place of what was given', () => {
    const more = (supersedes: string): Draft => ({
      supersedes,
      terms: { ...ASKED, durationMinutes: 60 * 24 * 60 },
    });
    let given: AccessRequest;
    beforeEach(async () => {
      given = await frame.approve(await frame.ask());
    });

    it('is of the same grant', async () => {
      const request = await frame.ask(more(given.id));
      expect(request).toMatchObject({
        supersedes: given.id,
        grantId: given.grantId,
      });
      expect(request.id).not.toBe(given.id);
    });

    it('is one at a time, also when two come at once; drafts do not count', async () => {
      await frame.ask({ ...more(given.id), submit: false });
      const second = { ...more(given.id), terms: SENSITIVE };
      expect(
        await outcomesOf([frame.ask(more(given.id)), frame.ask(second)]),
      ).toEqual(['ConflictError', 'pending']);
      await expect(frame.ask(second)).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringMatching(/is pending and takes the place of/),
      });
    });

    it('is not submitted after that one has ended', async () => {
      const draft = await frame.ask({ ...more(given.id), submit: false });
      await frame.service.revoke(callerOf('priya'), given.id, {
        revision: given.revision,
        reason: 'No need',
      });
      await expect(
        frame.service.submit(callerOf('asker'), draft.id, 1),
      ).rejects.toMatchObject({
        name: 'ConflictError',
        message: expect.stringContaining(`Request ${given.id} is revoked`),
      });
      await expect(frame.ask(more(given.id))).rejects.toThrow('is revoked');
    });

    it('is nothing that another team can ask for', async () => {
      frame.world.teams[1].roleArn = frame.world.teams[0].roleArn;
      await expect(
        frame.ask({ ...more(given.id), team: NEW_TEAM }, 'newcomer'),
      ).rejects.toMatchObject({ name: 'InputError' });
    });
  });
});
