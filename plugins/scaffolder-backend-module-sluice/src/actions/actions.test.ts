import { JsonObject } from '@backstage/types';
import {
  consumerAccountSchema,
  dataProductSchema,
  dataProductSpecSchema,
  consumerTeamSchema,
  producerAccountSchema,
  SluiceApi,
  tableGrantSchema,
} from '@sluice/plugin-sluice-common';
import { parse } from 'yaml';
import {
  change,
  plan,
  planStep,
  ROLE_ARN,
  ROLE_NAME,
} from '../__testUtils__/changes';
import { FakeSluice, refusal } from '../__testUtils__/FakeSluice';
import { FakeTask } from '../__testUtils__/FakeTask';
import {
  createApplyGrantAction,
  createConnectAccountAction,
  createOffboardTeamAction,
  createOnboardTeamAction,
  createPlanAction,
  createPublishProductAction,
  createRequestAccessAction,
} from '.';

const TEAM = 'group:default/population-research';
const PATIENTS = {
  producerAccount: 'healthcare-producer',
  database: 'healthcare_db',
  table: 'patients',
};
const DECLARED = {
  kind: 'consumerTeam' as const,
  team: TEAM,
  account: 'healthcare-consumer',
  jobExecutionRole: ROLE_NAME,
  quota: { cpu: '8', memory: '32Gi', pods: 10 },
  grants: [
    { ...PATIENTS, columns: ['city'], filterName: 'research_patients' },
    { ...PATIENTS, table: 'claims' },
  ],
};

function setup(thePlan = plan()) {
  const progress = Object.fromEntries(
    thePlan.steps.map(({ id }) => [id, 'done' as const]),
  );
  const api = new FakeSluice(thePlan, [change(thePlan, 'succeeded', progress)]);
  const task = new FakeTask();
  return { api, task, options: { api, pollMs: 0 } };
}

describe('inputs of actions', () => {
  const { options } = setup();
  const inputOf = (action: { schema?: { input?: any } }, ...path: string[]) =>
    path.reduce((schema, key) => schema.properties[key], action.schema!.input)
      .properties;
  const onboard = createOnboardTeamAction(options);
  const connect = createConnectAccountAction(options);
  const publish = createPublishProductAction(options);

  it.each<[string, object, object, string[]]>([
    ['team', inputOf(onboard), consumerTeamSchema.shape, ['reason']],
    [
      'grant',
      inputOf(createApplyGrantAction(options), 'grant'),
      tableGrantSchema.shape,
      ['allColumns'],
    ],
    [
      'producer',
      inputOf(connect, 'producer'),
      producerAccountSchema.shape,
      ['account'],
    ],
    [
      'consumer',
      inputOf(connect, 'consumer'),
      consumerAccountSchema.shape,
      ['account'],
    ],
    [
      'product',
      inputOf(publish),
      dataProductSchema.shape,
      ['contract', 'descriptor', 'reason'],
    ],
  ])('have each field of the declaration of a %s', (_, input, shape, extra) => {
    const fields = new Set([...Object.keys(input), ...extra, 'kind']);
    expect([...fields].sort()).toEqual(
      [...new Set([...Object.keys(shape), ...extra, 'kind'])].sort(),
    );
  });
});

describe('sluice:team:onboard', () => {
  const input = {
    team: TEAM,
    account: 'healthcare-consumer',
    jobExecutionRole: ROLE_NAME,
    reason: 'a study',
  };

  it('tells the role and the namespace that the plan gives the team', async () => {
    const step = planStep('role', { type: 'iamRole' });
    step.resource.properties = {
      name: ROLE_NAME,
      trust: [
        {
          Condition: {
            StringLike: {
              'issuer:sub':
                'system:serviceaccount:lf-fgac-user:emr-containers-sa-*-*-1',
            },
          },
        },
      ],
    };
    const member = planStep('member', { type: 'iamPolicyMember' });
    member.resource.properties = { resourceArn: ROLE_ARN };
    const { task, options } = setup(plan({ steps: [step, member] }));
    await task.run(createOnboardTeamAction(options), input);
    expect(task.outputs).toMatchObject({
      outcome: 'applied',
      teamEntityRef: TEAM,
      teamUrl: '/catalog/default/group/population-research/data-access',
      roleArn: ROLE_ARN,
      namespace: 'lf-fgac-user',
    });
  });

  it('declares what was given, with defaults', async () => {
    const { api, task, options } = setup();
    await task.run(createOnboardTeamAction(options), {
      ...input,
      grants: [
        { ...PATIENTS, columns: ['state'], rowFilter: "state = 'Texas'" },
        { ...PATIENTS, table: 'claims', allColumns: true, columns: [] },
      ],
    });
    expect(api.plans).toEqual([
      {
        kind: 'apply',
        declaration: {
          kind: 'consumerTeam',
          team: TEAM,
          account: 'healthcare-consumer',
          jobExecutionRole: ROLE_NAME,
          quota: { cpu: '32', memory: '128Gi', pods: 50 },
          grants: [
            { ...PATIENTS, columns: ['state'], rowFilter: "state = 'Texas'" },
            { ...PATIENTS, table: 'claims' },
          ],
        },
      },
    ]);
  });

  it.each<[string, JsonObject]>([
    ['no columns', {}],
    ['an empty list of columns', { columns: [] }],
    ['columns and all of them', { columns: ['state'], allColumns: true }],
  ])('does not take %s for all columns', async (_, columns) => {
    const { api, task, options } = setup();
    await expect(
      task.run(createOnboardTeamAction(options), {
        ...input,
        grants: [{ ...PATIENTS, ...columns }],
      }),
    ).rejects.toThrow('healthcare_db.patients: give either the columns');
    expect(api.asked).toEqual([]);
  });
});

describe('sluice:grant:apply', () => {
  const apply = async (grant: JsonObject, declaration?: typeof DECLARED) => {
    const { api, task, options } = setup();
    api.declaration = declaration;
    await task.run(createApplyGrantAction(options), {
      team: TEAM,
      grant,
      reason: 'a study',
    });
    return (api.plans[0].declaration as typeof DECLARED).grants;
  };

  it('changes the grant on the table and keeps the names of its things', async () => {
    await expect(
      apply({ ...PATIENTS, columns: ['city', 'state'] }, DECLARED),
    ).resolves.toEqual([
      {
        ...PATIENTS,
        columns: ['city', 'state'],
        filterName: 'research_patients',
      },
      DECLARED.grants[1],
    ]);
  });

  it('adds a grant on another table', async () => {
    const grant = { ...PATIENTS, table: 'visits' };
    await expect(
      apply({ ...grant, allColumns: true }, DECLARED),
    ).resolves.toEqual([...DECLARED.grants, grant]);
  });

  it('refuses a team that is not onboarded', async () => {
    await expect(apply({ ...PATIENTS, allColumns: true })).rejects.toThrow(
      `${TEAM} is not onboarded`,
    );
  });
});

describe('sluice:team:offboard', () => {
  it('takes back what is declared', async () => {
    const { api, task, options } = setup();
    api.declaration = DECLARED;
    const run = () =>
      task.run(createOffboardTeamAction(options), {
        team: TEAM,
        reason: 'the end',
      });
    await run();
    expect(api.plans).toEqual([{ kind: 'remove', declaration: DECLARED }]);
    // A retry goes on with the change, though nothing is declared any more.
    api.declaration = undefined;
    await run();
    expect(task.outputs).toMatchObject({
      outcome: 'applied',
      changeId: 'change-1',
    });
  });

  it.each<[SluiceApi.ChangeStatus, boolean]>([
    ['failed', true],
    ['applying', false],
  ])(
    'goes on with an offboarding of somebody else that is %s',
    async (status, resumes) => {
      const removal = plan({ kind: 'remove' });
      const { api, task, options } = setup(removal);
      api.changes = [change(removal, status, {}).summary];
      api.goesOn(
        change(removal, status, {}),
        change(removal, 'succeeded', { policy: 'done', role: 'done' }),
      );
      await task.run(createOffboardTeamAction(options), {
        team: TEAM,
        reason: 'the end',
      });
      expect(api.asked).toEqual(resumes ? ['resume change-1'] : []);
      expect(task.outputs).toMatchObject({
        outcome: 'applied',
        changeId: 'change-1',
      });
    },
  );

  it('takes the declaration back where all things are kept', async () => {
    const { api, task, options } = setup(
      plan({ kind: 'remove', steps: [planStep('role', { action: 'keep' })] }),
    );
    api.declaration = DECLARED;
    await task.run(createOffboardTeamAction(options), {
      team: TEAM,
      reason: 'the end',
    });
    expect(api.asked).toContain('change of plan-1: the end');
  });

  it('has nothing to do for a team that is not onboarded', async () => {
    const { api, task, options } = setup();
    await task.run(createOffboardTeamAction(options), {
      team: TEAM,
      reason: 'the end',
    });
    expect(api.asked).toEqual([]);
    expect(task.outputs).toMatchObject({ outcome: 'nothing to do' });
  });
});

describe('sluice:account:connect', () => {
  it.each<[string, JsonObject, object]>([
    [
      'producer',
      { dataBucket: 'data', athenaResultBucket: 'results' },
      { kind: 'producerAccount', warehousePrefix: 'warehouse' },
    ],
    [
      'consumer',
      { eksCluster: 'fgac-blog', jobsBucket: 'jobs' },
      { kind: 'consumerAccount', userNamespace: 'lf-fgac-user' },
    ],
  ])('declares a %s', async (role, settings, declared) => {
    const { api, task, options } = setup();
    await task.run(createConnectAccountAction(options), {
      account: 'healthcare',
      role,
      // Forms keep what was filled in for the other choice.
      producer: {},
      consumer: {},
      [role]: settings,
      reason: 'first',
    });
    expect(api.plans[0].declaration).toMatchObject({
      account: 'healthcare',
      ...settings,
      ...declared,
    });
  });

  it('misses the settings of the role', async () => {
    const { task, options } = setup();
    await expect(
      task.run(createConnectAccountAction(options), {
        account: 'healthcare',
        role: 'consumer',
        producer: {},
        reason: 'first',
      }),
    ).rejects.toThrow('consumer is missing');
  });
});

describe('sluice:product:publish', () => {
  const input = {
    account: 'healthcare-producer',
    product: 'dataproduct:default/patients',
    owner: 'group:default/patient-records',
    database: 'healthcare_db',
    reason: 'publish',
  };
  const tables = [{ name: 't', columns: [{ name: 'c', type: 'date' }] }];
  const contract = `
kind: DataContract
apiVersion: v3.0.0
id: c
team: [{ username: someone }]
schema: [{ name: t, properties: [{ name: c, logicalType: date }] }]
`;

  it.each([
    ['tables', { tables }],
    ['a contract', { contract }],
    // As a form leaves what was not filled in.
    ['a contract beside an empty list', { contract, tables: [] }],
  ])('declares %s', async (_, source) => {
    const { api, task, options } = setup();
    await task.run(createPublishProductAction(options), {
      ...input,
      ...source,
    });
    expect(api.plans[0].declaration).toMatchObject({
      kind: 'dataProduct',
      tables,
    });
    expect(task.outputs).toMatchObject({
      productUrl: '/catalog/default/dataproduct/patients/tables',
    });
  });

  it('writes a descriptor that the catalog takes', async () => {
    const { task, options } = setup();
    await task.run(createPublishProductAction(options), {
      ...input,
      tables,
      descriptor: { title: 'Patients', purpose: 'Plan care' },
    });
    const { metadata, spec } = parse(task.outputs.descriptor as string);
    expect(metadata).toEqual({ name: 'patients', title: 'Patients' });
    expect(dataProductSpecSchema.parse(spec)).toEqual({
      owner: 'group:default/patient-records',
      lifecycle: 'active',
      purpose: 'Plan care',
      outputPorts: [
        { name: 't', tables: ['resource:healthcare-producer/healthcare_db.t'] },
      ],
    });
  });

  it('logs what of a contract is not used', async () => {
    const { task, options } = setup();
    await task.run(createPublishProductAction(options), { ...input, contract });
    expect(task.log).toContain(
      'warning: Contract: DataContract c: not used: team',
    );
  });

  it.each([
    ['neither', {}],
    ['both', { tables, contract }],
  ])('refuses %s of tables and contract', async (_, source) => {
    const { task, options } = setup();
    await expect(
      task.run(createPublishProductAction(options), { ...input, ...source }),
    ).rejects.toThrow('Give either tables or a contract');
  });
});

describe('sluice:plan', () => {
  it('shows a plan and starts nothing', async () => {
    const { api, task, options } = setup(
      plan({
        findings: [{ rule: 'V1', severity: 'error', message: 'No.' }],
      }),
    );
    await task.run(createPlanAction(options), { declaration: DECLARED });
    expect(api.asked).toEqual(['plan to apply']);
    expect(task.outputs).toEqual({
      planId: 'plan-1',
      planUrl: '/sluice/plans/plan-1',
      summary: task.log.join('\n'),
      counts: '2 to create',
      applicable: false,
      nothingToDo: false,
    });
    expect(task.log).toContain('error V1: No.');
  });
});

describe('sluice:access:request', () => {
  const input = {
    team: TEAM,
    tables: [
      { ...PATIENTS, columns: ['state'], rowFilter: "state = 'Texas'" },
      // As a form leaves it where all rows are wanted.
      {
        ...PATIENTS,
        table: 'claims',
        columns: ['id', 'amount'],
        rowFilter: '',
      },
    ],
    purpose: 'a study',
    durationDays: 30,
  };
  const impossible = (message: string) => ({
    rule: 'V13',
    severity: 'error' as const,
    message,
  });

  it('asks for what was given, once however often it is run', async () => {
    const { api, task, options } = setup();
    const action = createRequestAccessAction(options);
    await task.run(action, input);
    await task.run(action, input);
    expect(api.requests).toEqual([
      {
        team: TEAM,
        purpose: 'a study',
        terms: {
          tables: [
            {
              table: 'resource:healthcare-producer/healthcare_db.patients',
              columns: ['state'],
              rowFilter: "state = 'Texas'",
            },
            {
              table: 'resource:healthcare-producer/healthcare_db.claims',
              columns: ['id', 'amount'],
            },
          ],
          durationMinutes: 43_200,
        },
        submit: true,
      },
    ]);
    expect(task.outputs).toEqual({
      outcome: 'requested',
      requestId: 'request-1',
      requestUrl: '/sluice/requests/request-1',
    });
  });

  it('only checks in a dry run, and says who would decide', async () => {
    const { api, task, options } = setup();
    api.check = {
      ...api.check,
      overlaps: [{ kind: 'partlyGranted', table: 't', text: 'Reads state.' }],
      steps: [
        {
          id: 'owner',
          stage: 0,
          title: 'Owner of patients',
          why: 'It is theirs.',
          quorum: 1,
          state: 'open',
          approverRefs: [],
        },
      ],
    };
    await task.run(createRequestAccessAction(options), input, {
      isDryRun: true,
    });
    expect(api.asked).toEqual([`check for ${TEAM}`]);
    expect(task.outputs).toEqual({ outcome: 'checked' });
    expect(task.log).toEqual([
      'Reads state.',
      "Nobody's access to data changes.",
      'To be approved by: Owner of patients. It is theirs.',
      'Dry run: nobody was asked.',
    ]);
  });

  it.each([true, false])(
    'says what is impossible and asks nobody (dry run: %s)',
    async isDryRun => {
      const { api, task, options } = setup();
      api.check = { ...api.check, findings: [impossible('No such role.')] };
      await expect(
        task.run(createRequestAccessAction(options), input, { isDryRun }),
      ).rejects.toThrow('not possible: error V13: No such role.');
      expect(api.requests).toEqual([]);
    },
  );

  it('passes on what the backend says against it', async () => {
    const { api, task, options } = setup();
    api.createRequest = async () => {
      throw await refusal(403, 'NotAllowedError', 'Not your team');
    };
    await expect(
      task.run(createRequestAccessAction(options), input),
    ).rejects.toThrow('Not your team');
  });
});
