import { TestDatabases } from '@backstage/backend-test-utils';
import { randomUUID } from 'crypto';
import { Knex } from 'knex';
import { dumpTables } from '../__testUtils__/dumpTables';
import { Anybody, Persona, userOf } from '../__testUtils__/startSluice';
import { PEOPLE, startRequestApi } from './__testUtils__/startRequestApi';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const EVERYBODY: Anybody[] = [...PEOPLE, 'service', 'nobody'];
const inDays = (days: number) =>
  new Date(Date.now() + days * 24 * 3_600_000).toISOString();

describe.each(databases.eachSupportedId())('delegations on %s', databaseId => {
  let knex: Knex;
  let api: Awaited<ReturnType<typeof startRequestApi>>;
  beforeAll(async () => {
    knex = await databases.init(databaseId);
    api = await startRequestApi({ knex });
  });
  // The one of the owner of patients to the stand-in stands from the start.
  beforeEach(async () => {
    await knex('approval_delegations')
      .whereNot({ to_user: userOf('standIn') })
      .delete();
    api.auditEvents.length = 0;
  });

  const delegate = (from: Anybody, to: Persona, changes: object = {}) =>
    api.post(from, '/delegations', {
      to: userOf(to),
      startsAt: inDays(1),
      endsAt: inDays(2),
      ...changes,
    });
  const end = (persona: Anybody, id: string) =>
    api.post(persona, `/delegations/${id}/end`, {});
  const listOf = async (persona: Anybody) => {
    const { body } = await api.get(persona, '/delegations');
    return body.items.map(({ from, to }: any) => `${from} ${to}`);
  };

  it('are made by everybody, of their own decisions', async () => {
    expect((await delegate('service', 'research')).status).toBe(403);
    expect((await delegate('nobody', 'research')).status).toBe(401);
    for (const persona of PEOPLE) {
      const to = persona === 'research' ? 'auditor' : 'research';
      const { status, body } = await delegate(persona, to);
      expect({ status, ...body }).toMatchObject({
        status: 201,
        from: userOf(persona),
        to: userOf(to),
      });
      expect(api.auditEvents).toContainEqual({
        eventId: 'delegation-create',
        outcome: 'success',
        meta: { from: userOf(persona), to: userOf(to), delegationId: body.id },
      });
    }
  });

  it('are shown to those whom they are between', async () => {
    await delegate('privacyOfficer', 'dataOffice');
    const theirs = `${userOf('privacyOfficer')} ${userOf('dataOffice')}`;
    const before = `${userOf('patientsOwner')} ${userOf('standIn')}`;
    const seen = {
      privacyOfficer: [theirs],
      dataOffice: [theirs],
      patientsOwner: [before],
      standIn: [before],
    };
    for (const persona of PEOPLE) {
      expect({ [persona]: await listOf(persona) }).toEqual({
        [persona]: (seen as Record<string, string[]>)[persona] ?? [],
      });
    }
    expect((await api.get('service', '/delegations')).status).toBe(403);
    expect((await api.get('nobody', '/delegations')).status).toBe(401);
  });

  it('are ended by those whose decisions they are about, once', async () => {
    const { body } = await delegate('privacyOfficer', 'dataOffice');
    for (const persona of EVERYBODY) {
      if (persona === 'privacyOfficer') continue;
      const before = await dumpTables(knex);
      expect({ persona, status: (await end(persona, body.id)).status }).toEqual(
        { persona, status: persona === 'nobody' ? 401 : 403 },
      );
      expect(await dumpTables(knex)).toEqual(before);
    }
    expect(
      api.auditEvents.filter(
        ({ eventId, outcome }) =>
          eventId === 'delegation-end' && outcome === 'failure',
      ),
    ).toHaveLength(PEOPLE.length - 1);

    expect((await end('privacyOfficer', body.id)).status).toBe(200);
    expect(await listOf('dataOffice')).toEqual([]);
    expect((await end('privacyOfficer', body.id)).status).toBe(409);
    expect((await end('privacyOfficer', randomUUID())).status).toBe(404);
  });

  it('let the other decide, and no longer once they have ended', async () => {
    const id = await api.make('pendingForPrivacy');
    const see = async () =>
      (await api.get('research', `/requests/${id}`)).status;
    expect(await see()).toBe(403);
    const { body } = await delegate('privacyOfficer', 'research', {
      startsAt: inDays(0),
    });
    expect(await see()).toBe(200);
    await end('privacyOfficer', body.id);
    expect(await see()).toBe(403);
    const { revision } = await api.requests.get(id);
    const { status } = await api.post('research', `/requests/${id}/approve`, {
      revision,
    });
    expect(status).toBe(403);
    await api.forget();
  });

  it.each<[string, object, number, string]>([
    ['oneself', { to: userOf('auditor') }, 400, 'Nobody stands in for'],
    ['nobody', { to: 'user:default/gone' }, 400, 'has no user'],
    ['a group', { to: 'group:default/audit' }, 400, 'has no user'],
    ['no ref', { to: 'jane' }, 400, "'to' is 'jane'"],
    ['no end that is one', { endsAt: 'soon' }, 400, 'endsAt is "soon"'],
    [
      'a day that there is not',
      { endsAt: '2027-02-30T08:00:00Z' },
      400,
      'endsAt',
    ],
    ['an end that is over', { endsAt: inDays(-1) }, 400, 'endsAt is'],
    ['an end before the start', { endsAt: inDays(0.5) }, 400, 'endsAt is'],
    ['more than a year', { endsAt: inDays(400) }, 400, 'within a year'],
    ['a long reason', { reason: 'x'.repeat(1_001) }, 400, 'reason'],
    ['a null character', { reason: 'a\0b' }, 400, 'null character'],
    ["somebody else's", { from: userOf('patientsOwner') }, 400, 'from'],
  ])('refuse %s', async (_, changes, status, message) => {
    const before = await dumpTables(knex);
    const response = await delegate('auditor', 'research', changes);
    expect(response.status).toBe(status);
    expect(response.body.error.message).toContain(message);
    expect(await dumpTables(knex)).toEqual(before);
  });

  it('are not made twice for the same time', async () => {
    await delegate('privacyOfficer', 'dataOffice');
    const { status, body } = await delegate('privacyOfficer', 'dataOffice');
    expect(status).toBe(409);
    expect(body.error.message).toContain('stands in for you already');
  });
});
