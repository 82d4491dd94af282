import { IAMClient, SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { blueprintOf } from '@sluice/plugin-sluice-common';
import { startEmptyEstate } from '../__testUtils__/emptyEstate';
import { becomeSluiceRole, sluiceRoleArn } from '../__testUtils__/sluiceRole';
import {
  sampleDeclarations,
  sampleFacts,
  sampleSubmission,
} from './sampleDeclarations';
import { sluicePolicies } from './sluicePolicies';

const directory = createMockDirectory();

const ACCOUNT = '444455556666';
const role = (name: string) => `arn:aws:iam::${ACCOUNT}:role/${name}`;
const TEAM = 'emr_on_eks_fgac_job_team1_execution_role';
const OTHER_TEAM = 'emr_on_eks_fgac_job_team2_execution_role';
const CLUSTERS = `arn:aws:emr-containers:us-west-2:${ACCOUNT}:/virtualclusters`;
const CLUSTER = `${CLUSTERS}/${sampleSubmission.virtualClusterId}`;
const RUN = `${CLUSTER}/jobruns/0000000abcdef`;
const BUCKET = `arn:aws:s3:::${sampleSubmission.jobsBucket}`;
const LOGS = `${BUCKET}/spark-logs/${TEAM}`;

type Question = [
  what: string,
  action: string,
  resource: string,
  isAllowed: boolean,
  context?: Record<string, string>,
];
const asRole = (name: string) => ({
  'emr-containers:ExecutionRoleArn': role(name),
});

/** Asks the IAM of a sandbox in which a role has the policy and nothing else. */
async function simulate(
  policy: { Statement: readonly object[] },
  questions: Question[],
) {
  const estate = await startEmptyEstate(directory);
  const root = estate.configurationOf(ACCOUNT);
  await becomeSluiceRole(root, {
    accountId: ACCOUNT,
    policies: [{ Version: '2012-10-17', Statement: policy.Statement }],
    isAdministrator: false,
  });
  const iam = new IAMClient(root);
  const answers: string[] = [];
  for (const [what, action, resource, , context = {}] of questions) {
    const { EvaluationResults } = await iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: sluiceRoleArn(ACCOUNT),
        ActionNames: [action],
        ResourceArns: [resource],
        ContextEntries: Object.entries(context).map(([key, value]) => ({
          ContextKeyName: key,
          ContextKeyValues: [value],
          ContextKeyType: 'string',
        })),
      }),
    );
    const isAllowed = EvaluationResults![0].EvalDecision === 'allowed';
    answers.push(`${what}: ${isAllowed ? 'yes' : 'no'}`);
  }
  await estate.sandbox.close();
  return {
    answers,
    expected: questions.map(
      ([what, , , isAllowed]) => `${what}: ${isAllowed ? 'yes' : 'no'}`,
    ),
  };
}

it('lets Sluice run jobs as job roles, and touch scripts, logs and attestations only', async () => {
  const { answers, expected } = await simulate(
    sluicePolicies()['consumer-policy.json'],
    [
      [
        'run as a team',
        'emr-containers:StartJobRun',
        CLUSTER,
        true,
        asRole(TEAM),
      ],
      [
        'run as the query engine',
        'emr-containers:StartJobRun',
        CLUSTER,
        false,
        asRole('emr_on_eks_fgac_query_execution_role'),
      ],
      [
        'run as nobody knows whom',
        'emr-containers:StartJobRun',
        CLUSTER,
        false,
      ],
      ['follow', 'emr-containers:DescribeJobRun', RUN, true],
      ['cancel', 'emr-containers:CancelJobRun', RUN, true],
      ['list', 'emr-containers:ListJobRuns', CLUSTER, true],
      ['keep a script', 's3:PutObject', `${BUCKET}/jobs/sluice/01/x.py`, true],
      [
        'look for a script',
        's3:GetObject',
        `${BUCKET}/jobs/sluice/01/x.py`,
        true,
      ],
      [
        'change a script of others',
        's3:PutObject',
        `${BUCKET}/jobs/x.py`,
        false,
      ],
      [
        'read a log',
        's3:GetObject',
        `${LOGS}/abc/jobs/1/containers/spark-1/spark-1-driver/stdout.gz`,
        true,
      ],
      [
        'read an attestation',
        's3:GetObject',
        `${LOGS}/attestations/1.json`,
        true,
      ],
      [
        'write an attestation',
        's3:PutObject',
        `${LOGS}/attestations/1.json`,
        false,
      ],
      [
        'read data',
        's3:GetObject',
        'arn:aws:s3:::data/warehouse/healthcare_db/patients/data/1.parquet',
        false,
      ],
    ],
  );
  expect(answers).toEqual(expected);
});

it('lets the people of a team run its jobs, and nobody else’s', async () => {
  const { answers, expected } = await simulate(
    sluicePolicies()['team-submission-policy.example.json'],
    [
      [
        'run as the team',
        'emr-containers:StartJobRun',
        CLUSTER,
        true,
        asRole(TEAM),
      ],
      [
        'run as another team',
        'emr-containers:StartJobRun',
        CLUSTER,
        false,
        asRole(OTHER_TEAM),
      ],
      [
        'run as nobody knows whom',
        'emr-containers:StartJobRun',
        CLUSTER,
        false,
      ],
      [
        'run elsewhere',
        'emr-containers:StartJobRun',
        `${CLUSTERS}/other`,
        false,
        asRole(TEAM),
      ],
      ['follow', 'emr-containers:DescribeJobRun', RUN, true],
      ['cancel', 'emr-containers:CancelJobRun', RUN, true],
      ['list', 'emr-containers:ListJobRuns', CLUSTER, true],
      ['keep own scripts', 's3:PutObject', `${BUCKET}/jobs/${TEAM}/x.py`, true],
      [
        'change what Sluice keeps',
        's3:PutObject',
        `${BUCKET}/jobs/sluice/01/x.py`,
        false,
      ],
      ['read own logs', 's3:GetObject', `${LOGS}/abc/jobs/1/x.gz`, true],
      [
        'read logs of others',
        's3:GetObject',
        `${BUCKET}/spark-logs/${OTHER_TEAM}/abc/jobs/1/x.gz`,
        false,
      ],
      [
        'forge an attestation',
        's3:PutObject',
        `${LOGS}/attestations/1.json`,
        false,
      ],
      [
        'list own logs',
        's3:ListBucket',
        BUCKET,
        true,
        { 's3:prefix': `spark-logs/${TEAM}/abc/` },
      ],
      ['list everything', 's3:ListBucket', BUCKET, false, { 's3:prefix': '' }],
    ],
  );
  expect(answers).toEqual(expected);
});

it('lets a job read its script, and write its logs and attestation, not those of others', async () => {
  const bucket = 'arn:aws:s3:::jobs';
  const statements = sampleDeclarations
    .filter(({ kind }) => kind === 'consumerTeam')
    .flatMap(declaration => blueprintOf(declaration, sampleFacts))
    .flatMap(resource =>
      resource.type === 'iamPolicy' ? resource.properties.statements : [],
    );
  const { answers, expected } = await simulate({ Statement: statements }, [
    ['read its script', 's3:GetObject', `${bucket}/jobs/sluice/01/x.py`, true],
    [
      'change its script',
      's3:PutObject',
      `${bucket}/jobs/sluice/01/x.py`,
      false,
    ],
    [
      'write its log',
      's3:PutObject',
      `${bucket}/spark-logs/team-role/abc/jobs/1/containers/spark-1/spark-1-driver/stdout.gz`,
      true,
    ],
    [
      'write its attestation',
      's3:PutObject',
      `${bucket}/spark-logs/team-role/attestations/1.json`,
      true,
    ],
    [
      'look for its logs',
      's3:ListBucket',
      bucket,
      true,
      { 's3:prefix': 'spark-logs/team-role/attestations/' },
    ],
    [
      'write an attestation of others',
      's3:PutObject',
      `${bucket}/spark-logs/other-role/attestations/1.json`,
      false,
    ],
    [
      'read logs of others',
      's3:GetObject',
      `${bucket}/spark-logs/other-role/abc/jobs/1/x.gz`,
      false,
    ],
    [
      'read data',
      's3:GetObject',
      'arn:aws:s3:::data/warehouse/x.parquet',
      false,
    ],
    [
      'start jobs',
      'emr-containers:StartJobRun',
      CLUSTER,
      false,
      asRole('team-role'),
    ],
  ]);
  expect(answers).toEqual(expected);
});
