import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { accessSummaryOf, AccessTerms } from '@sluice/plugin-sluice-common';
import { CLAIMS_CARE, PATIENTS_CARE, RESEARCH } from '../__testUtils__/catalog';
import { PATIENTS } from '../__testUtils__/healthcare';
import { AccessService, AccessSnapshot } from '../access';
import { Asked, startFulfilment } from './__testUtils__/startFulfilment';
import { AskedGrant, RequestCheck, RequestChecks } from './RequestChecks';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const ROLE = 'emr_on_eks_fgac_job_team2_execution_role';
const TEXAS: Asked = {
  columns: ['patient_id', 'gender', 'city', 'state', 'created_at'],
  rowFilter: "state = 'Texas'",
};
const OHIO: Asked = {
  columns: ['ssn', 'city'],
  rowFilter: "state = 'Ohio'",
};

async function start() {
  const lake = await startFulfilment({
    directory,
    knex: await databases.init('SQLITE_3'),
  });
  const { access, reconciler, store } = lake;
  const checksBy = (of: Pick<AccessService, 'current'>) =>
    new RequestChecks({
      access: of,
      store,
      declarations: reconciler.declarations,
      accounts: () => lake.connection.listAccounts(),
    });
  const checks = checksBy(access);
  const termsOf = async (...tables: Asked[]): Promise<AccessTerms> => ({
    ...(await lake.requested(tables)),
    durationMinutes: 60,
  });
  return {
    ...lake,
    checksOf: (snapshot: AccessSnapshot) =>
      checksBy({ current: async () => snapshot }),
    termsOf,
    check: async (
      tables: Asked[],
      options: Partial<AskedGrant> = {},
    ): Promise<RequestCheck> =>
      checks.check({
        team: CLAIMS_CARE,
        terms: await termsOf(...tables),
        ...options,
      }),
    /** Agreed on, and in force. */
    give: async (...args: Parameters<typeof lake.agreed>) => {
      const request = await lake.agreed(...args);
      await lake.settle();
      await lake.observe();
      const given = await store.get(request.id);
      expect(given.fulfilment).toMatchObject({ status: 'active' });
      return given;
    },
    /** What a team reads, in the words that a consequence has for it. */
    reads: async (teamRef: string, table = PATIENTS) => {
      const snapshot = await access.current({ fresh: true });
      return accessSummaryOf(
        snapshot.accessOf(
          snapshot.findTeam(teamRef)!,
          snapshot.world.findTable(table)!,
        ),
      );
    },
  };
}

const sentences = ({ consequences }: RequestCheck) =>
  consequences.map(({ text }) => text);
const overlapsOf = ({ overlaps }: RequestCheck) =>
  overlaps.map(({ kind, text }) => `${kind}: ${text}`);
const findingsOf = ({ findings }: RequestCheck) =>
  findings.map(
    ({ rule, severity, message }) => `${rule} ${severity}: ${message}`,
  );

describe('RequestChecks', () => {
  let lake: Awaited<ReturnType<typeof start>>;
  beforeEach(async () => {
    lake = await start();
  });
  afterEach(() => lake.sandbox.close());

  it('foretells what is then given, without a call to AWS', async () => {
    const calls = lake.exchanges.length;
    const check = await lake.check([TEXAS]);
    expect(lake.exchanges).toHaveLength(calls);
    expect(findingsOf(check)).toEqual([]);
    expect(overlapsOf(check)).toEqual([]);
    expect(sentences(check)).toEqual([
      "Claims Care Team gains healthcare_db.patients: 5 of 9 columns, rows where state = 'Texas'.",
    ]);
    const [{ principal, tableRef, after }] = check.consequences;
    expect(tableRef).toBe(PATIENTS);
    expect(check.teamRefs.get(principal)).toBe(CLAIMS_CARE);
    expect(
      check.permissions.map(
        ({ account, title, exists }) =>
          `${account.split('-')[1]}: ${title}${exists ? ' (exists)' : ''}`,
      ),
    ).toEqual([
      `consumer: DESCRIBE on database consumer_healthcare_db for ${ROLE} (exists)`,
      'consumer: Resource link consumer_healthcare_db.rl_patients to healthcare_db.patients (exists)',
      `consumer: DESCRIBE on table consumer_healthcare_db.rl_patients for ${ROLE}`,
      'producer: Data cells filter sluice_new_patients of healthcare_db.patients',
      `producer: SELECT on filter sluice_new_patients of healthcare_db.patients for ${ROLE}`,
      'consumer: Accepted shares of account 111122223333 (exists)',
    ]);
    await lake.give([TEXAS]);
    expect(await lake.reads(CLAIMS_CARE)).toEqual(after);
  });

  it('sees that a grant is changed in place, and takes back what it leaves out', async () => {
    const given = await lake.give([TEXAS]);
    const check = await lake.check(
      [{ ...TEXAS, columns: ['patient_id', 'state'] }],
      { supersedes: given.id },
    );
    expect(sentences(check)).toEqual([
      "Claims Care Team has 5 of 9 columns, rows where state = 'Texas' of healthcare_db.patients, and will have 2 of 9 columns, rows where state = 'Texas'.",
    ]);
    // It takes the place of what the team reads already.
    expect(overlapsOf(check)).toEqual([]);

    const elsewhere = await lake.check(
      [{ table: 'claims', columns: ['claim_id'] }],
      { supersedes: given.id },
    );
    expect(sentences(elsewhere)).toEqual([
      "Claims Care Team loses healthcare_db.patients: it has 5 of 9 columns, rows where state = 'Texas'.",
    ]);
    await lake.give([{ table: 'claims', columns: ['claim_id'] }], {
      supersedes: given,
    });
    expect(await lake.reads(CLAIMS_CARE)).toEqual(
      elsewhere.consequences[0].after,
    );
  });

  it('says what is granted by another agreement, and that a second one changes nothing', async () => {
    const given = await lake.give([TEXAS]);
    const check = await lake.check([TEXAS]);
    expect(check.overlaps).toEqual([
      {
        kind: 'alreadyGranted',
        table: PATIENTS,
        requestId: given.id,
        text: `Claims Care Team reads these 5 columns of healthcare_db.patients in these rows already, by another agreement that ends at ${given.agreement.expiresAt}.`,
      },
    ]);
    expect(check.consequences).toEqual([]);
    expect(
      check.permissions
        .filter(({ exists }) => !exists)
        .map(({ title }) => title),
    ).toEqual([
      'Data cells filter sluice_new_patients of healthcare_db.patients',
      `SELECT on filter sluice_new_patients of healthcare_db.patients for ${ROLE}`,
    ]);
  });

  it('says that the grant of today is there once it is', async () => {
    const { grantId } = await lake.give([TEXAS]);
    const { permissions, consequences } = await lake.check([TEXAS], {
      grantId,
    });
    expect(permissions.filter(({ exists }) => !exists)).toEqual([]);
    expect(consequences).toEqual([]);
  });

  it('warns of what the union gives: other columns, other rows, empty cells', async () => {
    const check = await lake.check([OHIO], { team: PATIENTS_CARE });
    expect(overlapsOf(check)).toEqual([
      "wider: Grants add up: beyond what is asked of healthcare_db.patients, Patients Care Team keeps what it was given before: columns patient_id, patient_name, date_of_birth, gender, state, created_at, updated_at, and rows where state in ('Texas', 'New York').",
      "wider: Grants of different columns and rows meet in healthcare_db.patients, so not every row comes back with every column. Values of patient_id, patient_name, date_of_birth, gender, state, created_at, updated_at are in rows where state in ('Texas', 'New York') only; values of ssn are in rows where state = 'Ohio' only; elsewhere these cells are NULL.",
    ]);
    const [{ after }] = check.consequences;
    await lake.give([OHIO], { team: PATIENTS_CARE });
    expect(await lake.reads(PATIENTS_CARE)).toEqual(after);
  });

  it('says nothing of what the team reads where that is not known', async () => {
    await lake.give([TEXAS]);
    const { world, accounts, teams, products } = await lake.access.current();
    const stale = new AccessSnapshot({
      world,
      accounts: accounts.map(each => ({ ...each, stale: true })),
      directory: { teams, products },
    });
    const check = await lake.checksOf(stale).check({
      team: CLAIMS_CARE,
      terms: await lake.termsOf(TEXAS),
    });
    expect(check.overlaps).toEqual([]);
    expect(findingsOf(check)).toEqual([
      expect.stringMatching(
        /^OBSERVATION warning: What Claims Care Team reads of healthcare_db\.patients now is not known, .* too long ago to rely on/,
      ),
    ]);
  });

  it('names what else gives the same, not the grant itself', async () => {
    const { grantId } = await lake.give([TEXAS]);
    const same = await lake.check([TEXAS], { grantId });
    expect(same.overlaps).toEqual([]);
    const second = await lake.give([TEXAS]);
    const { overlaps } = await lake.check([TEXAS], { grantId });
    expect(overlaps).toEqual([
      expect.objectContaining({
        kind: 'alreadyGranted',
        requestId: second.id,
      }),
    ]);
  });

  it('names requests that wait', async () => {
    const request = await lake.agreed([TEXAS], { startsInMinutes: 10 });
    const { overlaps } = await lake.check([{ columns: ['ssn'] }]);
    expect(overlaps).toEqual([
      expect.objectContaining({ kind: 'pending', requestId: request.id }),
    ]);
    const superseding = await lake.check([{ columns: ['ssn'] }], {
      supersedes: request.id,
    });
    expect(superseding.overlaps).toEqual([]);
  });

  it.each<[string, (terms: AccessTerms) => Partial<AskedGrant>, RegExp[]]>([
    [
      'a team that is not onboarded',
      () => ({ team: RESEARCH }),
      [/^GRANT error: group:default\/population-research is not onboarded/],
    ],
    [
      'a table that was made anew',
      terms => ({
        terms: {
          ...terms,
          tables: [{ ...terms.tables[0], tableUuid: 'another' }],
        },
      }),
      [/^GRANT error: Table healthcare_db\.patients was made anew/],
    ],
    [
      'a column that is gone, and one that is not',
      terms => ({
        terms: {
          ...terms,
          tables: [
            { ...terms.tables[0], columns: [{ fieldId: 99, name: 'weight' }] },
          ],
        },
      }),
      [/^GRANT error: Column weight of healthcare_db\.patients is gone/],
    ],
    [
      'a row filter that nothing meets',
      terms => ({
        terms: {
          ...terms,
          tables: [
            {
              ...terms.tables[0],
              rowFilter: "state = 'Texas' and state = 'Ohio'",
            },
          ],
        },
      }),
      [/^V12 warning: .* lets no row through/],
    ],
  ])('finds %s', async (_, change, messages) => {
    const check = await lake.check([TEXAS], change(await lake.termsOf(TEXAS)));
    expect(findingsOf(check)).toEqual(
      messages.map(message => expect.stringMatching(message)),
    );
    expect(check.consequences).toEqual([]);
  });

  it('answers for requests of the team alone', async () => {
    const request = await lake.agreed([TEXAS]);
    await expect(
      lake.check([TEXAS], { team: PATIENTS_CARE, supersedes: request.id }),
    ).rejects.toThrow(
      `Request ${request.id} is not of ${PATIENTS_CARE}. Name a request of the same team, or none.`,
    );
  });
});
