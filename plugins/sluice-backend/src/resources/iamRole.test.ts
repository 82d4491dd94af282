import {
  AttachRolePolicyCommand,
  CreateRoleCommand,
  DeleteRoleCommand,
  GetRoleCommand,
  ListAttachedRolePoliciesCommand,
  PutRolePolicyCommand,
  UpdateAssumeRolePolicyCommand,
  UpdateRoleCommand,
} from '@aws-sdk/client-iam';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { IamRoleProperties, IamStatement } from '@sluice/plugin-sluice-common';
import { startEmptyAws } from '../__testUtils__/resourceContext';
import { takeThroughLife } from './__testUtils__/takeThroughLife';
import { iamPolicy } from './iamPolicy';
import { iamRole } from './iamRole';
import { ResourceContext } from './ResourceContext';

const RoleName = 'team1';
const AWS_POLICY = 'arn:aws:iam::aws:policy/ReadOnlyAccess';
const trusts = (Sid: string, Service: string): IamStatement => ({
  Sid,
  Effect: 'Allow',
  Principal: { Service },
  Action: 'sts:AssumeRole',
});
const trustsRole = (Sid: string, name: string): IamStatement => ({
  Sid,
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::111122223333:role/${name}` },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
});
const wanted: IamRoleProperties = {
  name: RoleName,
  description: 'Jobs of team 1',
  trust: [trusts('Engine', 'emr-containers.amazonaws.com')],
  attachedPolicies: ['team1-policy'],
};

const createPolicy = (context: ResourceContext, name = 'team1-policy') =>
  iamPolicy.create(
    {
      name,
      exclusive: true,
      statements: [
        { Sid: 'Read', Effect: 'Allow', Action: 'glue:Get*', Resource: '*' },
      ],
    },
    context,
  );
const putTrust = (
  { clients }: ResourceContext,
  ...Statement: Omit<IamStatement, 'Sid'>[]
) =>
  clients.iam.send(
    new UpdateAssumeRolePolicyCommand({
      RoleName,
      PolicyDocument: JSON.stringify({ Version: '2012-10-17', Statement }),
    }),
  );
const roleOf = async ({ clients }: ResourceContext) =>
  (await clients.iam.send(new GetRoleCommand({ RoleName }))).Role!;

describe('iamRole', () => {
  const directory = createMockDirectory();
  const start = () => startEmptyAws(directory).contextOf();

  it('goes from nothing to nothing', async () => {
    const { called, declared } = await takeThroughLife(directory, {
      type: iamRole,
      wanted,
      before: createPolicy,
      somebodyElse: {
        async meddles(context) {
          const { iam } = context.clients;
          await iam.send(
            new UpdateRoleCommand({
              RoleName,
              Description: 'changed',
              MaxSessionDuration: 7200,
            }),
          );
          await putTrust(context, trusts('Theirs', 'glue.amazonaws.com'));
          await iam.send(
            new AttachRolePolicyCommand({ RoleName, PolicyArn: AWS_POLICY }),
          );
          await iam.send(
            new PutRolePolicyCommand({
              RoleName,
              PolicyName: 'inline',
              PolicyDocument: JSON.stringify({
                Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
              }),
            }),
          );
        },
        async addition(context) {
          const found = await iamRole.read(wanted, context);
          return {
            statement: found!.trust.find(({ Sid }) => Sid === 'Theirs')!,
            policy: found!.attachedPolicies.includes(AWS_POLICY),
            sessions: (await roleOf(context)).MaxSessionDuration,
          };
        },
      },
      impliedActions: ['iam:TagRole'],
    });
    expect(called).toEqual(declared);
  });

  it('says who looks after a role that it makes', async () => {
    const context = await start();
    await createPolicy(context);
    await iamRole.create(wanted, context);
    expect((await roleOf(context)).Tags).toEqual([
      { Key: 'managed-by', Value: 'sluice' },
    ]);
  });

  it('finishes a role that an attempt before left half-made', async () => {
    const context = await start();
    await createPolicy(context);
    await context.clients.iam.send(
      new CreateRoleCommand({
        RoleName,
        AssumeRolePolicyDocument: JSON.stringify({
          Statement: trusts('Other', 'glue.amazonaws.com'),
        }),
      }),
    );
    await iamRole.create(wanted, context);
    const found = await iamRole.read(wanted, context);
    expect(iamRole.diff(wanted, found!)).toEqual([]);
    expect(found!.trust.map(({ Sid }) => Sid)).toEqual(['Other', 'Engine']);
  });

  it('takes a trust that means the same for its own, whoever wrote it', async () => {
    const context = await start();
    await createPolicy(context);
    await iamRole.create(wanted, context);
    const { Sid, ...nameless } = wanted.trust[0];
    await putTrust(context, {
      ...nameless,
      Principal: { Service: ['emr-containers.amazonaws.com'] },
      Action: ['sts:AssumeRole'],
    });
    const found = await iamRole.read(wanted, context);
    expect(iamRole.diff(wanted, found!)).toEqual([]);
    await iamRole.update!(wanted, found!, context);
    expect(await iamRole.read(wanted, context)).toEqual(found);
  });

  it('sees that a trusted role was deleted and made anew, and trusts the new one', async () => {
    const context = await start();
    const query = {
      ...wanted,
      name: 'query',
      attachedPolicies: [],
    };
    const team = {
      ...wanted,
      trust: [trustsRole('Query', 'query')],
      attachedPolicies: [],
    };
    await iamRole.create(query, context);
    await iamRole.create(team, context);
    await context.clients.iam.send(
      new DeleteRoleCommand({ RoleName: 'query' }),
    );
    await iamRole.create(query, context);

    const found = await iamRole.read(team, context);
    expect(found!.trust[0].Principal).toEqual({
      AWS: expect.stringMatching(/^AROA/),
    });
    expect(iamRole.diff(team, found!).map(({ path }) => path)).toEqual([
      'trust[Sid=Query]',
    ]);
    await iamRole.update!(team, found!, context);
    expect(await iamRole.read(team, context)).toEqual(team);
  });

  it('tells a policy from one of the same name by somebody else', async () => {
    const context = await start();
    await createPolicy(context, 'ReadOnlyAccess');
    const reads = { ...wanted, attachedPolicies: ['ReadOnlyAccess'] };
    await iamRole.create({ ...reads, attachedPolicies: [] }, context);
    await context.clients.iam.send(
      new AttachRolePolicyCommand({ RoleName, PolicyArn: AWS_POLICY }),
    );
    const found = await iamRole.read(reads, context);
    expect(iamRole.diff(reads, found!)).toEqual([
      {
        path: 'attachedPolicies',
        before: [AWS_POLICY],
        after: ['ReadOnlyAccess', AWS_POLICY],
      },
    ]);
    await iamRole.update!(reads, found!, context);
    const { AttachedPolicies } = await context.clients.iam.send(
      new ListAttachedRolePoliciesCommand({ RoleName }),
    );
    expect(AttachedPolicies).toHaveLength(2);
  });
});
