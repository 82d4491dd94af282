import { JsonObject } from '@backstage/types';
import { templateEntityV1beta3Validator } from '@backstage/plugin-scaffolder-common';
import { TemplateAction } from '@backstage/plugin-scaffolder-node';
import { validate } from 'jsonschema';
import {
  createApplyGrantAction,
  createConnectAccountAction,
  createOffboardTeamAction,
  createOnboardTeamAction,
  createPlanAction,
  createPublishProductAction,
  createRequestAccessAction,
  createRunJobAction,
} from './actions';
import { change, plan } from './__testUtils__/changes';
import { FakeSluice } from './__testUtils__/FakeSluice';
import { FakeTask } from './__testUtils__/FakeTask';
import { jobRun } from './__testUtils__/jobs';
import { Template } from './__testUtils__/Template';

const REASON = { reason: 'a good one' };
const PATIENTS = {
  producerAccount: 'healthcare-producer',
  database: 'healthcare_db',
  table: 'patients',
};
const ONBOARDED = {
  kind: 'consumerTeam' as const,
  team: 'group:default/population-research',
  account: 'healthcare-consumer',
  jobExecutionRole: 'emr_on_eks_fgac_job_team3_execution_role',
  quota: { cpu: '32', memory: '128Gi', pods: 50 },
  grants: [],
};

/** Runs the steps of a filled-in template against the actions. */
async function run(template: Template, parameters: JsonObject) {
  const thePlan = plan();
  const done = { policy: 'done', role: 'done' } as const;
  const api = new FakeSluice(thePlan, [change(thePlan, 'succeeded', done)]);
  api.declaration = ONBOARDED;
  api.runs = [
    jobRun('COMPLETED', { attestation: { id: 'proof-1', verdict: 'agrees' } }),
  ];
  const options = { api, pollMs: 0 };
  const actions: TemplateAction<any, any>[] = [
    createPlanAction(options),
    createConnectAccountAction(options),
    createPublishProductAction(options),
    createOnboardTeamAction(options),
    createApplyGrantAction(options),
    createOffboardTeamAction(options),
    createRequestAccessAction(options),
    createRunJobAction(options),
  ];
  const outputs: Record<string, JsonObject> = {};
  for (const { id, action: name, input } of template.steps(parameters)) {
    const action = actions.find(each => each.id === name)!;
    expect(validate(input, action.schema!.input!).errors).toEqual([]);
    const task = new FakeTask();
    await task.run(action, input);
    outputs[id] = task.outputs as JsonObject;
  }
  const { plans, requests, jobs } = api;
  return { plans, requests, jobs, ...template.output(parameters, outputs) };
}

/** Name, what a person fills in, kind of the plan, and what is declared. */
const CASES: [string, string, JsonObject, string, object][] = [
  ['onboard-consumer-team', 'as it is', REASON, 'apply', ONBOARDED],
  [
    'onboard-consumer-team',
    'with a namespace and grants',
    {
      ...REASON,
      ownNamespace: true,
      namespace: 'population-research',
      grants: [
        {
          table: 'patients',
          columns: ['state', 'city'],
          rowFilter: "state = 'Texas'",
        },
        { table: 'claims', allColumns: true },
      ],
    },
    'apply',
    {
      ...ONBOARDED,
      namespace: 'population-research',
      grants: [
        {
          ...PATIENTS,
          columns: ['state', 'city'],
          rowFilter: "state = 'Texas'",
        },
        { ...PATIENTS, table: 'claims' },
      ],
    },
  ],
  [
    'onboard-consumer-team',
    'with a namespace that was thought better of',
    { ...REASON, ownNamespace: false, namespace: 'Not A Name' },
    'apply',
    ONBOARDED,
  ],
  [
    'offboard-consumer-team',
    'confirmed',
    { ...REASON, team: ONBOARDED.team, confirmed: true },
    'remove',
    ONBOARDED,
  ],
  [
    'connect-account',
    'for a producer',
    REASON,
    'apply',
    {
      kind: 'producerAccount',
      account: 'healthcare-producer',
      dataBucket: 'blog-emr-eks-fgac-data-111122223333-us-west-2-dev',
      warehousePrefix: 'warehouse',
      athenaResultBucket: 'athena-results-111122223333-us-west-2',
      dataAccessRole: 'lf_data_access_execution_role',
      consumerAccountIds: ['444455556666'],
      dataLakeAdministrators: [],
      sessionTagValue: 'EMR on EKS Engine',
      crossAccountVersion: 3,
    },
  ],
  [
    'connect-account',
    'for a consumer, after a producer was begun',
    { ...REASON, role: 'consumer', producer: { dataBucket: 'x' } },
    'apply',
    {
      kind: 'consumerAccount',
      account: 'healthcare-consumer',
      eksCluster: 'fgac-blog',
      jobsBucket: 'blog-emr-eks-fgac-test-444455556666-us-west-2-dev',
      scriptPrefix: 'jobs',
      logPrefix: 'spark-logs',
      localDatabase: 'consumer_healthcare_db',
      queryEngineRole: 'emr_on_eks_fgac_query_execution_role',
      userNamespace: 'lf-fgac-user',
      secureNamespace: 'lf-fgac-secure',
      securityConfiguration: 'emr-on-eks-fgac-sec-conifg',
      virtualCluster: 'emr-on-eks-fgac-blog',
      dataLakeAdministrators: [],
      sessionTagValue: 'EMR on EKS Engine',
      producerAccountIds: ['111122223333'],
    },
  ],
  [
    'publish-data-product',
    'with tables typed in',
    {
      ...REASON,
      tables: [
        {
          name: 'patients',
          columns: [{ name: 'patient_id' }, { name: 'state' }],
          partitionedBy: ['state'],
        },
      ],
      sharedWith: [
        {
          table: 'patients',
          columns: ['state'],
          rowFilter: "state = 'Texas'",
        },
      ],
    },
    'apply',
    {
      kind: 'dataProduct',
      account: 'healthcare-producer',
      product: 'dataproduct:default/patients',
      owner: 'group:default/patient-records',
      database: 'healthcare_db',
      tables: [
        {
          name: 'patients',
          columns: [
            { name: 'patient_id', type: 'string' },
            { name: 'state', type: 'string' },
          ],
          partitionedBy: ['state'],
          sampleRows: [],
        },
      ],
      sharedWith: [
        {
          consumerAccount: 'healthcare-consumer',
          table: 'patients',
          columns: ['state'],
          rowFilter: "state = 'Texas'",
        },
      ],
    },
  ],
  [
    'publish-data-product',
    'with a contract',
    {
      ...REASON,
      source: 'contract',
      contract:
        'kind: DataContract\napiVersion: v3.1.0\nid: claims\nschema:\n  - name: claims\n    properties:\n      - name: amount\n        physicalType: decimal(10,2)\n',
    },
    'apply',
    {
      kind: 'dataProduct',
      account: 'healthcare-producer',
      product: 'dataproduct:default/patients',
      owner: 'group:default/patient-records',
      database: 'healthcare_db',
      tables: [
        {
          name: 'claims',
          columns: [{ name: 'amount', type: 'decimal(10,2)' }],
          partitionedBy: [],
          sampleRows: [],
        },
      ],
      sharedWith: [],
    },
  ],
];

describe('templates', () => {
  it.each([
    ...new Set(CASES.map(([name]) => name)),
    'request-access',
    'run-verification',
  ])('%s is a template', async name => {
    const { entity } = new Template(name);
    await expect(templateEntityV1beta3Validator.check(entity)).resolves.toBe(
      true,
    );
    expect(entity.metadata.name).toBe(name);
  });

  it.each(CASES)(
    '%s %s declares what was filled in',
    async (name, _, values, kind, declaration) => {
      const template = new Template(name);
      const parameters = template.fill(values);
      expect(template.problems(parameters)).toEqual([]);

      const { plans, jobs, links, text } = await run(template, parameters);
      expect(plans).toEqual([{ kind, declaration }]);
      expect(jobs).toEqual([]);
      expect(links).toContainEqual({
        title: 'The change',
        if: '/sluice/changes/change-1',
        url: '/sluice/changes/change-1',
      });
      for (const link of links) expect(link.url ?? link.entityRef).toBeTruthy();
      expect(JSON.stringify(text)).toContain('**applied**');
    },
  );

  it('request-access asks for what was filled in', async () => {
    const template = new Template('request-access');
    const parameters = template.fill({
      team: ONBOARDED.team,
      tables: [{ ...PATIENTS, columns: ['state'] }],
      purpose: 'a study',
    });
    expect(template.problems(parameters)).toEqual([]);

    const { requests, links, text } = await run(template, parameters);
    expect(requests).toEqual([
      {
        team: ONBOARDED.team,
        purpose: 'a study',
        terms: {
          tables: [
            {
              table: 'resource:healthcare-producer/healthcare_db.patients',
              columns: ['state'],
            },
          ],
          durationMinutes: 90 * 24 * 60,
        },
        submit: true,
      },
    ]);
    expect(links[0].url).toBe('/sluice/requests/request-1');
    expect(JSON.stringify(text)).toContain('**requested**');
  });

  it('run-verification verifies what was filled in', async () => {
    const template = new Template('run-verification');
    const expectedRows = [
      { table: 'resource:healthcare-producer/healthcare_db.patients', rows: 8 },
    ];
    const parameters = template.fill({ team: ONBOARDED.team, expectedRows });
    expect(template.problems(parameters)).toEqual([]);

    const { jobs, links, text } = await run(template, parameters);
    expect(jobs).toEqual([
      {
        team: ONBOARDED.team,
        kind: 'verification',
        expectedRows,
        origin: 'template',
        requestKey: expect.any(String),
      },
    ]);
    expect(links.map(({ url, entityRef }) => url ?? entityRef)).toEqual([
      '/sluice/attestations/proof-1',
      '/sluice/jobs/run-1',
      ONBOARDED.team,
    ]);
    expect(JSON.stringify(text)).toContain('Verdict: **agrees**');
  });

  it('onboard-consumer-team ends with a verification if it is asked for', async () => {
    const template = new Template('onboard-consumer-team');
    const parameters = template.fill({ ...REASON, verify: true });
    const { plans, jobs, links, text } = await run(template, parameters);
    expect(plans).toHaveLength(1);
    expect(jobs).toMatchObject([
      { team: ONBOARDED.team, kind: 'verification' },
    ]);
    expect(links.map(({ url }) => url)).toContain(
      '/sluice/attestations/proof-1',
    );
    expect(JSON.stringify(text)).toContain('What it reads: **agrees**');
  });

  it.each<[string, JsonObject, string]>([
    [
      'run-verification',
      { team: ONBOARDED.team, expectedRows: [{ rows: -1 }] },
      "must have required property 'Table'",
    ],
    [
      'request-access',
      { team: ONBOARDED.team, purpose: 'a study', tables: [] },
      'must NOT have fewer than 1 items',
    ],
    ['onboard-consumer-team', {}, "must have required property 'Reason'"],
    [
      'onboard-consumer-team',
      { ...REASON, ownNamespace: true },
      "must have required property 'Namespace'",
    ],
    [
      'offboard-consumer-team',
      { ...REASON, team: ONBOARDED.team },
      'must be equal to one of the allowed values',
    ],
    [
      'publish-data-product',
      { ...REASON, source: 'contract' },
      "must have required property 'Data contract'",
    ],
  ])('%s does not take %j', (name, values, problem) => {
    const template = new Template(name);
    expect(template.problems(template.fill(values)).join()).toContain(problem);
  });

  it('leaves out the link to a change that there is none of', () => {
    const { links } = new Template('onboard-consumer-team').output(REASON, {
      // The verification that nobody asked for has no outputs.
      onboard: { teamUrl: '/team', teamEntityRef: ONBOARDED.team },
    });
    expect(links.map(({ title }) => title)).toEqual([
      'Data access of the team',
      'The team',
    ]);
  });
});
