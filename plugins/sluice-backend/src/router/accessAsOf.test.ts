import { TestDatabases } from '@backstage/backend-test-utils';
import { CLAIMS_CARE } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  consumerDocuments,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { startSluice } from '../__testUtils__/startSluice';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const THEN = new Date('2026-03-01T12:00:00Z');
const asOf = (time: string) => `at=${encodeURIComponent(time)}`;
const matrix = '/access-matrix?';
const cell = `/effective-access?team=${encodeURIComponent(
  CLAIMS_CARE,
)}&table=${encodeURIComponent(CLAIMS)}&`;

describe.each(databases.eachSupportedId())('access as of a date on %s', id => {
  let sluice: Awaited<ReturnType<typeof startSluice>>;

  // What was granted then is not any more.
  beforeAll(async () => {
    const documents = consumerDocuments.filter(
      ({ type }) => type !== 'permission',
    );
    sluice = await startSluice({
      knex: await databases.init(id),
      runs: [
        runOf(PRODUCER, { at: THEN }),
        runOf(CONSUMER, { at: THEN }),
        runOf(PRODUCER),
        runOf(CONSUMER, { documents }),
      ],
    });
  });

  it.each(['claimsCare', 'claimsOwner', 'auditor', 'service'] as const)(
    'tells %s what is, and what was',
    async persona => {
      const levelsOf = async (query: string) => {
        const whole = await sluice.get(persona, `${matrix}${query}`);
        const one = await sluice.get(persona, `${cell}${query}`);
        const found = whole.body.cells.find(
          ({ team, table }: any) => team === CLAIMS_CARE && table === CLAIMS,
        );
        return [found.level, one.body.level];
      };
      expect(await levelsOf('')).toEqual(['none', 'none']);
      expect(await levelsOf(asOf(THEN.toISOString()))).toEqual([
        'full',
        'full',
      ]);
    },
  );

  it('tells of the past no more than of now', async () => {
    const at = asOf(THEN.toISOString());
    expect((await sluice.get('research', `${cell}${at}`)).status).toBe(403);
    const { body } = await sluice.get('research', `${matrix}${at}`);
    expect(body.teams).toHaveLength(1);
  });

  it.each([
    ['nonsense', 400, 'at is "nonsense"'],
    ['2026-03-01', 400, 'at is "2026-03-01"'],
    ['2999-01-01T00:00:00Z', 400, 'is yet to come'],
    ['2020-01-01T00:00:00Z', 404, 'Nothing had been observed'],
  ])('refuses %s', async (at, status, message) => {
    for (const path of [matrix, cell]) {
      const response = await sluice.get('auditor', `${path}${asOf(at)}`);
      expect(response.status).toBe(status);
      expect(response.body.error.message).toContain(message);
    }
  });
});
