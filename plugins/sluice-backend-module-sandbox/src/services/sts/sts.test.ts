import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  AssumeRoleCommand,
  AssumeRoleCommandInput,
  GetCallerIdentityCommand,
  STSClient,
} from '@aws-sdk/client-sts';
import { inProcess, temporarySandbox } from '../../__testUtils__/sandboxes';

const HOME = '444455556666';
const HUB = '777788889999';
const roleArn = `arn:aws:iam::${HOME}:role/job`;
const hubRoot = { AWS: `arn:aws:iam::${HUB}:root` };

interface Statement {
  Action: string | string[];
  Principal?: object | '*';
  Effect?: 'Allow' | 'Deny';
  Condition?: object;
}

describe('stsService', () => {
  let now: Date;
  let world: ReturnType<typeof temporarySandbox>;
  let sts: STSClient;
  const trust = (...statements: Statement[]) =>
    new IAMClient(inProcess(world.sandbox, HOME)).send(
      new CreateRoleCommand({
        RoleName: 'job',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: statements.map(statement => ({
            Effect: 'Allow',
            Principal: hubRoot,
            ...statement,
          })),
        }),
      }),
    );
  const assume = (input: Partial<AssumeRoleCommandInput> = {}) =>
    sts.send(
      new AssumeRoleCommand({
        RoleArn: roleArn,
        RoleSessionName: 'sluice',
        ...input,
      }),
    );
  const identityOf = ({ Credentials }: Awaited<ReturnType<typeof assume>>) =>
    new STSClient({
      ...inProcess(world.sandbox, HOME),
      credentials: {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken,
      },
    }).send(new GetCallerIdentityCommand({}));

  beforeEach(() => {
    now = new Date('2026-01-02T03:04:05Z');
    world = temporarySandbox({ clock: { now: () => now } });
    sts = new STSClient(inProcess(world.sandbox, HUB));
  });

  afterEach(() => world.dispose());

  it('makes a caller of another account into the role', async () => {
    await trust({ Action: 'sts:AssumeRole' });
    expect(await identityOf(await assume())).toMatchObject({
      Account: HOME,
      Arn: `arn:aws:sts::${HOME}:assumed-role/job/sluice`,
      UserId: expect.stringMatching(/^AROA[0-9A-Z]{17}:sluice$/),
    });
  });

  it('forgets a session when its time is over', async () => {
    await trust({ Action: 'sts:AssumeRole' });
    const session = await assume({ DurationSeconds: 900 });
    expect(session.Credentials!.Expiration).toEqual(
      new Date('2026-01-02T03:19:05Z'),
    );
    now = new Date('2026-01-02T03:19:05Z');
    await expect(identityOf(session)).rejects.toMatchObject({
      name: expect.stringMatching(/^ExpiredToken/),
    });
  });

  it('gives no longer sessions than the role has', async () => {
    await trust({ Action: 'sts:AssumeRole' });
    await expect(assume({ DurationSeconds: 3601 })).rejects.toMatchObject({
      message: expect.stringMatching(/exceeds the MaxSessionDuration/),
    });
  });

  const tags = [{ Key: 'LakeFormationAuthorizedCaller', Value: 'emr' }];
  it.each<[string, Statement[], Partial<AssumeRoleCommandInput>]>([
    ['the account', [{ Action: 'sts:AssumeRole' }], {}],
    [
      'the expected external id',
      [
        {
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'abc' } },
        },
      ],
      { ExternalId: 'abc' },
    ],
    [
      'session tags, when sts:TagSession is allowed too',
      [
        {
          Action: ['sts:AssumeRole', 'sts:TagSession'],
          Condition: {
            StringLike: {
              'aws:RequestTag/LakeFormationAuthorizedCaller': 'e*',
            },
          },
        },
      ],
      { Tags: tags },
    ],
  ])('admits %s', async (_, statements, input) => {
    await trust(...statements);
    await expect(assume(input)).resolves.toMatchObject({
      AssumedRoleUser: {
        Arn: `arn:aws:sts::${HOME}:assumed-role/job/sluice`,
      },
    });
  });

  it.each<[string, Statement[], Partial<AssumeRoleCommandInput>]>([
    [
      'an account that is not trusted',
      [
        {
          Action: 'sts:AssumeRole',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
        },
      ],
      {},
    ],
    [
      'a role that does not exist',
      [{ Action: 'sts:AssumeRole' }],
      { RoleArn: `arn:aws:iam::${HOME}:role/absent` },
    ],
    [
      'another external id',
      [
        {
          Action: 'sts:AssumeRole',
          Condition: { StringEquals: { 'sts:ExternalId': 'abc' } },
        },
      ],
      { ExternalId: 'xyz' },
    ],
    [
      'session tags without sts:TagSession',
      [{ Action: 'sts:AssumeRole' }],
      { Tags: tags },
    ],
    [
      'whom another statement denies',
      [
        { Action: 'sts:AssumeRole' },
        { Action: 'sts:*', Effect: 'Deny', Principal: '*' },
      ],
      {},
    ],
  ])('refuses %s', async (_, statements, input) => {
    await trust(...statements);
    await expect(assume(input)).rejects.toMatchObject({
      name: 'AccessDenied',
      message: expect.stringMatching(
        /is not authorized to perform: sts:AssumeRole on resource/,
      ),
      $metadata: { httpStatusCode: 403 },
    });
  });
});
