import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import {
  catalogEntities,
  CLAIMS_CARE,
  PATIENTS_CARE,
} from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
  TEAM1_ROLE,
  TEAM2_ROLE,
} from '../__testUtils__/healthcare';
import { Anybody, startSluice } from '../__testUtils__/startSluice';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const person = (name: string, groups: string[]): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'User',
  metadata: { name, namespace: 'default' },
  spec: { profile: { displayName: name } },
  relations: groups.map(targetRef => ({ type: 'memberOf', targetRef })),
});
const PAT = 'user:default/pat';
const CLARE = 'user:default/clare';

let sluice: Awaited<ReturnType<typeof startSluice>>;
let blind: Awaited<ReturnType<typeof startSluice>>;

beforeAll(async () => {
  const options = {
    runs: [runOf(PRODUCER), runOf(CONSUMER)],
    entities: [
      ...catalogEntities,
      person('pat', [PATIENTS_CARE, CLAIMS_CARE]),
      person('clare', [CLAIMS_CARE]),
      person('nora', ['group:default/audit']),
    ],
  };
  sluice = await startSluice({
    ...options,
    knex: await databases.init('SQLITE_3'),
  });
  blind = await startSluice({
    ...options,
    knex: await databases.init('SQLITE_3'),
    hiddenInCatalog: [PATIENTS],
    entities: [
      ...options.entities,
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'Resource',
        metadata: {
          namespace: 'healthcare-producer',
          name: 'healthcare_db.patients',
        },
      },
    ],
  });
});

const ask = (
  type: string,
  id: string,
  table: string,
  options: { column?: string; action?: string } = {},
) => ({
  subject: { type, id },
  action: { name: options.action ?? 'read' },
  resource: {
    type: 'table',
    id: table,
    ...(options.column && { properties: { column: options.column } }),
  },
});
const evaluate = (who: Anybody, request: object) =>
  sluice.post(who, '/access/v1/evaluation', request);

describe('evaluation', () => {
  it.each<[Anybody, object, boolean]>([
    ['auditor', ask('team', PATIENTS_CARE, PATIENTS), true],
    ['auditor', ask('team', PATIENTS_CARE, PATIENTS, { column: 'SSN' }), false],
    ['auditor', ask('team', PATIENTS_CARE, PATIENTS, { column: 'city' }), true],
    ['auditor', ask('role', TEAM1_ROLE, PATIENTS, { action: 'select' }), true],
    ['auditor', ask('role', TEAM2_ROLE, PATIENTS), false],
    ['auditor', ask('user', PAT, PATIENTS), true],
    ['auditor', ask('user', CLARE, PATIENTS), false],
    ['auditor', ask('user', 'user:default/nora', PATIENTS), false],
    ['auditor', ask('user', 'user:default/nobody', PATIENTS), false],
    ['auditor', ask('team', PATIENTS_CARE, CLAIMS, { action: 'drop' }), false],
    ['patientsCare', ask('team', PATIENTS_CARE, PATIENTS), true],
    ['claimsCare', ask('team', PATIENTS_CARE, PATIENTS), false],
    ['claimsCare', ask('user', PAT, CLAIMS), true],
  ])('for %s of %j: %s', async (who, request, decision) => {
    const { status, body } = await evaluate(who, request);
    expect([status, body.decision]).toEqual([200, decision]);
  });

  it('says what is read, and by what', async () => {
    const { body } = await evaluate(
      'auditor',
      ask('team', PATIENTS_CARE, PATIENTS),
    );
    expect(body.context).toMatchObject({
      level: 'partial',
      columns: expect.not.arrayContaining(['ssn']),
      rows: { kind: 'expression' },
      reason_user: { en: expect.stringContaining('Patients Care Team: ') },
    });
    expect(body.context.reason_admin.en).not.toBe('');
  });

  it('says nothing of what the caller may not see', async () => {
    const { body } = await evaluate(
      'claimsCare',
      ask('team', PATIENTS_CARE, PATIENTS),
    );
    expect(body).toEqual({
      decision: false,
      context: { reason_user: { en: 'This is not visible to you' } },
    });
    const hidden = await blind.post(
      'patientsCare',
      '/access/v1/evaluation',
      ask('team', PATIENTS_CARE, PATIENTS),
    );
    expect(hidden.body).toEqual(body);
  });

  it('shows where to ask, to those who may', async () => {
    const of = async (who: Anybody) =>
      (await evaluate(who, ask('team', CLAIMS_CARE, PATIENTS))).body.context;
    expect((await of('claimsCare')).access_request.url).toBe(
      `/sluice/request-access?${new URLSearchParams({
        team: CLAIMS_CARE,
        table: PATIENTS,
      })}`,
    );
    expect(await of('auditor')).not.toHaveProperty('access_request');
  });

  it('denies what is unknown', async () => {
    const lost = await startSluice({
      knex: await databases.init('SQLITE_3'),
      runs: [runOf(PRODUCER)],
    });
    const { body } = await lost.post(
      'auditor',
      '/access/v1/evaluation',
      ask('team', PATIENTS_CARE, PATIENTS),
    );
    expect(body).toMatchObject({
      decision: false,
      context: { state: 'unknown', level: 'unknown' },
    });
  });

  it('denies what does not exist, and says so', async () => {
    const { status, body } = await evaluate(
      'auditor',
      ask('team', PATIENTS_CARE, PATIENTS, { column: 'sn' }),
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      decision: false,
      context: {
        error: { status: 404, message: expect.stringContaining("'ssn'") },
      },
    });
  });

  it.each<[object, string]>([
    [{}, 'subject.type'],
    [{ ...ask('team', CLAIMS_CARE, CLAIMS), action: {} }, 'action.name'],
    [ask('robot', 'x', CLAIMS), 'subject.type'],
    [ask('role', 'x', CLAIMS), 'principal'],
    [ask('team', CLAIMS_CARE, 'x'), 'resource.id'],
    [
      {
        ...ask('team', CLAIMS_CARE, CLAIMS),
        resource: { type: 'column', id: 'x' },
      },
      'resource.type',
    ],
  ])('refuses %j', async (request, name) => {
    const { status, body } = await evaluate('auditor', request);
    expect(status).toBe(400);
    expect(body.error.message).toContain(name);
  });

  it.each([200, 400])('repeats the id of a request with a %i', async status => {
    const answer = await sluice
      .send('auditor', 'post', '/access/v1/evaluation')
      .set('X-Request-ID', 'bfe9eb29')
      .send(status === 200 ? ask('team', CLAIMS_CARE, CLAIMS) : { subject: 7 });
    expect([answer.status, answer.get('X-Request-ID')]).toEqual([
      status,
      'bfe9eb29',
    ]);
  });
});

describe('evaluations', () => {
  const YES = ask('team', PATIENTS_CARE, PATIENTS);
  const NO = ask('team', CLAIMS_CARE, PATIENTS);
  const BAD = { subject: { type: 'robot', id: 'x' } };
  it.each<[string | undefined, object[], boolean[]]>([
    [undefined, [YES, NO, BAD, YES], [true, false, false, true]],
    ['execute_all', [NO, YES], [false, true]],
    ['deny_on_first_deny', [YES, NO, YES], [true, false]],
    ['deny_on_first_deny', [BAD, YES], [false]],
    ['permit_on_first_permit', [NO, YES, NO], [false, true]],
  ])('by %s of %j: %j', async (semantic, evaluations, decisions) => {
    const { body } = await sluice.post('auditor', '/access/v1/evaluations', {
      evaluations,
      ...(semantic && { options: { evaluations_semantic: semantic } }),
    });
    expect(body.evaluations.map(({ decision }: any) => decision)).toEqual(
      decisions,
    );
  });

  it('fills in what is the same for all', async () => {
    const { subject, action, resource } = YES;
    const { body } = await sluice.post('auditor', '/access/v1/evaluations', {
      subject,
      action,
      evaluations: [{ resource }, { subject: NO.subject, resource }],
    });
    expect(body.evaluations.map(({ decision }: any) => decision)).toEqual([
      true,
      false,
    ]);
  });

  it('is one evaluation without any', async () => {
    const { body } = await sluice.post(
      'auditor',
      '/access/v1/evaluations',
      YES,
    );
    expect(body.decision).toBe(true);
  });

  it('refuses a semantic of its own', async () => {
    const { status } = await sluice.post('auditor', '/access/v1/evaluations', {
      evaluations: [YES],
      options: { evaluations_semantic: 'guess' },
    });
    expect(status).toBe(400);
  });
});

describe('search', () => {
  const search = async (who: Anybody, what: string, request: object) => {
    const { body } = await sluice.post(
      who,
      `/access/v1/search/${what}`,
      request,
    );
    return body.results.map(({ id, name }: any) => id ?? name);
  };
  const readers = (type: string, table: string) => ({
    subject: { type },
    action: { name: 'read' },
    resource: { type: 'table', id: table },
  });
  const readable = (type: string, id: string) => ({
    subject: { type, id },
    action: { name: 'read' },
    resource: { type: 'table' },
  });

  it.each<[Anybody, string, object, string[]]>([
    [
      'auditor',
      'subject',
      readers('team', CLAIMS),
      [CLAIMS_CARE, PATIENTS_CARE],
    ],
    ['auditor', 'subject', readers('role', PATIENTS), [TEAM1_ROLE]],
    ['auditor', 'subject', readers('user', CLAIMS), [CLARE, PAT]],
    ['claimsCare', 'subject', readers('team', CLAIMS), [CLAIMS_CARE]],
    ['claimsCare', 'subject', readers('role', PATIENTS), []],
    [
      'auditor',
      'resource',
      readable('team', PATIENTS_CARE),
      [CLAIMS, PATIENTS],
    ],
    ['auditor', 'resource', readable('user', CLARE), [CLAIMS]],
    ['claimsCare', 'resource', readable('team', PATIENTS_CARE), []],
    ['claimsCare', 'resource', readable('user', PAT), [CLAIMS]],
    [
      'auditor',
      'action',
      ask('team', PATIENTS_CARE, PATIENTS),
      ['describe', 'read'],
    ],
    ['auditor', 'action', ask('team', CLAIMS_CARE, PATIENTS), []],
  ])('tells %s by %s of %j: %j', async (who, what, request, ids) => {
    expect(await search(who, what, request)).toEqual(ids);
  });

  it('finds only what an evaluation permits', async () => {
    for (const type of ['team', 'role', 'user']) {
      for (const table of [PATIENTS, CLAIMS]) {
        for (const id of await search(
          'auditor',
          'subject',
          readers(type, table),
        )) {
          const { body } = await evaluate('auditor', ask(type, id, table));
          expect([id, body.decision]).toEqual([id, true]);
        }
      }
    }
  });

  it('goes page by page', async () => {
    const of = (page: object) =>
      sluice.post('auditor', '/access/v1/search/subject', {
        ...readers('team', CLAIMS),
        page,
      });
    const first = await of({ limit: 1 });
    expect(first.body.results).toEqual([{ type: 'team', id: CLAIMS_CARE }]);
    expect(first.body.page).toMatchObject({ count: 1, total: 2 });
    const second = await of({ token: first.body.page.next_token });
    expect(second.body.results).toEqual([{ type: 'team', id: PATIENTS_CARE }]);
    expect(second.body.page.next_token).toBe('');
    expect((await of({ token: 'x' })).status).toBe(400);
  });
});

it('says where all of it is', async () => {
  const { body } = await sluice.get(
    'auditor',
    '/.well-known/authzen-configuration',
  );
  expect(body.policy_decision_point).toMatch(/^http.*\/api\/sluice$/);
  expect(body.search_resource_endpoint).toBe(
    `${body.policy_decision_point}/access/v1/search/resource`,
  );
});
