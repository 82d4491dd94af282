import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { startLakeOfGrants } from '../reconciler/__testUtils__/lakeOfGrants';
import { RequestStore } from '../requests';
import { DeclaredSubjects } from './DeclaredSubjects';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const TEAM = 'group:default/patients-care';
const HOUR_MS = 3_600_000;

describe('declared subjects', () => {
  let knex: Knex;
  let lake: Awaited<ReturnType<typeof startLakeOfGrants>>;
  let now: number;
  let subjects: DeclaredSubjects;
  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    lake = await startLakeOfGrants(directory, knex);
    now = 0;
    subjects = new DeclaredSubjects({
      reconciler: lake.reconciler,
      requests: new RequestStore(knex),
      now: () => now,
    });
  });
  afterEach(() => lake.sandbox.close());

  const refuse = (operation: string) =>
    lake.sandbox.faults.setRules([
      { operation, rate: 1, error: { code: 'AccessDeniedException' } } as any,
    ]);

  it('asks AWS once an hour', async () => {
    const { declared, unknown } = await subjects.read();
    expect(unknown).toEqual([]);
    expect(
      declared.find(({ subject }) => subject === TEAM)!.resources.length,
    ).toBeGreaterThan(5);

    lake.exchanges.length = 0;
    expect(await subjects.read()).toEqual({ declared, unknown });
    expect(lake.exchanges).toEqual([]);

    now += HOUR_MS;
    await subjects.read();
    expect(lake.exchanges.length).toBeGreaterThan(0);
  });

  it('does not know what a declaration wants that AWS keeps from it', async () => {
    refuse('EKS.DescribeCluster');
    const { declared, unknown } = await subjects.read();
    const ofTeam = unknown.find(({ subject }) => subject === TEAM);
    expect(ofTeam?.problem).toMatch(/AccessDenied|not authorized|refused/i);
    expect(unknown.map(({ declaration }) => declaration.kind).sort()).toEqual([
      'consumerAccount',
      'consumerTeam',
      'consumerTeam',
    ]);
    // The others are known all the same.
    expect(
      declared.find(({ declaration }) => declaration.kind === 'dataProduct')!
        .resources.length,
    ).toBeGreaterThan(0);

    lake.sandbox.faults.setRules([]);
    expect((await subjects.read()).unknown).toEqual([]);
  });

  it('takes what a declaration got so far for its own', async () => {
    const team = (await lake.reconciler.declarations.list()).find(
      each => each.kind === 'consumerTeam' && each.team === TEAM,
    )!;
    await lake.reconciler.make(team);
    refuse('EKS.DescribeCluster');
    const { declared } = await subjects.read();
    expect(
      declared.find(({ subject }) => subject === TEAM)!.resources.length,
    ).toBeGreaterThan(5);
  });
});
