import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { Persona, startSluice } from '../__testUtils__/startSluice';
import { RequestStore } from '../requests';
import {
  created,
  record,
  submitted,
  termsOf,
} from '../requests/__testUtils__/recordEvents';
import { DatabaseObservationStore } from '../store';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const ref = encodeURIComponent;
const PATIENTS_ONLY = ['patients submitted', 'patients created'];
const CLAIMS_ONLY = ['claims submitted', 'claims created'];
const ALL = [...CLAIMS_ONLY, ...PATIENTS_ONLY];

describe.each(databases.eachSupportedId())('routes of history on %s', id => {
  let sluice: Awaited<ReturnType<typeof startSluice>>;

  // Patients Care asks for patients, then Claims Care for claims.
  beforeAll(async () => {
    const knex = await databases.init(id);
    await DatabaseObservationStore.create(mockServices.database({ knex }));
    const store = new RequestStore(knex);
    await record(store, 'patients', [
      created({ grantId: 'g1', team: 'group:default/patients-care' }),
      submitted,
    ]);
    await record(
      store,
      'claims',
      [
        created({
          grantId: 'g2',
          team: 'group:default/claims-care',
          terms: termsOf(CLAIMS),
        }),
        submitted,
      ],
      { actor: 'user:default/carl', at: '2026-01-16T08:00:00.000Z' },
    );
    sluice = await startSluice({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
  });

  const told = async (persona: Persona | 'service', query = '') => {
    const { body } = await sluice.get(persona, `/history${query}`);
    return body.items.map((entry: any) => `${entry.requestId} ${entry.type}`);
  };

  it.each<[Persona | 'service', string[]]>([
    ['patientsCare', PATIENTS_ONLY],
    ['claimsCare', CLAIMS_ONLY],
    ['research', []],
    ['patientsOwner', PATIENTS_ONLY],
    ['claimsOwner', CLAIMS_ONLY],
    ['platform', ALL],
    ['auditor', ALL],
    ['service', ALL],
  ])(
    'tells %s what they may see, also as a file',
    async (persona, expected) => {
      expect(await told(persona)).toEqual(expected);
      const { status, body } = await sluice.get(
        persona,
        '/history/export?format=json',
      );
      expect(status).toBe(200);
      expect(
        JSON.parse(body.content).items.map(
          (entry: any) => `${entry.requestId} ${entry.type}`,
        ),
      ).toEqual([...expected].reverse());
    },
  );

  it('tells strangers nothing', async () => {
    for (const path of ['/history', '/history/export?format=csv']) {
      expect((await sluice.get('nobody', path)).status).toBe(401);
    }
  });

  it.each([
    [`team=${ref('Group:default/Patients-Care')}`, PATIENTS_ONLY],
    [`table=${ref(CLAIMS)}`, CLAIMS_ONLY],
    [`product=${ref('dataproduct:default/patients')}`, PATIENTS_ONLY],
    [`product=${ref('dataproduct:default/none')}`, []],
    [
      `product=${ref('dataproduct:default/patients')}&table=${ref(PATIENTS)}`,
      PATIENTS_ONLY,
    ],
    [`product=${ref('dataproduct:default/patients')}&table=${ref(CLAIMS)}`, []],
    ['request=claims', CLAIMS_ONLY],
    ['grant=g1', PATIENTS_ONLY],
    [`person=${ref('user:default/carl')}`, CLAIMS_ONLY],
    ['type=created', ['claims created', 'patients created']],
    [`since=${ref('2026-01-16T09:00:00+01:00')}`, CLAIMS_ONLY],
    [`until=${ref('2026-01-16T00:00:00Z')}`, PATIENTS_ONLY],
  ])('finds by %s', async (query, expected) => {
    expect(await told('auditor', `?${query}`)).toEqual(expected);
  });

  it('pages', async () => {
    const first = await sluice.get('auditor', '/history?limit=3');
    expect(first.body.items).toHaveLength(3);
    const second = await sluice.get(
      'auditor',
      `/history?limit=3&cursor=${first.body.nextCursor}`,
    );
    expect(second.body.items.map(({ type }: any) => type)).toEqual(['created']);
    expect(second.body.nextCursor).toBeUndefined();
  });

  it.each([
    ['team=nonsense', "'team'"],
    ['table=nonsense', "'table'"],
    ['product=nonsense', "'product'"],
    ['person=nonsense', "'person'"],
    ['type=vanished', "'type' is 'vanished'; expected one of created"],
    ['since=yesterday', 'since is "yesterday"'],
    ['until=2026-13-01T00:00:00Z', 'until is'],
    ['cursor=nonsense', 'cursor'],
    ['limit=0', 'limit'],
  ])('refuses %s', async (query, message) => {
    const response = await sluice.get(
      'auditor',
      `/history?${ref(query).replace('%3D', '=')}`,
    );
    expect(response.status).toBe(400);
    expect(response.body.error.message).toContain(message);
  });

  it('leaves an export on record', async () => {
    await sluice.get(
      'patientsOwner',
      '/history/export?format=csv&type=created',
    );
    expect(sluice.auditEvents).toContainEqual({
      eventId: 'history-export',
      outcome: 'success',
      meta: { format: 'csv', type: 'created' },
    });
    const { status } = await sluice.get(
      'auditor',
      '/history/export?format=xml',
    );
    expect(status).toBe(400);
  });
});
