import { TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { Drift } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import {
  catalogEntities,
  CLAIMS_CARE,
  PATIENTS_CARE,
} from '../__testUtils__/catalog';
import { dumpTables } from '../__testUtils__/dumpTables';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
} from '../__testUtils__/healthcare';
import { Anybody, Persona, startSluice } from '../__testUtils__/startSluice';
import { DriftStore } from '../drift';
import { MISSING, OF_ACCOUNT, STRANGER } from '../drift/__testUtils__/findings';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const PATIENTS_ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: { name: 'healthcare_db.patients', namespace: PRODUCER.name },
  spec: { type: 'iceberg-table', owner: 'group:default/patient-records' },
};
const DAY_MS = 24 * 3_600_000;
const inDays = (days: number) =>
  new Date(Date.now() + days * DAY_MS).toISOString();

describe.each(databases.eachSupportedId())('drift routes on %s', databaseId => {
  let knex: Knex;
  let sluice: Awaited<ReturnType<typeof startSluice>>;
  let store: DriftStore;

  /** A day apart, so that they have an order. */
  async function found(...drifts: Drift[]): Promise<void> {
    await knex.transaction(async tx => {
      for (const [index, drift] of drifts.entries()) {
        await store.appear(tx, {
          drift,
          at: inDays(index - 10),
          toldTo: ['group:default/platform'],
        });
      }
    });
    await store.saveCheck({
      checkedAt: inDays(0),
      notRead: [
        {
          accountId: PRODUCER.accountId,
          accountName: PRODUCER.name,
          text: 'The filters could not be read: arn:aws:iam::1:role/x may not.',
        },
      ],
    });
  }

  async function start(hiddenInCatalog: string[] = []): Promise<void> {
    knex = await databases.init(databaseId);
    sluice = await startSluice({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
      hiddenInCatalog,
      entities: [...catalogEntities, PATIENTS_ENTITY],
    });
    store = new DriftStore(knex);
    await found(MISSING, STRANGER, OF_ACCOUNT);
  }

  const idsFor = async (persona: Anybody, query = '') => {
    const { body } = await sluice.get(persona, `/drift${query}`);
    return body.items?.map(({ id }: Drift) => id[0]).join('');
  };

  describe('by persona', () => {
    beforeAll(() => start());

    // Newest first: c is of an account, b of a stranger, a of Patients Care.
    it.each<[Anybody, string, string]>([
      ['platform', 'cba', 'all of them'],
      ['auditor', 'cba', 'all of them'],
      ['service', 'cba', 'all of them'],
      ['patientsOwner', 'ba', 'those of its product'],
      ['patientsCare', 'a', 'its own'],
      ['claimsCare', '', 'none'],
      ['claimsOwner', '', 'none'],
    ])('%s sees %s: %s', async (persona, ids) => {
      const { body } = await sluice.get(persona, '/drift');
      expect(await idsFor(persona)).toBe(ids);
      expect(body.counts).toEqual({ open: ids.length, ignored: 0, gone: 0 });
      for (const { id } of [MISSING, STRANGER, OF_ACCOUNT]) {
        const { status } = await sluice.get(persona, `/drift/${id}`);
        expect(status).toBe(ids.includes(id[0]) ? 200 : 404);
      }
    });

    it('answers nobody who is not signed in', async () => {
      expect((await sluice.get('nobody', '/drift')).status).toBe(401);
    });

    it.each<[Persona, string, string[]]>([
      ['platform', MISSING.id, ['repair', 'ignore']],
      ['platform', STRANGER.id, ['repair', 'keep', 'ignore']],
      ['platform', OF_ACCOUNT.id, ['ignore']],
      ['patientsOwner', STRANGER.id, ['ignore']],
      ['patientsCare', MISSING.id, []],
      ['auditor', MISSING.id, []],
    ])(
      'offers %s for %s what is accepted: %j',
      async (persona, id, actions) => {
        const { body } = await sluice.get(persona, `/drift/${id}`);
        expect(body.actions).toEqual(actions);
      },
    );

    it.each<[Persona, string, string, number]>([
      ['auditor', MISSING.id, 'ignore', 403],
      ['patientsCare', MISSING.id, 'ignore', 403],
      ['patientsOwner', MISSING.id, 'repair', 403],
      ['patientsOwner', OF_ACCOUNT.id, 'ignore', 404],
      ['claimsOwner', MISSING.id, 'ignore', 404],
      ['claimsCare', MISSING.id, 'repair', 404],
      ['platform', OF_ACCOUNT.id, 'repair', 409],
      ['platform', MISSING.id, 'watch', 409],
      // Nothing is declared of the grant.
      ['platform', MISSING.id, 'repair', 409],
      ['platform', 'unknown', 'ignore', 404],
    ])('answers %s, on %s: %s, with %s', async (persona, id, what, status) => {
      const before = await dumpTables(knex);
      const answer = await sluice.post(persona, `/drift/${id}/${what}`, {
        ...(what === 'ignore' && { reason: 'Moved', until: inDays(3) }),
      });
      expect(answer.status).toBe(status);
      expect(await dumpTables(knex)).toEqual(before);
    });

    it('tells why an account was not read to those who see accounts', async () => {
      const textFor = async (persona: Persona) =>
        (await sluice.get(persona, '/drift')).body.notRead[0].text;
      expect(await textFor('platform')).toContain('arn:aws:iam::1:role/x');
      expect(await textFor('patientsCare')).toMatch(
        /^Not all of account healthcare-producer could be read/,
      );
    });

    it.each([
      [`?team=${encodeURIComponent(PATIENTS_CARE)}`, 'a'],
      [`?team=${encodeURIComponent(CLAIMS_CARE)}`, ''],
      [`?table=${encodeURIComponent(PATIENTS)}`, 'ba'],
      [`?table=${encodeURIComponent(CLAIMS)}`, ''],
      ['?product=dataproduct%3Adefault%2Fpatients', 'ba'],
      ['?cause=strangerReads', 'b'],
      [`?account=${PRODUCER.name}`, 'cba'],
      [`?account=${CONSUMER.name}`, ''],
      ['?status=gone', ''],
    ])('filters by %s', async (query, ids) => {
      expect(await idsFor('platform', query)).toBe(ids);
    });

    it('goes on page by page', async () => {
      const seen: string[] = [];
      let cursor = '';
      do {
        const { body } = await sluice.get(
          'platform',
          `/drift?limit=1${cursor && `&cursor=${cursor}`}`,
        );
        seen.push(...body.items.map(({ id }: Drift) => id[0]));
        cursor = body.nextCursor ?? '';
      } while (cursor);
      expect(seen.join('')).toBe('cba');
    });

    it('shows it in the cell of the matrix, as of now', async () => {
      const driftOf = async (query: string) => {
        const { body } = await sluice.get('platform', `/access-matrix${query}`);
        return body.cells
          .filter(({ drift }: any) => drift !== 0)
          .map(({ team, table, drift }: any) => [team, table, drift]);
      };
      expect(await driftOf('')).toEqual([[PATIENTS_CARE, PATIENTS, 1]]);
    });

    it.each([
      ['?cause=none', /'cause' is none of grantMissing/],
      ['?team=none', /'team' is 'none'/],
      ['?status=none', /status/],
      ['?cursor=none', /cursor is not valid/],
    ])('refuses %s', async (query, message) => {
      const { status, body } = await sluice.get('platform', `/drift${query}`);
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringMatching(message),
      ]);
    });

    it.each([
      [{ until: inDays(-1) }, /^until is .* yet to come/],
      [{ until: inDays(366) }, /at most 365 days/],
      [{ until: 'tomorrow' }, /^until is "tomorrow"/],
      [{ reason: '  ' }, /reason is empty/],
    ])('refuses to ignore with %j', async (members, message) => {
      const before = await dumpTables(knex);
      const { status, body } = await sluice.post(
        'platform',
        `/drift/${MISSING.id}/ignore`,
        { reason: 'Moved', until: inDays(3), ...members },
      );
      expect([status, body.error.message]).toEqual([
        400,
        expect.stringMatching(message),
      ]);
      expect(await dumpTables(knex)).toEqual(before);
    });
  });

  it('ignores for a while, and watches again', async () => {
    await start();
    const until = inDays(3);
    const path = `/drift/${STRANGER.id}`;
    const ignored = await sluice.post('patientsOwner', `${path}/ignore`, {
      reason: 'A contractor, until Friday',
      until,
    });
    expect(ignored.body).toMatchObject({
      status: 'ignored',
      ignored: {
        by: 'user:default/patientsowner',
        until,
        reason: 'A contractor, until Friday',
      },
      actions: ['ignore', 'watch'],
    });
    expect(await idsFor('platform')).toBe('ca');
    expect(await idsFor('platform', '?status=ignored')).toBe('b');

    const watched = await sluice.post('patientsOwner', `${path}/watch`, {});
    expect(watched.body).toMatchObject({ status: 'open' });
    expect(watched.body.ignored).toBeUndefined();
    expect(
      sluice.auditEvents
        .filter(({ eventId }) => eventId.startsWith('drift-'))
        .map(({ eventId, outcome }) => [eventId, outcome]),
    ).toEqual([
      ['drift-ignore', 'success'],
      ['drift-watch', 'success'],
    ]);
  });

  it('says nothing of a table that the catalog hides', async () => {
    await start([PATIENTS]);
    expect(await idsFor('patientsCare')).toBe('');
    expect(
      (await sluice.get('patientsCare', `/drift/${MISSING.id}`)).status,
    ).toBe(404);
  });
});
