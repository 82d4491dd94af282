import { TestDatabases } from '@backstage/backend-test-utils';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { dumpTables } from '../__testUtils__/dumpTables';
import { CLAIMS, PATIENTS } from '../__testUtils__/healthcare';
import { Anybody, Persona, userOf } from '../__testUtils__/startSluice';
import {
  ASKED,
  LESS,
  PEOPLE,
  Standing,
  startRequestApi,
  TEAM,
} from './__testUtils__/startRequestApi';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

type Api = Awaited<ReturnType<typeof startRequestApi>>;

const EVERYBODY: Anybody[] = [...PEOPLE, 'service', 'nobody'];
const REASON = 'It is so';

/** A request, and a review that asks about it where one can. */
interface Subject {
  id: string;
  revision: number;
  reviewId: string;
}

/** How each action is asked for. */
const ACTS: Record<
  SluiceApi.RequestAction,
  (subject: Subject) => { method?: 'put'; path: string; body: object }
> = {
  edit: ({ id, revision }) => ({
    method: 'put',
    path: `/requests/${id}`,
    body: { revision, purpose: 'To look closer', terms: LESS },
  }),
  submit: act('submit'),
  withdraw: act('withdraw', { reason: REASON }),
  approve: act('approve'),
  deny: act('deny', { reason: REASON }),
  reduce: act('reduce', { reason: REASON, terms: LESS }),
  revoke: act('revoke', { reason: REASON }),
  extend: ({ id }) => ({
    path: '/requests',
    body: { team: TEAM, purpose: 'Longer', terms: ASKED, supersedes: id },
  }),
  resume: act('resume'),
  keep: ({ id, reviewId }) => ({
    path: `/reviews/${reviewId}/answers`,
    body: { requestId: id, answer: 'keep' },
  }),
};
const ACTIONS = Object.keys(ACTS) as SluiceApi.RequestAction[];

function act(name: string, members: object = {}) {
  return ({ id, revision }: Subject) => ({
    path: `/requests/${id}/${name}`,
    body: { revision, ...members },
  });
}

/** What the team, the owners and others may do. Who is left out may not see it. */
function seenAs(
  team: string,
  owners: string,
  others: Partial<Record<Persona, string>> = {},
): Partial<Record<Anybody, string>> {
  return {
    ...Object.fromEntries(PEOPLE.map(persona => [persona, '403'])),
    nobody: '401',
    claimsCare: team,
    claimsMate: team,
    patientsOwner: owners,
    standIn: owners,
    auditor: '',
    platform: '',
    service: '',
    ...others,
  };
}

describe('what each may do to a request', () => {
  let knex: Knex;
  let api: Api;
  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    api = await startRequestApi({ knex });
  });
  afterEach(() => api.forget());

  async function make(standing: Standing): Promise<Subject> {
    const id = await api.make(standing);
    const { status, body } = await api.post('platform', '/reviews', {
      title: 'Quarterly',
    });
    const { revision } = await api.requests.get(id);
    return { id, revision, reviewId: status === 201 ? body.id : randomUUID() };
  }

  it.each<[Standing, Partial<Record<Anybody, string>>]>([
    ['draft', seenAs('edit submit withdraw', '')],
    [
      'pending',
      seenAs('edit withdraw', 'approve deny', { privacyOfficer: '' }),
    ],
    [
      'pendingForPrivacy',
      seenAs('edit withdraw', '', { privacyOfficer: 'approve deny' }),
    ],
    [
      'escalated',
      seenAs('edit withdraw', 'approve deny', {
        privacyOfficer: '',
        dataOffice: 'approve deny',
      }),
    ],
    [
      'approvedForLater',
      seenAs('reduce revoke extend', 'reduce revoke keep', {
        privacyOfficer: 'reduce revoke keep',
        platform: 'reduce revoke',
      }),
    ],
    [
      'active',
      seenAs('reduce revoke extend', 'reduce revoke keep', {
        privacyOfficer: 'reduce revoke keep',
        platform: 'reduce revoke',
      }),
    ],
    [
      'failed',
      seenAs('reduce revoke extend resume', 'reduce revoke resume keep', {
        privacyOfficer: 'reduce revoke resume keep',
        platform: 'reduce revoke resume',
      }),
    ],
    ['withdrawn', seenAs('', '', { privacyOfficer: '' })],
    ['denied', seenAs('', '', { privacyOfficer: '' })],
  ])(
    'that is %s is what the view says, and the routes accept',
    async (standing, expected) => {
      const seen: Partial<Record<Anybody, string>> = {};
      for (const persona of EVERYBODY) {
        let subject = await make(standing);
        const path = `/requests/${subject.id}`;
        const { status, body } = await api.get(persona, path);
        const actions: string[] = body.summary?.actions ?? [];
        seen[persona] = status === 200 ? actions.join(' ') : `${status}`;

        for (const action of ACTIONS) {
          const attempt = await tryTo(action, persona, subject);
          expect({ persona, action, accepted: attempt.accepted }).toEqual({
            persona,
            action,
            accepted: actions.includes(action),
          });
          if (attempt.accepted) {
            await api.settle();
            await api.forget();
            subject = await make(standing);
          }
        }
        await api.forget();
      }
      expect(seen).toEqual(expected);
    },
  );

  /** What is refused changes nothing, says why, and is on record. */
  async function tryTo(
    action: SluiceApi.RequestAction,
    persona: Anybody,
    subject: Subject,
  ) {
    const before = await dumpTables(knex);
    api.auditEvents.length = 0;
    const { method = 'post', path, body } = ACTS[action](subject);
    const response = await api[method](persona, path, body);
    if (response.status < 300) return { accepted: true };

    expect(await dumpTables(knex)).toEqual(before);
    expect(response.body.error.message).toMatch(/\w+ \w+/);
    if (persona === 'nobody') {
      expect(response.status).toBe(401);
    } else if (persona === 'service') {
      expect(response.status).toBe(403);
    } else {
      // There is no review of what nobody agreed on.
      expect([403, 404, 409]).toContain(response.status);
      expect(api.auditEvents).toContainEqual(
        expect.objectContaining({ outcome: 'failure' }),
      );
    }
    if (response.status === 403 && PEOPLE.includes(persona as Persona)) {
      // One who may not see it does not learn how it stands.
      const { status } = await api.get(persona, `/requests/${subject.id}`);
      if (status === 403) {
        expect(response.body.error.message).toMatch(/^You may (see|ask) /);
      }
    }
    return { accepted: false };
  }
});

describe.each(databases.eachSupportedId())('asking on %s', databaseId => {
  let api: Api;
  beforeAll(async () => {
    api = await startRequestApi({ knex: await databases.init(databaseId) });
  });
  afterEach(async () => {
    await api.settle();
    await api.forget();
  });

  const draft = { team: TEAM, purpose: ' To look at ages ', terms: ASKED };

  it('is for members of the team', async () => {
    const statuses: Record<string, number> = {};
    for (const persona of EVERYBODY) {
      const { status } = await api.post(persona, '/requests', draft);
      statuses[persona] = status;
    }
    expect(statuses).toEqual({
      ...Object.fromEntries(PEOPLE.map(persona => [persona, 403])),
      claimsCare: 201,
      claimsMate: 201,
      service: 403,
      nobody: 401,
    });
    const made = await api.requests.find({});
    expect(made.map(({ requester }) => requester)).toEqual([
      userOf('claimsCare'),
      userOf('claimsMate'),
    ]);
    expect(api.auditEvents).toContainEqual({
      eventId: 'access-refused',
      outcome: 'failure',
      meta: { team: TEAM, permission: 'sluice.request.create' },
    });
  });

  it('goes to those who decide, step by step, and is on record', async () => {
    const { body: asked, status } = await api.post('claimsCare', '/requests', {
      ...draft,
      submit: true,
    });
    expect(status).toBe(201);
    const { id, grantId } = asked.summary;
    expect(asked).toMatchObject({
      summary: {
        grantId: id,
        phase: 'pending',
        requester: userOf('claimsCare'),
        purpose: 'To look at ages',
        tables: [{ table: PATIENTS, columns: ['ssn', 'state'] }],
        waitingFor: ['Owner of healthcare_db.patients'],
      },
      agreement: {
        steps: [
          { state: 'open', approverRefs: ['group:default/patient-records'] },
          { state: 'waiting', approverRefs: ['group:default/privacy'] },
        ],
      },
      history: [{ type: 'created' }, { type: 'submitted' }],
    });
    const approve = async (persona: Persona) => {
      const { revision } = await api.requests.get(id);
      return api.post(persona, `/requests/${id}/approve`, { revision });
    };
    expect((await approve('standIn')).body).toMatchObject({
      summary: { phase: 'pending', waitingFor: ['Privacy office'] },
      agreement: {
        decisions: [
          { by: userOf('standIn'), onBehalfOf: userOf('patientsOwner') },
        ],
      },
    });
    expect((await approve('privacyOfficer')).body).toMatchObject({
      summary: { phase: 'approved', grantId, expiresAt: expect.any(String) },
      agreement: { status: 'approved' },
    });
    expect(api.auditEvents).toContainEqual({
      eventId: 'request-create',
      outcome: 'success',
      meta: { team: TEAM, requestId: id },
    });
    expect(api.auditEvents).toContainEqual({
      eventId: 'request-approve',
      outcome: 'success',
      meta: {
        requestId: id,
        revision: 3,
        team: TEAM,
        before: 'pending',
        after: 'approved',
      },
    });
  });

  it('refuses what somebody decided on without having seen', async () => {
    const id = await api.make('pending');
    const { revision } = await api.requests.get(id);
    const approve = () =>
      api.post('patientsOwner', `/requests/${id}/approve`, { revision });
    const statuses = await Promise.all([approve(), approve(), approve()]);
    expect(statuses.map(({ status }) => status).sort()).toEqual([
      200, 409, 409,
    ]);
  });

  it('is not for a team without a role', async () => {
    const { status, body } = await api.post('research', '/requests', {
      ...draft,
      team: 'group:default/population-research',
    });
    expect(status).toBe(409);
    expect(body.error.message).toContain('has no job execution role yet');
  });

  it('says of a request that is not there that it is not', async () => {
    const id = randomUUID();
    for (const persona of PEOPLE) {
      const { status, body } = await api.get(persona, `/requests/${id}`);
      expect(status).toBe(404);
      expect(body.error.message).toBe(`There is no request ${id}`);
    }
  });
});

describe('a policy that lets nobody end access', () => {
  it('leaves it out of what the view says, and of what is accepted', async () => {
    const api = await startRequestApi({
      knex: await databases.init('SQLITE_3'),
      denied: ['sluice.request.end'],
    });
    const id = await api.make('failed');
    for (const persona of [
      'claimsCare',
      'patientsOwner',
      'platform',
    ] as const) {
      const { body } = await api.get(persona, `/requests/${id}`);
      expect(body.summary.actions).toEqual(
        persona === 'claimsCare' ? ['extend'] : [],
      );
      for (const name of ['reduce', 'revoke', 'resume'] as const) {
        const { path, body: sent } = ACTS[name]({
          id,
          revision: body.summary.revision,
          reviewId: id,
        });
        expect((await api.post(persona, path, sent)).status).toBe(403);
      }
    }
  });
});

describe('tables that the catalog hides', () => {
  const NOWHERE = 'resource:healthcare-producer/healthcare_db.nowhere';
  let api: Api;
  beforeAll(async () => {
    api = await startRequestApi({
      knex: await databases.init('SQLITE_3'),
      entities: [tableEntity(CLAIMS)],
      hiddenInCatalog: [CLAIMS],
    });
  });

  const termsOn = (table: string) => ({
    tables: [{ table, columns: ['nothing like it'] }],
  });

  it.each<
    [
      string,
      Persona,
      Standing,
      (
        id: string,
        terms: object,
      ) => { method?: 'put'; path: string; body: object },
    ]
  >([
    [
      'asking',
      'claimsCare',
      'draft',
      (_, terms) => ({
        path: '/requests',
        body: { team: TEAM, purpose: 'x', terms },
      }),
    ],
    [
      'checking',
      'claimsCare',
      'draft',
      (_, terms) => ({ path: '/request-checks', body: { team: TEAM, terms } }),
    ],
    [
      'checking a counter-offer',
      'patientsOwner',
      'pending',
      (requestId, terms) => ({
        path: '/request-checks',
        body: { team: TEAM, terms, requestId },
      }),
    ],
    [
      'editing',
      'claimsCare',
      'draft',
      (id, terms) => ({
        method: 'put',
        path: `/requests/${id}`,
        body: { revision: 1, purpose: 'x', terms },
      }),
    ],
    [
      'approving less',
      'patientsOwner',
      'pending',
      (id, terms) => ({
        path: `/requests/${id}/approve`,
        body: { revision: 2, terms },
      }),
    ],
    [
      'reducing',
      'patientsOwner',
      'active',
      (id, terms) => ({
        path: `/requests/${id}/reduce`,
        body: { revision: 7, reason: REASON, terms },
      }),
    ],
  ])(
    'are not there for one who is %s',
    async (_, persona, standing, asking) => {
      const id = await api.make(standing);
      const [hidden, none] = await Promise.all(
        [CLAIMS, NOWHERE].map(async table => {
          const { method = 'post', path, body } = asking(id, termsOn(table));
          const { status, body: answer } = await api[method](
            persona,
            path,
            body,
          );
          return [status, answer.error.message.replace(table, 'T')];
        }),
      );
      expect(hidden).toEqual(none);
      expect(hidden).toEqual([
        400,
        expect.stringContaining('There is no table T.'),
      ]);
      await api.forget();
    },
  );
});

function tableEntity(ref: string) {
  const [namespace, name] = ref.replace('resource:', '').split('/');
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { namespace, name },
    spec: { type: 'iceberg-table' },
  };
}
