import { ConfigReader } from '@backstage/config';
import { readConnectedAccounts } from './connectedAccounts';

const producer = {
  name: 'healthcare-producer',
  accountId: '111122223333',
  region: 'us-west-2',
};

const read = (...accounts: object[]) =>
  readConnectedAccounts(
    new ConfigReader({ sluice: { accounts: accounts as any } }),
  );

describe('readConnectedAccounts', () => {
  it('is empty when nothing is configured', () => {
    expect(readConnectedAccounts(new ConfigReader({}))).toEqual([]);
  });

  it('reads accounts, with no clusters unless named', () => {
    expect(
      read(producer, {
        name: 'analytics',
        accountId: '000000000042',
        region: 'us-gov-west-1',
        eksClusters: ['fgac-blog'],
      }),
    ).toEqual([
      { ...producer, eksClusters: [] },
      {
        name: 'analytics',
        accountId: '000000000042',
        region: 'us-gov-west-1',
        eksClusters: ['fgac-blog'],
      },
    ]);
  });

  it.each([
    [
      'a name that is no catalog namespace',
      [{ ...producer, name: 'Health_Care' }],
      /accounts\[0\]\.name is 'Health_Care'/,
    ],
    [
      'a short account id',
      [{ ...producer, accountId: '42' }],
      /accounts\[0\]\.accountId of 'healthcare-producer' is '42'/,
    ],
    [
      'an account id that YAML took for a number',
      [{ ...producer, accountId: 111122223333 }],
      /accountId/,
    ],
    [
      'a zone in place of a region',
      [{ ...producer, region: 'us-west-2a' }],
      /accounts\[0\]\.region/,
    ],
    ['a missing region', [{ ...producer, region: undefined }], /region/],
    [
      'a name used twice',
      [producer, { ...producer, accountId: '444455556666' }],
      /names 'healthcare-producer' twice/,
    ],
    [
      'one account connected twice in a region',
      [producer, { ...producer, name: 'other' }],
      /connects account 111122223333 in us-west-2 twice, as 'healthcare-producer' and 'other'/,
    ],
  ])('refuses %s', (_, accounts, message) => {
    expect(() => read(...accounts)).toThrow(message);
  });

  it('allows one account in two regions', () => {
    expect(
      read(producer, {
        ...producer,
        name: 'healthcare-producer-eu',
        region: 'eu-west-1',
      }),
    ).toHaveLength(2);
  });
});
