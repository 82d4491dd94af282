import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  createSandbox,
  generateLargeEstate,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { AwsConnectionService } from '@sluice/plugin-sluice-node';
import { AccessService, TeamDirectory } from '../access';
import { AccountObserver } from '../observer';
import { DatabaseObservationStore } from '../store';
import { CatalogFeedService } from './CatalogFeedService';
import { LiveAgreements } from './LiveAgreements';

jest.setTimeout(300_000);

const TABLES = 2_000;
const PERMISSIONS = 20_000;

const databases = TestDatabases.create({
  ids: ['SQLITE_3'],
  disableDocker: true,
});
const directory = createMockDirectory();

const teamOf = (roleArn: string, index: number): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Group',
  metadata: {
    name: `team-${index}`,
    namespace: 'default',
    annotations: { 'sluice.io/job-execution-role-arn': roleArn },
  },
  spec: { type: 'team', children: [] },
});

/** The whole way of `scale.test.ts`, from the calls to AWS on. */
it(`observes ${TABLES} tables and ${PERMISSIONS} permissions as entities in one run, and again for nothing`, async () => {
  const sandbox = createSandbox({ dataDirectory: directory.resolve('lake') });
  const { account, roleArns } = await generateLargeEstate(sandbox, {
    tables: TABLES,
    permissions: PERMISSIONS,
  });
  const connection: AwsConnectionService = {
    listAccounts: () => [account],
    getClientConfiguration: async ({ accountId, region }) => ({
      region,
      credentials: sandbox.credentialsFor(accountId),
      maxAttempts: 1,
      requestHandler: sandbox.requestHandler(),
    }),
    getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
  };
  const observer = new AccountObserver({ connection, concurrency: 8 });
  const knex = await databases.init('SQLITE_3');
  const store = await DatabaseObservationStore.create(
    mockServices.database({ knex }),
  );
  const access = new AccessService({
    connection,
    store,
    directory: new TeamDirectory({
      catalog: catalogServiceMock({ entities: roleArns.map(teamOf) }),
      auth: mockServices.auth(),
    }),
    staleAfterMs: 3_600_000,
  });
  const feed = new CatalogFeedService({
    defaultOwner: 'group:default/x',
    agreements: new LiveAgreements(knex),
  });
  const page = async () =>
    feed.page(await access.current({ fresh: true }), { limit: 100_000 });

  const run = await observer.observe(account);
  expect(run.parts.filter(part => 'failure' in part)).toEqual([]);
  const { changed } = await store.saveRun(run);
  expect(changed).toBeGreaterThan(TABLES + PERMISSIONS);
  const { items, revision, complete } = await page();
  expect(complete).toBe(true);
  const ofKind = (kind: string) => items.filter(item => item.kind === kind);
  expect(
    ofKind('Resource').filter(({ spec }) => spec?.type === 'iceberg-table'),
  ).toHaveLength(TABLES);
  expect(ofKind('AccessGrant')).toHaveLength(PERMISSIONS);

  await expect(store.saveRun(await observer.observe(account))).resolves.toEqual(
    { changed: 0 },
  );
  // The entity provider writes nothing while the revision is the same; its own test says so.
  await expect(page()).resolves.toMatchObject({ revision });
});
