import * as fc from 'fast-check';
import { ObservedPrincipalPolicies, ObservedStatement } from '../accessModel';
import { iamAllows, IamQuestion } from './iamAllows';

const ROLE = 'arn:aws:iam::111122223333:role/analyst';
const FILES = 'arn:aws:s3:::lake/patients/*';

const allow = (
  actions: string[],
  resources: string[],
  more: Partial<ObservedStatement> = {},
): ObservedStatement => ({ effect: 'Allow', actions, resources, ...more });
const deny = (...args: Parameters<typeof allow>): ObservedStatement => ({
  ...allow(...args),
  effect: 'Deny',
});
const ALL = allow(['*'], ['*']);
const CONDITIONS = { StringEquals: { 'aws:SourceVpc': ['vpc-1'] } };

function ask(
  statements: ObservedStatement[],
  more: Partial<IamQuestion> & { boundary?: ObservedStatement[] } = {},
) {
  const { boundary, ...rest } = more;
  const policies: ObservedPrincipalPolicies = {
    arn: ROLE,
    kind: 'role',
    trust: [],
    policies: [{ name: 'inline', statements }],
    ...(boundary && { boundary }),
  };
  return iamAllows({
    action: 's3:GetObject',
    resource: FILES,
    policies,
    principal: ROLE,
    sameAccount: true,
    ...rest,
  });
}

const bucket = (principals: string[], more: Partial<ObservedStatement> = {}) =>
  allow(['s3:GetObject'], ['arn:aws:s3:::lake/*'], { principals, ...more });

describe('iamAllows', () => {
  it.each<[string, ObservedStatement[], Parameters<typeof ask>[1], string]>([
    ['nothing', [], {}, 'no'],
    ['everything', [ALL], {}, 'yes'],
    [
      'an action in another case',
      [allow(['S3:getobject'], [FILES])],
      {},
      'yes',
    ],
    ['a wildcard of actions', [allow(['s3:Get*'], ['*'])], {}, 'yes'],
    ['another action', [allow(['s3:PutObject'], ['*'])], {}, 'no'],
    ['the bucket', [allow(['s3:*'], ['arn:aws:s3:::lake/*'])], {}, 'yes'],
    ['another bucket', [allow(['s3:*'], ['arn:aws:s3:::jobs/*'])], {}, 'no'],
    [
      'a part of the files',
      [allow(['s3:*'], ['arn:aws:s3:::lake/patients/data/*'])],
      {},
      'maybe',
    ],
    ['one ? of a name', [allow(['s3:*'], ['arn:aws:s3:::l?ke/*'])], {}, 'yes'],
    [
      'a policy variable',
      [allow(['s3:*'], ['arn:aws:s3:::lake/${aws:username}/*'])],
      {},
      'maybe',
    ],
    [
      'NotAction',
      [{ effect: 'Allow', notActions: ['iam:*'], resources: ['*'] }],
      {},
      'yes',
    ],
    [
      'NotAction with it',
      [{ effect: 'Allow', notActions: ['s3:*'], resources: ['*'] }],
      {},
      'no',
    ],
    [
      'NotResource with it',
      [
        {
          effect: 'Allow',
          actions: ['*'],
          notResources: ['arn:aws:s3:::lake/*'],
        },
      ],
      {},
      'no',
    ],
    [
      'a condition',
      [allow(['*'], ['*'], { conditions: CONDITIONS })],
      {},
      'maybe',
    ],
    ['a Deny', [ALL, deny(['s3:*'], ['*'])], {}, 'no'],
    [
      'a Deny of a part',
      [ALL, deny(['s3:*'], ['arn:aws:s3:::lake/patients/x'])],
      {},
      'maybe',
    ],
    [
      'a Deny under a condition',
      [ALL, deny(['*'], ['*'], { conditions: CONDITIONS })],
      {},
      'maybe',
    ],
    [
      'a boundary without it',
      [ALL],
      { boundary: [allow(['glue:*'], ['*'])] },
      'no',
    ],
    ['a boundary with it', [ALL], { boundary: [ALL] }, 'yes'],
    ['the bucket, by its ARN', [], { resourcePolicy: [bucket([ROLE])] }, 'yes'],
    [
      'the bucket, by its ARN, past a boundary',
      [],
      { resourcePolicy: [bucket([ROLE])], boundary: [] },
      'maybe',
    ],
    ['the bucket, anybody', [], { resourcePolicy: [bucket(['*'])] }, 'yes'],
    [
      'the bucket, its account only',
      [],
      { resourcePolicy: [bucket(['arn:aws:iam::111122223333:root'])] },
      'no',
    ],
    [
      'a Deny of the bucket',
      [ALL],
      { resourcePolicy: [{ ...bucket(['*']), effect: 'Deny' }] },
      'no',
    ],
    [
      'a Deny of the bucket for all others',
      [ALL],
      {
        resourcePolicy: [
          { ...bucket([ROLE]), effect: 'Deny', notPrincipal: true },
        ],
      },
      'yes',
    ],
    ['its own account only', [ALL], { sameAccount: false }, 'no'],
    [
      'the other account only',
      [],
      { sameAccount: false, resourcePolicy: [bucket([ROLE])] },
      'no',
    ],
    [
      'both accounts',
      [ALL],
      { sameAccount: false, resourcePolicy: [bucket(['111122223333'])] },
      'yes',
    ],
    ['nobody knows what', [], { policies: undefined }, 'maybe'],
  ])('by %s', (_, statements, more, expected) => {
    expect(ask(statements, more)).toBe(expected);
  });

  it.each([
    ['StringEquals', ROLE, 'yes'],
    ['ArnLike', 'arn:aws:iam::111122223333:role/*', 'yes'],
    ['StringEquals', 'arn:aws:iam::111122223333:role/*', 'no'],
    ['StringEqualsIgnoreCase', ROLE.toUpperCase(), 'yes'],
    ['StringEqualsIfExists', ROLE, 'yes'],
    ['StringNotEquals', ROLE, 'no'],
    ['ArnNotLike', 'arn:aws:iam::999999999999:role/*', 'yes'],
    ['Bool', 'true', 'no'],
    ['StringLike', 'arn:aws:iam::${aws:PrincipalAccount}:*', 'maybe'],
    ['ForAnyValue:StringEquals', ROLE, 'maybe'],
    ['Null', 'false', 'maybe'],
  ])('decides the plain condition %s %s', (operator, value, expected) => {
    const key = 'emr-containers:ExecutionRoleArn';
    const conditions = { [operator]: { [key]: [value] } };
    expect(
      ask([allow(['*'], ['*'], { conditions })], {
        context: { 'emr-containers:executionRoleArn': ROLE },
      }),
    ).toBe(expected);
  });

  const ORDER = ['no', 'maybe', 'yes'];
  const statement = fc.record({
    effect: fc.constantFrom('Allow' as const, 'Deny' as const),
    actions: fc.subarray(['s3:*', 's3:Get*', 'glue:*', '*'], { minLength: 1 }),
    resources: fc.subarray(
      ['*', FILES, 'arn:aws:s3:::lake/patients/a', 'arn:aws:s3:::jobs/*'],
      { minLength: 1 },
    ),
    conditions: fc.constantFrom(undefined, CONDITIONS),
  });
  const rank = (statements: ObservedStatement[]) =>
    ORDER.indexOf(ask(statements));

  it('never takes away by an Allow, nor gives by a Deny', () => {
    fc.assert(
      fc.property(fc.array(statement), statement, (statements, added) => {
        const steps = [rank(statements), rank([...statements, added])];
        const [less, more] = added.effect === 'Allow' ? steps : steps.reverse();
        expect(more).toBeGreaterThanOrEqual(less);
      }),
    );
  });
});
