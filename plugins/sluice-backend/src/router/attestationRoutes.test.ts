import { TestDatabases } from '@backstage/backend-test-utils';
import {
  attestationOf,
  JudgedTable,
  ObservationsDocument,
  TableExpectation,
  TableObservation,
} from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import {
  CLAIMS,
  CONSUMER,
  PATIENTS,
  PRODUCER,
  runOf,
  TEAM1_ROLE,
} from '../__testUtils__/healthcare';
import { Anybody, Persona, startSluice } from '../__testUtils__/startSluice';
import {
  verification,
  written,
} from '../attestations/__testUtils__/verification';
import { AttestationStore } from '../attestations';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});

const tableOf = (tableName: string) => ({
  region: 'us-west-2',
  catalogId: PRODUCER.accountId,
  databaseName: 'healthcare_db',
  tableName,
});
const PATIENTS_EXPECTED: TableExpectation = {
  table: tableOf('patients'),
  tableEntityRef: PATIENTS,
  name: 'consumer_healthcare_db.rl_patients',
  access: 'readable',
  columns: ['patient_id', 'state'],
  rowFilter: "state = 'Texas'",
  basis: 'effective',
  revision: 'an-earlier-one',
};
const CLAIMS_EXPECTED: TableExpectation = {
  ...PATIENTS_EXPECTED,
  table: tableOf('claims'),
  tableEntityRef: CLAIMS,
  name: 'consumer_healthcare_db.rl_claims',
  columns: ['claim_id'],
  rowFilter: undefined,
};

describe('attestations', () => {
  let knex: Knex;
  let sluice: Awaited<ReturnType<typeof startSluice>>;
  beforeAll(async () => {
    knex = await databases.init('SQLITE_3');
    sluice = await startSluice({
      knex,
      runs: [runOf(PRODUCER), runOf(CONSUMER)],
    });
    const add = (
      id: string,
      team: string,
      expectations: TableExpectation[],
      seen: Record<string, Partial<TableObservation>> = {},
    ) => {
      const run = verification(team, expectations, { roleArn: TEAM1_ROLE });
      const observations: ObservationsDocument = JSON.parse(written(run, seen));
      return knex.transaction(tx =>
        new AttestationStore(knex).add(
          tx,
          attestationOf({
            ...run,
            id,
            runId: run.id,
            expectations,
            observations,
            attestedAt: `2026-07-01T12:00:00.00${id.at(-1)}Z`,
          }),
        ),
      );
    };
    await add('a1', CLAIMS_CARE, [CLAIMS_EXPECTED]);
    await add('a2', PATIENTS_CARE, [PATIENTS_EXPECTED, CLAIMS_EXPECTED]);
    await add('a3', PATIENTS_CARE, [PATIENTS_EXPECTED, CLAIMS_EXPECTED], {
      [PATIENTS_EXPECTED.name]: { rows: 12, rowsOutside: 4 },
    });
    await add('a4', PATIENTS_CARE, []);
  });

  const list = async (persona: Anybody, query = '') =>
    (await sluice.get(persona, `/attestations${query}`)).body;
  const idsOf = (body: any) => body.items.map(({ id }: any) => id);
  const one = (persona: Anybody, id: string) =>
    sluice.get(persona, `/attestations/${id}`);

  it.each<[Persona, string[]]>([
    ['platform', ['a4', 'a3', 'a2', 'a1']],
    ['auditor', ['a4', 'a3', 'a2', 'a1']],
    ['patientsCare', ['a4', 'a3', 'a2']],
    ['claimsCare', ['a1']],
    ['claimsOwner', ['a3', 'a2', 'a1']],
    ['patientsOwner', ['a3', 'a2']],
    ['research', []],
  ])('lists for %s what the person may see, newest first', async (who, ids) => {
    expect(idsOf(await list(who))).toEqual(ids);
  });

  it.each([
    [`?team=${encodeURIComponent(CLAIMS_CARE)}`, ['a1']],
    [`?table=${encodeURIComponent(PATIENTS)}`, ['a3', 'a2']],
    ['?verdict=differs', ['a3']],
    ['?verdict=unproved', ['a4']],
  ])('filters by %s', async (query, ids) => {
    expect(idsOf(await list('platform', query))).toEqual(ids);
  });

  it('does not tell by filters and verdicts what a person may not see', async () => {
    expect(idsOf(await list('claimsOwner', '?verdict=differs'))).toEqual([]);
    expect(
      idsOf(
        await list('claimsOwner', `?table=${encodeURIComponent(PATIENTS)}`),
      ),
    ).toEqual([]);
    const { body } = await one('claimsOwner', 'a3');
    expect(body.summary).toMatchObject({
      verdict: 'agrees',
      tables: [{ tableEntityRef: CLAIMS }],
    });
    expect(body.document).toBeUndefined();
    expect(JSON.stringify(body)).not.toMatch(/patients"|Texas|12 rows/);
  });

  it('goes on page by page', async () => {
    const first = await list('platform', '?limit=3');
    const second = await list(
      'platform',
      `?limit=3&cursor=${first.nextCursor}`,
    );
    expect([...idsOf(first), ...idsOf(second)]).toEqual([
      ...['a4', 'a3', 'a2', 'a1'],
    ]);
    expect(second.nextCursor).toBeUndefined();
    expect(
      (await sluice.get('platform', '/attestations?cursor=x')).status,
    ).toBe(400);
  });

  it('shows what was checked and seen, to whom it concerns', async () => {
    const { body, status } = await one('patientsCare', 'a3');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      summary: {
        id: 'a3',
        team: { entityRef: PATIENTS_CARE },
        verdict: 'differs',
        engine: 'Spark 3.5.3',
        contentHash: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      tables: [
        { verdict: 'differs', rows: 12, rowsOutside: 4, current: false },
        { verdict: 'agrees' },
      ],
      roleArn: TEAM1_ROLE,
      intact: true,
      document: { id: 'a3' },
    });
    expect(body.tables[0].checks.map(({ check }: any) => check)).toEqual([
      ...['access', 'columns', 'rowFilter'],
    ]);
  });

  it.each<[Anybody, string, number]>([
    ['claimsCare', 'a3', 403],
    ['research', 'a1', 403],
    ['claimsOwner', 'a4', 403],
    ['nobody', 'a1', 401],
    ['platform', 'a9', 404],
  ])('does not show %s %s', async (who, id, status) => {
    expect((await one(who, id)).status).toBe(status);
  });

  it('holds the last proof against the grant of now', async () => {
    const { body } = await sluice.get(
      'platform',
      `/stages?table=${encodeURIComponent(PATIENTS)}`,
    );
    expect(body.items[0].stages.observed).toEqual({
      level: 'notProved',
      text: expect.stringMatching(/2026-07-01/),
      at: '2026-07-01T12:00:00.003Z',
      evidence: 'a3',
    });
  });

  it('says of one that was changed that it is not what was attested', async () => {
    const { document } = await knex('attestations')
      .where({ attestation_id: 'a3' })
      .first('document');
    const forged = JSON.parse(document);
    forged.tables.forEach((table: JudgedTable) => {
      table.verdict = 'agrees';
    });
    await knex('attestations')
      .where({ attestation_id: 'a3' })
      .update({ document: JSON.stringify(forged) });
    const { body } = await one('patientsCare', 'a3');
    expect(body).toMatchObject({
      intact: false,
      tables: [],
      summary: {
        verdict: 'unproved',
        text: expect.stringContaining('changed after it was stored'),
      },
    });
    expect(body.document).toBeUndefined();
    expect((await one('claimsOwner', 'a3')).status).toBe(403);
  });
});
