import { TestDatabases } from '@backstage/backend-test-utils';
import {
  OFFICE,
  PLATFORM,
  RECORDS,
  startRequestService,
  userOf,
} from './__testUtils__/startRequestService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

describe('People', () => {
  const start = async () =>
    startRequestService({ knex: await databases.init('SQLITE_3') });

  it.each([
    ['a group', [PLATFORM], ['lena']],
    ['several groups', [OFFICE, RECORDS], ['ben', 'both', 'daniel', 'priya']],
    ['a user', [userOf('eve')], ['eve']],
    ['a user and their group', [userOf('ben'), PLATFORM], ['ben', 'lena']],
    ['a user of the group', [userOf('lena'), PLATFORM], ['lena']],
    ['a user who left', ['user:default/gone', PLATFORM], ['lena']],
    ['a group that is gone', ['group:default/gone'], []],
    ['what is neither', ['resource:default/lake'], []],
    ['nobody', [], []],
  ])('finds the members of %s', async (_, refs, names) => {
    const { people } = await start();
    expect(await people.membersOf(refs)).toEqual(
      names.map(name => `user:default/${name}`),
    );
  });

  it('knows who there is', async () => {
    const { people } = await start();
    expect(await people.exists(userOf('eve'))).toBe(true);
    expect(await people.exists('user:default/gone')).toBe(false);
    expect(await people.exists(PLATFORM)).toBe(false);
  });

  it('takes a decider by the refs that they signed in with', async () => {
    const { people } = await start();
    expect(await people.decider(userOf('eve'), ['group:default/own'])).toEqual({
      user: userOf('eve'),
      ownershipRefs: ['group:default/own'],
      delegators: [],
    });
  });
});
