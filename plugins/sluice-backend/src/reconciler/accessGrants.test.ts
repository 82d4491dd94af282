import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  Change,
  DeclarationInput,
  EffectiveAccess,
  Plan,
} from '@sluice/plugin-sluice-common';
import { isWrite } from '../__testUtils__/emptyEstate';
import { populationResearch } from './__testUtils__/onboarding';
import {
  CONSUMER_ID,
  PRODUCER_ID,
  startLakeOfGrants,
} from './__testUtils__/lakeOfGrants';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const ROLE = 'emr_on_eks_fgac_job_team2_execution_role';
const FIVE_COLUMNS = ['patient_id', 'gender', 'city', 'state', 'created_at'];
const patients = {
  producerAccount: 'healthcare-producer',
  database: 'healthcare_db',
  table: 'patients',
  columns: FIVE_COLUMNS,
  rowFilter: "state = 'Texas'",
  filterName: 'patients_grant_one',
};
const claims = {
  ...patients,
  table: 'claims',
  columns: ['claim_id'],
  rowFilter: "status = 'Approved'",
  filterName: 'claims_grant_one',
};
const facilities = {
  producerAccount: 'healthcare-producer',
  database: 'operations_db',
  table: 'facilities',
  columns: ['facility_id'],
  filterName: 'facilities_grant_one',
};
type Grant = Extract<DeclarationInput, { kind: 'accessGrant' }>;
type Table = typeof patients | typeof facilities;

const grant = (id: string, ...tables: Table[]): Grant => ({
  kind: 'accessGrant',
  grant: id,
  team: 'group:default/claims-care',
  tables,
});
const one = grant('one', patients);
const two = grant('two', {
  ...patients,
  columns: ['patient_id', 'date_of_birth'],
  rowFilter: "state = 'New York'",
  filterName: 'patients_grant_two',
});

/** `action: title` of each step that is more than a look. */
const work = ({ steps }: Plan) =>
  steps
    .filter(({ action }) => action !== 'none')
    .map(({ action, title }) => `${action}: ${title}`)
    .sort();

/** The same in the order in which the steps began. */
const began = ({ journal, plan }: Change) =>
  journal.flatMap(({ event, message }) => {
    const isWork = work(plan).includes(message);
    return event === 'started' && isWork ? [message] : [];
  });

const DATABASE = `DESCRIBE on database consumer_healthcare_db for ${ROLE}`;
const LINK =
  'Resource link consumer_healthcare_db.rl_patients to healthcare_db.patients';
const ON_LINK = `DESCRIBE on table consumer_healthcare_db.rl_patients for ${ROLE}`;
const SHARES = 'Accepted shares of account 111122223333';
const filterOf = (name: string) =>
  `Data cells filter patients_grant_${name} of healthcare_db.patients`;
const selectOf = (name: string) =>
  `SELECT on filter patients_grant_${name} of healthcare_db.patients for ${ROLE}`;

let lake: Awaited<ReturnType<typeof startLakeOfGrants>>;
beforeEach(async () => {
  lake = await startLakeOfGrants(directory, await databases.init('SQLITE_3'));
});
afterEach(() => lake.sandbox.close());

const visibleColumns = (access: EffectiveAccess) =>
  'columns' in access &&
  access.columns
    .filter(({ rows }) => rows.kind !== 'none')
    .map(({ name }) => name);

/** All that anybody holds, in both accounts. */
const permissions = async () => [
  ...(await lake.permissions(PRODUCER_ID)),
  ...(await lake.permissions(CONSUMER_ID)),
];

it('gives a team columns and rows of a table, and takes back just these', async () => {
  const before = await permissions();
  const { plan } = await lake.reconciler.make(one);
  expect(plan.title).toBe('Give claims-care access: patients');
  expect(work(plan)).toEqual(
    [
      `adopt: ${DATABASE}`,
      `adopt: ${LINK}`,
      `adopt: ${SHARES}`,
      `create: ${filterOf('one')}`,
      `create: ${ON_LINK}`,
      `create: ${selectOf('one')}`,
    ].sort(),
  );

  expect(await lake.filter('patients_grant_one')).toEqual({
    columns: FIVE_COLUMNS,
    rows: "state = 'Texas'",
  });
  const after = await permissions();
  // The consumer's Lake Formation says, too, what was shared with a role of it.
  const select = new RegExp(`^${ROLE} SELECT on .*Filter.*patients_grant_one`);
  expect(after.filter(line => !before.includes(line))).toEqual([
    expect.stringMatching(select),
    expect.stringMatching(new RegExp(`^${ROLE} DESCRIBE on .*rl_patients`)),
    expect.stringMatching(select),
  ]);
  expect(before.filter(line => !after.includes(line))).toEqual([]);
  const access = await lake.reads(ROLE, 'healthcare_db', 'patients');
  expect(access).toMatchObject({
    level: 'partial',
    rows: { kind: 'expression', expression: "state = 'Texas'" },
  });
  expect(visibleColumns(access)).toEqual(FIVE_COLUMNS);

  expect(work(await lake.reconciler.plan(one, 'apply'))).toEqual([]);

  const removed = await lake.reconciler.remove(one);
  expect(removed.plan.title).toBe("End claims-care's access: patients");
  expect(await permissions()).toEqual(before);
  expect(await lake.filter('patients_grant_one')).toBeUndefined();
  expect(await lake.reads(ROLE, 'healthcare_db', 'patients')).toMatchObject({
    level: 'none',
  });
});

it('narrows a grant in place: what is granted on the filter is not touched', async () => {
  await lake.reconciler.make(one);
  lake.exchanges.length = 0;
  const narrowed = await lake.reconciler.make(
    grant('one', {
      ...patients,
      columns: ['patient_id', 'city'],
      rowFilter: "state = 'Texas' and city = 'Austin'",
    }),
  );
  expect(work(narrowed.plan)).toEqual([`update: ${filterOf('one')}`]);
  expect(began(narrowed)).toEqual([`update: ${filterOf('one')}`]);
  expect(
    lake.exchanges.filter(isWrite).map(({ operation }) => operation),
  ).toEqual(['UpdateDataCellsFilter']);
  expect(await lake.filter('patients_grant_one')).toEqual({
    columns: ['patient_id', 'city'],
    rows: "state = 'Texas' and city = 'Austin'",
  });
});

it('lets the last of two grants take along what both need, and nothing that was there', async () => {
  const before = await permissions();
  await lake.reconciler.make(one);
  const alone = await permissions();
  const second = await lake.reconciler.make(two);
  expect(work(second.plan)).toEqual([
    `create: ${filterOf('two')}`,
    `create: ${selectOf('two')}`,
  ]);

  const first = await lake.reconciler.remove(one);
  expect(work(first.plan)).toEqual(
    [
      `delete: ${filterOf('one')}`,
      `delete: ${selectOf('one')}`,
      ...[DATABASE, LINK, ON_LINK, SHARES].map(title => `keep: ${title}`),
    ].sort(),
  );
  expect(await permissions()).toEqual(
    alone.map(line => line.replace('patients_grant_one', 'patients_grant_two')),
  );
  expect(await lake.reads(ROLE, 'healthcare_db', 'patients')).toMatchObject({
    level: 'partial',
    rows: { expression: "state = 'New York'" },
  });

  const last = await lake.reconciler.remove(two);
  expect(work(last.plan)).toEqual(
    [
      `delete: ${filterOf('two')}`,
      `delete: ${ON_LINK}`,
      `delete: ${selectOf('two')}`,
      ...[DATABASE, LINK, SHARES].map(title => `keep: ${title}`),
    ].sort(),
  );
  expect(await permissions()).toEqual(before);
});

it('leaves what the team is granted otherwise, also of the same table', async () => {
  const team = 'group:default/population-research';
  const role = 'population_research_job_execution_role';
  await lake.reconciler.make(populationResearch);
  const before = await permissions();
  const own = await lake.reads(role, 'healthcare_db', 'patients');

  const { plan } = await lake.reconciler.make({ ...one, team });
  expect(work(plan)).toEqual([
    expect.stringMatching(/^create: Data cells filter patients_grant_one/),
    expect.stringMatching(/^create: SELECT on filter patients_grant_one/),
  ]);
  expect(work(await lake.reconciler.plan(populationResearch, 'apply'))).toEqual(
    [],
  );

  await lake.reconciler.remove({ ...one, team });
  expect(await permissions()).toEqual(before);
  expect(await lake.reads(role, 'healthcare_db', 'patients')).toEqual(own);
  expect(work(await lake.reconciler.plan(populationResearch, 'apply'))).toEqual(
    [],
  );
});

it('gives what is new before it takes what is no longer wanted', async () => {
  await lake.reconciler.make(grant('one', patients, claims));
  const change = await lake.reconciler.make(
    grant('one', { ...patients, rowFilter: "state = 'Ohio'" }, facilities),
  );
  const steps = began(change).map(step => step.split(':')[0]);
  expect(steps.filter(action => action !== 'keep')).toEqual([
    ...steps.filter(action => ['create', 'update'].includes(action)),
    ...steps.filter(action => action === 'delete'),
  ]);
  expect(new Set(steps)).toEqual(
    new Set(['create', 'update', 'delete', 'keep']),
  );
});

it('takes nothing while what is new cannot be given', async () => {
  await lake.reconciler.make(one);
  const plan = await lake.reconciler.plan(grant('one', facilities), 'apply');
  lake.sandbox.faults.setRules([
    {
      operation: 'LakeFormation.GrantPermissions',
      error: { code: 'AccessDeniedException', message: 'not allowed' },
    },
  ]);
  const before = await permissions();
  const { summary } = await lake.reconciler.apply(plan);
  expect(summary.status).toBe('failed');
  expect(await permissions()).toEqual(before);
});

describe('a team that reads by an agreement', () => {
  const team = 'group:default/population-research';
  const inAnotherRole = {
    ...populationResearch,
    jobExecutionRole: 'another_role',
  } as DeclarationInput;

  it.each([
    ['goes', 'remove', populationResearch],
    ['gets another role', 'apply', inAnotherRole],
  ] as const)('%s only when the agreement has ended', async (_, kind, wish) => {
    await lake.reconciler.make(populationResearch);
    await lake.reconciler.make({ ...one, team });

    const refused = await lake.reconciler.plan(wish, kind);
    expect(refused.findings).toEqual([
      {
        rule: 'GRANTS',
        severity: 'error',
        message:
          'group:default/population-research reads by agreements (one), whose rights are held by its role population_research_job_execution_role in account healthcare-consumer. End these first, then plan again.',
      },
    ]);
    await expect(lake.reconciler.apply(refused)).rejects.toThrow(
      /cannot be applied: GRANTS/,
    );
    expect(
      (await lake.reconciler.plan(populationResearch, 'apply')).findings,
    ).toEqual([]);

    await lake.reconciler.remove({ ...one, team });
    const { findings } = await lake.reconciler.plan(wish, kind);
    expect(findings).toEqual([]);
  });

  it('is not undone before the agreement has ended, either', async () => {
    const { summary } = await lake.reconciler.make(populationResearch);
    await lake.reconciler.make({ ...one, team });
    const undo = () =>
      lake.reconciler.changes.planUndo(summary.id, 'user:default/tester');
    expect((await undo()).findings).toEqual([
      expect.objectContaining({ rule: 'GRANTS', severity: 'error' }),
    ]);
    await lake.reconciler.remove({ ...one, team });
    expect((await undo()).findings).toEqual([]);
  });
});
