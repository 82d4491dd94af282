import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { SluiceApi } from '@sluice/plugin-sluice-common';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { Persona, startSluice } from '../__testUtils__/startSluice';
import { AccountObserver } from '../observer';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const research = {
  kind: 'consumerTeam',
  team: 'group:default/population-research',
  account: 'healthcare-consumer',
  jobExecutionRole: 'population_research_job_execution_role',
  namespace: 'population-research',
  grants: [
    {
      producerAccount: 'healthcare-producer',
      database: 'healthcare_db',
      table: 'patients',
      columns: ['patient_id', 'gender', 'city', 'state'],
      rowFilter: "state = 'California'",
    },
  ],
};

/** The API on the healthcare scenario, whose accounts were observed once. */
async function start() {
  const { sandbox, accounts, connection } = await startHealthcareSandbox(
    directory,
  );
  const observer = new AccountObserver({ connection, concurrency: 8 });
  const runs = await Promise.all(
    accounts.map(account => observer.observe(account)),
  );
  const sluice = await startSluice({
    knex: await databases.init('SQLITE_3'),
    connection,
    runs,
    config: { declarations: healthcareDeclarations },
  });
  return { ...sluice, sandbox, connection };
}

let api: Awaited<ReturnType<typeof start>>;
beforeAll(async () => {
  api = await start();
});
afterAll(() => api.sandbox.close());

async function planOf(
  declaration: object,
  kind = 'apply',
): Promise<SluiceApi.Plan> {
  const { body, status } = await api.post('platform', '/plans', {
    kind,
    declaration,
  });
  expect({ status, error: body.error }).toEqual({ status: 200 });
  return body;
}

async function ended(changeId: string): Promise<SluiceApi.Change> {
  for (;;) {
    const { body } = await api.get('platform', `/changes/${changeId}`);
    if (!/queued|applying|cancelling/.test(body.summary.status)) return body;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

describe('onboarding over the API', () => {
  it('plans, applies, shows progress and readiness, and has nothing to do again', async () => {
    const plan = await planOf(research);
    expect(plan.findings.filter(each => each.severity === 'error')).toEqual([]);
    expect(plan.consequences.map(({ text }) => text)).toEqual([
      "Population Research gains healthcare_db.patients: 4 of 9 columns, rows where state = 'California'.",
    ]);

    const started = await api.post('platform', '/changes', {
      planId: plan.id,
      reason: 'They study regions',
    });
    expect(started.status).toBe(202);
    const change = await ended(started.body.summary.id);
    expect(change.steps.filter(step => step.status !== 'done')).toEqual([]);
    expect(change.summary).toMatchObject({
      status: 'succeeded',
      createdBy: 'user:default/platform',
      reason: 'They study regions',
      stepsDone: plan.steps.length,
    });
    expect(change.journal.map(({ event }) => event)).toEqual(
      expect.arrayContaining(['queued', 'taken', 'started', 'succeeded']),
    );

    const readiness = await api.get(
      'research',
      '/teams/default/population-research/readiness',
    );
    expect(readiness.body.items.map((item: any) => item.state)).toEqual(
      plan.steps.map(() => 'ok'),
    );
    const again = await planOf(research);
    expect(again.steps.filter(step => step.action !== 'none')).toEqual([]);

    const { body: list } = await api.get('auditor', '/changes?limit=1');
    expect(list.items[0].id).toBe(change.summary.id);
    expect(api.auditEvents).toContainEqual({
      eventId: 'change-create',
      outcome: 'success',
      meta: expect.objectContaining({
        planId: plan.id,
        changeId: change.summary.id,
      }),
    });
  });

  it('exports a plan in each form', async () => {
    const plan = await planOf({ ...research, jobExecutionRole: 'other_role' });
    for (const format of ['terraform', 'shell', 'json']) {
      const { body } = await api.get(
        'platform',
        `/plans/${plan.id}/export?format=${format}`,
      );
      expect(body.filename).toMatch(/^sluice-plan-/);
      expect(body.content).toContain('other_role');
    }
  });

  it('refuses a plan whose world has changed, and one with errors', async () => {
    const broken = await planOf({
      ...research,
      team: 'group:default/broken',
      jobExecutionRole: 'broken_role',
      namespace: 'broken',
      grants: [{ ...research.grants[0], rowFilter: 'state = 1' }],
    });
    const refused = await api.post('platform', '/changes', {
      planId: broken.id,
      reason: 'x',
    });
    expect(refused.status).toBe(400);
    expect(refused.body.error.message).toMatch(/V12/);
  });
});

it('leaves what a request gives to the request, whoever asks', async () => {
  const refused = await api.post('platform', '/plans', {
    kind: 'apply',
    declaration: {
      kind: 'accessGrant',
      grant: '7d1c0f5e-0000-4000-8000-000000000000',
      team: 'group:default/claims-care',
      tables: [
        {
          producerAccount: 'healthcare-producer',
          database: 'healthcare_db',
          table: 'patients',
          columns: ['ssn'],
          filterName: 'around_the_owner',
        },
      ],
    },
  });
  expect(refused.status).toBe(409);
  expect(refused.body.error.message).toContain('given, tried again and ended');
  expect(api.auditEvents.at(-1)).toMatchObject({
    eventId: 'plan-create',
    outcome: 'failure',
  });
});

describe('bad input changes nothing, and is named', () => {
  it.each([
    [{ kind: 'apply', declaration: { kind: 'team' } }, 400, /kind/],
    [
      { kind: 'apply', declaration: { ...research, team: 'x' } },
      400,
      /team(.|\n)*entity ref|entity ref(.|\n)*team/,
    ],
    [
      { kind: 'apply', declaration: { ...research, account: 'nowhere' } },
      400,
      /nowhere/,
    ],
    [{ kind: 'destroy', declaration: research }, 400, /kind/],
  ])('%j', async (body, status, message) => {
    const answer = await api.post('platform', '/plans', body);
    expect(answer.status).toBe(status);
    expect(answer.body.error.message).toMatch(message);
  });

  it.each([
    ['/plans/none', /no plan 'none'/],
    ['/changes/none', /no change 'none'/],
    ['/accounts/none', /No account 'none'/],
    ['/teams/default/none/readiness', /Nothing is declared/],
  ])('GET %s is not found', async (path, message) => {
    const answer = await api.get('platform', path);
    expect(answer.status).toBe(404);
    expect(answer.body.error.message).toMatch(message);
  });

  it('a cursor of another list', async () => {
    const answer = await api.get('platform', '/changes?cursor=eyJ4IjoxfQ');
    expect(answer.status).toBe(400);
  });
});

it('names what a declared team has lost, and cannot be looked at without', async () => {
  const { get } = await startSluice({
    knex: await databases.init('SQLITE_3'),
    connection: api.connection,
    config: {
      declarations: healthcareDeclarations.filter(
        ({ kind }) => kind !== 'consumerAccount',
      ),
    },
  });
  const answer = await get(
    'platform',
    '/teams/default/patients-care/readiness',
  );
  expect(answer.status).toBe(409);
  expect(answer.body.error).toMatchObject({
    name: 'ConflictError',
    message:
      'Account healthcare-consumer is not set up as a consumer account. Connect it as one first.',
  });
});

describe('who may do what', () => {
  const everybody: Persona[] = [
    'patientsCare',
    'claimsCare',
    'research',
    'patientsOwner',
    'claimsOwner',
    'platform',
    'auditor',
  ];
  const READERS: Persona[] = ['platform', 'auditor'];

  it.each<[string, 'get' | 'post', Persona[]]>([
    ['/plans', 'post', ['platform']],
    ['/changes', 'post', ['platform']],
    ['/changes/none/resume', 'post', ['platform']],
    ['/changes/none/cancel', 'post', ['platform']],
    ['/changes/none/undo-plan', 'post', ['platform']],
    ['/accounts/healthcare-consumer/invitations', 'post', ['platform']],
    ['/changes', 'get', READERS],
    ['/changes/none', 'get', READERS],
    ['/plans/none', 'get', READERS],
    ['/plans/none/export?format=json', 'get', READERS],
    ['/set-up-rules', 'get', READERS],
    ['/accounts/healthcare-consumer', 'get', READERS],
    [
      '/teams/default/patients-care/readiness',
      'get',
      [...READERS, 'patientsCare'],
    ],
  ])('%s by %s', async (path, method, allowed) => {
    const bodies: Record<string, object> = {
      '/plans': { kind: 'apply', declaration: { kind: 'share' } },
      '/changes': { planId: 'none', reason: 'x' },
      '/accounts/healthcare-consumer/invitations': {
        invitationArn:
          'arn:aws:ram:us-west-2:111122223333:resource-share-invitation/00000000-0000-0000-0000-000000000000',
        answer: 'accept',
      },
    };
    for (const persona of everybody) {
      const { status } =
        method === 'get'
          ? await api.get(persona, path)
          : await api.post(persona, path, bodies[path] ?? {});
      expect([persona, status === 403]).toEqual([
        persona,
        !allowed.includes(persona),
      ]);
    }
    const { status } =
      method === 'get'
        ? await api.get('nobody', path)
        : await api.post('nobody', path, bodies[path] ?? {});
    expect(status).toBe(401);
  });
});
