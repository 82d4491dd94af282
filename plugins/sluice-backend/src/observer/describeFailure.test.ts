import { describeFailure } from './describeFailure';

const account = {
  name: 'producer',
  accountId: '111122223333',
  region: 'us-west-2',
  eksClusters: [],
};

describe('describeFailure', () => {
  it.each([
    [
      'AccessDeniedException',
      'User is not authorized to perform glue:GetTables',
      /AccessDeniedException: User .*GetTables\. Allow glue:GetDatabases and glue:GetTables to the role that Sluice uses in account 'producer'\./,
    ],
    [
      'ThrottlingException',
      'Rate exceeded',
      /Lower sluice\.observation\.concurrency/,
    ],
    [
      'ExpiredTokenException',
      'expired',
      /credentials for account 111122223333 in aws\.accounts/,
    ],
    [
      'TimeoutError',
      'socket hang up.',
      /^TimeoutError: socket hang up\. It is tried again/,
    ],
  ])('of %s says what to do', (name, message, text) => {
    const error = Object.assign(new Error(message), { name });
    expect(describeFailure('tables', account, error)).toMatch(text);
  });

  it('survives what is not even an error', () => {
    expect(describeFailure('roles', account, 'boom')).toMatch(/^Error: boom\./);
  });
});
