import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import {
  startRequestService,
  userOf,
} from './__testUtils__/startRequestService';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const PRIYA = userOf('priya');
const EVE = userOf('eve');
const hour = (hours: number) =>
  new Date(Date.UTC(2026, 0, 15, 8 + hours)).toISOString();

describe.each(databases.eachSupportedId())('Delegations on %s', id => {
  let knex: Knex;
  let frame: Awaited<ReturnType<typeof startRequestService>>;
  beforeEach(async () => {
    knex = await databases.init(id);
    frame = await startRequestService({ knex });
  });
  const create = (
    changes: {
      to?: string;
      startsAt?: string;
      endsAt?: string;
      reason?: string;
    } = {},
  ) =>
    frame.delegations.create(PRIYA, {
      to: EVE,
      startsAt: hour(2),
      endsAt: hour(4),
      ...changes,
    });
  const standsIn = async () => {
    const { delegators } = await frame.people.decider(EVE, [EVE]);
    return delegators.map(({ user }) => user);
  };

  it('hold from their start until their end', async () => {
    await create({ reason: ' Holidays ' });
    const seen = [];
    for (let hours = 1; hours <= 4; hours++) {
      frame.pass(60);
      seen.push(await standsIn());
    }
    expect(seen).toEqual([[], [PRIYA], [PRIYA], []]);
  });

  it('begin now rather than in the past', async () => {
    const { startsAt } = await create({ startsAt: '2020-01-01T00:00:00Z' });
    expect(startsAt).toBe('2026-01-15T08:00:00.000Z');
    expect(await standsIn()).toEqual([PRIYA]);
  });

  it('are listed for both until they end', async () => {
    const delegation = await create({ reason: 'Holidays' });
    expect(await frame.delegations.listOf(PRIYA)).toEqual([delegation]);
    expect(await frame.delegations.listOf(EVE)).toEqual([delegation]);
    expect(await frame.delegations.listOf(userOf('ben'))).toEqual([]);
    frame.pass(4 * 60);
    expect(await frame.delegations.listOf(PRIYA)).toEqual([]);
  });

  it('end early by who made them alone, also before they begin', async () => {
    const early = await create();
    await expect(frame.delegations.end(EVE, early.id)).rejects.toMatchObject({
      name: 'NotAllowedError',
    });
    await frame.delegations.end(PRIYA, early.id);
    const { id: begun } = await create();
    frame.pass(3 * 60);
    expect(await standsIn()).toEqual([PRIYA]);
    await expect(frame.delegations.end(PRIYA, begun)).resolves.toMatchObject({
      endsAt: hour(3),
    });
    expect(await standsIn()).toEqual([]);
    await expect(frame.delegations.end(PRIYA, begun)).rejects.toMatchObject({
      name: 'ConflictError',
    });
    await expect(frame.delegations.end(PRIYA, EVE)).rejects.toMatchObject({
      name: 'NotFoundError',
    });
  });

  it('do not count for somebody who left', async () => {
    await create();
    await frame.delegations.create('user:default/gone', {
      to: EVE,
      startsAt: hour(2),
      endsAt: hour(4),
    });
    frame.pass(2 * 60);
    expect(await standsIn()).toEqual([PRIYA]);
  });

  it('are not handed on', async () => {
    await create();
    await frame.delegations.create(EVE, {
      to: userOf('daniel'),
      startsAt: hour(2),
      endsAt: hour(4),
    });
    frame.pass(2 * 60);
    const { delegators } = await frame.people.decider(userOf('daniel'), []);
    expect(delegators).toEqual([
      {
        user: EVE,
        ownershipRefs: [EVE, 'group:default/facilities-management'],
      },
    ]);
  });

  it.each<[string, Parameters<typeof create>[0], string, RegExp]>([
    ['oneself', { to: PRIYA }, 'InputError', /stands in for themselves/],
    ['no start', { startsAt: 'now' }, 'InputError', /^startsAt is "now"/],
    ['no end', { endsAt: '2026-02-30T00:00' }, 'InputError', /^endsAt is/],
    [
      'an end at the start',
      { endsAt: hour(2) },
      'InputError',
      /after startsAt/,
    ],
    [
      'an end that has passed',
      { startsAt: '2026-01-01T00:00:00Z', endsAt: hour(0) },
      'InputError',
      /after now/,
    ],
    [
      'more than a year',
      { endsAt: '2027-02-01T00:00:00Z' },
      'InputError',
      /within a year/,
    ],
    [
      'a year that has five digits',
      {
        startsAt: '9999-12-31T23:00:00-01:00',
        endsAt: '9999-12-31T23:59:00-02:00',
      },
      'InputError',
      /within a year/,
    ],
    [
      'a day that there is not',
      { endsAt: '2026-02-30T00:00:00Z' },
      'InputError',
      /no time with a time zone/,
    ],
    [
      'what no database takes',
      { reason: 'a\0b' },
      'InputError',
      /null character/,
    ],
    [
      'a long story',
      { reason: 'x'.repeat(1_001) },
      'InputError',
      /1001 characters/,
    ],
  ])('are refused with %s', async (_, changes, name, message) => {
    await expect(create(changes)).rejects.toMatchObject({
      name,
      message: expect.stringMatching(message),
    });
    expect(await frame.delegations.listOf(PRIYA)).toEqual([]);
  });

  it('are made once for a time', async () => {
    await create();
    await expect(
      create({ startsAt: hour(3), endsAt: hour(5) }),
    ).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining('stands in for you already'),
    });
    await create({ startsAt: hour(4), endsAt: hour(5) });
    await create({ to: userOf('ben') });
    expect(await frame.delegations.listOf(PRIYA)).toHaveLength(3);
  });
});
