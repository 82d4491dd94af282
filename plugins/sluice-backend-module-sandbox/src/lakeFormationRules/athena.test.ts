import {
  GetQueryExecutionCommand,
  GetQueryResultsCommand,
  GetWorkGroupCommand,
  ListQueryExecutionsCommand,
  ListWorkGroupsCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { CreateBucketCommand, GetObjectCommand } from '@aws-sdk/client-s3';
import { DATABASE, Estate, refusal } from './estate';

let estate: Estate;
beforeEach(async () => {
  estate = await Estate.create();
  await estate.producer.s3.send(
    new CreateBucketCommand({
      Bucket: 'athena-lake',
      CreateBucketConfiguration: { LocationConstraint: 'us-west-2' },
    }),
  );
});
afterEach(() => estate.close());

const start = (QueryString: string, OutputLocation = 's3://athena-lake/out/') =>
  estate.producer.athena.send(
    new StartQueryExecutionCommand({
      QueryString,
      QueryExecutionContext: { Database: DATABASE },
      ResultConfiguration: { OutputLocation },
    }),
  );

const run = async (sql: string) => {
  const { QueryExecutionId } = await start(sql);
  const { QueryExecution } = await estate.producer.athena.send(
    new GetQueryExecutionCommand({ QueryExecutionId }),
  );
  return QueryExecution!;
};

const CREATE = (partitionedBy: string) => `
  CREATE TABLE sales.visits (
    id bigint, city string, cost decimal(10,2), seen date, at timestamp, ok boolean)
  PARTITIONED BY (${partitionedBy})
  LOCATION 's3://athena-lake/visits/'
  TBLPROPERTIES ('table_type'='ICEBERG')`;

const INSERT = `
  INSERT INTO visits VALUES
    (1, 'O''Fallon', 12.50, DATE '2026-01-02', TIMESTAMP '2026-01-02 03:04:05', true),
    (2, NULL, CAST(1 AS DECIMAL(10,2)), NULL, NULL, false)`;

// A column of every type can be what an Iceberg table is partitioned by.
it.each(['city', 'id', 'seen', 'at', 'cost', 'ok'])(
  'a table partitioned by %s is made and filled',
  async column => {
    expect((await run(CREATE(column))).Status).toMatchObject({
      State: 'SUCCEEDED',
    });
    expect((await run(INSERT)).Status).toMatchObject({ State: 'SUCCEEDED' });
    const { Table } = await estate.producer.glue.send(
      new GetTableCommand({ DatabaseName: DATABASE, Name: 'visits' }),
    );
    const parameters = Table!.Parameters!;
    expect(parameters.previous_metadata_location).toMatch(
      /\/00000-[^/]+\.metadata\.json$/,
    );
    const place = new URL(parameters.metadata_location);
    expect(place.pathname).toMatch(/\/00001-[^/]+\.metadata\.json$/);
    const { Body } = await estate.producer.s3.send(
      new GetObjectCommand({
        Bucket: place.hostname,
        Key: place.pathname.slice(1),
      }),
    );
    const metadata = JSON.parse(await Body!.transformToString());
    expect(metadata.snapshots).toMatchObject([
      { summary: { 'total-records': '2' } },
    ]);
  },
);

it.each([
  ['SELEKT 1', /mismatched|NOT_SUPPORTED/],
  ['INSERT INTO absent VALUES (1)', /not found/i],
  [
    "CREATE TABLE x (a int) LOCATION 's3://absent-bucket/x/' TBLPROPERTIES ('table_type'='ICEBERG')",
    /bucket/i,
  ],
])('a query that cannot run fails with a reason: %s', async (sql, reason) => {
  const { Status } = await run(sql);
  expect(Status?.State).toBe('FAILED');
  expect(Status?.StateChangeReason).toMatch(reason);
});

it('a query writes to a bucket that exists', async () => {
  expect(await refusal(start(INSERT, 's3://absent-bucket/'))).toMatch(
    /^InvalidRequestException/,
  );
});

it('queries are listed; those that failed have no results', async () => {
  const failed = await run('INSERT INTO absent VALUES (1)');
  const made = await run(CREATE('city'));
  const { QueryExecutionIds } = await estate.producer.athena.send(
    new ListQueryExecutionsCommand({}),
  );
  expect(QueryExecutionIds).toEqual(
    expect.arrayContaining([failed.QueryExecutionId, made.QueryExecutionId]),
  );
  expect(
    await refusal(
      estate.producer.athena.send(
        new GetQueryResultsCommand({
          QueryExecutionId: failed.QueryExecutionId,
        }),
      ),
    ),
  ).toMatch(/^InvalidRequestException/);
});

it('there is the work group that every account has', async () => {
  await expect(
    estate.producer.athena.send(
      new GetWorkGroupCommand({ WorkGroup: 'primary' }),
    ),
  ).resolves.toMatchObject({ WorkGroup: { Name: 'primary' } });
  await expect(
    estate.producer.athena.send(new ListWorkGroupsCommand({})),
  ).resolves.toMatchObject({ WorkGroups: [{ Name: 'primary' }] });
  expect(
    await refusal(
      estate.producer.athena.send(
        new GetWorkGroupCommand({ WorkGroup: 'absent' }),
      ),
    ),
  ).toMatch(/^InvalidRequestException/);
});
