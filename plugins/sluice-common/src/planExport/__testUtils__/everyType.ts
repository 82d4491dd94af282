import { BlueprintAccount } from '../../blueprints/facts';
import { PlanStep, StepAction } from '../../changes';
import {
  desired,
  DesiredResource,
  ResourceProperties,
  ResourceTypeName,
  titleOfResource,
} from '../../resources';

export const PRODUCER: BlueprintAccount = {
  name: 'healthcare-producer',
  accountId: '111122223333',
  region: 'us-west-2',
};
export const CONSUMER: BlueprintAccount = {
  name: 'healthcare-consumer',
  accountId: '444455556666',
  region: 'us-west-2',
};
export const accounts = [PRODUCER, CONSUMER];

/** What nobody types, and what must not break out of a script. */
export const NASTY = `it's "$HOME" \`id\` \${x} %{y} $(id)\nJSON\n; exit 7 # ü 😀 \\`;

const TAG = 'EMR on EKS Engine';
const CLUSTER = 'fgac-blog';
const ISSUER = 'oidc.eks.us-west-2.amazonaws.com/id/ABC';
const OUTPUT = 's3://export-athena-results/';
const DATA_ROLE = `arn:aws:iam::${PRODUCER.accountId}:role/lf_data_access_role`;
const QUERY_ROLE = `arn:aws:iam::${CONSUMER.accountId}:role/query_role`;
const TEAM_ROLE = `arn:aws:iam::${CONSUMER.accountId}:role/team1_role`;
const PATIENTS = {
  catalogId: PRODUCER.accountId,
  databaseName: 'healthcare_db',
  tableName: 'patients',
};
const COLUMNS = [
  { name: 'patient_id', type: 'bigint' },
  { name: 'state', type: 'string', comment: NASTY },
  { name: 'amount', type: 'decimal(10,2)' },
  { name: 'seen_at', type: 'timestamp' },
  { name: 'born', type: 'date' },
];

export const securityConfiguration = {
  name: 'emr-on-eks-fgac',
  sessionTagValue: TAG,
  cluster: CLUSTER,
  secureNamespace: 'lf-fgac-secure',
  queryEngineRoleArn: QUERY_ROLE,
};

const trustIn = (service: string) => ({
  Sid: 'Service',
  Effect: 'Allow' as const,
  Principal: { Service: [service] },
  Action: 'sts:AssumeRole',
});
const IRSA_TRUST = {
  Sid: 'Pods',
  Effect: 'Allow' as const,
  Principal: {
    Federated: `arn:aws:iam::${CONSUMER.accountId}:oidc-provider/${ISSUER}`,
  },
  Action: 'sts:AssumeRoleWithWebIdentity',
  Condition: {
    StringLike: { [`${ISSUER}:sub`]: 'system:serviceaccount:lf-fgac-user:*' },
  },
};

/** A set-up with every type of resource, each after the one before. */
export function everyResource(): DesiredResource[] {
  const resources: DesiredResource[] = [];
  const add = <T extends ResourceTypeName>(
    type: T,
    account: BlueprintAccount,
    properties: ResourceProperties[T],
  ) =>
    resources.push(
      desired(type, {
        account: account.name,
        properties,
        why: `Needed\n${NASTY}`,
        dependsOn: resources.slice(-1),
      }),
    );
  const kubernetes = (
    kind: string,
    name: string,
    body: ResourceProperties['kubernetesObject']['body'],
    namespace?: string,
  ) =>
    add('kubernetesObject', CONSUMER, {
      cluster: CLUSTER,
      apiVersion: kind === 'Namespace' ? 'v1' : 'rbac.authorization.k8s.io/v1',
      kind,
      name,
      namespace,
      labels: { 'managed-by': 'sluice' },
      body,
    });

  for (const name of ['export-data', 'export-athena-results']) {
    add('s3Bucket', PRODUCER, { name, region: 'us-west-2', hygiene: true });
  }
  add('iamPolicy', PRODUCER, {
    name: 'lf_data_access_role-policy',
    exclusive: true,
    statements: [
      {
        Sid: 'ReadWrite',
        Effect: 'Allow',
        Action: ['s3:GetObject', 's3:PutObject'],
        Resource: 'arn:aws:s3:::export-data/warehouse/*',
      },
    ],
  });
  add('iamRole', PRODUCER, {
    name: 'lf_data_access_role',
    description: `Reads the warehouse; it's "$HOME"`,
    trust: [trustIn('lakeformation.amazonaws.com')],
    attachedPolicies: ['lf_data_access_role-policy'],
  });
  add('dataLakeAdministrator', PRODUCER, {
    principalArn: `arn:aws:iam::${PRODUCER.accountId}:role/lf_data_access_role`,
  });
  add('noDefaultIamAllowedPrincipals', PRODUCER, { scope: 'account' });
  add('crossAccountVersion', PRODUCER, { atLeast: 3 });
  add('externalDataFiltering', PRODUCER, { accountId: CONSUMER.accountId });
  add('authorizedSessionTag', PRODUCER, { value: TAG });
  add('catalogPolicyStatement', PRODUCER, {
    statement: {
      Sid: 'ShareByRam',
      Effect: 'Allow',
      Principal: { Service: 'ram.amazonaws.com' },
      Action: 'glue:ShareResource',
      Resource: [
        `arn:aws:glue:us-west-2:${PRODUCER.accountId}:table/*/*`,
        `arn:aws:glue:us-west-2:${PRODUCER.accountId}:database/*`,
        `arn:aws:glue:us-west-2:${PRODUCER.accountId}:catalog`,
      ],
    },
  });
  add('registeredLocation', PRODUCER, {
    resourceArn: 'arn:aws:s3:::export-data/warehouse',
    roleArn: DATA_ROLE,
    hybridAccess: false,
  });
  add('glueDatabase', PRODUCER, {
    name: 'healthcare_db',
    description: NASTY,
    locationUri: 's3://export-data/warehouse/',
  });
  add('icebergTable', PRODUCER, {
    database: 'healthcare_db',
    name: 'patients',
    description: NASTY,
    location: 's3://export-data/warehouse/healthcare_db/patients',
    columns: COLUMNS,
    partitionedBy: ['state'],
    athenaOutputLocation: OUTPUT,
  });
  add('icebergRows', PRODUCER, {
    database: 'healthcare_db',
    table: 'patients',
    columns: COLUMNS,
    rows: [
      [1, NASTY, '12.50', '2026-01-02 03:04:05', '1980-05-15'],
      [2, null, 7, null, null],
    ],
    athenaOutputLocation: OUTPUT,
  });
  for (const table of [undefined, 'patients']) {
    add('withoutIamAllowedPrincipals', PRODUCER, {
      database: 'healthcare_db',
      ...(table && { table }),
    });
  }
  add('dataCellsFilter', PRODUCER, {
    catalogId: PRODUCER.accountId,
    database: 'healthcare_db',
    table: 'patients',
    name: 'some_patients',
    columns: ['patient_id', 'state'],
    rowFilter: "state in ('Texas', 'it''s $HOME')",
  });
  add('lakeFormationPermission', PRODUCER, {
    principal: CONSUMER.accountId,
    resource: {
      kind: 'database',
      catalogId: PRODUCER.accountId,
      databaseName: 'healthcare_db',
    },
    permissions: ['DESCRIBE'],
    grantable: ['DESCRIBE'],
  });
  add('lakeFormationPermission', PRODUCER, {
    principal: CONSUMER.accountId,
    resource: {
      kind: 'dataCellsFilter',
      ...PATIENTS,
      filterName: 'some_patients',
    },
    permissions: ['SELECT'],
    grantable: ['SELECT'],
  });

  add('acceptedShare', CONSUMER, { senderAccountId: PRODUCER.accountId });
  add('externalDataFiltering', CONSUMER, { accountId: CONSUMER.accountId });
  add('authorizedSessionTag', CONSUMER, { value: TAG });
  add('glueDatabase', CONSUMER, { name: 'consumer_db' });
  add('iamOidcProvider', CONSUMER, {
    issuerUrl: `https://${ISSUER}`,
    clientIds: ['sts.amazonaws.com'],
  });
  add('iamPolicy', CONSUMER, {
    name: 'query_role-policy',
    exclusive: false,
    statements: [
      {
        Sid: 'Certificates',
        Effect: 'Allow',
        Action: 'emr-containers:CreateCertificate',
        Resource: '*',
      },
    ],
  });
  for (const name of ['query_role', 'team1_role']) {
    add('iamRole', CONSUMER, {
      name,
      description: 'For pods',
      trust: [IRSA_TRUST],
      attachedPolicies: name === 'query_role' ? ['query_role-policy'] : [],
    });
  }
  add('iamPolicyMember', CONSUMER, {
    policyName: 'query_role-policy',
    statement: {
      Sid: 'AssumeJobRoles',
      Effect: 'Allow',
      Action: ['sts:AssumeRole', 'sts:TagSession'],
      Condition: {
        StringEquals: { 'aws:RequestTag/LakeFormationAuthorizedCaller': TAG },
      },
    },
    resourceArn: TEAM_ROLE,
  });
  add('resourceLink', CONSUMER, {
    database: 'consumer_db',
    name: 'rl_patients',
    target: {
      catalogId: PRODUCER.accountId,
      database: 'healthcare_db',
      table: 'patients',
    },
  });
  add('lakeFormationPermission', CONSUMER, {
    principal: TEAM_ROLE,
    resource: {
      kind: 'table',
      catalogId: CONSUMER.accountId,
      databaseName: 'consumer_db',
      tableName: 'rl_patients',
    },
    permissions: ['DESCRIBE'],
    grantable: [],
  });
  add('lakeFormationPermission', CONSUMER, {
    principal: TEAM_ROLE,
    resource: { kind: 'table', ...PATIENTS },
    permissions: ['SELECT'],
    grantable: [],
  });
  add('eksAccessEntry', CONSUMER, {
    cluster: CLUSTER,
    principalArn: `arn:aws:iam::${CONSUMER.accountId}:role/aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers`,
    username: 'emr-containers',
  });
  for (const name of ['lf-fgac-user', 'lf-fgac-secure']) {
    kubernetes('Namespace', name, {});
  }
  kubernetes(
    'RoleBinding',
    'emr-containers',
    {
      subjects: [{ kind: 'User', name: 'emr-containers' }],
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: 'Role',
        name: 'emr-containers',
      },
    },
    'lf-fgac-user',
  );
  add('emrSecurityConfiguration', CONSUMER, securityConfiguration);
  add('emrVirtualCluster', CONSUMER, {
    name: 'emr-on-eks-fgac-blog',
    cluster: CLUSTER,
    namespace: 'lf-fgac-user',
    securityConfiguration,
  });
  return resources;
}

export function stepOf(
  resource: DesiredResource,
  action: StepAction,
): PlanStep {
  const { id, type, account, dependsOn, why, properties } = resource;
  return {
    id,
    type,
    account,
    resource,
    title: titleOfResource(type, properties as never),
    action,
    why,
    dependsOn,
    ownership: action === 'create' ? 'nobody' : 'sluice',
    differences: [],
    undo: `It stays\n${NASTY}`,
  };
}

/** All of them made, or taken away in the order against that. */
export function everyStep(action: StepAction): PlanStep[] {
  const steps = everyResource().map(resource => stepOf(resource, action));
  if (action !== 'delete') return steps;
  return steps.map((step, index) => ({
    ...step,
    dependsOn: steps.slice(index + 1, index + 2).map(({ id }) => id),
  }));
}
