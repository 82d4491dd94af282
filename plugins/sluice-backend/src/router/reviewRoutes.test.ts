import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { Persona, startSluice } from '../__testUtils__/startSluice';
import {
  approvedUntil,
  created,
  OLGA,
  record,
  submitted,
  termsOf,
} from '../requests/__testUtils__/recordEvents';
import { RequestStore } from '../requests';
import { DatabaseObservationStore } from '../store';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const ON_PATIENTS = '00000000-0000-4000-8000-000000000001';
const ON_CLAIMS = '00000000-0000-4000-8000-000000000002';
const UNKNOWN = '00000000-0000-4000-8000-000000000009';
const PRODUCT = 'dataproduct:default/patients';
const EVERYBODY: (Persona | 'service')[] = [
  'patientsCare',
  'claimsCare',
  'research',
  'patientsOwner',
  'claimsOwner',
  'platform',
  'auditor',
  'service',
];

describe.each(databases.eachSupportedId())('routes of reviews on %s', id => {
  let sluice: Awaited<ReturnType<typeof startSluice>>;

  // Patients Care reads a part of patients, Claims Care a part of claims.
  beforeEach(async () => {
    const knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    const store = new RequestStore(knex);
    const at = new Date(Date.now() - 60_000).toISOString();
    const until = new Date(Date.now() + 3_600_000).toISOString();
    for (const [requestId, team, table] of [
      [ON_PATIENTS, 'group:default/patients-care', PATIENTS],
      [ON_CLAIMS, 'group:default/claims-care', CLAIMS],
    ] as const) {
      const terms = termsOf(table);
      await record(store, requestId, [
        created({ grantId: requestId, team, terms }),
        submitted,
        ...approvedUntil(until, at),
      ]);
    }
    sluice = await startSluice({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
  });

  const start = async (persona: Persona | 'service', body: object = {}) =>
    sluice.post(persona, '/reviews', { title: 'Quarterly', ...body });

  const statusesOf = async (
    ask: (persona: Persona | 'service') => Promise<{ status: number }>,
  ) => {
    const statuses: Record<string, number> = {};
    for (const persona of EVERYBODY) {
      statuses[persona] = (await ask(persona)).status;
    }
    return statuses;
  };

  it('lets owners, auditors and platform engineers begin one', async () => {
    expect(await statusesOf(start)).toEqual({
      patientsCare: 403,
      claimsCare: 403,
      research: 403,
      patientsOwner: 201,
      claimsOwner: 201,
      platform: 201,
      auditor: 201,
      service: 403,
    });
    expect(
      (await sluice.post('nobody', '/reviews', { title: 'x' })).status,
    ).toBe(401);
  });

  it('tells each of which products they may have access reviewed', async () => {
    const startable: Record<string, unknown> = {};
    for (const persona of EVERYBODY) {
      const { body } = await sluice.get(persona, '/reviews');
      startable[persona] = body.startable?.map(({ title }: any) => title);
    }
    expect(startable).toEqual({
      patientsCare: undefined,
      claimsCare: undefined,
      research: undefined,
      patientsOwner: ['Patients'],
      claimsOwner: ['Claims'],
      platform: ['Claims', 'Patients'],
      auditor: ['Claims', 'Patients'],
      service: undefined,
    });
  });

  it.each([
    ['all', {}, 2],
    ['a product', { product: PRODUCT }, 1],
  ])('asks about %s', async (_, body, total) => {
    const { body: review } = await start('platform', body);
    expect(review).toMatchObject({ total, open: total, kept: 0, revoked: 0 });
    expect(review.items).toHaveLength(total);
  });

  it('asks about the products of the owner who begins it alone', async () => {
    const { body: review } = await start('claimsOwner');
    expect(review.items.map(({ request }: any) => request.id)).toEqual([
      ON_CLAIMS,
    ]);
    expect((await start('claimsOwner', { product: PRODUCT })).status).toBe(403);
  });

  it.each([
    ['no title', { title: '' }],
    ['a title of space', { title: '   ' }],
    ['a long title', { title: 'x'.repeat(201) }],
    ['no such product', { product: 'dataproduct:default/none' }],
    ['no ref', { product: 'patients' }],
    ['an end that is over', { dueAt: '2020-01-01T00:00:00Z' }],
    ['an end that is none', { dueAt: 'soon' }],
    ['what there is not', { surprise: true }],
  ])('refuses %s, and begins nothing', async (_, body) => {
    expect((await start('platform', body)).status).toBe(400);
    const { body: list } = await sluice.get('platform', '/reviews');
    expect(list.items).toEqual([]);
  });

  it('shows each what they may see of it', async () => {
    const { body: review } = await start('platform');
    const path = `/reviews/${review.id}`;
    expect(await statusesOf(persona => sluice.get(persona, path))).toEqual({
      patientsCare: 200,
      claimsCare: 200,
      research: 403,
      patientsOwner: 200,
      claimsOwner: 200,
      platform: 200,
      auditor: 200,
      service: 200,
    });
    const seen: Record<string, unknown> = {};
    for (const persona of EVERYBODY) {
      const { body: list } = await sluice.get(persona, '/reviews');
      const { body: one } = await sluice.get(persona, path);
      seen[persona] = [
        list.items.map(({ total }: any) => total),
        one.items?.map((item: any) => [
          item.request.id === ON_PATIENTS ? 'patients' : 'claims',
          item.mayAnswer,
        ]),
      ];
    }
    expect(seen).toEqual({
      patientsCare: [[1], [['patients', false]]],
      claimsCare: [[1], [['claims', false]]],
      research: [[], undefined],
      patientsOwner: [[1], [['patients', true]]],
      claimsOwner: [[1], [['claims', true]]],
      platform: [
        [2],
        [
          ['patients', false],
          ['claims', false],
        ],
      ],
      auditor: [
        [2],
        [
          ['patients', false],
          ['claims', false],
        ],
      ],
      service: [
        [2],
        [
          ['patients', false],
          ['claims', false],
        ],
      ],
    });
    expect((await sluice.get('auditor', `/reviews/${UNKNOWN}`)).status).toBe(
      404,
    );
  });

  it('takes the answers of owners alone', async () => {
    const { body: review } = await start('platform');
    const path = `/reviews/${review.id}/answers`;
    const keep = { requestId: ON_PATIENTS, answer: 'keep' };
    const answer = (persona: Persona | 'service') =>
      sluice.post(persona, path, keep);
    expect(await statusesOf(answer)).toEqual({
      patientsCare: 403,
      claimsCare: 403,
      research: 403,
      patientsOwner: 200,
      claimsOwner: 403,
      platform: 403,
      auditor: 403,
      service: 403,
    });
    // Once, and no more.
    const again = await answer('patientsOwner');
    expect(again.status).toBe(409);
    const { body } = await sluice.get('patientsOwner', `/reviews/${review.id}`);
    expect(body).toMatchObject({ total: 1, open: 0, kept: 1 });
    expect(body.items[0]).toMatchObject({
      outcome: 'kept',
      decidedBy: 'user:default/patientsowner',
      mayAnswer: false,
      approvedBy: [OLGA],
      reviewedAt: expect.any(String),
    });
    const { body: history } = await sluice.get(
      'auditor',
      `/history?review=${review.id}`,
    );
    expect(
      history.items.map(({ type, requestId }: any) => [type, requestId]),
    ).toEqual([['kept', ON_PATIENTS]]);
    expect(
      (await sluice.get('auditor', `/history?review=${UNKNOWN}`)).body.items,
    ).toEqual([]);
    expect((await sluice.get('auditor', '/history?review=x%00')).status).toBe(
      400,
    );
    expect(sluice.auditEvents).toContainEqual({
      eventId: 'review-answer',
      outcome: 'success',
      meta: { reviewId: review.id, ...keep },
    });
  });

  it('revokes with a reason', async () => {
    const { body: review } = await start('platform');
    const answer = (reason?: string) =>
      sluice.post('claimsOwner', `/reviews/${review.id}/answers`, {
        requestId: ON_CLAIMS,
        answer: 'revoke',
        ...(reason && { reason }),
      });
    expect((await answer()).status).toBe(400);
    const { status, body } = await answer('The study is over');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      outcome: 'revoked',
      reason: 'The study is over',
      request: { id: ON_CLAIMS, phase: 'revoked' },
    });
  });

  it.each([
    ['another request', { requestId: UNKNOWN, answer: 'keep' }, 404],
    ['no id', { requestId: 'x', answer: 'keep' }, 400],
    ['another answer', { requestId: ON_PATIENTS, answer: 'maybe' }, 400],
    ['no answer', { requestId: ON_PATIENTS }, 400],
  ])('refuses an answer about %s', async (_, body, status) => {
    const { body: review } = await start('platform');
    const response = await sluice.post(
      'patientsOwner',
      `/reviews/${review.id}/answers`,
      body,
    );
    expect(response.status).toBe(status);
  });

  it('pages', async () => {
    await start('platform', { title: 'First' });
    await start('claimsOwner', { title: 'Second' });
    await start('platform', { title: 'Third' });
    const titles: string[][] = [];
    let query = '?limit=1';
    for (;;) {
      const { body } = await sluice.get('patientsOwner', `/reviews${query}`);
      titles.push(body.items.map(({ title }: any) => title));
      if (!body.nextCursor) break;
      query = `?limit=1&cursor=${body.nextCursor}`;
    }
    expect(titles.flat()).toEqual(['Third', 'First']);
    expect(
      (await sluice.get('auditor', '/reviews?cursor=nonsense')).status,
    ).toBe(400);
  });
});
