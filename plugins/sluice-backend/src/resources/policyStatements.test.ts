import { IamStatement } from '@sluice/plugin-sluice-common';
import {
  differencesOfStatements,
  meanTheSame,
  mergeStatements,
  parseIamDocument,
  parsePolicyDocument,
} from './policyStatements';

const statement: IamStatement = {
  Sid: 'Ours',
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:role/query' },
  Action: ['sts:AssumeRole', 'sts:TagSession'],
  Condition: { StringLike: { 'aws:RequestTag/Caller': 'engine' } },
};

describe('meanTheSame', () => {
  it.each<[string, Partial<IamStatement>, boolean]>([
    ['another Sid', { Sid: 'Theirs' }, true],
    ['another order', { Action: ['sts:TagSession', 'sts:AssumeRole'] }, true],
    [
      'a list around a text',
      { Principal: { AWS: ['arn:aws:iam::111122223333:role/query'] } },
      true,
    ],
    [
      'a list around a text of a condition',
      { Condition: { StringLike: { 'aws:RequestTag/Caller': ['engine'] } } },
      true,
    ],
    ['a member that is absent', { Resource: undefined }, true],
    ['the id of a deleted role', { Principal: { AWS: 'AROA1' } }, false],
    ['fewer actions', { Action: 'sts:AssumeRole' }, false],
    ['the other effect', { Effect: 'Deny' }, false],
    ['no condition', { Condition: undefined }, false],
    [
      'another operator',
      { Condition: { StringEquals: { 'aws:RequestTag/Caller': 'engine' } } },
      false,
    ],
  ])('with %s', (_, change, same) => {
    expect(meanTheSame(statement, { ...statement, ...change })).toBe(same);
  });

  it('takes an account for its root, and everybody for everybody', () => {
    const of = (Principal: IamStatement['Principal']) => ({
      ...statement,
      Principal,
    });
    expect(
      meanTheSame(
        of({ AWS: '111122223333' }),
        of({ AWS: 'arn:aws:iam::111122223333:root' }),
      ),
    ).toBe(true);
    expect(meanTheSame(of('*'), of({ AWS: ['*'] }))).toBe(true);
    expect(meanTheSame(of('*'), of({ Service: '*' }))).toBe(false);
  });
});

describe('mergeStatements', () => {
  const theirs = { ...statement, Sid: 'Theirs', Effect: 'Deny' as const };

  it('replaces by Sid and keeps the place and the others', () => {
    const old = { ...statement, Action: 'sts:AssumeRole' };
    expect(mergeStatements([statement], [old, theirs])).toEqual([
      statement,
      theirs,
    ]);
  });

  it('takes what somebody wrote without a Sid for ours if it means the same', () => {
    const { Sid, ...nameless } = statement;
    const found = [theirs, nameless as IamStatement];
    expect(mergeStatements([statement], found)).toEqual(found);
    expect(differencesOfStatements([statement], found, 'trust')).toEqual([]);
  });

  it('appends what is missing, once', () => {
    expect(mergeStatements([statement], [theirs])).toEqual([theirs, statement]);
    expect(differencesOfStatements([statement], [theirs], 'trust')).toEqual([
      { path: 'trust[Sid=Ours]', after: statement },
    ]);
  });
});

it('reads documents with a single statement, and encoded ones', () => {
  const text = JSON.stringify({ Version: '2012-10-17', Statement: statement });
  expect(parsePolicyDocument(text)).toEqual({
    Version: '2012-10-17',
    Statement: [statement],
  });
  expect(parseIamDocument(encodeURIComponent(text))).toEqual(
    parsePolicyDocument(text),
  );
});
