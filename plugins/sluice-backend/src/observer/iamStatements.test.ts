import { statementsOf } from './iamStatements';

const read = (...Statement: object[]) =>
  statementsOf(JSON.stringify({ Version: '2012-10-17', Statement }));

describe('statementsOf', () => {
  it.each<[string, object, object]>([
    [
      'one for a list of one',
      { Effect: 'Allow', Action: 's3:GetObject', Resource: '*' },
      { effect: 'Allow', actions: ['s3:GetObject'], resources: ['*'] },
    ],
    [
      'what it does not name',
      { Effect: 'Deny', NotAction: ['iam:*'], NotResource: 'arn:x' },
      { effect: 'Deny', notActions: ['iam:*'], notResources: ['arn:x'] },
    ],
    [
      'anybody',
      { Effect: 'Allow', Principal: '*', Action: '*' },
      { effect: 'Allow', principals: ['*'], actions: ['*'] },
    ],
    [
      'all but some',
      { Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, Action: '*' },
      {
        effect: 'Deny',
        principals: ['111122223333'],
        notPrincipal: true,
        actions: ['*'],
      },
    ],
    [
      'services and identity providers apart from principals of AWS',
      {
        Effect: 'Allow',
        Principal: { Service: ['lakeformation.amazonaws.com'], Federated: 'f' },
        Action: 'sts:AssumeRole',
      },
      {
        effect: 'Allow',
        otherPrincipals: ['f', 'lakeformation.amazonaws.com'],
        actions: ['sts:AssumeRole'],
      },
    ],
    [
      'conditions, of whatever type',
      {
        Sid: 'Tls',
        Effect: 'Deny',
        Action: '*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': false } },
      },
      {
        sid: 'Tls',
        effect: 'Deny',
        actions: ['*'],
        resources: ['*'],
        conditions: { Bool: { 'aws:SecureTransport': ['false'] } },
      },
    ],
  ])('reads %s', (_, statement, expected) => {
    expect(read(statement)).toEqual([expected]);
  });

  it('is the same for another order of what has none', () => {
    const statement = (values: string[]) => ({
      Effect: 'Allow',
      Principal: { AWS: values },
      Action: values,
      Resource: values,
      Condition: { StringEquals: { 'aws:x': values } },
    });
    expect(read(statement(['b', 'a']))).toEqual(read(statement(['a', 'b'])));
  });

  it('reads a statement that stands alone, and refuses what is no JSON', () => {
    expect(
      statementsOf('{"Statement":{"Effect":"Allow","Action":"*"}}'),
    ).toHaveLength(1);
    expect(() => statementsOf('{')).toThrow(SyntaxError);
  });
});
