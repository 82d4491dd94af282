import { consumer } from './names';
import { base36, jobRoleTrust, withServiceAccounts } from './policies';

describe('base36', () => {
  // The first three are test vectors of the AWS CLI (seed reference 1.7f).
  it.each([
    ['', '0'],
    ['abcdefghijkl', '2x6xx5ubcrus4bplmr0'],
    ['+=,.@-_', '3bu5b0xg4tb'],
    ['abcdefghijkl+=,.@-_', '1ll75jdngh5gbk11wbh7h35ji05wtb'],
    [
      consumer.team1Role,
      '9ualp521yyrgvrr0s721h9ozjhqczr3dhzbj7gs9khzx64fak8kyc46vqfjip1',
    ],
    [
      consumer.queryRole,
      '4zkb3wyu05k8yajyjz05ory3oewiwuxczgl0oosxxr2ifskgyoup22xx',
    ],
  ])('writes %p as %s', (text, expected) => {
    expect(base36(text)).toBe(expected);
  });
});

it('adds the service accounts of a role to its trust', () => {
  const trust = withServiceAccounts(jobRoleTrust, {
    issuer: 'oidc.eks.us-west-2.amazonaws.com/id/ABC',
    namespace: 'lf-fgac-user',
    roleName: consumer.team1Role,
  });
  expect(trust.Statement).toHaveLength(3);
  expect(trust.Statement[2]).toEqual({
    Effect: 'Allow',
    Principal: {
      Federated:
        'arn:aws:iam::444455556666:oidc-provider/oidc.eks.us-west-2.amazonaws.com/id/ABC',
    },
    Action: 'sts:AssumeRoleWithWebIdentity',
    Condition: {
      StringLike: {
        'oidc.eks.us-west-2.amazonaws.com/id/ABC:sub':
          'system:serviceaccount:lf-fgac-user:emr-containers-sa-*-*-444455556666-9ualp521yyrgvrr0s721h9ozjhqczr3dhzbj7gs9khzx64fak8kyc46vqfjip1',
      },
    },
  });
});
