import {
  AttachRolePolicyCommand,
  CreateOpenIDConnectProviderCommand,
  CreatePolicyCommand,
  CreatePolicyVersionCommand,
  CreateRoleCommand,
  CreateUserCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteUserCommand,
  DetachRolePolicyCommand,
  EntityType,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  paginateGetAccountAuthorizationDetails,
  paginateListRoles,
  PutRolePolicyCommand,
  PutUserPolicyCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { principalExists } from './index';
import { inProcess, temporarySandbox } from '../../__testUtils__/sandboxes';

const ACCOUNT = '444455556666';
const arnOf = (role: string) => `arn:aws:iam::${ACCOUNT}:role/${role}`;
const trusting = (...principals: string[]) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Principal: { AWS: principals },
        Action: 'sts:AssumeRole',
      },
    ],
  });
const ROOT = trusting(`arn:aws:iam::${ACCOUNT}:root`);
const permissions = (action = 'glue:GetTable') =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
  });

describe('iamService', () => {
  let world: ReturnType<typeof temporarySandbox>;
  let iam: IAMClient;
  const createRole = async (
    RoleName: string,
    AssumeRolePolicyDocument = ROOT,
    Path?: string,
  ) =>
    (
      await iam.send(
        new CreateRoleCommand({ RoleName, AssumeRolePolicyDocument, Path }),
      )
    ).Role!;
  const createPolicy = async (PolicyName: string) =>
    (
      await iam.send(
        new CreatePolicyCommand({ PolicyName, PolicyDocument: permissions() }),
      )
    ).Policy!.Arn!;
  const trustOf = async (RoleName: string) => {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName }));
    return JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!));
  };

  beforeEach(() => {
    world = temporarySandbox();
    iam = new IAMClient(inProcess(world.sandbox, ACCOUNT));
  });

  afterEach(() => world.dispose());

  it('lists users and roles with their documents, page by page and by type', async () => {
    const name = { UserName: 'auditor', PolicyName: 'read' };
    await iam.send(new CreateUserCommand({ ...name, Path: '/people/' }));
    await iam.send(
      new PutUserPolicyCommand({ ...name, PolicyDocument: permissions() }),
    );
    await createRole('job');
    const list = async (Filter?: EntityType[]) => {
      const found: (string | undefined)[] = [];
      const pages = paginateGetAccountAuthorizationDetails(
        { client: iam, pageSize: 1 },
        { Filter },
      );
      for await (const page of pages) {
        for (const user of page.UserDetailList ?? []) {
          const [policy] = user.UserPolicyList!;
          found.push(user.Arn, decodeURIComponent(policy.PolicyDocument!));
        }
        found.push(...(page.RoleDetailList ?? []).map(({ Arn }) => Arn));
      }
      return found;
    };
    const user = [`arn:aws:iam::${ACCOUNT}:user/people/auditor`, permissions()];
    expect(await list()).toEqual([...user, arnOf('job')]);
    expect(await list(['User'])).toEqual(user);
  });

  it('shows the id of a trusted role that was deleted, even when one of its name is back', async () => {
    const first = await createRole('job');
    await createRole('query', trusting(arnOf('job')));
    expect((await trustOf('query')).Statement[0].Principal.AWS).toEqual([
      arnOf('job'),
    ]);

    await iam.send(new DeleteRoleCommand({ RoleName: 'job' }));
    const second = await createRole('job');

    expect(second.RoleId).not.toBe(first.RoleId);
    expect((await trustOf('query')).Statement[0].Principal.AWS).toEqual([
      first.RoleId,
    ]);
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: 'query',
        PolicyDocument: trusting(arnOf('job')),
      }),
    );
    expect((await trustOf('query')).Statement[0].Principal.AWS).toEqual([
      arnOf('job'),
    ]);
  });

  it('pages roles below a path', async () => {
    for (const name of ['c', 'a', 'b']) await createRole(name, ROOT, '/teams/');
    await createRole('elsewhere');
    const names: (string | undefined)[][] = [];
    for await (const { Roles } of paginateListRoles(
      { client: iam, pageSize: 2 },
      { PathPrefix: '/teams/' },
    )) {
      names.push(Roles!.map(role => role.RoleName));
    }
    expect(names).toEqual([['a', 'b'], ['c']]);
  });

  it('keeps versions of a managed policy, five at most', async () => {
    const PolicyArn = await createPolicy('read');
    for (let version = 2; version <= 5; version++) {
      await iam.send(
        new CreatePolicyVersionCommand({
          PolicyArn,
          PolicyDocument: permissions(`glue:Get${version}`),
          SetAsDefault: true,
        }),
      );
    }
    const another = new CreatePolicyVersionCommand({
      PolicyArn,
      PolicyDocument: permissions(),
    });
    await expect(iam.send(another)).rejects.toMatchObject({
      name: 'LimitExceededException',
    });
    await iam.send(
      new DeletePolicyVersionCommand({ PolicyArn, VersionId: 'v1' }),
    );
    const { PolicyVersion } = await iam.send(another);
    expect(PolicyVersion).toMatchObject({
      VersionId: 'v6',
      IsDefaultVersion: false,
    });
    const { PolicyVersion: fifth } = await iam.send(
      new GetPolicyVersionCommand({ PolicyArn, VersionId: 'v5' }),
    );
    expect(fifth?.IsDefaultVersion).toBe(true);
    expect(decodeURIComponent(fifth!.Document!)).toBe(permissions('glue:Get5'));
  });

  it('deletes roles and policies only when nothing holds them', async () => {
    await createRole('job');
    const PolicyArn = await createPolicy('read');
    const attachment = { RoleName: 'job', PolicyArn };
    await iam.send(new AttachRolePolicyCommand(attachment));
    expect(
      (await iam.send(new ListAttachedRolePoliciesCommand({ RoleName: 'job' })))
        .AttachedPolicies,
    ).toEqual([{ PolicyArn, PolicyName: 'read' }]);

    for (const command of [
      new DeleteRoleCommand({ RoleName: 'job' }),
      new DeletePolicyCommand({ PolicyArn }),
    ]) {
      await expect(
        iam.send(command as DeleteRoleCommand),
      ).rejects.toMatchObject({ name: 'DeleteConflictException' });
    }
    await iam.send(new DetachRolePolicyCommand(attachment));
    await iam.send(new DeleteRoleCommand({ RoleName: 'job' }));
    await iam.send(new DeletePolicyCommand({ PolicyArn }));
  });

  it('keeps inline policies as they were put', async () => {
    await createRole('job');
    const PolicyDocument = JSON.stringify(JSON.parse(permissions()), null, 2);
    const address = { RoleName: 'job', PolicyName: 'inline' };
    await iam.send(new PutRolePolicyCommand({ ...address, PolicyDocument }));
    const got = await iam.send(new GetRolePolicyCommand(address));
    expect(decodeURIComponent(got.PolicyDocument!)).toBe(PolicyDocument);
  });

  it('tells other services which principals exist', async () => {
    await createRole('job', ROOT, '/teams/');
    const exists = (arn: string) => principalExists(world.sandbox.world, arn);
    expect(exists(arnOf('teams/job'))).toBe(true);
    expect(exists(arnOf('job'))).toBe(false);
  });

  it.each<[string, () => Promise<unknown>, string, RegExp]>([
    [
      'a trust that is not JSON',
      () => createRole('job', '{'),
      'MalformedPolicyDocumentException',
      /invalid Json/,
    ],
    [
      'a trust that names a role that does not exist',
      () => createRole('job', trusting(arnOf('absent'))),
      'MalformedPolicyDocumentException',
      /Invalid principal in policy: "AWS":"arn:aws:iam::444455556666:role\/absent"/,
    ],
    [
      'a trust with a resource',
      () =>
        createRole('job', ROOT.replace('"Effect"', '"Resource":"*","Effect"')),
      'MalformedPolicyDocumentException',
      /Has prohibited field Resource/,
    ],
    [
      'a second role of a name',
      async () => {
        await createRole('job');
        return createRole('job');
      },
      'EntityAlreadyExistsException',
      /Role with name job already exists/,
    ],
    [
      'a policy without resources',
      () =>
        iam.send(
          new CreatePolicyCommand({
            PolicyName: 'read',
            PolicyDocument: permissions().replace(
              '"Resource":"*"',
              '"Sid":"a"',
            ),
          }),
        ),
      'MalformedPolicyDocumentException',
      /must contain resources/,
    ],
    [
      'a managed policy that is too long',
      () =>
        iam.send(
          new CreatePolicyCommand({
            PolicyName: 'read',
            PolicyDocument: permissions('g'.repeat(6_144)),
          }),
        ),
      'LimitExceededException',
      /PolicySize: 6144/,
    ],
    [
      'a user that still has policies to go',
      async () => {
        const name = { UserName: 'auditor', PolicyName: 'read' };
        await iam.send(new CreateUserCommand(name));
        await iam.send(
          new PutUserPolicyCommand({ ...name, PolicyDocument: permissions() }),
        );
        return iam.send(new DeleteUserCommand(name));
      },
      'DeleteConflictException',
      /must delete policies first/,
    ],
    [
      'the same OIDC provider twice',
      async () => {
        const command = new CreateOpenIDConnectProviderCommand({
          Url: 'https://oidc.eks.us-west-2.amazonaws.com/id/A',
          ClientIDList: ['sts.amazonaws.com'],
        });
        await iam.send(command);
        return iam.send(command);
      },
      'EntityAlreadyExistsException',
      /already exists/,
    ],
  ])('refuses %s', async (_, call, name, message) => {
    await expect(call()).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
  });
});
