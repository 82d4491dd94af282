import { IAMClient } from '@aws-sdk/client-iam';
import { HttpResponse } from '@smithy/protocol-http';
import { AccountReader } from '../AccountReader';
import { readIamPolicies } from './iamPolicies';

const ACCOUNT = 'arn:aws:iam::111122223333';
const document = (action: string) =>
  encodeURIComponent(
    JSON.stringify({
      Statement: [{ Effect: 'Allow', Action: action, Resource: '*' }],
    }),
  );
const list = (name: string, ...members: string[]) =>
  `<${name}>${members
    .map(each => `<member>${each}</member>`)
    .join('')}</${name}>`;
const inline = (type: string, name: string, action: string) =>
  list(
    `${type}PolicyList`,
    `<PolicyName>${name}</PolicyName><PolicyDocument>${document(
      action,
    )}</PolicyDocument>`,
  );
const attached = (...names: string[]) =>
  list(
    'AttachedManagedPolicies',
    ...names.map(name => `<PolicyArn>${ACCOUNT}:policy/${name}</PolicyArn>`),
  );
const boundary = (name: string) =>
  `<PermissionsBoundary><PermissionsBoundaryArn>${ACCOUNT}:policy/${name}</PermissionsBoundaryArn></PermissionsBoundary>`;
const managed = (name: string) =>
  `<Arn>${ACCOUNT}:policy/${name}</Arn>${list(
    'PolicyVersionList',
    `<IsDefaultVersion>false</IsDefaultVersion><Document>${document(
      'old:*',
    )}</Document>`,
    `<IsDefaultVersion>true</IsDefaultVersion><Document>${document(
      `${name}:*`,
    )}</Document>`,
  )}`;
const role = (path: string, name: string, more: string) =>
  `<Path>${path}</Path><Arn>${ACCOUNT}:role${path}${name}</Arn><AssumeRolePolicyDocument>${document(
    'sts:AssumeRole',
  )}</AssumeRolePolicyDocument>${more}`;

/** Reads from an IAM that answers with these pages, as IAM writes them. */
function read(...pages: string[]) {
  const iam = new IAMClient({
    region: 'us-west-2',
    credentials: { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret' },
    requestHandler: {
      handle: async ({ body }: any) => {
        const page = Number(/Marker=(\d+)/.exec(String(body))?.[1] ?? 0);
        const more = page + 1 < pages.length;
        const paging = `<IsTruncated>${more}</IsTruncated>${
          more ? `<Marker>${page + 1}</Marker>` : ''
        }`;
        return {
          response: new HttpResponse({
            statusCode: 200,
            headers: { 'content-type': 'text/xml' },
            body: Buffer.from(
              `<GetAccountAuthorizationDetailsResponse><GetAccountAuthorizationDetailsResult>${pages[page]}${paging}</GetAccountAuthorizationDetailsResult></GetAccountAuthorizationDetailsResponse>`,
            ),
          }),
        };
      },
    },
  });
  return readIamPolicies({ clients: { iam } } as unknown as AccountReader);
}

const may = (action: string) => [
  { effect: 'Allow', actions: [action], resources: ['*'] },
];

describe('readIamPolicies', () => {
  it('puts together what is on several pages', async () => {
    const documents = await read(
      list('RoleDetailList', role('/', 'job', attached('glue', 'athena'))),
      '',
      list('Policies', managed('athena'), managed('glue')),
    );
    expect(documents).toEqual([
      {
        type: 'principalPolicies',
        key: `${ACCOUNT}:role/job`,
        document: {
          arn: `${ACCOUNT}:role/job`,
          kind: 'role',
          trust: may('sts:AssumeRole'),
          policies: [
            { name: `${ACCOUNT}:policy/athena`, statements: may('athena:*') },
            { name: `${ACCOUNT}:policy/glue`, statements: may('glue:*') },
          ],
        },
      },
    ]);
  });

  it('gives a user the policies of its groups, within its boundary', async () => {
    const [{ document: user }] = await read(
      list(
        'UserDetailList',
        `<Arn>${ACCOUNT}:user/ana</Arn>${inline(
          'User',
          'own',
          's3:*',
        )}${boundary('glue')}${list('GroupList', 'analysts')}`,
      ) +
        list(
          'GroupDetailList',
          `<GroupName>analysts</GroupName>${inline(
            'Group',
            'shared',
            'athena:*',
          )}${attached('glue')}`,
          `<GroupName>others</GroupName>${inline('Group', 'no', 'iam:*')}`,
        ) +
        list('Policies', managed('glue')),
    );
    expect(user).toEqual({
      arn: `${ACCOUNT}:user/ana`,
      kind: 'user',
      trust: [],
      policies: [
        { name: `${ACCOUNT}:policy/glue`, statements: may('glue:*') },
        { name: 'own', statements: may('s3:*') },
        { name: 'shared', statements: may('athena:*') },
      ],
      boundary: may('glue:*'),
    });
  });

  it('leaves out roles that services made for themselves', async () => {
    const path = '/aws-service-role/eks.amazonaws.com/';
    expect(
      await read(list('RoleDetailList', role(path, 'AWSServiceRole', ''))),
    ).toEqual([]);
  });

  it.each([
    ['attached', attached('gone')],
    ['a boundary', boundary('gone')],
  ])(
    'says so when it cannot tell what is in a policy that is %s',
    async (_, of) => {
      await expect(
        read(list('RoleDetailList', role('/', 'job', of))),
      ).rejects.toThrow(
        `IAM did not say what is in the policy ${ACCOUNT}:policy/gone`,
      );
    },
  );
});
