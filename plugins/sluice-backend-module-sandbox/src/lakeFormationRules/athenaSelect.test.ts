import { randomBytes } from 'crypto';
import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
  UpdateWorkGroupCommand,
} from '@aws-sdk/client-athena';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { CreateDataCellsFilterCommand } from '@aws-sdk/client-lakeformation';
import {
  CreateBucketCommand,
  GetObjectCommand,
  PutObjectCommand,
} from '@aws-sdk/client-s3';
import { readManifestList, writeManifestList } from '../iceberg/manifests';
import { AccountClients } from '../scenario/clients';
import {
  columns,
  DATABASE,
  Estate,
  filter,
  grant,
  PRODUCER,
  revoke,
  roleArn,
  table,
} from './estate';

let estate: Estate;
let analyst: AccountClients;
/** How far the sandbox's clock is ahead. */
let aheadMs = 0;
const ANALYST = roleArn(PRODUCER, 'analyst');

const start = ({ athena }: AccountClients, QueryString: string) =>
  athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      QueryExecutionContext: { Database: DATABASE },
      ResultConfiguration: { OutputLocation: 's3://athena-lake/out/' },
    }),
  );

async function run(account: AccountClients, QueryString: string) {
  const { athena } = account;
  const { QueryExecutionId } = await start(account, QueryString);
  const { QueryExecution } = await athena.send(
    new GetQueryExecutionCommand({ QueryExecutionId }),
  );
  const { State, StateChangeReason } = QueryExecution!.Status!;
  if (State !== 'SUCCEEDED') return StateChangeReason;
  const { ResultSet } = await athena.send(
    new GetQueryResultsCommand({ QueryExecutionId }),
  );
  return ResultSet!
    .Rows!.slice(1)
    .map(row => row.Data!.map(cell => cell.VarCharValue ?? null));
}

beforeEach(async () => {
  aheadMs = 0;
  estate = await Estate.create(() => new Date(Date.now() + aheadMs));
  const { producer } = estate;
  await producer.s3.send(
    new CreateBucketCommand({
      Bucket: 'athena-lake',
      CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
    }),
  );
  await run(
    producer,
    `CREATE TABLE visits (id bigint, city string, ssn string, cost decimal(10,2), at timestamp)
     LOCATION 's3://athena-lake/visits/' TBLPROPERTIES ('table_type'='ICEBERG')`,
  );
  await run(
    producer,
    `INSERT INTO visits VALUES
      (1, 'O''Fallon', 'secret-1', 12.50, TIMESTAMP '2026-01-02 03:04:05'),
      (2, NULL, 'secret-2', 1, NULL), (3, 'Bonn', 'secret-3', 2, NULL)`,
  );
  analyst = await estate.as('producer', 'analyst');
});
afterEach(() => estate.close());

async function grantFilter(
  Name: string,
  FilterExpression: string,
  ColumnNames: string[],
) {
  await estate.producer.lakeFormation.send(
    new CreateDataCellsFilterCommand({
      TableData: {
        TableCatalogId: PRODUCER,
        DatabaseName: DATABASE,
        TableName: 'visits',
        Name,
        ColumnNames,
        RowFilter: { FilterExpression },
      },
    }),
  );
  await grant(estate.producer, ANALYST, filter('visits', Name), ['SELECT']);
}

it('whoever was granted nothing is not told that a table is there', async () => {
  expect(await run(analyst, 'SELECT id FROM visits')).toMatch(
    /^TABLE_NOT_FOUND/,
  );
});

it('values come as Athena writes them', async () => {
  await grant(estate.producer, ANALYST, table('visits'), ['SELECT']);
  expect(
    await run(analyst, 'SELECT id, "city", cost, at FROM visits LIMIT 1'),
  ).toEqual([['1', "O'Fallon", '12.50', '2026-01-02 03:04:05.000']]);
  expect(await run(analyst, 'SELECT count(*) FROM sales.visits')).toEqual([
    ['3'],
  ]);
});

it('what is revoked is gone at once', async () => {
  await grant(estate.producer, ANALYST, columns('visits', 'id', 'city'), [
    'SELECT',
  ]);
  expect(await run(analyst, 'SELECT ssn FROM visits')).toMatch(
    /^COLUMN_NOT_FOUND/,
  );
  expect(await run(analyst, 'SELECT city FROM visits')).toHaveLength(3);
  await revoke(estate.producer, ANALYST, columns('visits', 'id', 'city'), [
    'SELECT',
  ]);
  expect(await run(analyst, 'SELECT city FROM visits')).toMatch(
    /^TABLE_NOT_FOUND/,
  );
});

// A condition on a missing value is not met, and neither is its negation.
it.each([
  ["city = 'O''Fallon'", ['1']],
  ["city <> 'O''Fallon'", ['3']],
  ["not city = 'Bonn'", ['1']],
  ["city not in ('Bonn')", ['1']],
  ["city not like 'B%'", ['1']],
  ["city like 'b%'", []],
  ['city is null', ['2']],
  ["city is null or city = 'Bonn'", ['2', '3']],
  ["city = 'Bonn' or id between 1 and 2", ['1', '2', '3']],
])('rows of %s, which names what is hidden', async (expression, ids) => {
  await grantFilter('some', expression, ['id']);
  expect(await run(analyst, 'SELECT id FROM visits')).toEqual(
    ids.map(id => [id]),
  );
  expect(await run(analyst, 'SELECT count(*) FROM visits')).toEqual([
    [String(ids.length)],
  ]);
});

it('of several filters, each shows its own cells', async () => {
  await grantFilter('ids', 'id < 3', ['id']);
  await grantFilter('cities', 'id > 1', ['id', 'city']);
  expect(await run(analyst, 'SELECT id, city FROM visits')).toEqual([
    ['1', null],
    ['2', null],
    ['3', 'Bonn'],
  ]);
});

/** Adds a manifest of delete files to the table's current snapshot, as another engine would. */
async function addDeleteFiles() {
  const { glue, s3 } = estate.producer;
  const placeOf = (uri: string) => {
    const { hostname, pathname } = new URL(uri);
    return { Bucket: hostname, Key: pathname.slice(1) };
  };
  const read = async (uri: string) => {
    const { Body } = await s3.send(new GetObjectCommand(placeOf(uri)));
    return Body!.transformToByteArray();
  };
  const { Table } = await glue.send(
    new GetTableCommand({ DatabaseName: DATABASE, Name: 'visits' }),
  );
  const metadata = JSON.parse(
    Buffer.from(await read(Table!.Parameters!.metadata_location)).toString(),
  );
  const list = metadata.snapshots.at(-1)['manifest-list'];
  const [data] = await readManifestList(await read(list));
  await s3.send(
    new PutObjectCommand({
      ...placeOf(list),
      Body: await writeManifestList([data, { ...data, content: 1 }], {
        id: 1,
        sequenceNumber: 1,
      }),
    }),
  );
}

it('a table with delete files is not read, as deleted rows would show', async () => {
  await grant(estate.producer, ANALYST, table('visits'), ['SELECT']);
  await addDeleteFiles();
  expect(await run(analyst, 'SELECT id FROM visits')).toMatch(
    /^NOT_SUPPORTED: the table has delete files/,
  );
});

it('a query over the limit of the work group is cancelled, without results', async () => {
  const { athena } = estate.producer;
  const limit = (BytesScannedCutoffPerQuery: number) =>
    athena.send(
      new UpdateWorkGroupCommand({
        WorkGroup: 'primary',
        ConfigurationUpdates: { BytesScannedCutoffPerQuery },
      }),
    );
  await grant(estate.producer, ANALYST, table('visits'), ['SELECT']);
  await limit(10_000_000);
  expect(await run(analyst, 'SELECT id FROM visits')).toHaveLength(3);
  // Random, so that Parquet does not make them small.
  const rows = Array.from(
    { length: 60 },
    (_, id) =>
      `(${id}, '${randomBytes(150_000).toString('base64')}', NULL, 1, NULL)`,
  );
  expect(
    await run(estate.producer, `INSERT INTO visits VALUES ${rows.join(', ')}`),
  ).toEqual([]);
  expect(await run(analyst, 'SELECT id FROM visits')).toMatch(
    /Bytes scanned limit was exceeded/,
  );
});

it.each([
  ['ends when its time has come', false, 60_000, 'SUCCEEDED'],
  ['is cancelled when it is stopped', true, 0, 'CANCELLED'],
  ['stays cancelled', true, 60_000, 'CANCELLED'],
])('a query that goes on %s', async (_, stop, laterMs, expected) => {
  const { athena } = analyst;
  await grant(estate.producer, ANALYST, table('visits'), ['SELECT']);
  const operation = 'Athena.StartQueryExecution';
  estate.sandbox.faults.setRules([{ operation, runningMs: 60_000 }]);
  const { QueryExecutionId } = await start(analyst, 'SELECT id FROM visits');
  const id = { QueryExecutionId };
  const state = async () =>
    (await athena.send(new GetQueryExecutionCommand(id))).QueryExecution!
      .Status!.State;
  expect(await state()).toBe('RUNNING');
  await expect(athena.send(new GetQueryResultsCommand(id))).rejects.toThrow(
    'Query has not yet finished. Current state: RUNNING',
  );
  if (stop) await athena.send(new StopQueryExecutionCommand(id));
  aheadMs += laterMs;
  expect(await state()).toBe(expected);
  // What has ended cannot be stopped.
  await athena.send(new StopQueryExecutionCommand(id));
  expect(await state()).toBe(expected);
});
