import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { healthcareDeclarations } from '@sluice/plugin-sluice-backend-module-sandbox';
import { Knex } from 'knex';
import { DriftStore } from '../drift';
import { STRANGER } from '../drift/__testUtils__/findings';
import { dumpTables } from '../__testUtils__/dumpTables';
import { CLAIMS, PATIENTS } from '../__testUtils__/healthcare';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { Anybody, userOf } from '../__testUtils__/startSluice';
import {
  Asked,
  BadRequest,
  badRequests,
  Operation,
  operations,
} from './__testUtils__/badRequests';
import {
  ASKED,
  LESS,
  Standing,
  startRequestApi,
  TEAM,
} from './__testUtils__/startRequestApi';

jest.setTimeout(300_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

const NOBODYS = '00000000-0000-4000-8000-000000000009';
const REASON = 'It is so';
/** So that what is agreed on is on record, and not done. */
const AWS_IS_GONE = {
  operation: '*',
  rate: 1,
  error: { code: 'InternalServiceException', message: 'gone' },
};
const JSON_TYPE = 'application/json';
const inDays = (days: number) =>
  new Date(Date.now() + days * 24 * 3_600_000).toISOString();

/** Things that a route is asked about. */
interface Things {
  /** A request, in the standing that the route is for. */
  id: string;
  revision: number;
  planId: string;
  reviewId: string;
  delegationId: string;
}

const NOTHINGS: Things = {
  id: NOBODYS,
  revision: 1,
  planId: NOBODYS,
  reviewId: NOBODYS,
  delegationId: NOBODYS,
};

/** How each route is asked as it should be, by one who may. */
interface Example {
  by: Anybody;
  on?: Standing;
  ask?: (things: Things) => Asked;
  /** Its work goes on after the answer, so that it is not asked for in earnest. */
  unasked?: boolean;
}

const act = (by: Anybody, on: Standing, members: object = {}): Example => ({
  by,
  on,
  ask: ({ id, revision }) => ({
    params: { requestId: id },
    body: { revision, ...members },
  }),
});
const onRequest = ({ id }: Things): Asked => ({ params: { requestId: id } });
const onDrift = (body?: object) => (): Asked => ({
  params: { driftId: STRANGER.id },
  ...(body && { body }),
});
const authzen = () => ({
  body: {
    subject: { type: 'team', id: TEAM },
    action: { name: 'read' },
    resource: { type: 'table', id: PATIENTS },
  },
});
const onPlan = ({ planId }: Things): Asked => ({ params: { planId } });
const ofTeam = () => ({
  params: { namespace: 'default', name: 'claims-care' },
});
const noChange: Example = {
  by: 'platform',
  unasked: true,
  ask: () => ({ params: { changeId: NOBODYS } }),
};

/** Of a run, or an attestation, that there is not. */
const noRun = (more: Asked = {}): Example => ({
  by: 'claimsCare',
  unasked: true,
  ask: () => ({ ...more, params: { jobRunId: NOBODYS, ...more.params } }),
});
/** Has each member that there is, and contradicts itself, so that nothing is started. */
const JOB = {
  team: TEAM,
  kind: 'script',
  script: { name: 'mine', content: 'print(1)\n' },
  arguments: ['a'],
  profile: 'seed',
  resources: {
    driverCores: 1,
    driverMemoryGb: 4,
    executorCores: 1,
    executorMemoryGb: 4,
    maxExecutors: 2,
  },
  expectedRows: [{ table: CLAIMS, rows: 10 }],
};

const EXAMPLES: Record<string, Example> = {
  GetAccounts: { by: 'platform' },
  StartObservation: {
    by: 'platform',
    unasked: true,
    ask: () => ({ body: { accountName: 'healthcare-producer' } }),
  },
  GetAccessMatrix: { by: 'platform' },
  GetEffectiveAccess: {
    by: 'claimsCare',
    ask: () => ({ query: { team: TEAM, table: PATIENTS } }),
  },
  GetTeamAccess: { by: 'claimsCare', ask: ofTeam },
  GetTable: {
    by: 'claimsCare',
    ask: () => ({
      params: {
        namespace: 'healthcare-producer',
        name: 'healthcare_db.patients',
      },
    }),
  },
  GetMyAccess: { by: 'claimsCare' },
  GetCatalogFeed: { by: 'service' },
  CreatePlan: {
    by: 'platform',
    ask: () => ({
      body: { kind: 'apply', declaration: healthcareDeclarations[0] },
    }),
  },
  GetPlan: { by: 'platform', ask: onPlan },
  ExportPlan: {
    by: 'platform',
    ask: things => ({ ...onPlan(things), query: { format: 'json' } }),
  },
  CreateChange: {
    by: 'platform',
    unasked: true,
    ask: ({ planId }) => ({ body: { planId, reason: REASON } }),
  },
  GetChanges: { by: 'platform' },
  GetChange: noChange,
  ResumeChange: noChange,
  CancelChange: noChange,
  CreateUndoPlan: noChange,
  GetTeamReadiness: { by: 'claimsCare', ask: ofTeam },
  GetAccount: {
    by: 'platform',
    ask: () => ({ params: { accountName: 'healthcare-producer' } }),
  },
  AnswerInvitation: {
    by: 'platform',
    unasked: true,
    ask: () => ({
      params: { accountName: 'healthcare-consumer' },
      body: { invitationArn: 'arn:none', answer: 'accept' },
    }),
  },
  GetSetUpRules: { by: 'platform' },
  CreateRequest: {
    by: 'claimsCare',
    on: 'active',
    ask: ({ id }) => ({
      body: {
        team: TEAM,
        purpose: 'To look at ages',
        terms: { ...ASKED, startsAt: inDays(1) },
        supersedes: id,
        submit: false,
      },
    }),
  },
  GetRequests: { by: 'auditor' },
  GetRequest: { by: 'claimsCare', ask: onRequest },
  EditRequest: act('claimsCare', 'draft', {
    purpose: 'To look closer',
    terms: LESS,
    submit: false,
  }),
  SubmitRequest: act('claimsCare', 'draft'),
  WithdrawRequest: act('claimsCare', 'pending', { reason: REASON }),
  ApproveRequest: act('patientsOwner', 'pending', {
    comment: 'Fine',
    terms: LESS,
  }),
  DenyRequest: act('patientsOwner', 'pending', { reason: REASON }),
  ReduceRequest: act('patientsOwner', 'active', {
    reason: REASON,
    terms: LESS,
    expiresAt: inDays(1),
  }),
  RevokeRequest: act('patientsOwner', 'active', { reason: REASON }),
  ResumeRequest: act('claimsCare', 'failed'),
  CheckRequest: { by: 'claimsCare', on: 'pending', ask: onRequest },
  CheckTerms: {
    by: 'claimsCare',
    on: 'active',
    ask: ({ id }) => ({
      body: { team: TEAM, terms: ASKED, supersedes: id },
    }),
  },
  GetRequestPolicy: { by: 'claimsCare' },
  GetDelegations: { by: 'claimsCare' },
  CreateDelegation: {
    by: 'privacyOfficer',
    ask: () => ({
      body: {
        to: userOf('research'),
        startsAt: inDays(1),
        endsAt: inDays(2),
        reason: REASON,
      },
    }),
  },
  EndDelegation: {
    by: 'patientsOwner',
    ask: ({ delegationId }) => ({ params: { delegationId } }),
  },
  GetReviews: { by: 'auditor' },
  StartReview: {
    by: 'platform',
    on: 'active',
    ask: () => ({
      body: {
        title: 'Quarterly',
        product: 'dataproduct:default/patients',
        dueAt: inDays(1),
      },
    }),
  },
  GetReview: {
    by: 'patientsOwner',
    on: 'active',
    ask: ({ reviewId }) => ({ params: { reviewId } }),
  },
  AnswerReview: {
    by: 'patientsOwner',
    on: 'active',
    ask: ({ reviewId, id }) => ({
      params: { reviewId },
      body: { requestId: id, answer: 'keep', reason: REASON },
    }),
  },
  GetHistory: { by: 'auditor' },
  GetStages: {
    by: 'platform',
    ask: () => ({ query: { team: TEAM, table: PATIENTS } }),
  },
  GetDrift: {
    by: 'platform',
    ask: () => ({ query: { team: TEAM, table: PATIENTS } }),
  },
  GetDriftItem: { by: 'platform', ask: onDrift() },
  RepairDrift: { by: 'platform', ask: onDrift({ keep: false }) },
  IgnoreDrift: {
    by: 'platform',
    ask: onDrift({ reason: REASON, until: inDays(3) }),
  },
  WatchDrift: { by: 'platform', unasked: true, ask: onDrift({}) },
  ExportHistory: { by: 'auditor', ask: () => ({ query: { format: 'csv' } }) },
  GetWhoCanSee: {
    by: 'auditor',
    ask: () => ({ query: { table: PATIENTS, column: 'ssn' } }),
  },
  FindWhoCanSeeRow: {
    by: 'auditor',
    ask: () => ({ body: { table: PATIENTS, row: { state: 'Texas' } } }),
  },
  GetWhatCanSee: { by: 'auditor', ask: () => ({ query: { team: TEAM } }) },
  GetWhy: {
    by: 'auditor',
    ask: () => ({ query: { team: TEAM, table: PATIENTS, column: 'ssn' } }),
  },
  ExportAnswers: {
    by: 'auditor',
    ask: () => ({
      query: { question: 'who-can-see', table: PATIENTS, format: 'csv' },
    }),
  },
  GetBypassFindings: {
    by: 'auditor',
    ask: () => ({ query: { table: PATIENTS, kind: 'directS3Access' } }),
  },
  GetPrincipals: { by: 'auditor' },
  EstimatePreview: {
    by: 'claimsCare',
    ask: () => ({ query: { team: TEAM, table: CLAIMS } }),
  },
  CreatePreview: {
    by: 'claimsCare',
    // It needs a trust that this estate has not; previewRoutes.test.ts has.
    unasked: true,
    ask: () => ({ body: { team: TEAM, table: CLAIMS, limit: 5 } }),
  },
  AskWhatIf: {
    by: 'auditor',
    ask: () => ({
      body: {
        changes: [
          {
            kind: 'acceptShare',
            senderAccountId: '111122223333',
            receiverAccountId: '444455556666',
          },
        ],
        question: 'who-can-see',
        table: PATIENTS,
        column: 'ssn',
      },
    }),
  },
  GetJobOptions: {
    by: 'claimsCare',
    ask: () => ({ query: { team: TEAM } }),
  },
  CheckJob: { by: 'claimsCare', unasked: true, ask: () => ({ body: JOB }) },
  GetJobRuns: {
    by: 'claimsCare',
    ask: () => ({ query: { team: TEAM, kind: 'script', state: 'PENDING' } }),
  },
  CreateJobRun: {
    by: 'claimsCare',
    unasked: true,
    ask: () => ({ body: { ...JOB, requestKey: 'a-key-of-mine' } }),
  },
  GetJobRun: noRun(),
  CancelJobRun: noRun({ body: {} }),
  GetJobLog: noRun({
    params: { stream: 'stdout' },
    query: { offset: '0', bytes: '2048' },
  }),
  GetAttestations: {
    by: 'auditor',
    ask: () => ({ query: { team: TEAM, table: PATIENTS, verdict: 'agrees' } }),
  },
  GetAttestation: {
    by: 'auditor',
    unasked: true,
    ask: () => ({ params: { attestationId: NOBODYS } }),
  },
  GetAuthzenConfiguration: { by: 'auditor' },
  AuthzenEvaluation: { by: 'auditor', ask: authzen },
  AuthzenEvaluations: { by: 'auditor', ask: authzen },
  AuthzenSearchSubject: { by: 'auditor', ask: authzen },
  AuthzenSearchResource: { by: 'auditor', ask: authzen },
  AuthzenSearchAction: { by: 'auditor', ask: authzen },
};

describe.each(databases.eachSupportedId())('bad input on %s', databaseId => {
  let knex: Knex;
  let lake: Awaited<ReturnType<typeof startHealthcareSandbox>>;
  let api: Awaited<ReturnType<typeof startRequestApi>>;
  let planId: string;
  beforeAll(async () => {
    knex = await databases.init(databaseId);
    lake = await startHealthcareSandbox(directory);
    api = await startRequestApi({ knex, connection: lake.connection });
    const { body } = await api.post('platform', '/plans', {
      kind: 'apply',
      declaration: healthcareDeclarations[0],
    });
    planId = body.id;
    const drifts = new DriftStore(knex);
    await knex.transaction(tx =>
      drifts.appear(tx, { drift: STRANGER, at: inDays(0), toldTo: [] }),
    );
  });
  afterEach(async () => {
    await api.settle();
    await api.forget();
    lake.sandbox.faults.setRules([]);
  });
  afterAll(() => lake.sandbox.close());

  async function thingsFor({ on = 'draft' }: Example): Promise<Things> {
    const id = await api.make(on);
    const review = await api.post('platform', '/reviews', { title: 'x' });
    await api.settle();
    const { revision } = await api.requests.get(id);
    const { body } = await api.get('patientsOwner', '/delegations');
    return {
      id,
      revision,
      planId,
      reviewId: review.body.id,
      delegationId: body.items[0]?.id,
    };
  }

  function send(by: Anybody, { method, path }: Operation, asked: Asked) {
    const { params = {}, query = {}, body } = asked;
    const filled = path.replace(/\{(\w+)\}/g, (_, name) =>
      encodeURIComponent(params[name]),
    );
    const search = Object.entries(query)
      .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
      .join('&');
    const sent = api.send(by, method, `${filled}?${search}`);
    return body === undefined
      ? sent
      : sent.set('Content-Type', 'application/json').send(JSON.stringify(body));
  }

  it.each(operations().map(each => [each.id, each] as const))(
    '%s refuses it, by name, and nothing happens',
    async (id, operation) => {
      const example = EXAMPLES[id];
      const things = await thingsFor(example);
      const good = example.ask?.(things) ?? {};
      const before = await dumpTables(knex);
      lake.exchanges.length = 0;

      const wrong: string[] = [];
      for (const bad of badRequests(operation, good)) {
        const { status, body } = await send(example.by, operation, bad);
        const fault = faultOf(bad, status, body);
        if (fault) wrong.push(`${bad.what}: ${fault}`);
      }
      expect(wrong).toEqual([]);
      expect(await dumpTables(knex)).toEqual(before);
      expect(
        lake.exchanges
          .map(({ operation: name }) => name)
          .filter(name => !/^(Get|List|Describe|Search|Lookup)/.test(name)),
      ).toEqual([]);

      expect(await inEarnest(example, operation, good)).toBe('accepted');
    },
  );

  /** Whether it is refused for nothing but what is wrong with it. */
  async function inEarnest(
    example: Example,
    operation: Operation,
    good: Asked,
  ) {
    if (example.unasked) return 'accepted';
    if (example.on) lake.sandbox.faults.setRules([AWS_IS_GONE]);
    const { status, body } = await send(example.by, operation, good);
    return status < 300 ? 'accepted' : body.error.message;
  }

  it.each(
    Object.entries(EXAMPLES).filter(([, { ask }]) => {
      const { body } = ask?.(NOTHINGS) ?? {};
      return (body as { revision?: number } | undefined)?.revision;
    }),
  )('%s refuses what was decided on another revision', async (id, example) => {
    const operation = operations().find(each => each.id === id)!;
    const things = await thingsFor(example);
    const before = await dumpTables(knex);
    for (const revision of [
      things.revision - 1 || 99,
      things.revision + 1,
      2 ** 31,
      1e15,
      1e308,
    ]) {
      const { status, body } = await send(
        example.by,
        operation,
        example.ask!({ ...things, revision }),
      );
      expect([status, body.error.message]).toEqual([
        409,
        `Request ${things.id} has changed since you looked at it; it is at revision ${things.revision} now. Look at it again before you decide.`,
      ]);
    }
    expect(await dumpTables(knex)).toEqual(before);
  });

  it.each<[string, string | undefined, string, RegExp]>([
    ['an array', JSON_TYPE, '[]', /^The body must be an object/],
    ['null', JSON_TYPE, 'null', /no JSON object/],
    ['a string', JSON_TYPE, '"x"', /no JSON object/],
    ['half of one', JSON_TYPE, '{"team": ', /no JSON object: Unexpected end/],
    ['NaN', JSON_TYPE, '{"team": NaN}', /no JSON object/],
    ['nothing', undefined, '', /body is missing/],
    ['text', 'text/plain', 'Please', /Content-Type: application\/json/],
    ['a form', 'application/x-www-form-urlencoded', 'team=x', /Content-Type/],
    ['a file', 'multipart/form-data; boundary=x', '--x--', /Content-Type/],
    ['another alphabet', `${JSON_TYPE}; charset=latin9`, '{}', /charset/],
    [
      'a megabyte',
      JSON_TYPE,
      `{"purpose":"${'x'.repeat(1_000_000)}"}`,
      /longer than 512kb/,
    ],
    ['a prototype', JSON_TYPE, '{"__proto__":{"team":"x"}}', /^\w+ is missing/],
  ])('refuses a body that is %s', async (_, type, text, message) => {
    const before = await dumpTables(knex);
    for (const path of [
      '/requests',
      '/request-checks',
      '/delegations',
      '/plans',
    ]) {
      const sent = api.send('platform', 'post', path);
      const { status, body } = await (type
        ? sent.set('Content-Type', type).send(text)
        : sent);
      expect([path, status]).toEqual([path, 400]);
      expect(body.error.message).toMatch(message);
    }
    expect(await dumpTables(knex)).toEqual(before);
  });

  it('refuses what is too deep to be read', async () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const { status, body } = await api
      .send('platform', 'post', '/plans')
      .set('Content-Type', JSON_TYPE)
      .send(
        `{"kind":"apply","declaration":{"kind":"producerAccount","x":${deep}}}`,
      );
    expect([status, body.error.message]).toEqual([
      400,
      'declaration is nested more than 32 levels deep. Make it flatter.',
    ]);
  });

  it('takes all that one request can ask for', async () => {
    const table = {
      table: PATIENTS,
      columns: Array.from({ length: 400 }, (_, index) => `a_column_${index}`),
    };
    const { status, body } = await api.post('claimsCare', '/requests', {
      team: TEAM,
      purpose: 'All of it',
      terms: { tables: Array.from({ length: 20 }, () => table) },
    });
    expect([status, body.error.message]).toEqual([
      400,
      expect.stringContaining('has no column a_column_0'),
    ]);
  });

  it.each([
    ["Robert'); DROP TABLE access_requests; --"],
    ['<script>alert("x")</script><img src=x onerror=alert(1)>'],
    ['{{constructor.constructor("return 1")()}} ${7*7} %s %n'],
    ['=HYPERLINK("http://evil.example")'],
    ['Zażółć 日本語 🙂 \u202e \\u0000 \\'],
  ])('keeps %s as it was written', async text => {
    const draft = { team: TEAM, purpose: text, terms: ASKED, submit: true };
    const { body: made } = await api.post('claimsCare', '/requests', draft);
    const path = `/requests/${made.summary.id}`;
    await api.post('patientsOwner', `${path}/approve`, {
      revision: 2,
      comment: text,
    });
    await api.post('privacyOfficer', `${path}/deny`, {
      revision: 3,
      reason: text,
    });
    const { body } = await api.get('claimsCare', path);
    expect(body.summary).toMatchObject({ purpose: text, phase: 'denied' });
    expect(body.agreement.decisions).toMatchObject([
      { comment: text },
      { comment: text },
    ]);
  });
});

/** What is wrong with an answer to a bad request, if anything is. */
function faultOf(
  { names, mayAnswer }: BadRequest,
  status: number,
  body: any,
): string | undefined {
  if (mayAnswer && status < 300) return undefined;
  const { name, message = '' } = body.error ?? {};
  if (status < 400 || status >= 500) return `answers ${status} ${message}`;
  if (!/Error$/.test(name)) return `is called ${name}`;
  if (!/\S+ \S+/.test(message)) return `says '${message}'`;
  if (names && !message.includes(names)) return `does not name it: ${message}`;
  return undefined;
}
