import { checkSetUp } from './checkSetUp';
import {
  Case,
  onlyLike,
  CONSUMER_ID,
  consumer,
  facts,
  messagesOf,
  observation,
  PRODUCER_ID,
  producer,
  product,
  team,
  wanted,
} from './__testUtils__/setUps';

const LOCATION = 'arn:aws:s3:::data-bucket/warehouse';
const ROLE_ARN = `arn:aws:iam::${PRODUCER_ID}:role/data-access`;
const location = wanted('registeredLocation', 'producer', {
  resourceArn: LOCATION,
  roleArn: ROLE_ARN,
  hybridAccess: false,
});
const role = (service: string) =>
  wanted('iamRole', 'producer', {
    name: 'data-access',
    description: 'Reads the warehouse',
    trust: [
      {
        Sid: 'Assume',
        Effect: 'Allow',
        Principal: { Service: [service] },
        Action: 'sts:AssumeRole',
      },
    ],
    attachedPolicies: ['data-access-policy'],
  });
const policy = (resource: string) =>
  wanted('iamPolicy', 'producer', {
    name: 'data-access-policy',
    exclusive: true,
    statements: [
      {
        Sid: 'Read',
        Effect: 'Allow',
        Action: ['s3:Get*'],
        Resource: [resource],
      },
    ],
  });
const table = (place: string) =>
  wanted('icebergTable', 'producer', {
    database: 'healthcare_db',
    name: 'patients',
    location: place,
    columns: [],
    partitionedBy: [],
    athenaOutputLocation: 's3://athena-results/',
  });
const registered = (roleArn: string) =>
  observation('producer', {
    locations: [{ resourceArn: LOCATION, roleArn, mode: 'lakeFormation' }],
  });
const securityConfiguration = {
  name: 'security',
  sessionTagValue: 'EMR on EKS Engine',
  cluster: 'fgac-blog',
  secureNamespace: 'lf-fgac-secure',
  queryEngineRoleArn: `arn:aws:iam::${CONSUMER_ID}:role/query`,
};
const virtualCluster = (
  overrides: { name?: string; namespace?: string; cluster?: string } = {},
) =>
  wanted('emrVirtualCluster', 'consumer', {
    name: 'emr',
    cluster: 'fgac-blog',
    namespace: 'lf-fgac-user',
    securityConfiguration,
    ...overrides,
  });
const withVirtualCluster = (
  name: string,
  { state = 'RUNNING', namespace = 'lf-fgac-user' } = {},
) =>
  observation('consumer', {
    virtualClusters: [
      { id: 'vc1', name, state, namespace, eksClusterName: 'fgac-blog' },
    ],
  });
const administrators = (count: number) =>
  Array.from(
    { length: count },
    (_, index) => `arn:aws:iam::${PRODUCER_ID}:role/admin${index}`,
  );
const withAdministrators = (count: number) =>
  observation('producer', {
    settings: {
      admins: administrators(count),
      readOnlyAdmins: [],
      allowExternalDataFiltering: true,
      externalDataFilteringAllowList: Array.from(
        { length: count },
        (_, index) => String(100_000_000_000 + index),
      ),
      authorizedSessionTagValues: [],
      allowFullTableExternalDataAccess: false,
      defaultsToIamAllowedPrincipals: false,
    },
  });
const administrator = wanted('dataLakeAdministrator', 'producer', {
  principalArn: `arn:aws:iam::${PRODUCER_ID}:role/one-more`,
});
const filtering = wanted('externalDataFiltering', 'producer', {
  accountId: CONSUMER_ID,
});
const binding = (
  namespace: string,
  roleRef: { kind: string; name: string },
  subject = { kind: 'Group', name: 'developers' },
) =>
  wanted('kubernetesObject', 'consumer', {
    cluster: 'fgac-blog',
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    namespace,
    name: 'people',
    labels: {},
    body: { subjects: [subject], roleRef },
  });
const readers = wanted('kubernetesObject', 'consumer', {
  cluster: 'fgac-blog',
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'Role',
  namespace: 'lf-fgac-user',
  name: 'readers',
  labels: {},
  body: { rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] },
});
const VIEW = { kind: 'ClusterRole', name: 'view' };
const EDIT = { kind: 'ClusterRole', name: 'edit' };

const CASES: Case[] = [
  [
    'a role that fits',
    'V11',
    {
      resources: [
        location,
        role('lakeformation.amazonaws.com'),
        policy(`${LOCATION}/*`),
        table('s3://data-bucket/warehouse/healthcare_db/patients'),
      ],
    },
  ],
  [
    'a role that Lake Formation may not assume',
    'V11',
    {
      resources: [
        location,
        role('glue.amazonaws.com'),
        policy(`${LOCATION}/*`),
      ],
    },
    /^error: Role data-access .* lakeformation\.amazonaws\.com may not assume it/,
  ],
  [
    'a role that cannot read the location',
    'V11',
    {
      resources: [
        location,
        role('lakeformation.amazonaws.com'),
        policy('arn:aws:s3:::data-bucket/other/*'),
      ],
    },
    /no policy of it allows s3:GetObject there/,
  ],
  [
    'a location registered with the same role',
    'V11',
    { resources: [location], observed: [registered(ROLE_ARN)] },
  ],
  [
    'a location registered with another role',
    'V11',
    { resources: [location], observed: [registered(`${ROLE_ARN}-old`)] },
    /is registered already, with role .*data-access-old instead of/,
  ],
  [
    'a table beside every location',
    'V11',
    { resources: [table('s3://data-bucket/warehouse2/patients')] },
    /^warning: Table healthcare_db\.patients is to lie at/,
  ],

  [
    'the thirtieth administrator',
    'V17',
    { resources: [administrator], observed: [withAdministrators(29)] },
  ],
  [
    'the thirty-first administrator',
    'V17',
    { resources: [administrator], observed: [withAdministrators(30)] },
    /^error: producer would have 31 data lake administrators/,
  ],
  [
    'the thirty-first account',
    'V17',
    { resources: [filtering], observed: [withAdministrators(30)] },
    /^error: producer would have 31 accounts whose engines/,
  ],
  [
    'a producer that does not allow the consumer',
    'V17',
    {
      facts: facts({
        declarations: [
          producer({ consumerAccountIds: [] }),
          consumer(),
          product,
        ],
      }),
    },
    /^error: producer does not let the engines of consumer filter data/,
  ],
  [
    'different session tags in both accounts',
    'V17',
    {
      facts: facts({
        declarations: [
          producer({ sessionTagValue: 'other' }),
          consumer(),
          product,
        ],
      }),
    },
    /with the session tag value "EMR on EKS Engine", but producer expects "other"/,
  ],
  [
    'an IAM condition with another session tag',
    'V17',
    {
      resources: [
        wanted('iamPolicyMember', 'consumer', {
          policyName: 'query-policy',
          resourceArn: 'arn:aws:iam::444455556666:role/team1',
          statement: {
            Sid: 'Assume',
            Effect: 'Allow',
            Action: 'sts:TagSession',
            Condition: {
              StringEquals: {
                'aws:RequestTag/LakeFormationAuthorizedCaller': 'EMR Engine',
              },
            },
          },
        }),
      ],
    },
    /different session tag values: "EMR on EKS Engine", "EMR Engine"/,
  ],
  [
    'one session tag everywhere',
    'V17',
    {
      resources: [
        virtualCluster(),
        wanted('emrSecurityConfiguration', 'consumer', securityConfiguration),
        wanted('authorizedSessionTag', 'consumer', {
          value: 'EMR on EKS Engine',
        }),
      ],
    },
  ],

  [
    'a namespace whose virtual cluster has gone',
    'V18',
    {
      resources: [virtualCluster()],
      observed: [withVirtualCluster('old', { state: 'TERMINATED' })],
    },
  ],
  [
    'a namespace with another virtual cluster',
    'V18',
    { resources: [virtualCluster()], observed: [withVirtualCluster('old')] },
    /^error: Namespace lf-fgac-user of fgac-blog already has virtual cluster old \(vc1\)/,
  ],
  [
    'a virtual cluster of the name elsewhere',
    'V18',
    {
      resources: [virtualCluster()],
      observed: [withVirtualCluster('emr', { namespace: 'other' })],
    },
    /^warning: Virtual cluster emr \(vc1\) is there, for namespace other/,
  ],
  [
    'user code in the system namespace',
    'V18',
    { resources: [virtualCluster({ namespace: 'lf-fgac-secure' })] },
    /which is the system namespace of security/,
  ],
  [
    'a virtual cluster away from its system namespace',
    'V18',
    { resources: [virtualCluster({ cluster: 'other' })] },
    /is on EKS cluster other, but its system namespace is on fgac-blog/,
  ],
  [
    'a free namespace',
    'V18',
    { declaration: team({}, { namespace: 'team-a' }) },
  ],
  [
    'the system namespace for a team',
    'V18',
    { declaration: team({}, { namespace: 'lf-fgac-secure' }) },
    /it is the system namespace of consumer/,
  ],
  [
    'the namespace of another team',
    'V18',
    {
      declaration: team({}, { namespace: 'team-b' }),
      facts: facts({
        declarations: [
          consumer(),
          producer(),
          team({}, { team: 'group:default/b', namespace: 'team-b' }),
        ],
      }),
    },
    /it is that of group:default\/b/,
  ],

  ['a cluster with an issuer', 'V19', { declaration: consumer() }],
  [
    'a cluster without',
    'V19',
    { declaration: consumer({ eksCluster: 'other' }) },
    /^error: The OIDC issuer of EKS cluster other in consumer is not known/,
  ],
  [
    'a quota too small for a job',
    'V19',
    {
      declaration: team(
        {},
        {
          namespace: 'team-a',
          quota: { cpu: '1500m', memory: '8Gi', pods: 10 },
        },
      ),
    },
    /^warning: The quota of namespace team-a \(10 pods, 1500m CPU\)/,
  ],

  [
    'EMR in the system namespace, readers in the user namespace',
    'V20',
    {
      resources: [
        virtualCluster(),
        readers,
        binding('lf-fgac-user', { kind: 'Role', name: 'readers' }),
        binding('elsewhere', EDIT),
        binding('lf-fgac-secure', EDIT, {
          kind: 'User',
          name: 'emr-containers',
        }),
      ],
    },
  ],
  [
    'people in the system namespace',
    'V20',
    { resources: [virtualCluster(), binding('lf-fgac-secure', VIEW)] },
    /^error: RoleBinding people gives Group developers rights in namespace lf-fgac-secure/,
  ],
  [
    'a service account of the name of EMR there',
    'V20',
    {
      resources: [
        virtualCluster(),
        binding('lf-fgac-secure', VIEW, {
          kind: 'ServiceAccount',
          name: 'emr-containers',
        }),
      ],
    },
    /gives ServiceAccount emr-containers rights/,
  ],
  [
    'people who may create pods in the user namespace',
    'V20',
    { resources: [virtualCluster(), binding('lf-fgac-user', EDIT)] },
    /nobody but EMR may create pods, configmaps, secrets/,
  ],

  [
    'names that fit',
    'V21',
    { resources: [virtualCluster(), location, readers] },
  ],
  [
    'a virtual cluster with too long a name',
    'V21',
    { resources: [virtualCluster({ name: 'x'.repeat(65) })] },
    /^error: EMR virtual cluster x+ would be refused: its name is "x+" \(65 characters\)/,
  ],
  [
    'a description that IAM does not take',
    'V21',
    {
      resources: [
        wanted('iamRole', 'consumer', {
          name: 'team1',
          description: 'Patients — Care',
          trust: [],
          attachedPolicies: [],
        }),
      ],
    },
    /its description is "Patients — Care" .* takes at most 1000 characters of Latin-1/,
  ],

  ['accounts of one Region', 'V22', {}],
  [
    'accounts of two Regions',
    'V22',
    {
      facts: facts({
        accounts: [
          { name: 'producer', accountId: PRODUCER_ID, region: 'eu-west-1' },
          { name: 'consumer', accountId: CONSUMER_ID, region: 'us-west-2' },
        ],
      }),
    },
    /^error: producer is in eu-west-1 and consumer in us-west-2/,
  ],
  [
    'a bucket elsewhere',
    'V22',
    {
      resources: [
        wanted('s3Bucket', 'producer', {
          name: 'data',
          region: 'eu-west-1',
          hygiene: true,
        }),
      ],
    },
    /^error: Bucket data is to be in eu-west-1, but producer is in us-west-2/,
  ],

  ['a location with its own role', 'V23', { observed: [registered(ROLE_ARN)] }],
  [
    'a location with the service-linked role',
    'V23',
    {
      observed: [
        registered(
          `arn:aws:iam::${PRODUCER_ID}:role/aws-service-role/lakeformation.amazonaws.com/AWSServiceRoleForLakeFormationDataAccess`,
        ),
      ],
    },
    /^warning: arn:aws:s3:::data-bucket\/warehouse of producer is registered with the service-linked role/,
  ],
];

it.each(CASES)('%s: %s', (...[, rule, setUp, message]: Case) => {
  expect(messagesOf(rule, setUp)).toEqual(onlyLike(message));
});

it('finds nothing in a set-up without faults, and links each finding to its page', () => {
  const setUp = { resources: [], facts: facts() };
  expect(checkSetUp({ ...setUp, declaration: team() })).toEqual([]);
  expect(
    checkSetUp({ ...setUp, declaration: team({ rowFilter: '1' }) }),
  ).toEqual([
    expect.objectContaining({
      rule: 'V12',
      docsUrl: expect.stringContaining('partiql-support'),
    }),
  ]);
});
