import { DeleteDataCellsFilterCommand } from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { PATIENTS_CARE } from '../__testUtils__/catalog';
import { TEAM1_ROLE } from '../__testUtils__/healthcare';
import { PRODUCER_ID } from '../reconciler/__testUtils__/lakeOfGrants';
import { succeeded } from '../reconciler/__testUtils__/startReconciler';
import { grantFilterName } from '../requests/grantDeclaration';
import { ANALYST, startDriftLife } from './__testUtils__/startDriftLife';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

const OFFICE = 'group:default/claims-office';
const BY = 'user:default/lena';
const TEXAS = {
  columns: ['patient_id', 'city', 'state'],
  rowFilter: "state = 'Texas'",
};

describe.each(databases.eachSupportedId())('drift on %s', databaseId => {
  let life: Awaited<ReturnType<typeof startDriftLife>>;
  beforeEach(async () => {
    life = await startDriftLife({
      directory,
      knex: await databases.init(databaseId),
    });
    await life.check();
  });
  afterEach(() => life.sandbox.close());

  const recipients = () =>
    life.sent.map(({ recipients: to }) => (to as any).entityRef);
  const repair = async () =>
    succeeded(
      await life.reconciler.apply(
        await life.drift.repairs.plan(await life.theOpenOne(), BY),
      ),
    );

  it('finds a grant that somebody took away, once, and gives it back', async () => {
    await life.revokeByHand(TEAM1_ROLE);
    const found = {
      cause: 'grantMissing',
      subject: PATIENTS_CARE,
      status: 'open',
    };
    for (let check = 1; check <= 3; check++) {
      expect(await life.check()).toEqual([found]);
    }
    expect(recipients()).toEqual([[OFFICE, PATIENTS_CARE]]);

    await repair();
    expect(await life.check()).toEqual([{ ...found, status: 'gone' }]);
    expect(recipients()).toHaveLength(1);
  });

  it('finds what a stranger was granted, and takes it away', async () => {
    await life.makeAnalyst();
    await life.grantByHand(ANALYST);
    const found = {
      cause: 'strangerReads',
      subject: undefined,
      status: 'open',
    };
    expect(await life.check()).toEqual([found]);
    expect(recipients()).toEqual([[OFFICE]]);

    await repair();
    expect(await life.check()).toEqual([{ ...found, status: 'gone' }]);
  });

  it('keeps what a stranger was granted, and finds when it is more', async () => {
    await life.makeAnalyst();
    await life.grantByHand(ANALYST);
    await life.check();
    const drift = await life.theOpenOne();
    const plan = await life.drift.repairs.planKeep(drift, BY);
    expect(plan).toMatchObject({
      kind: 'apply',
      declaration: { kind: 'keptPermission', principal: ANALYST },
    });
    const { summary } = succeeded(await life.reconciler.apply(plan));
    expect(await life.reconciler.declarations.list()).toContainEqual(
      plan.declaration,
    );
    expect(await life.check()).toMatchObject([{ status: 'gone' }]);

    await life.revokeByHand(ANALYST);
    expect(await life.check()).toContainEqual({
      cause: 'grantMissing',
      subject: summary.subject,
      status: 'open',
    });
  });

  it('gives back what an agreement gave, which goes on as before', async () => {
    const request = await life.agreed([TEXAS]);
    await life.settle();
    expect(await life.phase(request)).toBe('active');
    const held = await life.held();
    expect(await life.check()).toEqual([]);

    await life.lakeFormation(PRODUCER_ID).send(
      new DeleteDataCellsFilterCommand({
        TableCatalogId: PRODUCER_ID,
        DatabaseName: 'healthcare_db',
        TableName: 'patients',
        Name: grantFilterName(request.grantId, 'patients'),
      }),
    );
    expect(await life.check()).toMatchObject([
      { cause: 'filterMissing', subject: `grant:${request.grantId}` },
    ]);
    await repair();
    expect(await life.held()).toEqual(held);
    await life.settle();
    expect(await life.phase(request)).toBe('active');
    expect(await life.check()).toMatchObject([{ status: 'gone' }]);

    life.clock.advance(24 * 60);
    await life.settle();
    expect(await life.held()).toEqual({});
    expect(await life.check()).toMatchObject([{ status: 'gone' }]);
  });
});
