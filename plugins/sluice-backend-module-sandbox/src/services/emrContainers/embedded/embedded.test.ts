import { createHash } from 'crypto';
import { deflateSync } from 'zlib';
import { UpdateDataCellsFilterCommand } from '@aws-sdk/client-lakeformation';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  ATTESTATION_MARK,
  ExpectationsDocument,
  parseRowExpression,
  sparkPredicate,
} from '@sluice/plugin-sluice-common';
import {
  engineOf,
  healthcareSandbox,
} from '../../../__testUtils__/healthcareJobs';
import { createClients } from '../../../scenario/clients';
import {
  CONSUMER,
  consumer,
  PRODUCER,
  producer,
  REGION,
} from '../../../scenario/names';
import { verifyEmbedded } from './index';

let opened: Awaited<ReturnType<typeof healthcareSandbox>>;
let runs = 0;

beforeAll(async () => {
  opened = await healthcareSandbox();
});
afterAll(() => opened.dispose());

const PATIENTS = 'consumer_healthcare_db.rl_patients';
const CLAIMS = 'consumer_healthcare_db.rl_claims';
const PATIENTS_COLUMNS = [
  'patient_id',
  'patient_name',
  'date_of_birth',
  'gender',
  'city',
  'state',
  'created_at',
  'updated_at',
];
const CLAIMS_COLUMNS = [
  'claim_id',
  'patient_id',
  'claim_date',
  'diagnosis_code',
  'procedure_code',
  'amount',
  'status',
  'provider_id',
  'created_at',
  'updated_at',
];
const STATES = "state in ('Texas', 'New York')";

type Tables = ExpectationsDocument['tables'];

const patients = (part: Partial<Tables[number]> = {}): Tables[number] => ({
  name: PATIENTS,
  access: 'readable',
  columns: PATIENTS_COLUMNS,
  rowFilter: sparkPredicate(parseRowExpression(STATES)),
  groups: { column: 'state', values: ['Texas', 'New York'] },
  rows: 8,
  ...part,
});

async function verify(
  role: string,
  tables: Tables,
  attestation = `s3://${consumer.jobsBucket}/spark-logs/proof.json`,
) {
  const json = JSON.stringify({
    version: 1,
    runId: 'run-of-sluice',
    team: 'group:default/some-team',
    tables,
  });
  const base64 = deflateSync(json).toString('base64');
  runs += 1;
  const jobRunId = `verification${runs}`;
  const ended = await verifyEmbedded({
    world: opened.sandbox.world,
    caller: engineOf(jobRunId, role),
    region: REGION,
    arguments: [
      ...['--expectations', base64.slice(0, 20)],
      ...['--expectations', base64.slice(20)],
      ...['--attestation', attestation],
    ],
    jobRunId,
  });
  const [last] = ended.stdout.trimEnd().split('\n').slice(-1);
  expect(last.startsWith(ATTESTATION_MARK)).toBe(true);
  const observations = JSON.parse(last.slice(ATTESTATION_MARK.length));
  expect(observations.expectationsSha256).toBe(
    createHash('sha256').update(json).digest('hex'),
  );
  return { ...ended, observations };
}

it('agrees for team 1, and writes what it saw to where the team may write', async () => {
  const { exitCode, stdout, stderr, observations } = await verify(
    consumer.team1Role,
    [
      patients(),
      { name: CLAIMS, access: 'readable', columns: CLAIMS_COLUMNS, rows: 10 },
    ],
  );
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(observations).toMatchObject({
    version: 1,
    runId: 'run-of-sluice',
    engine: expect.stringMatching(/^DuckDB [\d.]+ \(embedded, not Spark\)$/),
    tables: [
      {
        name: PATIENTS,
        outcome: 'read',
        columns: PATIENTS_COLUMNS,
        rows: 8,
        rowsOutside: 0,
        groups: [
          { value: 'Texas', rows: 4 },
          { value: 'New York', rows: 4 },
          { rows: 0 },
        ],
      },
      { name: CLAIMS, outcome: 'read', columns: CLAIMS_COLUMNS, rows: 10 },
    ],
  });
  expect(stdout).toContain(`agrees    ${PATIENTS}: read 8 rows`);
  const { s3 } = createClients(opened.sandbox, CONSUMER);
  const { Body } = await s3.send(
    new GetObjectCommand({
      Bucket: consumer.jobsBucket,
      Key: 'spark-logs/proof.json',
    }),
  );
  expect(JSON.parse(await Body!.transformToString())).toEqual(observations);
});

it('agrees for team 2, which is to be denied, and differs where it is to read', async () => {
  const denied = { name: PATIENTS, columns: [] };
  await expect(
    verify(consumer.team2Role, [{ ...denied, access: 'denied' }]),
  ).resolves.toMatchObject({
    exitCode: 0,
    observations: {
      tables: [
        {
          outcome: 'denied',
          error: expect.stringMatching(/^AccessDeniedException: /),
        },
      ],
    },
  });
  await expect(verify(consumer.team2Role, [patients()])).resolves.toMatchObject(
    { exitCode: 65 },
  );
  await expect(
    verify(consumer.team1Role, [{ ...denied, access: 'denied' }]),
  ).resolves.toMatchObject({ exitCode: 65 });
});

it('differs by rows, columns and a filter that is widened, which it counts', async () => {
  for (const part of [
    { rows: 7 },
    { columns: [...PATIENTS_COLUMNS, 'ssn'] },
    { columns: PATIENTS_COLUMNS.slice(1) },
    // Shown nowhere, so a filter on it cannot be asked: the columns differ.
    { columns: ['ssn'], rowFilter: "`ssn` = 'x'" },
  ]) {
    const { exitCode } = await verify(consumer.team1Role, [patients(part)]);
    expect(exitCode).toBe(65);
  }
  const { lakeFormation } = createClients(opened.sandbox, PRODUCER);
  const filter = (FilterExpression: string) =>
    lakeFormation.send(
      new UpdateDataCellsFilterCommand({
        TableData: {
          TableCatalogId: PRODUCER,
          DatabaseName: producer.database,
          TableName: producer.patients,
          Name: producer.patientsFilter,
          ColumnNames: PATIENTS_COLUMNS,
          RowFilter: { FilterExpression },
        },
      }),
    );
  await filter('patient_id > 0');
  const { exitCode, observations } = await verify(consumer.team1Role, [
    patients(),
  ]);
  await filter(STATES);
  expect(exitCode).toBe(65);
  expect(observations.tables[0]).toMatchObject({
    rows: 12,
    rowsOutside: 4,
    groups: [{ rows: 4 }, { rows: 4 }, { rows: 4 }],
  });
});

it('a table that is not there is absent', async () => {
  const { observations, exitCode } = await verify(consumer.team1Role, [
    patients({ name: 'consumer_healthcare_db.nothing' }),
  ]);
  expect(exitCode).toBe(65);
  expect(observations.tables[0]).toMatchObject({ outcome: 'absent' });
});

it('the end is that of the tables even where the proof cannot be written', async () => {
  const { exitCode, stderr } = await verify(
    consumer.team1Role,
    [patients()],
    `s3://${producer.dataBucket}/warehouse/healthcare_db/proof.json`,
  );
  expect(exitCode).toBe(0);
  expect(stderr).toMatch(/^Not written to .*AccessDenied/);
});

it.each([
  [[]],
  [['--expectations', 'not base64', '--attestation', 's3://b/k']],
  [
    [
      '--expectations',
      deflateSync('{"version":2}').toString('base64'),
      '--attestation',
      's3://b/k',
    ],
  ],
  [['--expectations', deflateSync('{}').toString('base64')]],
  [['--surprise', 'x']],
])('arguments %j are wrong', async args => {
  await expect(
    verifyEmbedded({
      world: opened.sandbox.world,
      caller: engineOf('wrong', consumer.team1Role),
      region: REGION,
      arguments: args,
      jobRunId: 'wrong',
    }),
  ).resolves.toMatchObject({ exitCode: 64, stdout: '' });
});

// What comes as text of a job is SQL of the engine: nothing but a filter may.
it.each([
  "(SELECT count(*) FROM read_csv('/etc/passwd')) > 0",
  "`read_text`('/etc/hostname') IS NULL",
  "`state` = 'x' OR `pg_sleep`(10) IS NULL",
  "true) FROM read_text('/etc/hostname'); --",
  '`state` = "Texas"',
  "`state` = 'Texas' UNION SELECT 1",
  '`state` = $1',
  '`state` LIKE `city`',
  "`state` = 'Texas",
  ' ',
])('row filter %j is not asked', async rowFilter => {
  const { exitCode, observations } = await verify(consumer.team1Role, [
    patients({ rowFilter }),
  ]);
  expect(exitCode).toBe(70);
  expect(observations.tables[0]).toMatchObject({
    outcome: 'error',
    error: expect.stringMatching(/^PredicateError: /),
  });
});

it('tells no value of a row when a filter does not fit a column', async () => {
  const { exitCode, observations } = await verify(consumer.team1Role, [
    patients({ rowFilter: '`city` = 5' }),
  ]);
  expect(exitCode).toBe(70);
  expect(observations.tables[0].error).toBe(
    'Conversion Error: the table was read, but not its rows counted',
  );
});

it.each([
  [`state LIKE 'T%' OR state LIKE 'New\\Y%'`, 4],
  ["NOT (state = 'Texas')", 4],
  ["city <> 'O''Fallon $1 \\ \t' AND city IS NOT NULL", 0],
  ['patient_id BETWEEN 1005 AND 1006', 6],
  ['patient_id NOT IN (1005, 1006)', 2],
  ["state >= 'O' AND state < 'U'", 4],
])('counts what is outside of %s', async (expression, outside) => {
  const { observations } = await verify(consumer.team1Role, [
    patients({ rowFilter: sparkPredicate(parseRowExpression(expression)) }),
  ]);
  expect(observations.tables[0]).toMatchObject({
    outcome: 'read',
    rowsOutside: outside,
  });
});
