import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  BlueprintFacts,
  blueprintOf,
  createAccessIndex,
  Declaration,
  declarationSchema,
  declaredWorld,
  DriftInput,
  findDrift,
  grantedWorld,
  heldShareKey,
  stagesOf,
  subjectOf,
} from '@sluice/plugin-sluice-common';
import {
  healthcareDeclarations,
  operationsDeclarations,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import {
  CONSUMER,
  PRODUCER,
  TEAM1_ROLE,
  TEAM2_ROLE,
} from '../__testUtils__/healthcare';
import { startHealthcareSandbox } from '../__testUtils__/startSandbox';
import { AccountObserver } from '../observer';
import { DatabaseObservationStore } from '../store';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const directory = createMockDirectory();

const held = (table: string) =>
  heldShareKey({
    consumerAccountId: CONSUMER.accountId,
    catalogId: PRODUCER.accountId,
    database: 'healthcare_db',
    table,
  });

const team = (name: string, principal: string) => ({
  entityRef: `group:default/${name}`,
  title: name,
  principal,
});

/** The seed, made by its own calls, beside the declarations that would make it. */
describe('the healthcare scenario, as observed', () => {
  let world: Awaited<ReturnType<typeof startHealthcareSandbox>>;
  let input: DriftInput;

  beforeAll(async () => {
    world = await startHealthcareSandbox(directory);
    const { accounts, connection } = world;
    const store = await DatabaseObservationStore.create(
      mockServices.database({ knex: await databases.init('SQLITE_3') }),
    );
    const observer = new AccountObserver({ connection, concurrency: 8 });
    for (const account of accounts) {
      await store.saveRun(await observer.observe(account));
    }
    const runs = await store.listLatestRuns();
    const observations = await Promise.all(
      runs.map(run => store.loadAccount(run)),
    );
    const declarations = [
      ...healthcareDeclarations,
      ...operationsDeclarations,
    ].map((each): Declaration => declarationSchema.parse(each));
    const facts: BlueprintFacts = {
      accounts,
      declarations,
      oidcIssuers: { [`${CONSUMER.name}/fgac-blog`]: 'oidc.example.org/id/1' },
      heldShares: { [held('patients')]: 'part', [held('claims')]: 'whole' },
    };
    input = {
      index: createAccessIndex(observations),
      accounts,
      teams: [
        team('patients-care', TEAM1_ROLE),
        team('claims-care', TEAM2_ROLE),
      ],
      declared: declarations.map(declaration => ({
        subject: subjectOf(declaration),
        declaration,
        resources: blueprintOf(declaration, facts),
      })),
      baselines: [],
    };
  });
  afterAll(() => world.sandbox.close());

  it('has no drift', () => {
    expect(findDrift(input)).toEqual([]);
  });

  it('has drift where a declared team reads tables that no declaration is about', () => {
    const declared = input.declared.filter(
      ({ declaration }) => declaration.kind !== 'keptPermission',
    );
    expect(findDrift({ ...input, declared })).toMatchObject([
      {
        cause: 'teamReadsMore',
        principal: TEAM1_ROLE,
        table: { tableName: 'staff_assignments' },
        team: 'group:default/patients-care',
      },
      {
        cause: 'openedByTag',
        principal: TEAM2_ROLE,
        table: { tableName: 'facilities' },
        team: 'group:default/claims-care',
      },
    ]);
  });

  it('has drift once a declaration is not in force', () => {
    const declared = input.declared.filter(
      ({ subject }) => subject !== 'group:default/claims-care',
    );
    expect(
      findDrift({ ...input, declared }).map(({ cause, principal }) => ({
        cause,
        principal,
      })),
    ).toEqual([{ cause: 'teamReadsMore', principal: TEAM2_ROLE }]);
  });

  it.each([
    [TEAM1_ROLE, 'patients', 'partial'],
    [TEAM1_ROLE, 'claims', 'full'],
    [TEAM2_ROLE, 'patients', 'none'],
    [TEAM2_ROLE, 'claims', 'full'],
  ])('has stages that agree for %s on %s', (principal, tableName, level) => {
    const { index, declared } = input;
    const { stages, differences } = stagesOf({
      index,
      declaredWorld: declaredWorld(index, declared),
      grantedWorld: grantedWorld(index),
      principal,
      table: {
        region: PRODUCER.region,
        catalogId: PRODUCER.accountId,
        databaseName: 'healthcare_db',
        tableName,
      },
      declared,
    });
    expect(differences).toEqual([]);
    expect([stages.declared, stages.granted, stages.effective]).toEqual([
      expect.objectContaining({ level }),
      expect.objectContaining({ level }),
      expect.objectContaining({ level }),
    ]);
  });
});
