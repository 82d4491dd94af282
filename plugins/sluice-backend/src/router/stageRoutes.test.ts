import { TestDatabases } from '@backstage/backend-test-utils';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { Persona, startSluice } from '../__testUtils__/startSluice';
import { DriftStore } from '../drift';
import { MISSING } from '../drift/__testUtils__/findings';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

describe('stages', () => {
  let sluice: Awaited<ReturnType<typeof startSluice>>;
  beforeAll(async () => {
    const knex = await databases.init('SQLITE_3');
    sluice = await startSluice({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
    await knex.transaction(tx =>
      new DriftStore(knex).appear(tx, {
        drift: MISSING,
        at: new Date().toISOString(),
        toldTo: [],
      }),
    );
  });

  const stagesFor = async (persona: Persona, query = '') =>
    (await sluice.get(persona, `/stages${query}`)).body;
  const pairsOf = (body: any) =>
    body.items.map((each: any) => [each.team.entityRef, each.tableEntityRef]);

  const ALL = [
    [CLAIMS_CARE, CLAIMS],
    [PATIENTS_CARE, CLAIMS],
    [PATIENTS_CARE, PATIENTS],
  ];

  it.each<[Persona, string[][], number]>([
    ['platform', ALL, 0],
    ['auditor', ALL, 0],
    ['patientsCare', [ALL[1], ALL[2]], 1],
    ['claimsCare', [ALL[0]], 1],
    ['claimsOwner', [ALL[0], ALL[1]], 0],
    ['research', [], 2],
  ])('shows %s where something is granted', async (persona, pairs, hidden) => {
    const body = await stagesFor(persona);
    expect(pairsOf(body)).toEqual(pairs);
    expect(body).toMatchObject({ total: pairs.length, hiddenTeams: hidden });
  });

  it('says that what is granted was not declared, and is not proved', async () => {
    const { items, differing } = await stagesFor(
      'platform',
      `?table=${encodeURIComponent(PATIENTS)}`,
    );
    expect(differing).toBe(1);
    expect(items).toMatchObject([
      {
        stages: {
          declared: { level: 'none' },
          granted: { level: 'partial' },
          observed: { level: 'notProved' },
        },
        drift: 1,
      },
    ]);
    expect(items[0].differences[0].between).toEqual(['declared', 'granted']);
  });

  it.each([
    [`?team=${encodeURIComponent(CLAIMS_CARE)}`, [ALL[0]]],
    ['?product=dataproduct%3Adefault%2Fpatients', [ALL[2]]],
    ['?differs=true', ALL],
    [`?team=${encodeURIComponent('group:default/none')}`, []],
  ])('filters by %s', async (query, pairs) => {
    expect(pairsOf(await stagesFor('platform', query))).toEqual(pairs);
  });

  it('goes on page by page', async () => {
    const first = await stagesFor('platform', '?limit=2');
    const second = await stagesFor(
      'platform',
      `?limit=2&cursor=${first.nextCursor}`,
    );
    expect([...pairsOf(first), ...pairsOf(second)]).toEqual(ALL);
    expect(second.nextCursor).toBeUndefined();
  });
});
