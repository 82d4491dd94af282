import { ObservedPrincipalPolicies, ObservedStatement } from '../accessModel';
import { C, P, TEAM1 } from '../effectiveAccess/__testUtils__/world';
import { driftIn, driftWorld } from './__testUtils__/driftWorld';
import { Drift } from './types';

const GLUE = `arn:aws:glue:us-west-2:${P}`;
const LOST = 'engineRightsLost';
const UNKNOWN = 'notUnderstood';

const allow = (more: Partial<ObservedStatement>): ObservedStatement => ({
  effect: 'Allow',
  actions: ['lakeformation:GetDataAccess', 'glue:Get*'],
  resources: ['*'],
  ...more,
});
const deny = (more: Partial<ObservedStatement>) =>
  allow({ effect: 'Deny', actions: ['*'], ...more });

/** What is found of the first team's role, changed thus. */
function found(change: (role: ObservedPrincipalPolicies) => void): Drift[] {
  const world = driftWorld();
  change(world.consumer.principalPolicies[0]);
  return driftIn(world);
}

const policies =
  (...statements: ObservedStatement[]) =>
  (role: ObservedPrincipalPolicies) => {
    role.policies = [{ name: 'policy', statements }];
  };
const boundary =
  (...statements: ObservedStatement[]) =>
  (role: ObservedPrincipalPolicies) => {
    role.boundary = statements;
  };
const trust =
  (more: Partial<ObservedStatement>) => (role: ObservedPrincipalPolicies) => {
    role.trust = [{ ...role.trust[0], ...more }];
  };
const trustToo =
  (statement: ObservedStatement) => (role: ObservedPrincipalPolicies) => {
    role.trust.push(statement);
  };

type Case = [
  name: string,
  change: (role: ObservedPrincipalPolicies) => void,
  text: RegExp,
];

describe('rights that a role has lost', () => {
  it.each<Case>([
    ['no policy', policies(), /GetDataAccess.*and.*glue:GetTable/],
    [
      'a Deny of everything',
      policies(allow({}), deny({})),
      /do not allow lakeformation:GetDataAccess/,
    ],
    [
      'a Deny of the producer’s database',
      policies(allow({}), deny({ resources: [`${GLUE}:database/*`] })),
      /do not allow glue:GetTable on .*database\/healthcare_db/,
    ],
    [
      'a Deny of one of its tables',
      policies(allow({}), deny({ resources: [`${GLUE}:table/*/patients`] })),
      /table\/healthcare_db\/patients/,
    ],
    [
      'metadata of one account alone',
      policies(
        allow({ actions: ['lakeformation:*'] }),
        allow({ resources: [`arn:aws:glue:us-west-2:${C}:*`] }),
      ),
      new RegExp(`glue:GetTable on ${GLUE}`),
    ],
    [
      'data access on some resource, though AWS knows none',
      policies(
        allow({ actions: ['glue:*'] }),
        allow({ resources: ['arn:aws:lakeformation:*:*:*'] }),
      ),
      /do not allow lakeformation:GetDataAccess/,
    ],
    [
      'a condition that the role does not meet',
      policies(
        allow({
          conditions: { StringEquals: { 'aws:PrincipalAccount': [P] } },
        }),
      ),
      /GetDataAccess/,
    ],
    [
      'NotAction of it',
      policies(allow({ notActions: ['glue:*'], actions: undefined })),
      /glue:GetTable/,
    ],
    [
      'a boundary without it',
      boundary(allow({ actions: ['glue:*'] })),
      /GetDataAccess/,
    ],
    [
      'a trust without TagSession',
      trust({ actions: ['sts:AssumeRole'] }),
      /trust does not allow sts:TagSession/,
    ],
    [
      'a trust without AssumeRole',
      trust({ actions: ['sts:TagSession'] }),
      /sts:AssumeRole/,
    ],
    [
      'a trust of another role',
      trust({ principals: [`arn:aws:iam::${C}:role/other`] }),
      /sts:AssumeRole/,
    ],
    [
      'a trust of another session tag',
      trust({
        conditions: {
          StringEquals: {
            'aws:RequestTag/LakeFormationAuthorizedCaller': ['x'],
          },
        },
      }),
      /sts:AssumeRole/,
    ],
    [
      'a trust that denies everybody',
      trustToo({ effect: 'Deny', principals: ['*'], actions: ['sts:*'] }),
      /sts:AssumeRole/,
    ],
  ])('%s', (_, change, text) => {
    const drift = found(change);
    expect(drift).toMatchObject([
      {
        cause: LOST,
        direction: 'missing',
        principal: TEAM1,
        repair: { kind: 'reapply' },
      },
    ]);
    expect(drift[0].text).toMatch(text);
  });
});

describe('rights of which it is not known', () => {
  it.each<Case>([
    [
      'a condition that depends on the network',
      policies(
        allow({ conditions: { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } } }),
      ),
      /GetDataAccess depends on a condition/,
    ],
    [
      'a Deny under such a condition',
      policies(
        allow({}),
        deny({ conditions: { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } } }),
      ),
      /depends on a condition/,
    ],
    [
      'a table by a policy variable',
      policies(
        allow({ actions: ['lakeformation:*'] }),
        allow({ resources: ['arn:aws:glue:*:*:${aws:PrincipalTag/team}'] }),
      ),
      /glue:GetTable/,
    ],
    [
      'a trust under another condition',
      trust({ conditions: { StringEquals: { 'sts:ExternalId': ['x'] } } }),
      /its trust allows sts:AssumeRole depends/,
    ],
  ])('%s', (_, change, text) => {
    const drift = found(change);
    expect(drift).toMatchObject([
      {
        cause: UNKNOWN,
        direction: 'unknown',
        principal: TEAM1,
        repair: { kind: 'byHand' },
      },
    ]);
    expect(drift[0].text).toMatch(text);
  });
});

describe('rights that a role has', () => {
  it.each<[string, (role: ObservedPrincipalPolicies) => void]>([
    [
      'by resources that name all that it reads',
      policies(
        allow({ actions: ['lakeformation:GetDataAccess'] }),
        allow({
          actions: ['glue:GetTable'],
          resources: [`${GLUE}:*`, `arn:aws:glue:us-west-2:${C}:*`],
        }),
      ),
    ],
    [
      'beside a Deny of something else',
      policies(allow({}), deny({ actions: ['s3:*'] })),
    ],
    [
      'beside a Deny of other tables',
      policies(allow({}), deny({ resources: [`${GLUE}:table/hr/*`] })),
    ],
    [
      'beside a Deny of others',
      policies(
        allow({}),
        deny({ conditions: { ArnNotEquals: { 'aws:PrincipalArn': [TEAM1] } } }),
      ),
    ],
    ['within a boundary', boundary(allow({ actions: ['*'] }))],
  ])('%s', (_, change) => {
    expect(found(change)).toEqual([]);
  });
});

it('tells once that the policies of an account were not read', () => {
  const world = driftWorld();
  world.consumer.principalPolicies = [];
  world.consumer.failures = [{ part: 'iamPolicies', message: 'denied' }];
  expect(driftIn(world)).toMatchObject([{ cause: 'notRead', accountId: C }]);
});
