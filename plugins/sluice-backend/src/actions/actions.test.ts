import { TestDatabases } from '@backstage/backend-test-utils';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { Anybody, startSluice } from '../__testUtils__/startSluice';
import { startRequestApi } from '../router/__testUtils__/startRequestApi';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

let sluice: Awaited<ReturnType<typeof startSluice>>;

beforeAll(async () => {
  sluice = await startSluice({
    knex: await databases.init('SQLITE_3'),
    runs: [runOf(PRODUCER), runOf(CONSUMER)],
  });
});

/** As the actions service of Backstage does. */
const invoke = (who: Anybody, action: string, input: object) =>
  sluice.post(
    who,
    `/.backstage/actions/v1/actions/${encodeURIComponent(
      `sluice:${action}`,
    )}/invoke`,
    input,
  );

const namesOf = ({ body }: { body: any }) =>
  body.output.items.map(
    ({ team, tableEntityRef }: any) => `${team.entityRef} ${tableEntityRef}`,
  );

it('says of each whether it writes', async () => {
  const { body } = await sluice.get(
    'auditor',
    '/.backstage/actions/v1/actions',
  );
  expect(
    body.actions.map(({ name, attributes }: any) => [
      name,
      attributes.readOnly,
      attributes.destructive,
    ]),
  ).toEqual([
    ['who-can-see', true, false],
    ['what-can-see', true, false],
    ['explain-access', true, false],
    ['what-if', true, false],
    ['my-access', true, false],
    ['request-access', false, false],
  ]);
});

it.each<[Anybody, string, object, string[], number]>([
  [
    'auditor',
    'who-can-see',
    { table: CLAIMS },
    [`${CLAIMS_CARE} ${CLAIMS}`, `${PATIENTS_CARE} ${CLAIMS}`],
    0,
  ],
  [
    'claimsCare',
    'who-can-see',
    { table: CLAIMS },
    [`${CLAIMS_CARE} ${CLAIMS}`],
    1,
  ],
  ['claimsCare', 'who-can-see', { table: PATIENTS }, [], 1],
  [
    'claimsOwner',
    'what-can-see',
    { team: PATIENTS_CARE },
    [`${PATIENTS_CARE} ${CLAIMS}`],
    1,
  ],
])('tells %s by %s of %j: %j', async (who, action, input, names, hidden) => {
  const answer = await invoke(who, action, input);
  expect(answer.status).toBe(200);
  expect(namesOf(answer)).toEqual(names);
  expect(answer.body.output.hidden).toBe(hidden);
});

it.each<[Anybody, string, object, number]>([
  ['claimsCare', 'what-can-see', { team: PATIENTS_CARE }, 403],
  [
    'claimsCare',
    'explain-access',
    { team: PATIENTS_CARE, table: PATIENTS },
    403,
  ],
  ['auditor', 'explain-access', { team: PATIENTS_CARE, table: PATIENTS }, 200],
  ['auditor', 'who-can-see', {}, 400],
  ['auditor', 'who-can-see', { table: 'x' }, 400],
  [
    'auditor',
    'what-if',
    { changes: [{ kind: 'x' }], question: 'who-can-see', table: CLAIMS },
    400,
  ],
])('answers %s %s of %j with %i', async (who, action, input, status) => {
  expect((await invoke(who, action, input)).status).toBe(status);
});

it('puts a refusal on record, with whom it was', async () => {
  sluice.auditEvents.length = 0;
  await invoke('claimsCare', 'what-can-see', { team: PATIENTS_CARE });
  expect(sluice.auditEvents).toEqual([
    {
      eventId: 'access-refused',
      outcome: 'failure',
      meta: { team: PATIENTS_CARE, by: expect.stringMatching(/^user:/) },
    },
  ]);
});

it('tells what the teams of the caller read', async () => {
  const of = async (who: Anybody) =>
    (await invoke(who, 'my-access', {})).body.output.teams.map(
      ({ entityRef }: any) => entityRef,
    );
  expect(await of('claimsCare')).toEqual([CLAIMS_CARE]);
  expect(await of('auditor')).toEqual([]);
});

describe('request-access', () => {
  let api: Awaited<ReturnType<typeof startRequestApi>>;
  beforeAll(async () => {
    api = await startRequestApi({ knex: await databases.init('SQLITE_3') });
  });
  afterAll(() => api.settle());

  const ask = (who: Anybody, team: string, table = PATIENTS) =>
    api.post(
      who,
      '/.backstage/actions/v1/actions/sluice%3Arequest-access/invoke',
      {
        team,
        purpose: 'To look at ages',
        tables: [{ table, columns: ['state'] }],
        durationMinutes: 60,
      },
    );
  const requestsOf = async () =>
    (await api.get('auditor', '/requests')).body.items;

  it('asks as the caller', async () => {
    const { status, body } = await ask('claimsCare', CLAIMS_CARE);
    expect([status, body.error]).toEqual([200, undefined]);
    expect(body.output.summary).toMatchObject({ phase: 'pending' });
    expect(await requestsOf()).toMatchObject([
      { id: body.output.summary.id, team: CLAIMS_CARE },
    ]);
  });

  it.each<[Anybody, string, string, number]>([
    ['claimsCare', PATIENTS_CARE, PATIENTS, 403],
    ['auditor', CLAIMS_CARE, PATIENTS, 403],
    ['service', CLAIMS_CARE, PATIENTS, 403],
    ['claimsCare', CLAIMS_CARE, 'resource:default/none', 400],
  ])('refuses %s for %s of %s with %i', async (who, team, table, status) => {
    const before = await requestsOf();
    expect((await ask(who, team, table)).status).toBe(status);
    expect(await requestsOf()).toEqual(before);
  });
});
