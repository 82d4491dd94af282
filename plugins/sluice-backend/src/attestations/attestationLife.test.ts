import { UpdateDataCellsFilterCommand } from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { CLAIMS_CARE, PATIENTS_CARE } from '../__testUtils__/catalog';
import { CLAIMS, PATIENTS } from '../__testUtils__/healthcare';
import { startDriftLife } from '../drift/__testUtils__/startDriftLife';
import { PRODUCER_ID } from '../reconciler/__testUtils__/lakeOfGrants';
import { left, verification, written } from './__testUtils__/verification';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

const RL_PATIENTS = 'consumer_healthcare_db.rl_patients';
const RL_CLAIMS = 'consumer_healthcare_db.rl_claims';
const WIDENED = {
  [RL_PATIENTS]: {
    rows: 12,
    rowsOutside: 4,
    groups: [
      { value: 'Texas', rows: 4 },
      { value: 'New York', rows: 4 },
      { rows: 4 },
    ],
  },
};

describe.each(databases.eachSupportedId())('attestations on %s', databaseId => {
  let life: Awaited<ReturnType<typeof startDriftLife>>;
  beforeAll(async () => {
    life = await startDriftLife({
      directory,
      knex: await databases.init(databaseId),
    });
    await life.check();
  });
  afterAll(() => life.sandbox.close());

  const expected = (team: string) => life.attestations.expectations.of(team);
  const verify = async (
    team: string,
    seen?: Parameters<typeof written>[1],
    minutes = 1,
  ) => {
    life.clock.advance(minutes);
    const run = verification(team, await expected(team));
    const result = await life.attestations.collector.collect(
      run,
      left({ object: written(run, seen) }),
    );
    return { run, ...result! };
  };
  const proofs = async () => {
    const snapshot = await life.access.current();
    const world = await life.drift.stages.of(snapshot);
    return life.attestations.proofs.at({ snapshot, world });
  };
  const failed = async () =>
    (await life.check()).filter(({ cause }) => cause === 'proofFailed');

  it('expects what is declared, of what is granted beside it too, and nothing of other links', async () => {
    const patientsCare = await expected(PATIENTS_CARE);
    expect(patientsCare).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          tableEntityRef: PATIENTS,
          name: RL_PATIENTS,
          access: 'readable',
          columns: [
            ...['patient_id', 'patient_name', 'date_of_birth', 'gender'],
            ...['city', 'state', 'created_at', 'updated_at'],
          ],
          rowFilter: "state in ('Texas', 'New York')",
          basis: 'declared',
        }),
        expect.objectContaining({
          tableEntityRef: CLAIMS,
          name: RL_CLAIMS,
          access: 'readable',
          rows: 10,
          rowsFrom: 'snapshot',
        }),
      ]),
    );
    expect(patientsCare.every(({ doubt }) => doubt === undefined)).toBe(true);
    const claimsCare = await expected(CLAIMS_CARE);
    expect(claimsCare).toContainEqual(
      expect.objectContaining({
        tableEntityRef: PATIENTS,
        name: RL_PATIENTS,
        access: 'denied',
        columns: [],
      }),
    );
  });

  it('takes the rows that a person knows, of a table that the team reads', async () => {
    const { expectations } = life.attestations;
    const [patients] = (
      await expectations.of(PATIENTS_CARE, [{ table: PATIENTS, rows: 8 }])
    ).filter(({ tableEntityRef }) => tableEntityRef === PATIENTS);
    expect(patients).toMatchObject({ rows: 8, rowsFrom: 'person' });
    await expect(
      expectations.of(CLAIMS_CARE, [{ table: PATIENTS, rows: 8 }]),
    ).rejects.toThrow(`is not to read ${PATIENTS}`);
    await expect(expectations.of('group:default/nobody')).rejects.toThrow(
      'No consumer team',
    );
  });

  it('finds what a proof shows until one shows that it is right again', async () => {
    const agreed = await verify(PATIENTS_CARE);
    expect(agreed.verdict).toBe('agrees');
    expect((await proofs()).of(PATIENTS_CARE, PATIENTS)).toMatchObject({
      level: 'partial',
      evidence: agreed.id,
    });
    expect(await failed()).toEqual([]);

    const told = life.sent.length;
    const heard = life.attested();
    const differing = await verify(PATIENTS_CARE, WIDENED);
    expect(differing.verdict).toBe('differs');
    expect(life.attested()).toBe(heard + 1);
    expect(await failed()).toMatchObject([{ status: 'open' }]);
    expect(await failed()).toHaveLength(1);
    expect(life.sent).toHaveLength(told + 1);
    expect(life.sent[told].payload.description).not.toContain('Texas');
    const stored = await life.drift.store.listOpen(life.clock.now());
    expect(stored.map(({ drift }) => drift)).toContainEqual(
      expect.objectContaining({
        cause: 'proofFailed',
        severity: 'high',
        direction: 'excess',
        team: PATIENTS_CARE,
        text: expect.stringContaining(
          '12 rows, 4 of which the row filter keeps away: Texas 4, New York 4, others 4',
        ),
      }),
    );
    expect((await proofs()).of(PATIENTS_CARE, PATIENTS)).toMatchObject({
      differsFrom: 'declared',
      evidence: differing.id,
    });
    expect((await proofs()).differing()).toEqual(
      new Map([[PATIENTS_CARE, [PATIENTS]]]),
    );

    // A run that shows nothing does not end it.
    await verify(PATIENTS_CARE, { [RL_PATIENTS]: { outcome: 'error' } });
    expect(await failed()).toMatchObject([{ status: 'open' }]);
    expect((await proofs()).of(PATIENTS_CARE, PATIENTS)).toMatchObject({
      evidence: differing.id,
    });

    await verify(PATIENTS_CARE);
    expect(await failed()).toMatchObject([{ status: 'gone' }]);
    expect((await proofs()).differing().size).toBe(0);
  });

  it('knows that a proof of what Lake Formation granted is of another grant', async () => {
    const tables = await expected(CLAIMS_CARE);
    const effective = tables.find(
      ({ basis, access }) => basis === 'effective' && access === 'denied',
    )!;
    expect(effective.tableEntityRef).toBe(PATIENTS);
    await verify(CLAIMS_CARE, {
      [RL_PATIENTS]: { outcome: 'read', columns: ['ssn'], rows: 12 },
    });
    expect((await proofs()).differing().get(CLAIMS_CARE)).toEqual([PATIENTS]);
    expect(await failed()).toContainEqual(
      expect.objectContaining({ status: 'open' }),
    );

    const request = await life.agreed([{ columns: ['patient_id'] }], {
      team: CLAIMS_CARE,
    });
    await life.settle();
    expect(await life.phase(request)).toBe('active');
    expect((await failed()).every(({ status }) => status === 'gone')).toBe(
      true,
    );
    expect((await proofs()).of(CLAIMS_CARE, PATIENTS)).toMatchObject({
      level: 'notProved',
      text: expect.stringContaining('for an earlier grant; verify again'),
    });
  });

  it('keeps expecting what is declared when a filter is widened behind its back', async () => {
    const before = await expected(PATIENTS_CARE);
    await life.lakeFormation(PRODUCER_ID).send(
      new UpdateDataCellsFilterCommand({
        TableData: {
          TableCatalogId: PRODUCER_ID,
          DatabaseName: 'healthcare_db',
          TableName: 'patients',
          Name: 'patients_column_row_filter',
          ColumnWildcard: {},
          RowFilter: { AllRowsWildcard: {} },
        },
      }),
    );
    await life.check();
    expect(await expected(PATIENTS_CARE)).toEqual(before);
  });
});
