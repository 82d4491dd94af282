import {
  AttachRolePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  ListPolicyVersionsCommand,
} from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import {
  IamPolicyProperties,
  IamStatement,
} from '@sluice/plugin-sluice-common';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { iamPolicy } from './iamPolicy';
import { iamPolicyMember } from './iamPolicyMember';
import { readManagedPolicy } from './managedPolicy';
import { ResourceContext } from './ResourceContext';

const PolicyArn = 'arn:aws:iam::111122223333:policy/query-policy';
const allow = (Sid: string, ...Action: string[]): IamStatement => ({
  Sid,
  Effect: 'Allow',
  Action,
  Resource: '*',
});
const wanted: IamPolicyProperties = {
  name: 'query-policy',
  statements: [allow('Certificates', 'emr-containers:CreateCertificate')],
  exclusive: false,
};

const put = ({ clients }: ResourceContext, ...Statement: IamStatement[]) =>
  clients.iam.send(
    new CreatePolicyVersionCommand({
      PolicyArn,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
      SetAsDefault: true,
    }),
  );
const statementsOf = async (context: ResourceContext) =>
  (await readManagedPolicy(wanted.name, context))!.Statement;

describe('iamPolicy', () => {
  const directory = createMockDirectory();
  const start = () => startEmptyAws(directory).contextOf();

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: iamPolicy,
      wanted,
      somebodyElse: {
        meddles: context =>
          put(
            context,
            allow('Theirs', 's3:GetObject'),
            allow('Certificates', 'emr-containers:*'),
          ),
        addition: async context =>
          (await statementsOf(context)).find(({ Sid }) => Sid === 'Theirs'),
      },
    });
    expect(called).toEqual(declared);
  });

  it('takes a list of one for its text, and any order', async () => {
    const context = await start();
    await iamPolicy.create(wanted, context);
    await put(context, {
      ...wanted.statements[0],
      Action: 'emr-containers:CreateCertificate',
      Resource: ['*'],
    });
    const found = await iamPolicy.read(wanted, context);
    expect(iamPolicy.diff(wanted, found!)).toEqual([]);
  });

  it('clears an exclusive policy of everything else, and says so before', async () => {
    const context = await start();
    const exclusive = { ...wanted, exclusive: true };
    await iamPolicy.create(exclusive, context);
    const theirs = allow('Theirs', 's3:GetObject');
    await put(context, ...wanted.statements, theirs);
    const found = await iamPolicy.read(exclusive, context);
    expect(iamPolicy.diff(exclusive, found!)).toEqual([
      { path: 'statements[Sid=Theirs]', before: theirs },
    ]);
    await iamPolicy.update!(exclusive, found!, context);
    expect(await statementsOf(context)).toEqual(wanted.statements);
  });

  it('keeps a member that joined after the policy was read', async () => {
    const context = await start();
    await iamPolicy.create(wanted, context);
    await put(context, allow('Certificates', 'emr-containers:*'));
    const found = await iamPolicy.read(wanted, context);
    const member = {
      policyName: wanted.name,
      statement: {
        Sid: 'AssumeTeams',
        Effect: 'Allow' as const,
        Action: 'sts:AssumeRole',
      },
      resourceArn: 'arn:aws:iam::111122223333:role/team1',
    };
    await iamPolicyMember.create(member, context);
    await iamPolicy.update!(wanted, found!, context);
    expect(await iamPolicyMember.read(member, context)).toEqual(member);
    expect(
      iamPolicy.diff(wanted, (await iamPolicy.read(wanted, context))!),
    ).toEqual([]);
  });

  it('makes room for a sixth version by the oldest that is not in force', async () => {
    const context = await start();
    await iamPolicy.create(wanted, context);
    for (const action of ['s3:A', 's3:B', 's3:C', 's3:D']) {
      await put(context, allow('Theirs', action));
    }
    await iamPolicy.update!(wanted, wanted, context);
    const { Versions } = await context.clients.iam.send(
      new ListPolicyVersionsCommand({ PolicyArn }),
    );
    expect(Versions!.map(({ VersionId }) => VersionId).sort()).toEqual([
      'v2',
      'v3',
      'v4',
      'v5',
      'v6',
    ]);
    expect(await statementsOf(context)).toEqual([
      allow('Theirs', 's3:D'),
      ...wanted.statements,
    ]);
  });

  it('is not deleted while a role has it, nor changed when it is gone', async () => {
    const context = await start();
    await iamPolicy.create(wanted, context);
    const { iam } = context.clients;
    const RoleName = 'query';
    await iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Statement: {
            Effect: 'Allow',
            Principal: { Service: 'glue.amazonaws.com' },
            Action: 'sts:AssumeRole',
          },
        }),
      }),
    );
    await iam.send(new AttachRolePolicyCommand({ RoleName, PolicyArn }));
    await expect(iamPolicy.delete!(wanted, context)).rejects.toMatchObject({
      name: 'DeleteConflictException',
    });
    await expect(
      iamPolicy.update!({ ...wanted, name: 'gone' }, wanted, context),
    ).rejects.toMatchObject({ name: 'NoSuchEntityException' });
  });

  it('finds policies of other partitions', async () => {
    const { contextOf, actions } = startEmptyAws(directory);
    const context = await contextOf({ region: 'cn-north-1' });
    const asked: unknown[] = [];
    context.clients.iam.middlewareStack.add(
      next => async args => {
        asked.push((args.input as { PolicyArn?: string }).PolicyArn);
        return next(args);
      },
      { step: 'initialize' },
    );
    await iamPolicy.read(wanted, context);
    expect(asked).toEqual(['arn:aws-cn:iam::111122223333:policy/query-policy']);
    expect(actions).toEqual(['iam:GetPolicy']);
  });
});
