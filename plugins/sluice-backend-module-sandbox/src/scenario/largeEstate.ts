import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  AddLFTagsToResourceCommand,
  BatchGrantPermissionsCommand,
  BatchPermissionsRequestEntry,
  CreateDataCellsFilterCommand,
  CreateLFTagCommand,
  RegisterResourceCommand,
  Resource,
} from '@aws-sdk/client-lakeformation';
import type { ConnectedAccount } from '@sluice/plugin-sluice-node';
import { createBucket, createRole } from './bucketsAndRoles';
import type { AccountClients, ScenarioSandbox } from './clients';
import { becomeDataLakeAdministrator } from './lakeFormation';
import { REGION } from './names';
import { dataAccessPolicy, dataAccessTrust, serviceTrust } from './policies';
import { createEmptyTable, TableDefinition } from './tables';

const ACCOUNT = '777788889999';
const DATA_BUCKET = `large-estate-data-${ACCOUNT}`;
const RESULT_BUCKET = `large-estate-results-${ACCOUNT}`;
const WAREHOUSE = `s3://${DATA_BUCKET}/warehouse`;

const DATABASES = 20;
const ROLES = 200;
/** Every tenth table has a filter. */
const TABLES_PER_FILTER = 10;
const FILTER = 'west_only';
/** What one call of BatchGrantPermissions takes (LF reference A12). */
const BATCH_SIZE = 20;
const CONCURRENCY = 8;

const COLUMNS: TableDefinition['columns'] = [
  { name: 'id', type: 'bigint', comment: '' },
  { name: 'name', type: 'string', comment: '' },
  { name: 'email', type: 'string', comment: '' },
  { name: 'region', type: 'string', comment: '' },
  { name: 'amount', type: 'decimal(10,2)', comment: '' },
  { name: 'active', type: 'boolean', comment: '' },
  { name: 'created_on', type: 'date', comment: '' },
  { name: 'updated_at', type: 'timestamp', comment: '' },
];

interface EstateTable {
  database: string;
  name: string;
  hasFilter: boolean;
}

/**
 * Makes an account with many tables and permissions of every kind through the
 * SDK, to measure what observing them costs.
 *
 * @param size.tables - spread over twenty databases
 * @param size.permissions - entries granted, each for another role or table;
 *   `ListPermissions` returns up to two rows for one. At most `tables` × 200.
 * @returns the account, and the roles that hold the permissions
 */
export async function generateLargeEstate(
  sandbox: ScenarioSandbox,
  size: { tables: number; permissions: number },
): Promise<{ account: ConnectedAccount; roleArns: string[] }> {
  const clients = await becomeDataLakeAdministrator(sandbox, ACCOUNT);
  await registerWarehouse(clients);

  const tables = await createTables(clients, size.tables);
  await tagDatabases(clients);
  const roleArns = await inParallel(numbers(ROLES), index =>
    createRole(
      clients,
      `estate_team_${index}`,
      serviceTrust('emr-containers.amazonaws.com'),
      dataAccessPolicy(DATA_BUCKET),
    ),
  );
  await grantAll(clients, grantsOf(tables, roleArns, size.permissions));

  return {
    account: {
      name: 'large-estate',
      accountId: ACCOUNT,
      region: REGION,
      eksClusters: [],
    },
    roleArns,
  };
}

async function registerWarehouse(clients: AccountClients): Promise<void> {
  await createBucket(clients, DATA_BUCKET);
  await createBucket(clients, RESULT_BUCKET);
  await clients.lakeFormation.send(
    new RegisterResourceCommand({
      ResourceArn: `arn:aws:s3:::${DATA_BUCKET}/warehouse`,
      RoleArn: await createRole(
        clients,
        'estate_data_access',
        dataAccessTrust,
        dataAccessPolicy(DATA_BUCKET),
      ),
    }),
  );
}

const databaseName = (index: number) => `estate_${index}_db`;

async function createTables(
  clients: AccountClients,
  count: number,
): Promise<EstateTable[]> {
  for (const index of numbers(DATABASES)) {
    await clients.glue.send(
      new CreateDatabaseCommand({
        DatabaseInput: {
          Name: databaseName(index),
          LocationUri: `${WAREHOUSE}/${databaseName(index)}/`,
          CreateTableDefaultPermissions: [],
        },
      }),
    );
  }
  return inParallel(numbers(count), async index => {
    const table = {
      database: databaseName(index % DATABASES),
      name: `table_${index}`,
      hasFilter: index % TABLES_PER_FILTER === 0,
    };
    await createEmptyTable(
      clients,
      {
        ...table,
        location: `${WAREHOUSE}/${table.database}/${table.name}/`,
        queryResults: `s3://${RESULT_BUCKET}/`,
      },
      { columns: COLUMNS },
    );
    if (table.hasFilter) await createFilter(clients, table);
    return table;
  });
}

async function createFilter(
  { lakeFormation }: AccountClients,
  { database, name }: EstateTable,
): Promise<void> {
  await lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: ACCOUNT,
        DatabaseName: database,
        TableName: name,
        Name: FILTER,
        ColumnNames: ['id', 'name', 'region', 'amount'],
        RowFilter: { FilterExpression: "region in ('CA', 'OR', 'WA')" },
      },
    }),
  );
}

/** Every database has a zone, and with it every table and column of it. */
async function tagDatabases({ lakeFormation }: AccountClients): Promise<void> {
  const zones = ['raw', 'curated', 'published'];
  await lakeFormation.send(
    new CreateLFTagCommand({ TagKey: 'zone', TagValues: zones }),
  );
  for (const index of numbers(DATABASES)) {
    await lakeFormation.send(
      new AddLFTagsToResourceCommand({
        Resource: {
          Database: { CatalogId: ACCOUNT, Name: databaseName(index) },
        },
        LFTags: [{ TagKey: 'zone', TagValues: [zones[index % zones.length]] }],
      }),
    );
  }
}

/** Each role gets tables that lie evenly apart, so that no entry repeats another. */
function grantsOf(
  tables: EstateTable[],
  roleArns: string[],
  count: number,
): BatchPermissionsRequestEntry[] {
  const perRole = Math.ceil(count / roleArns.length);
  const stride = Math.max(1, Math.floor(tables.length / perRole));
  return numbers(count).map(index => {
    const role = index % roleArns.length;
    const nth = Math.floor(index / roleArns.length);
    const table = tables[(role * 7 + nth * stride) % tables.length];
    return {
      Id: String(index),
      Principal: { DataLakePrincipalIdentifier: roleArns[role] },
      ...accessTo(table, nth),
    };
  });
}

/** By filter where there is one; otherwise columns, for every third, or the whole table. */
function accessTo(
  { database, name, hasFilter }: EstateTable,
  nth: number,
): Pick<BatchPermissionsRequestEntry, 'Resource' | 'Permissions'> {
  const table = { CatalogId: ACCOUNT, DatabaseName: database, Name: name };
  const resource = (): Resource => {
    if (hasFilter) {
      return {
        DataCellsFilter: {
          TableCatalogId: ACCOUNT,
          DatabaseName: database,
          TableName: name,
          Name: FILTER,
        },
      };
    }
    return nth % 3 === 0
      ? {
          TableWithColumns: {
            ...table,
            ColumnNames: ['id', 'region', 'amount'],
          },
        }
      : { Table: table };
  };
  const isWholeTable = !hasFilter && nth % 3 !== 0;
  return {
    Resource: resource(),
    Permissions: isWholeTable ? ['SELECT', 'DESCRIBE'] : ['SELECT'],
  };
}

/** The call answers 200 even when entries fail (LF reference A12). */
async function grantAll(
  { lakeFormation }: AccountClients,
  entries: BatchPermissionsRequestEntry[],
): Promise<void> {
  const batches = numbers(Math.ceil(entries.length / BATCH_SIZE)).map(index =>
    entries.slice(index * BATCH_SIZE, (index + 1) * BATCH_SIZE),
  );
  await inParallel(batches, async batch => {
    const { Failures = [] } = await lakeFormation.send(
      new BatchGrantPermissionsCommand({ Entries: batch }),
    );
    const [failure] = Failures;
    if (failure) {
      throw new Error(
        `${Failures.length} of ${
          batch.length
        } grants failed, first ${JSON.stringify(failure)}`,
      );
    }
  });
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}

/** Results in the order of the items, a few at a time. */
async function inParallel<T, R>(
  items: T[],
  work: (item: T) => Promise<R>,
): Promise<R[]> {
  const results = new Array<R>(items.length);
  const queue = items.entries();
  const worker = async () => {
    for (const [index, item] of queue) results[index] = await work(item);
  };
  await Promise.all(numbers(CONCURRENCY).map(worker));
  return results;
}
