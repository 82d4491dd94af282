import {
  AttachRolePolicyCommand,
  CreatePolicyCommand,
  CreateRoleCommand,
  IAMClient,
  paginateSimulatePrincipalPolicy,
  PutRolePolicyCommand,
  SimulatePrincipalPolicyCommand,
} from '@aws-sdk/client-iam';
import { inProcess, temporarySandbox } from '../../__testUtils__/sandboxes';

const ACCOUNT = '444455556666';
const ROLE = `arn:aws:iam::${ACCOUNT}:role/sluice`;
const BUCKET = 'arn:aws:s3:::data';

const document = (...Statement: object[]) =>
  JSON.stringify({ Version: '2012-10-17', Statement });
const allow = (Action: string | string[], more: object = {}) => ({
  Effect: 'Allow',
  Action,
  Resource: '*',
  ...more,
});
const passedTo = (value: string) => ({
  Condition: { StringEquals: { 'iam:PassedToService': value } },
});

describe('SimulatePrincipalPolicy', () => {
  let world: ReturnType<typeof temporarySandbox>;
  let iam: IAMClient;

  beforeEach(async () => {
    world = temporarySandbox();
    iam = new IAMClient(inProcess(world.sandbox, ACCOUNT));
    await iam.send(
      new CreateRoleCommand({
        RoleName: 'sluice',
        AssumeRolePolicyDocument: document({
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
          Action: 'sts:AssumeRole',
        }),
      }),
    );
  });

  afterEach(() => world.dispose());

  const simulate = (input: {
    ActionNames: string[];
    ResourceArns?: string[];
    context?: Record<string, string>;
  }) =>
    iam.send(
      new SimulatePrincipalPolicyCommand({
        PolicySourceArn: ROLE,
        ActionNames: input.ActionNames,
        ResourceArns: input.ResourceArns,
        ContextEntries: Object.entries(input.context ?? {}).map(
          ([ContextKeyName, value]) => ({
            ContextKeyName,
            ContextKeyValues: [value],
            ContextKeyType: 'string' as const,
          }),
        ),
      }),
    );

  it.each<[string, object[], string, string | undefined, string]>([
    ['nothing', [allow('s3:ListBucket')], 's3:GetObject', BUCKET, 'implicit'],
    ['the action', [allow('S3:getobject')], 's3:GetObject', BUCKET, 'allowed'],
    ['a wildcard', [allow('s3:Get*')], 's3:GetObject', BUCKET, 'allowed'],
    [
      'the resource',
      [allow('s3:*', { Resource: [BUCKET, `${BUCKET}/*`] })],
      's3:GetObject',
      `${BUCKET}/key`,
      'allowed',
    ],
    [
      'another resource',
      [allow('s3:*', { Resource: `${BUCKET}-of-others` })],
      's3:GetObject',
      BUCKET,
      'implicit',
    ],
    [
      'one resource, when any could be meant',
      [allow('s3:*', { Resource: BUCKET })],
      's3:GetObject',
      undefined,
      'implicit',
    ],
    [
      'it, and another statement denies it',
      [allow('*'), { ...allow('s3:GetObject'), Effect: 'Deny' }],
      's3:GetObject',
      BUCKET,
      'explicit',
    ],
    [
      'it, if a condition holds',
      [allow('iam:PassRole', passedTo('lakeformation.amazonaws.com'))],
      'iam:PassRole',
      ROLE,
      'allowed',
    ],
    [
      'it, on a condition that does not hold',
      [allow('iam:PassRole', passedTo('ec2.amazonaws.com'))],
      'iam:PassRole',
      ROLE,
      'implicit',
    ],
    [
      'it, on a condition that is not modelled',
      [allow('*', { Condition: { NumericLessThan: { 'aws:hour': '8' } } })],
      'iam:PassRole',
      ROLE,
      'implicit',
    ],
  ])(
    'where policies allow %s',
    async (_, statements, action, arn, decision) => {
      await iam.send(
        new PutRolePolicyCommand({
          RoleName: 'sluice',
          PolicyName: 'inline',
          PolicyDocument: document(...statements),
        }),
      );
      const { EvaluationResults } = await simulate({
        ActionNames: [action],
        ResourceArns: arn ? [arn] : undefined,
        context: {
          'iam:passedtoservice': 'lakeformation.amazonaws.com',
          'aws:hour': '7',
        },
      });
      expect(EvaluationResults![0].EvalDecision).toMatch(decision);
    },
  );

  it('tells resources apart, and the keys of conditions that it was not given', async () => {
    const { Policy } = await iam.send(
      new CreatePolicyCommand({
        PolicyName: 'attached',
        PolicyDocument: document(
          allow('s3:GetObject', {
            Resource: `${BUCKET}/*`,
            Condition: { StringEquals: { 'aws:PrincipalTag/team': 'a' } },
          }),
          allow('s3:GetObject', { Resource: 'arn:aws:s3:::open/*' }),
        ),
      }),
    );
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: 'sluice',
        PolicyArn: Policy!.Arn,
      }),
    );
    const { EvaluationResults } = await simulate({
      ActionNames: ['s3:GetObject'],
      ResourceArns: [`${BUCKET}/key`, 'arn:aws:s3:::open/key'],
    });
    expect(EvaluationResults).toEqual([
      expect.objectContaining({
        EvalActionName: 's3:GetObject',
        EvalDecision: 'implicitDeny',
        ResourceSpecificResults: [
          expect.objectContaining({
            EvalResourceName: `${BUCKET}/key`,
            EvalResourceDecision: 'implicitDeny',
            MissingContextValues: ['aws:PrincipalTag/team'],
          }),
          expect.objectContaining({
            EvalResourceName: 'arn:aws:s3:::open/key',
            EvalResourceDecision: 'allowed',
          }),
        ],
      }),
    ]);
  });

  it('knows the administrator, and pages', async () => {
    await iam.send(
      new AttachRolePolicyCommand({
        RoleName: 'sluice',
        PolicyArn: 'arn:aws:iam::aws:policy/AdministratorAccess',
      }),
    );
    const pages: (string | undefined)[][] = [];
    for await (const { EvaluationResults } of paginateSimulatePrincipalPolicy(
      { client: iam, pageSize: 2 },
      {
        PolicySourceArn: ROLE,
        ActionNames: ['s3:GetObject', 'glue:GetTable', 'iam:GetRole'],
      },
    )) {
      pages.push(EvaluationResults!.map(each => each.EvalDecision));
    }
    expect(pages).toEqual([['allowed', 'allowed'], ['allowed']]);
  });

  it('refuses a principal that it does not know', async () => {
    await expect(
      iam.send(
        new SimulatePrincipalPolicyCommand({
          PolicySourceArn: `${ROLE}-of-others`,
          ActionNames: ['s3:GetObject'],
        }),
      ),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });
});
