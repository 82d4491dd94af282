import { consumerTeamSchema } from '../declarations';
import { permissionsOf, wanted } from './__testUtils__/blueprints';
import {
  C,
  CONSUMER,
  consumerAccount,
  oneAccountFacts,
  P,
  patientsCare,
  populationResearch,
  PRODUCER,
  SEED_DECLARATIONS,
  seedFacts,
} from './__testUtils__/seedDeclarations';
import { blueprintOf } from './blueprintOf';
import { teamOutputs } from './consumerTeam';

const ROLE = 'population_research_job_execution_role';
const FILTER = `patients_for_${ROLE}`;

describe('a team with columns and rows of its own', () => {
  it('has a filter in the producer, granted to its role and to nobody else', () => {
    expect(
      wanted(populationResearch, 'dataCellsFilter').map(
        ({ account, properties }) => ({ account, ...properties }),
      ),
    ).toEqual([
      {
        account: PRODUCER,
        catalogId: P,
        database: 'healthcare_db',
        table: 'patients',
        name: FILTER,
        columns: ['patient_id', 'gender', 'city', 'state'],
        rowFilter: "state = 'California'",
      },
    ]);
    expect(permissionsOf(populationResearch)).toEqual([
      `${CONSUMER}: ${ROLE} DESCRIBE on database ${C}.consumer_healthcare_db`,
      `${CONSUMER}: ${ROLE} DESCRIBE on table ${C}.consumer_healthcare_db.rl_patients`,
      `${PRODUCER}: ${ROLE} SELECT on dataCellsFilter ${P}.healthcare_db.patients.${FILTER}`,
      `${CONSUMER}: ${ROLE} DESCRIBE on table ${C}.consumer_healthcare_db.rl_claims`,
      `${CONSUMER}: ${ROLE} SELECT, DESCRIBE on table ${P}.healthcare_db.claims`,
    ]);
  });

  it('is granted it once its role is there and the producer can share with roles', () => {
    const grant = wanted(populationResearch, 'lakeFormationPermission').find(
      ({ account }) => account === PRODUCER,
    )!;
    expect(grant.properties.principal).toBe(`arn:aws:iam::${C}:role/${ROLE}`);
    expect(grant.dependsOn).toEqual(
      expect.arrayContaining([
        `iamRole:${CONSUMER}/${ROLE}`,
        `crossAccountVersion:${PRODUCER}/settings`,
        `dataCellsFilter:${PRODUCER}/${P}/healthcare_db/patients/${FILTER}`,
        `withoutIamAllowedPrincipals:${PRODUCER}/healthcare_db/patients`,
      ]),
    );
  });

  it('waits for what is shared with its role to be accepted', () => {
    const [accepted] = wanted(populationResearch, 'acceptedShare');
    expect(accepted.dependsOn).toEqual([
      expect.stringContaining(`${ROLE}/dataCellsFilter/`),
    ]);
  });

  it.each([
    [{ columns: ['city'] }, { columns: ['city'] }],
    [{ rowFilter: "state = 'Ohio'" }, { rowFilter: "state = 'Ohio'" }],
    [{ columns: ['city'], filterName: 'cities' }, { name: 'cities' }],
  ])('takes %j for a part of the table', (part, expected) => {
    const team = consumerTeamSchema.parse({
      ...populationResearch,
      grants: [
        {
          producerAccount: PRODUCER,
          database: 'healthcare_db',
          table: 'patients',
          ...part,
        },
      ],
    });
    const [filter] = wanted(team, 'dataCellsFilter');
    expect(filter.properties).toMatchObject(expected);
    expect('columns' in filter.properties).toBe('columns' in part);
    expect('rowFilter' in filter.properties).toBe('rowFilter' in part);
  });

  it('needs no share of the account, nor changes what others read', () => {
    const facts = seedFacts({ heldShares: {} });
    const team = {
      ...populationResearch,
      grants: [populationResearch.grants[0]],
    };
    expect(
      wanted(team, 'lakeFormationPermission', facts).filter(
        ({ properties }) => !properties.principal.endsWith(ROLE),
      ),
    ).toEqual([]);
  });
});

describe('a team with a namespace of its own', () => {
  const objectOf = (kind: string) =>
    wanted(populationResearch, 'kubernetesObject').find(
      ({ properties }) => properties.kind === kind,
    )!.properties;

  it('has limits on what its pods ask for', () => {
    expect(objectOf('ResourceQuota')).toMatchObject({
      namespace: 'population-research',
      body: {
        spec: {
          hard: {
            'requests.cpu': '32',
            'requests.memory': '128Gi',
            pods: '50',
          },
        },
      },
    });
    expect(objectOf('LimitRange').namespace).toBe('population-research');
  });

  it('is reached from itself and from the system namespace only', () => {
    expect(objectOf('NetworkPolicy')).toMatchObject({
      apiVersion: 'networking.k8s.io/v1',
      namespace: 'population-research',
      body: {
        spec: {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [
            {
              from: [
                { podSelector: {} },
                {
                  namespaceSelector: {
                    matchLabels: {
                      'kubernetes.io/metadata.name': 'lf-fgac-secure',
                    },
                  },
                },
              ],
            },
          ],
        },
      },
    });
  });

  it("has a virtual cluster with the account's security configuration", () => {
    const [configuration] = wanted(consumerAccount, 'emrSecurityConfiguration');
    const [cluster] = wanted(populationResearch, 'emrVirtualCluster');
    expect(cluster.properties).toEqual({
      name: 'population-research',
      cluster: 'fgac-blog',
      namespace: 'population-research',
      securityConfiguration: configuration.properties,
    });
    expect(cluster.dependsOn).toContain(configuration.id);
  });

  it('trusts the pods of that namespace', () => {
    const [role] = wanted(populationResearch, 'iamRole');
    expect(JSON.stringify(role.properties.trust)).toContain(
      'system:serviceaccount:population-research:',
    );
  });
});

it.each([
  [
    patientsCare,
    {
      jobExecutionRoleArn: `arn:aws:iam::${C}:role/emr_on_eks_fgac_job_team1_execution_role`,
      namespace: 'lf-fgac-user',
      virtualCluster: 'emr-on-eks-fgac-blog',
      scriptLocation: `s3://blog-emr-eks-fgac-test-${C}-us-west-2-dev/jobs/`,
      logLocation: `s3://blog-emr-eks-fgac-test-${C}-us-west-2-dev/spark-logs/emr_on_eks_fgac_job_team1_execution_role/`,
    },
  ],
  [
    populationResearch,
    {
      jobExecutionRoleArn: `arn:aws:iam::${C}:role/${ROLE}`,
      namespace: 'population-research',
      virtualCluster: 'population-research',
      scriptLocation: `s3://blog-emr-eks-fgac-test-${C}-us-west-2-dev/jobs/`,
      logLocation: `s3://blog-emr-eks-fgac-test-${C}-us-west-2-dev/spark-logs/${ROLE}/`,
    },
  ],
])('says where a team works (%#)', (team, expected) => {
  expect(teamOutputs(team, seedFacts())).toEqual(expected);
});

it('needs neither share nor acceptance for tables of the same account', () => {
  const team = {
    ...patientsCare,
    account: PRODUCER,
    grants: [patientsCare.grants[0], populationResearch.grants[0]].map(
      (grant, index) => ({ ...grant, linkName: `link_${index}` }),
    ),
  };
  const facts = oneAccountFacts();
  expect(wanted(team, 'acceptedShare', facts)).toEqual([]);
  expect(permissionsOf(team, facts)).toContain(
    `${PRODUCER}: ${team.jobExecutionRole} SELECT, DESCRIBE on table ${P}.healthcare_db.patients`,
  );
});

it('wants the same whether or not the declaration is in force already', () => {
  const inForce = seedFacts({
    declarations: [...SEED_DECLARATIONS, populationResearch],
  });
  expect(blueprintOf(populationResearch, inForce)).toEqual(
    blueprintOf(populationResearch, seedFacts()),
  );
});
