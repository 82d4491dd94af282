import {
  dataAccessPolicy,
  glueArn,
  jobExecutionPolicy,
  jobSubmissionPolicy,
  partitionOf,
  queryEngineTrust,
  ramSharingStatement,
  roleArn,
  serviceAccountTrust,
} from '.';

const ACCOUNT = '444455556666';

describe.each([
  ['us-west-2', 'aws'],
  ['eu-central-1', 'aws'],
  ['cn-north-1', 'aws-cn'],
  ['us-gov-west-1', 'aws-us-gov'],
])('in region %s', (region, partition) => {
  it(`is in partition ${partition}`, () => {
    expect(partitionOf(region)).toBe(partition);
    expect(roleArn({ partition, accountId: ACCOUNT, name: 'path/role' })).toBe(
      `arn:${partition}:iam::${ACCOUNT}:role/path/role`,
    );
  });

  it('trusts the OIDC provider of its partition', () => {
    expect(
      serviceAccountTrust({
        region,
        accountId: ACCOUNT,
        issuer: 'issuer.example.org/id/1',
        namespace: 'team',
        roleName: 'abcdefghijkl',
      }),
    ).toMatchObject({
      Principal: {
        Federated: `arn:${partition}:iam::${ACCOUNT}:oidc-provider/issuer.example.org/id/1`,
      },
      Condition: {
        StringLike: {
          'issuer.example.org/id/1:sub': `system:serviceaccount:team:emr-containers-sa-*-*-${ACCOUNT}-2x6xx5ubcrus4bplmr0`,
        },
      },
    });
  });

  it('has no ARN of another partition in any document', () => {
    const documents = [
      dataAccessPolicy({ partition, bucket: 'data', prefix: 'warehouse' }),
      ramSharingStatement({ region, accountId: ACCOUNT }),
      queryEngineTrust({
        region,
        accountId: ACCOUNT,
        issuer: 'issuer.example.org/id/1',
        namespace: 'secure',
        roleName: 'engine',
      }),
      jobExecutionPolicy({
        region,
        accountId: ACCOUNT,
        localDatabase: 'local',
        producers: [{ region, accountId: '111122223333' }],
        ownTables: [{ database: 'sales', table: 'orders' }],
        jobsBucket: 'jobs',
        scriptPrefix: 'scripts',
        logPrefix: 'logs',
      }),
      jobSubmissionPolicy({
        region,
        accountId: ACCOUNT,
        virtualClusterId: 'abc',
        roleArn: roleArn({ partition, accountId: ACCOUNT, name: 'role' }),
        jobsBucket: 'jobs',
        scriptPrefix: 'scripts',
        logPrefix: 'logs',
      }),
      glueArn({ region, accountId: ACCOUNT }, 'catalog'),
    ];
    const partitions = JSON.stringify(documents)
      .match(/arn:[\w-]+/g)!
      .map(arn => arn.slice('arn:'.length));
    expect(new Set(partitions)).toEqual(new Set([partition]));
  });
});
