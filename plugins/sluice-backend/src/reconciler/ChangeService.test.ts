import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { DeclarationInput, Plan } from '@sluice/plugin-sluice-common';
import { randomUUID } from 'crypto';
import { isWrite } from '../__testUtils__/emptyEstate';
import { startLakeOfGrants } from './__testUtils__/lakeOfGrants';
import { succeeded } from './__testUtils__/startReconciler';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

const grant = (id: string): DeclarationInput => ({
  kind: 'accessGrant',
  grant: id,
  team: 'group:default/claims-care',
  tables: [
    {
      producerAccount: 'healthcare-producer',
      database: 'healthcare_db',
      table: 'patients',
      columns: ['city'],
      filterName: `patients_${id}`,
    },
  ],
});

describe.each(databases.eachSupportedId())(
  'a change whose id was chosen beforehand, on %s',
  databaseId => {
    let lake: Awaited<ReturnType<typeof startLakeOfGrants>>;
    let id: string;
    beforeEach(async () => {
      id = randomUUID();
      lake = await startLakeOfGrants(
        directory,
        await databases.init(databaseId),
      );
    });
    afterEach(() => lake.sandbox.close());

    const planned = () => lake.reconciler.plan(grant('one'), 'apply');
    const create = (plan: Plan) =>
      lake.reconciler.changes.create({
        id,
        planId: plan.id,
        reason: 'a test',
        createdBy: 'user:default/tester',
      });
    const changes = async () =>
      (await lake.reconciler.changes.list({ limit: 10 })).items;

    it.each([
      ['one plan', async () => Array(2).fill(await planned())],
      ['two plans', async () => [await planned(), await planned()]],
    ])(
      'is begun once by two who ask at once, with %s',
      async (_, makePlans) => {
        const plans: Plan[] = await makePlans();
        lake.exchanges.length = 0;
        const created = await Promise.all(plans.map(create));
        expect(created.map(({ summary }) => summary.id)).toEqual([id, id]);

        const change = succeeded(await lake.reconciler.settled(id));
        expect(
          change.journal.filter(({ event }) => event === 'queued'),
        ).toHaveLength(1);
        expect((await changes()).map(each => each.id)).toEqual([id]);
        expect(
          lake.exchanges
            .filter(isWrite)
            .map(({ operation }) => operation)
            .sort(),
        ).toEqual([
          'AcceptResourceShareInvitation',
          'CreateDataCellsFilter',
          'GrantPermissions',
          'GrantPermissions',
        ]);
      },
    );

    it('is the one that there is also when it has changed the world since', async () => {
      const plan = await planned();
      await create(plan);
      succeeded(await lake.reconciler.settled(id));
      for (const again of [plan, await planned()]) {
        const { summary } = await create(again);
        expect(summary).toMatchObject({ id, status: 'succeeded' });
      }
      expect(await changes()).toHaveLength(1);
    });

    it('is not taken for one of another subject', async () => {
      await create(await planned());
      await lake.reconciler.settled(id);
      const other = await lake.reconciler.plan(grant('two'), 'apply');
      await expect(create(other)).rejects.toThrow(
        `Change ${id} is one of grant:one, so there can be none of grant:two with its id; choose another id`,
      );
      expect(await changes()).toHaveLength(1);
    });

    it('is refused as any other when the world has changed before it', async () => {
      const plan = await planned();
      await lake.reconciler.make(grant('one'));
      await expect(create(plan)).rejects.toThrow(/The world has changed since/);
      expect(await changes()).toHaveLength(1);
    });
  },
);
