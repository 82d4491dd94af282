import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import {
  GrantPermissionsCommand,
  RevokePermissionsCommand,
} from '@aws-sdk/client-lakeformation';
import {
  createMockDirectory,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { desired, Drift } from '@sluice/plugin-sluice-common';
import { Knex } from 'knex';
import { TEAM1_ROLE } from '../__testUtils__/healthcare';
import {
  CONSUMER_ID,
  PRODUCER_ID,
  startLakeOfGrants,
} from '../reconciler/__testUtils__/lakeOfGrants';
import { succeeded } from '../reconciler/__testUtils__/startReconciler';
import { snapshotOf } from '../requests/__testUtils__/snapshotOf';
import { MISSING, OF_ACCOUNT, STRANGER } from './__testUtils__/findings';
import { DriftRepairs } from './DriftRepairs';
import { DriftStore } from './DriftStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const TEAM = 'group:default/patients-care';
const BY = 'user:default/lena';
const ANALYST = `arn:aws:iam::${CONSUMER_ID}:role/analyst`;
const CLAIMS = {
  Table: {
    CatalogId: PRODUCER_ID,
    DatabaseName: 'healthcare_db',
    Name: 'claims',
  },
};

const TEAM_MISSES: Drift = {
  ...MISSING,
  subject: TEAM,
  repair: { kind: 'reapply', subject: TEAM },
};
const ANALYST_READS: Drift = {
  ...STRANGER,
  repair: {
    kind: 'revoke',
    resources: [
      desired('lakeFormationPermission', {
        account: 'healthcare-consumer',
        properties: {
          principal: ANALYST,
          resource: {
            kind: 'table',
            catalogId: PRODUCER_ID,
            databaseName: 'healthcare_db',
            tableName: 'claims',
          },
          permissions: ['SELECT'],
          grantable: [],
        },
        why: 'Nobody declared it.',
      }),
    ],
  },
};

describe('repairs', () => {
  let knex: Knex;
  let lake: Awaited<ReturnType<typeof startLakeOfGrants>>;
  let repairs: DriftRepairs;
  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    lake = await startLakeOfGrants(directory, knex);
    const { reconciler } = lake;
    repairs = new DriftRepairs({
      access: { current: async () => snapshotOf([]) },
      store: new DriftStore(knex),
      reconciler,
    });
  });
  afterEach(() => lake.sandbox.close());

  const claims = () =>
    knex('resource_claims').select('subject').distinct().orderBy('subject');

  it('grants again what was declared, and declares nothing', async () => {
    const declared = await lake.reconciler.declarations.list();
    const before = await lake.permissions(CONSUMER_ID);
    await lake.lakeFormation(CONSUMER_ID).send(
      new RevokePermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: TEAM1_ROLE },
        Resource: CLAIMS,
        Permissions: ['SELECT'],
      }),
    );
    expect(await lake.permissions(CONSUMER_ID)).not.toEqual(before);

    const plan = await repairs.plan(TEAM_MISSES, BY);
    expect(plan).toMatchObject({
      kind: 'repair',
      subject: TEAM,
      createdBy: BY,
    });
    expect(await knex('declarations')).toEqual([]);
    succeeded(await lake.reconciler.apply(plan));

    expect(await lake.permissions(CONSUMER_ID)).toEqual(before);
    expect(await lake.reconciler.declarations.list()).toEqual(declared);
    expect(await knex('declarations')).toEqual([]);
    expect(await claims()).toEqual([{ subject: TEAM }]);
  });

  it('takes away what somebody else granted, and claims nothing', async () => {
    const before = await lake.permissions(CONSUMER_ID);
    const consumer = lake.connection
      .listAccounts()
      .find(({ accountId }) => accountId === CONSUMER_ID)!;
    await new IAMClient(
      await lake.connection.getClientConfiguration(consumer),
    ).send(
      new CreateRoleCommand({
        RoleName: 'analyst',
        AssumeRolePolicyDocument: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { AWS: `arn:aws:iam::${CONSUMER_ID}:root` },
              Action: 'sts:AssumeRole',
            },
          ],
        }),
      }),
    );
    await lake.lakeFormation(CONSUMER_ID).send(
      new GrantPermissionsCommand({
        Principal: { DataLakePrincipalIdentifier: ANALYST },
        Resource: CLAIMS,
        Permissions: ['SELECT'],
      }),
    );
    const plan = await repairs.plan(ANALYST_READS, BY);
    expect(plan.steps.map(({ action }) => action)).toEqual(['delete']);
    succeeded(await lake.reconciler.apply(plan));
    expect(await lake.permissions(CONSUMER_ID)).toEqual(before);
    expect(await claims()).toEqual([]);
  });

  it('leaves to a declaration what that holds', async () => {
    const { reconciler } = lake;
    const [team] = (await reconciler.declarations.list()).filter(
      each => each.kind === 'consumerTeam' && each.team === TEAM,
    );
    await reconciler.make(team);
    const held = (await reconciler.managed.claimedBy(TEAM)).find(
      ({ type }) => type === 'lakeFormationPermission',
    )!;
    const plan = await repairs.plan(
      { ...ANALYST_READS, repair: { kind: 'revoke', resources: [held] } },
      BY,
    );
    expect(plan.steps).toMatchObject([
      { action: 'keep', why: `${TEAM} needs it, too.` },
    ]);
  });

  it('refuses a plan whose declaration has changed since', async () => {
    const { reconciler } = lake;
    const [team] = (await reconciler.declarations.list()).filter(
      each => each.kind === 'consumerTeam' && each.team === TEAM,
    );
    const plan = await repairs.plan(TEAM_MISSES, BY);
    await reconciler.make({
      ...team,
      grants: (team as any).grants.slice(0, 1),
    } as any);
    const before = await lake.permissions(CONSUMER_ID);
    await expect(reconciler.apply(plan)).rejects.toThrow(
      /What is declared of group:default\/patients-care has changed|The world has changed/,
    );
    expect(await lake.permissions(CONSUMER_ID)).toEqual(before);
  });

  it('does not take the place of a change that stopped half-way', async () => {
    const { reconciler } = lake;
    const [team] = (await reconciler.declarations.list()).filter(
      each => each.kind === 'consumerTeam' && each.team === TEAM,
    );
    const { summary } = await reconciler.make(team);
    await knex('changes')
      .where({ id: summary.id })
      .update({ status: 'failed' });
    await expect(repairs.plan(TEAM_MISSES, BY)).rejects.toThrow(
      `Change ${summary.id} of ${TEAM} stopped half-way (failed); resume it`,
    );
  });

  it('cannot be undone, since it made true what is declared', async () => {
    const { reconciler } = lake;
    const { summary } = await reconciler.apply(
      await repairs.plan(TEAM_MISSES, BY),
    );
    await expect(reconciler.changes.planUndo(summary.id, BY)).rejects.toThrow(
      /declare something else instead of undoing it/,
    );
  });

  it.each([
    ['by hand', OF_ACCOUNT, 'Turn it on in the console.'],
    ['of nothing', MISSING, 'Nothing is declared of grant:g1 any more'],
  ])('refuses what is %s', async (_, drift, message) => {
    await expect(repairs.plan(drift, BY)).rejects.toMatchObject({
      name: 'ConflictError',
      message: expect.stringContaining(message),
    });
    expect(await knex('plans')).toEqual([]);
  });
});
