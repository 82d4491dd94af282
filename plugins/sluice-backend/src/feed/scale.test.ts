import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  normalizePermissions,
  RawPermission,
} from '@sluice/plugin-sluice-common';
import { PRODUCER, runOf, table } from '../__testUtils__/healthcare';
import { AccessService, TeamDirectory } from '../access';
import { DatabaseObservationStore, ObservedDocument } from '../store';
import { CatalogFeedService } from './CatalogFeedService';
import { LiveAgreements } from './LiveAgreements';

jest.setTimeout(120_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_15'],
  disableDocker: true,
});

const TABLES = 2_000;
const TEAMS = 200;
const PERMISSIONS = 20_000;
const COLUMNS = Array.from({ length: 8 }, (_, index) => `column_${index}`);

const roleArn = (team: number) =>
  `arn:aws:iam::${PRODUCER.accountId}:role/team-${team}`;

/** Each team reads a hundred tables, every third of them without one column. */
function permissionRows(): RawPermission[] {
  return Array.from({ length: PERMISSIONS }, (_, index) => ({
    Principal: { DataLakePrincipalIdentifier: roleArn(index % TEAMS) },
    Resource: {
      TableWithColumns: {
        CatalogId: PRODUCER.accountId,
        DatabaseName: 'healthcare_db',
        Name: `table_${
          (Math.floor(index / TEAMS) * 20 + (index % TEAMS)) % TABLES
        }`,
        ...(index % 3 === 0
          ? { ColumnNames: COLUMNS.slice(1) }
          : { ColumnWildcard: {} }),
      },
    },
    Permissions: ['SELECT'],
    PermissionsWithGrantOption: [],
  }));
}

const documents: ObservedDocument[] = [
  {
    type: 'location',
    key: 'lake',
    document: { resourceArn: 'arn:aws:s3:::lake', mode: 'lakeFormation' },
  },
  {
    type: 'database',
    key: 'healthcare_db',
    document: {
      region: PRODUCER.region,
      catalogId: PRODUCER.accountId,
      databaseName: 'healthcare_db',
      lfTags: [],
    },
  },
  ...Array.from({ length: TABLES }, (_, index) =>
    table(`table_${index}`, COLUMNS),
  ),
  ...normalizePermissions(permissionRows(), PRODUCER).map(
    (permission): ObservedDocument => ({
      type: 'permission',
      key: permission.id,
      document: permission,
    }),
  ),
];

const teams = Array.from(
  { length: TEAMS },
  (_, index): Entity => ({
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Group',
    metadata: {
      name: `team-${index}`,
      namespace: 'default',
      annotations: { 'sluice.io/job-execution-role-arn': roleArn(index) },
    },
    spec: { type: 'team', children: [] },
  }),
);

it.each(databases.eachSupportedId())(
  `makes entities of ${TABLES} tables and ${PERMISSIONS} permissions in seconds, once, on %s`,
  async databaseId => {
    const knex = await databases.init(databaseId);
    const store = await DatabaseObservationStore.create(
      mockServices.database({ knex }),
    );
    const access = new AccessService({
      connection: {
        listAccounts: () => [PRODUCER],
        getClientConfiguration: jest.fn(),
        getKubeConfig: jest.fn(),
      },
      store,
      directory: new TeamDirectory({
        catalog: catalogServiceMock({ entities: teams }),
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

    await store.saveRun(runOf(PRODUCER, { documents }));
    let started = performance.now();
    const { items, revision } = await page();
    const first = performance.now() - started;

    await expect(
      store.saveRun(runOf(PRODUCER, { documents })),
    ).resolves.toEqual({ changed: 0 });
    started = performance.now();
    const again = await page();
    const second = performance.now() - started;

    expect(items.filter(item => item.kind === 'Resource')).toHaveLength(TABLES);
    expect(items.filter(item => item.kind === 'AccessGrant')).toHaveLength(
      PERMISSIONS,
    );
    expect(again.revision).toBe(revision);
    expect(first).toBeLessThan(20_000);
    expect(second).toBeLessThan(500);
  },
);
