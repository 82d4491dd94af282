import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { FaultRule } from '@sluice/plugin-sluice-backend-module-sandbox';
import { startHealthcareSandbox } from './__testUtils__/startSandbox';
import { Persona, startSluice } from './__testUtils__/startSluice';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});
const directory = createMockDirectory();

/**
 * The whole way: the seed's calls made in the sandbox, observed over the AWS
 * SDK, kept in a database, answered by the API.
 */
describe.each(databases.eachSupportedId())(
  'the seed system, observed, on %s',
  databaseId => {
    let world: Awaited<ReturnType<typeof startHealthcareSandbox>>;
    let sluice: Awaited<ReturnType<typeof startSluice>>;

    beforeAll(async () => {
      world = await startHealthcareSandbox(directory);
      sluice = await startSluice({
        knex: await databases.init(databaseId),
        connection: world.connection,
      });
    });
    afterAll(() => world.sandbox.close());

    /** Starts an observation of every account and waits until all are saved. */
    async function observe(faults: FaultRule[] = []) {
      world.sandbox.faults.setRules(faults);
      const before = await runs();
      const { status } = await sluice.post('platform', '/observations', {});
      expect(status).toBe(202);
      const isNew = (item: any, index: number) =>
        item.observedAt > (before[index].observedAt ?? '');
      for (;;) {
        const now = await runs();
        if (now.every(isNew)) return now;
      }
    }

    async function runs(): Promise<any[]> {
      const { body } = await sluice.get('platform', '/accounts');
      return body.items;
    }

    async function cells(persona: Persona): Promise<Record<string, string>> {
      const { body } = await sluice.get(persona, '/access-matrix');
      return Object.fromEntries(
        body.cells.map((cell: any) => [
          `${cell.team.split('/')[1]} × ${cell.table.split('/')[1]}`,
          [
            cell.level,
            cell.visibleColumns &&
              `${cell.visibleColumns}/${cell.totalColumns}`,
            cell.rows?.expression,
          ]
            .filter(Boolean)
            .join(' '),
        ]),
      );
    }

    it('is the matrix of the seed', async () => {
      const accounts = await observe();
      expect(accounts.map(({ status }) => status)).toEqual([
        'current',
        'current',
      ]);
      expect(await cells('auditor')).toMatchObject({
        'patients-care × healthcare_db.patients': expect.stringMatching(
          /^partial (\d+)\/\d+ state in \('Texas', 'New York'\)$/,
        ),
        'patients-care × healthcare_db.claims':
          expect.stringMatching(/^full (\d+)\/\1$/),
        'claims-care × healthcare_db.patients': 'none',
        'claims-care × healthcare_db.claims':
          expect.stringMatching(/^full (\d+)\/\1$/),
        'population-research × healthcare_db.patients': 'none',
        'population-research × healthcare_db.claims': 'none',
      });
      const { body } = await sluice.get(
        'patientsCare',
        `/effective-access?team=${encodeURIComponent(
          'group:default/patients-care',
        )}&table=${encodeURIComponent(
          'resource:healthcare-producer/healthcare_db.patients',
        )}`,
      );
      const hidden = body.columns.filter(
        (column: any) => column.rows.kind === 'none',
      );
      expect(hidden.map((column: any) => column.name)).toEqual(['ssn']);
      expect(body.links).toContainEqual(
        expect.objectContaining({ tableName: 'rl_patients' }),
      );
    });

    it('announces what was found, and nothing the second time', async () => {
      expect(sluice.events.publish).toHaveBeenCalledTimes(2);
      await observe();
      expect(sluice.events.publish).toHaveBeenCalledTimes(2);
    });

    it.each(['LakeFormation.ListPermissions', 'Glue.GetTables'])(
      'is unknown, not none, while %s fails, and recovers',
      async operation => {
        const before = await cells('auditor');
        await observe([
          { operation, error: { code: 'AccessDeniedException', status: 400 } },
        ]);
        const during = await cells('auditor');
        for (const cell of Object.keys(before)) {
          const known = cell.startsWith('population-research');
          expect(during[cell]).toBe(known ? 'none' : 'unknown');
        }
        await observe();
        expect(await cells('auditor')).toEqual(before);
      },
    );
  },
);
