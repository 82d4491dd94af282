import {
  AccessDeniedException,
  GetUnfilteredTableMetadataCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import {
  createMockDirectory,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import {
  AccessIndex,
  createAccessIndex,
  EffectiveAccess,
  effectiveAccess,
  evaluateRowFilter,
  parseRowFilter,
  RowAccess,
} from '@sluice/plugin-sluice-common';
import {
  createSandbox,
  Sandbox,
} from '@sluice/plugin-sluice-backend-module-sandbox';
import { AccountObserver } from '../observer/AccountObserver';
import { DatabaseObservationStore } from '../store';
import {
  AccountClients,
  clientsOf,
  glueAs,
  REGION,
} from './__testUtils__/independentCheck/accounts';
import { Random } from './__testUtils__/independentCheck/Random';
import {
  ACCOUNTS,
  COLUMNS,
  PRODUCER,
  prepareAccounts,
  RandomDatabase,
  READERS,
} from './__testUtils__/independentCheck/randomEstate';
import {
  OUR_ROWS,
  ROW_COUNT,
  RowsInDuckDb,
} from './__testUtils__/independentCheck/rows';

jest.setTimeout(300_000);

const SEED = Number(process.env.SLUICE_CHECK_SEED ?? 2);
/** Each has three tables, which six roles ask for in 24 rows: 432 cases. */
const DATABASES = Number(process.env.SLUICE_CHECK_DATABASES ?? 70);

const directory = createMockDirectory();
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** By column: ids of the rows in which its cell is read. */
type Sight = Map<string, Set<number>>;

let sandbox: Sandbox;
let rows: RowsInDuckDb;
let clients: Record<string, AccountClients>;
let estate: RandomDatabase[];
let index: AccessIndex;

beforeAll(async () => {
  sandbox = createSandbox({ dataDirectory: directory.resolve('lake') });
  rows = await RowsInDuckDb.create();
  clients = Object.fromEntries(
    ACCOUNTS.map(account => [account, clientsOf(sandbox, account)]),
  );
  await prepareAccounts(clients);
  const random = new Random(SEED);
  estate = Array.from(
    { length: DATABASES },
    (_, i) => new RandomDatabase(clients, random, `db${i}`),
  );
  for (const database of estate) await database.create();
  index = createAccessIndex(await observe());
});
afterAll(async () => {
  rows.close();
  await sandbox.close();
});

/** What Sluice knows: read by its own observer, through the wire. */
async function observe() {
  const accounts = ACCOUNTS.map(accountId => ({
    name: `account-${accountId}`,
    accountId,
    region: REGION,
    eksClusters: [],
  }));
  const store = await DatabaseObservationStore.create(
    mockServices.database({ knex: await databases.init('SQLITE_3') }),
  );
  const observer = new AccountObserver({
    connection: {
      listAccounts: () => accounts,
      getClientConfiguration: async ({ accountId }) => ({
        region: REGION,
        credentials: sandbox.credentialsFor(accountId),
        maxAttempts: 1,
        requestHandler: sandbox.requestHandler(),
      }),
      getKubeConfig: async cluster => sandbox.kubeConfig(cluster),
    },
    concurrency: 8,
  });
  for (const account of accounts) {
    await store.saveRun(await observer.observe(account));
  }
  const runs = await store.listLatestRuns();
  return Promise.all(runs.map(run => store.loadAccount(run)));
}

/** What an engine is told to let through for a role, applied by DuckDB. */
async function seenByEngine(
  glue: GlueClient,
  { database, table }: { database: string; table: string },
): Promise<Sight> {
  try {
    const told = await glue.send(
      new GetUnfilteredTableMetadataCommand({
        CatalogId: PRODUCER,
        DatabaseName: database,
        Name: table,
        SupportedPermissionTypes: ['CELL_FILTER_PERMISSION'],
      }),
    );
    const cellFilters = new Map(
      told.CellFilters?.map(each => [
        each.ColumnName,
        each.RowFilterExpression,
      ]),
    );
    const sight: Sight = new Map();
    for (const column of told.AuthorizedColumns ?? []) {
      sight.set(
        column,
        await rows.matching(cellFilters.get(column) ?? told.RowFilter),
      );
    }
    return sight;
  } catch (error) {
    if (error instanceof AccessDeniedException) return new Map();
    throw error;
  }
}

/** What Sluice says of the same, by its own evaluation. */
function seenByUs(access: EffectiveAccess): Sight {
  if (access.level === 'none' || access.level === 'unknown') return new Map();
  return new Map(
    access.columns.flatMap(column => {
      const ids = matching(column.rows);
      return column.rows.kind === 'none' ? [] : [[column.name, ids] as const];
    }),
  );
}

function matching(access: RowAccess): Set<number> {
  if (access.kind === 'none') return new Set();
  const filter =
    access.kind === 'expression'
      ? parseRowFilter(access.expression)
      : undefined;
  return new Set(
    OUR_ROWS.flatMap((row, id) =>
      !filter || evaluateRowFilter(filter, row) === true ? [id] : [],
    ),
  );
}

/** `1,2` by column; a column without a row is no different from a hidden one. */
function inShort(sight: Sight): Record<string, string> {
  return Object.fromEntries(
    COLUMNS.flatMap(({ name }) => {
      const ids = [...(sight.get(name) ?? [])].sort((a, b) => a - b).join();
      return ids ? [[name, ids]] : [];
    }),
  );
}

it(`reads as the sandbox's own authorisation lets it, row by row (seed ${SEED})`, async () => {
  const levels: Record<string, number> = {};
  const disagreements: object[] = [];
  const doubts: string[] = [];
  let cases = 0;
  for (const { account, arn } of READERS) {
    const glue = await glueAs(sandbox, clients[account], arn);
    for (const { database, table } of estate.flatMap(({ tables }) => tables)) {
      const access = effectiveAccess(index, {
        principal: arn,
        table: {
          region: REGION,
          catalogId: PRODUCER,
          databaseName: database,
          tableName: table,
        },
      });
      levels[access.level] = (levels[access.level] ?? 0) + 1;
      if (access.level === 'unknown') {
        doubts.push(...access.problems);
        continue;
      }
      const engine = inShort(await seenByEngine(glue, { database, table }));
      const us = inShort(seenByUs(access));
      cases += ROW_COUNT;
      if (JSON.stringify(us) !== JSON.stringify(engine)) {
        disagreements.push({
          reader: arn,
          table: `${database}.${table}`,
          engine,
          us,
          because: [
            ...access.reasons.map(({ text }) => text),
            ...access.warnings,
          ],
        });
      }
    }
  }
  expect(disagreements.slice(0, 3)).toEqual([]);
  // The only thing here of which AWS does not say how it combines.
  expect(doubts.filter(text => !text.includes('AWS does not say'))).toEqual([]);
  const answers = READERS.length * DATABASES * 3;
  expect(levels.unknown ?? 0).toBeLessThan(answers * 0.05);
  // Chance reached all answers.
  for (const level of ['full', 'partial', 'none']) {
    expect(levels[level]).toBeGreaterThan(DATABASES);
  }
  expect(cases).toBe((answers - (levels.unknown ?? 0)) * ROW_COUNT);
  // eslint-disable-next-line no-console
  console.info(`${cases} cases: ${JSON.stringify(levels)}`);
});
