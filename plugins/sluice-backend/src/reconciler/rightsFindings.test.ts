import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  blueprintOf,
  desired,
  DesiredResource,
  PlanStep,
  StepAction,
} from '@sluice/plugin-sluice-common';
import { FaultRule } from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../__testUtils__/emptyEstate';
import { becomeSluiceRole, sluiceRoleArn } from '../__testUtils__/sluiceRole';
import { sluicePolicies } from '../iam';
import { sampleDeclarations, sampleFacts } from '../iam/sampleDeclarations';
import { ResourceContexts } from './ResourceContexts';
import { rightsFindings } from './rightsFindings';

const directory = createMockDirectory();

const ACCOUNTS = [
  { ...ESTATE_ACCOUNTS[0], name: 'producer' },
  { ...ESTATE_ACCOUNTS[1], name: 'consumer' },
];
const [PRODUCER, CONSUMER] = ACCOUNTS;
const ROLE = sluiceRoleArn(PRODUCER.accountId);
const [producerAccount, , , share] = sampleDeclarations;

const statements = sluicePolicies()['producer-policy.json'].Statement;
const policy = (...Statement: object[]) => ({
  Version: '2012-10-17',
  Statement,
});
const ENOUGH = policy(...statements);
const deny = (...Action: string[]) =>
  policy({ Effect: 'Deny', Action, Resource: '*' });
const only = (takes: (Sid: string) => boolean) =>
  policy(...statements.filter(({ Sid }) => takes(Sid)));
const allow = (more: object) =>
  policy({ Effect: 'Allow', Action: '*', Resource: '*', ...more });

/** Steps that do the same to all resources, or what `actions` says of their types. */
function stepsFor(
  resources: DesiredResource[],
  action: StepAction = 'create',
  actions: Record<string, StepAction> = {},
): PlanStep[] {
  return resources.map(
    resource =>
      ({
        id: resource.id,
        account: resource.account,
        resource,
        action: actions[resource.type] ?? action,
        dependsOn: resource.dependsOn,
        after: action === 'delete' ? undefined : {},
      } as unknown as PlanStep),
  );
}

const setUp = blueprintOf(producerAccount, sampleFacts).filter(
  // A plan that makes others administrators makes none of Sluice.
  ({ type }) => type !== 'dataLakeAdministrator',
);
const sharing = blueprintOf(share, sampleFacts);
const ofSluice = desired('dataLakeAdministrator', {
  account: PRODUCER.name,
  properties: { principalArn: ROLE },
  why: 'It grants.',
});

/** Sluice as a role of the producer, and as root of the consumer. */
async function startAs(options: {
  policies: object[];
  isAdministrator?: boolean;
  faults?: FaultRule[];
}) {
  const { policies, isAdministrator = true, faults = [] } = options;
  const estate = await startEmptyEstate(directory);
  const asRole = await becomeSluiceRole(
    estate.configurationOf(PRODUCER.accountId),
    { accountId: PRODUCER.accountId, policies, isAdministrator },
  );
  const connection: AwsConnectionService = {
    ...estate.connection,
    listAccounts: () => ACCOUNTS,
    getClientConfiguration: async ({ accountId }) =>
      accountId === PRODUCER.accountId
        ? asRole
        : estate.configurationOf(accountId),
  };
  // The findings need no Kubernetes, for which alone there is a port.
  await estate.sandbox.close();
  estate.sandbox.faults.setRules(faults);
  estate.exchanges.length = 0;
  return { contexts: new ResourceContexts(connection), ...estate };
}

const refused = (operation: string): FaultRule => ({
  operation,
  error: { code: 'AccessDenied', message: 'not for you', status: 403 },
});

it.each<
  [string, Parameters<typeof startAs>[0], PlanStep[], ...(string | RegExp)[]]
>([
  ['has all rights', { policies: [ENOUGH] }, stepsFor(setUp)],
  [
    'has all rights on some things only, whose ids AWS chooses',
    {
      policies: [
        only(sid => !/Shares/.test(sid)),
        allow({
          Action: 'ram:*',
          Resource: `arn:aws:ram:us-west-2:${PRODUCER.accountId}:resource-share/*`,
        }),
      ],
    },
    stepsFor(sharing),
  ],
  [
    'only reads',
    { policies: [only(sid => /^(Read|See)/.test(sid))] },
    stepsFor(setUp),
    new RegExp(
      `^error: In producer, ${ROLE} may not do what the plan takes: .*lakeformation:PutDataLakeSettings.*iam:CreateRole, .* on arn:aws:iam::111122223333:role/lf_data_access_execution_role.*Attach producer-policy.json or consumer-policy.json of plugins/sluice-backend/iam`,
    ),
    /^warning: .* taking it back, may come to take: .*s3:DeleteBucket on arn:aws:s3:::data, arn:aws:s3:::athena-results/,
  ],
  [
    'has rights on another bucket only',
    {
      policies: [
        only(sid => !/Bucket/.test(sid)),
        allow({ Action: 's3:*', Resource: 'arn:aws:s3:::athena-results' }),
      ],
    },
    stepsFor(setUp),
    /^error: .* takes: s3:CreateBucket, s3:PutBucketPolicy, s3:PutBucketPublicAccessBlock, s3:PutEncryptionConfiguration on arn:aws:s3:::data\. /,
    /^warning: .*: s3:DeleteBucket on arn:aws:s3:::data\. /,
  ],
  [
    'may not delete, in a plan that makes',
    { policies: [ENOUGH, deny('s3:DeleteBucket', 'iam:Delete*')] },
    stepsFor(setUp),
    /^warning: .*s3:DeleteBucket.* denied explicitly/,
  ],
  [
    'may not delete, in a plan that deletes',
    { policies: [ENOUGH, deny('iam:DeleteRole')] },
    stepsFor(setUp, 'delete'),
    /^error: .* takes: iam:DeleteRole on /,
  ],
  [
    'may not make, in a plan that deletes',
    { policies: [ENOUGH, deny('iam:CreateRole')] },
    stepsFor(setUp, 'delete'),
    /^warning: .*: iam:CreateRole on /,
  ],
  [
    'may not delete, in a plan that replaces',
    { policies: [ENOUGH, deny('glue:DeleteTable')] },
    stepsFor(blueprintOf(sampleDeclarations[2], sampleFacts), 'none', {
      icebergTable: 'replace',
    }),
    /^error: .* takes: glue:DeleteTable on arn:aws:glue:us-west-2:111122223333:database\/healthcare_db\. /,
  ],
  [
    'has rights on a condition that only a call can tell',
    {
      policies: [
        allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'b' } } }),
      ],
    },
    stepsFor(setUp),
    /^warning: .* is allowed only on conditions that cannot be judged beforehand/,
  ],
  [
    'is no administrator',
    { policies: [ENOUGH], isAdministrator: false },
    stepsFor(setUp),
    new RegExp(`^error: In producer, ${ROLE} is no data lake administrator`),
  ],
  [
    'is made an administrator by the plan itself',
    { policies: [ENOUGH], isAdministrator: false },
    stepsFor([...setUp, ofSluice]),
  ],
  [
    'needs to be none',
    { policies: [ENOUGH], isAdministrator: false },
    stepsFor(setUp.filter(({ type }) => type === 's3Bucket')),
  ],
  [
    'may not ask which rights it has',
    { policies: [ENOUGH], faults: [refused('IAM.SimulatePrincipalPolicy')] },
    stepsFor(setUp),
    /^warning: In producer, the rights of .* could not be checked, so the plan may end half-way: .*not for you/,
  ],
  [
    'may not see the path of its role',
    { policies: [ENOUGH], faults: [refused('IAM.GetRole')] },
    stepsFor(setUp.filter(({ type }) => type === 's3Bucket')),
    /^warning: In producer, the rights of .*:role\/sluice could not be checked/,
  ],
  [
    'may not see who is administrator',
    {
      policies: [ENOUGH],
      faults: [refused('LakeFormation.GetDataLakeSettings')],
    },
    stepsFor(setUp),
    /^warning: In producer, the part among the data lake administrators of .* could not be checked/,
  ],
  [
    'cannot find out who it is',
    { policies: [ENOUGH], faults: [refused('STS.GetCallerIdentity')] },
    stepsFor(setUp),
    /^warning: Who Sluice is in producer could not be checked/,
  ],
])('Sluice %s', async (_, options, steps, ...expected) => {
  const { contexts } = await startAs(options);
  const findings = await rightsFindings(steps, contexts);
  expect(
    findings.map(({ severity, message }) => `${severity}: ${message}`),
  ).toEqual(expected.map(text => expect.stringMatching(text)));
  expect(findings.every(({ rule }) => rule === 'RIGHTS')).toBe(true);
});

it('counts what comes to be written because of what goes before', async () => {
  const { contexts } = await startAs({ policies: [ENOUGH] });
  const asConsumer = sampleDeclarations[1];
  const steps = stepsFor(
    blueprintOf(asConsumer, sampleFacts)
      .map(resource => ({ ...resource, account: PRODUCER.name }))
      .filter(({ type }) => /iamOidcProvider|iamRole/.test(type)),
    'none',
    { iamOidcProvider: 'create' },
  );
  const [{ message }] = await rightsFindings(steps, contexts);
  expect(message).toMatch(/iam:CreateOpenIDConnectProvider/);
  expect(message).not.toMatch(/iam:CreateRole/);
  const { contexts: weak } = await startAs({ policies: [] });
  expect((await rightsFindings(steps, weak))[0].message).toMatch(
    /iam:CreateRole/,
  );
});

it('asks nothing where nothing is written, and no policies of the root user', async () => {
  const { contexts, exchanges } = await startAs({ policies: [] });
  const consumer = blueprintOf(sampleDeclarations[1], sampleFacts);
  expect(await rightsFindings(stepsFor(setUp, 'none'), contexts)).toEqual([]);
  expect(exchanges).toEqual([]);
  expect(await rightsFindings(stepsFor(consumer), contexts)).toEqual([]);
  expect(exchanges.map(({ operation }) => operation)).toEqual([
    'GetCallerIdentity',
  ]);
});

it('refuses credentials of another account', async () => {
  const { connection, configurationOf, sandbox } = await startEmptyEstate(
    directory,
  );
  await sandbox.close();
  const contexts = new ResourceContexts({
    ...connection,
    listAccounts: () => ACCOUNTS,
    getClientConfiguration: async () => configurationOf(CONSUMER.accountId),
  });
  expect(await rightsFindings(stepsFor(setUp), contexts)).toEqual([
    expect.objectContaining({
      severity: 'error',
      message: expect.stringMatching(
        /producer, which is account 111122223333, are of account 444455556666/,
      ),
    }),
  ]);
});
