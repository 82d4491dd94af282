import {
  GetQueryExecutionCommand,
  StartQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  CreateTableCommand,
  DeleteTableCommand,
  GetDatabaseCommand,
  GetTableCommand,
  GetTablesCommand,
  GetTableVersionsCommand,
  GetUnfilteredTableMetadataCommand,
  SearchTablesCommand,
  UpdateTableCommand,
} from '@aws-sdk/client-glue';
import {
  AttachRolePolicyCommand,
  DetachRolePolicyCommand,
} from '@aws-sdk/client-iam';
import {
  CreateDataCellsFilterCommand,
  DataLakeSettings,
  DeregisterResourceCommand,
  GetDataLakeSettingsCommand,
  PutDataLakeSettingsCommand,
  RegisterResourceCommand,
  RevokePermissionsCommand,
  UpdateDataCellsFilterCommand,
} from '@aws-sdk/client-lakeformation';
import { GetObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import {
  clientsOf,
  engineOf,
  filesOf,
  healthcareSandbox,
  rowsOf,
  tableFor,
} from '../../__testUtils__/healthcareJobs';
import { AccountClients, createClients } from '../../scenario/clients';
import { grant } from '../../scenario/lakeFormation';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  PRODUCER,
  producer,
} from '../../scenario/names';
import { listObjects } from '../s3/objectStore';
import { releaseEngineTables } from './engineTables';

let opened: Awaited<ReturnType<typeof healthcareSandbox>>;
let inProducer: AccountClients;
let inConsumer: AccountClients;
let runs = 0;

/** A job run of its own for every test. */
function job(role: string, tags?: Record<string, string>) {
  runs += 1;
  return clientsOf(opened.sandbox, engineOf(`run${runs}`, role, tags));
}

beforeAll(async () => {
  opened = await healthcareSandbox();
  inProducer = createClients(opened.sandbox, PRODUCER);
  inConsumer = createClients(opened.sandbox, CONSUMER);
});
afterAll(() => opened.dispose());

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

describe('the tables of the scenario', () => {
  it('patients has 8 rows and 8 columns for team 1, and no ssn in any of them', async () => {
    const team1 = job(consumer.team1Role);
    const table = await tableFor(team1, consumer.patientsLink);
    expect(table).toMatchObject({
      Name: 'rl_patients',
      DatabaseName: 'consumer_healthcare_db',
      CatalogId: CONSUMER,
      Parameters: { table_type: 'ICEBERG' },
    });
    expect(table.StorageDescriptor!.Columns!.map(({ Name }) => Name)).toEqual(
      PATIENTS_COLUMNS,
    );
    expect(table.Parameters!.metadata_location).toMatch(
      /^s3:\/\/emr-system-space-us-west-2\/run\d+\//,
    );
    const rows = await rowsOf(team1, table);
    expect(rows.map(row => Number(row.patient_id)).sort()).toEqual([
      1005, 1006, 1007, 1008, 1009, 1010, 1011, 1012,
    ]);
    expect(new Set(rows.map(({ state }) => state))).toEqual(
      new Set(['Texas', 'New York']),
    );
    expect(Object.keys(rows[0])).toEqual(PATIENTS_COLUMNS);
    const files = [...(await filesOf(team1, table)).values()];
    expect(files).toHaveLength(5);
    for (const hidden of ['ssn', 'California', '123-45-6789']) {
      expect(files.some(bytes => Buffer.from(bytes).includes(hidden))).toBe(
        false,
      );
    }
  });

  it.each([consumer.team1Role, consumer.team2Role])(
    'claims has all 10 rows and 10 columns for %s',
    async role => {
      const team = job(role);
      const table = await tableFor(team, consumer.claimsLink);
      expect(table.StorageDescriptor!.Columns).toHaveLength(10);
      const rows = await rowsOf(team, table);
      expect(rows).toHaveLength(10);
      expect(rows.find(row => row.claim_id === 'CLM010')).toMatchObject({
        claim_date: '2025-03-19',
        amount: '180.00',
      });
    },
  );

  it('patients is denied to team 2, by link and by its own name, and is told apart from what is not there', async () => {
    const team2 = job(consumer.team2Role);
    await expect(tableFor(team2, consumer.patientsLink)).rejects.toThrow(
      expect.objectContaining({
        name: 'AccessDeniedException',
        message: expect.stringContaining(
          'Insufficient Lake Formation permission(s) on rl_patients',
        ),
      }),
    );
    // With the link described, the target still is not granted.
    await grant(
      inConsumer,
      consumerRoleArn(consumer.team2Role),
      {
        Table: {
          CatalogId: CONSUMER,
          DatabaseName: consumer.database,
          Name: consumer.patientsLink,
        },
      },
      ['DESCRIBE'],
    );
    await expect(tableFor(team2, consumer.patientsLink)).rejects.toThrow(
      'Insufficient Lake Formation permission(s) on patients',
    );
    await expect(
      team2.glue.send(
        new GetTableCommand({
          CatalogId: PRODUCER,
          DatabaseName: producer.database,
          Name: producer.patients,
        }),
      ),
    ).rejects.toThrow('Insufficient Lake Formation permission(s) on patients');
    await expect(tableFor(team2, 'nothing')).rejects.toThrow(
      expect.objectContaining({ name: 'EntityNotFoundException' }),
    );
  });

  it('is copied once for a run, and taken away when the run ends', async () => {
    const { world } = opened.sandbox;
    const team1 = job(consumer.team1Role);
    const runId = `run${runs}`;
    const [first, second] = await Promise.all([
      tableFor(team1, consumer.patientsLink),
      tableFor(team1, consumer.patientsLink),
    ]);
    expect(second.Parameters).toEqual(first.Parameters);
    const bucket = 'emr-system-space-us-west-2';
    expect(listObjects(world, bucket, `${runId}/`)).toHaveLength(5);
    const other = job(consumer.team1Role);
    const kept = await tableFor(other, consumer.patientsLink);
    expect(kept.Parameters).not.toEqual(first.Parameters);

    releaseEngineTables(world, runId);
    expect(listObjects(world, bucket, `${runId}/`)).toEqual([]);
    await expect(tableFor(team1, consumer.patientsLink)).rejects.toThrow(
      `Job run ${runId} has ended`,
    );
    await expect(rowsOf(other, kept)).resolves.toHaveLength(8);
  });

  it('a list names tables and hands none of them out', async () => {
    const team1 = job(consumer.team1Role);
    const { TableList } = await team1.glue.send(
      new GetTablesCommand({ DatabaseName: consumer.database }),
    );
    expect(TableList!.map(({ Name }) => Name)).toEqual([
      'rl_claims',
      'rl_patients',
    ]);
    for (const table of TableList!) {
      expect(table.Parameters).toEqual({ table_type: 'ICEBERG' });
      expect(table.StorageDescriptor).toBeUndefined();
    }
    await expect(
      team1.glue.send(new GetDatabaseCommand({ Name: consumer.database })),
    ).resolves.toMatchObject({ Database: { Name: consumer.database } });
  });

  it.each<[string, (clients: AccountClients) => Promise<unknown>]>([
    [
      'UpdateTable',
      ({ glue }) =>
        glue.send(
          new UpdateTableCommand({
            DatabaseName: consumer.database,
            TableInput: { Name: consumer.claimsLink },
          }),
        ),
    ],
    [
      'CreateTable',
      ({ glue }) =>
        glue.send(
          new CreateTableCommand({
            DatabaseName: consumer.database,
            TableInput: { Name: 'mine' },
          }),
        ),
    ],
    [
      'DeleteTable',
      ({ glue }) =>
        glue.send(
          new DeleteTableCommand({
            DatabaseName: consumer.database,
            Name: consumer.claimsLink,
          }),
        ),
    ],
    [
      'GetTableVersions',
      ({ glue }) =>
        glue.send(
          new GetTableVersionsCommand({
            CatalogId: PRODUCER,
            DatabaseName: producer.database,
            TableName: producer.patients,
          }),
        ),
    ],
    [
      'GetUnfilteredTableMetadata',
      ({ glue }) =>
        glue.send(
          new GetUnfilteredTableMetadataCommand({
            CatalogId: PRODUCER,
            DatabaseName: producer.database,
            Name: producer.patients,
            SupportedPermissionTypes: ['CELL_FILTER_PERMISSION'],
          }),
        ),
    ],
    [
      'SearchTables',
      ({ glue }) =>
        glue.send(new SearchTablesCommand({ ResourceShareType: 'ALL' })),
    ],
  ])('a job may not call %s', async (name, call) => {
    await expect(call(job(consumer.team1Role))).rejects.toThrow(
      expect.objectContaining({
        name: 'AccessDeniedException',
        message: expect.stringContaining(`glue:${name}`),
      }),
    );
  });
});

describe('what keeps an engine out', () => {
  const read = (tags?: Record<string, string>) =>
    tableFor(job(consumer.team1Role, tags), consumer.patientsLink);

  it.each([
    ['without session tag', {}],
    [
      'with session tag value Somebody',
      { LakeFormationAuthorizedCaller: 'Somebody' },
    ],
  ])('refuses a session that it calls %s', async (words, tags) => {
    await expect(read(tags)).rejects.toThrow(
      `does not let engines of account ${CONSUMER} ${words} filter its data`,
    );
  });

  it('the owner no longer allows external filtering', async () => {
    const { lakeFormation } = inProducer;
    const { DataLakeSettings: settings } = await lakeFormation.send(
      new GetDataLakeSettingsCommand({}),
    );
    const put = (next: DataLakeSettings) =>
      lakeFormation.send(
        new PutDataLakeSettingsCommand({ DataLakeSettings: next }),
      );
    await put({
      ...settings,
      ExternalDataFilteringAllowList: [
        { DataLakePrincipalIdentifier: PRODUCER },
      ],
    });
    await expect(read()).rejects.toThrow('does not let engines');
    await put(settings!);
    await expect(read()).resolves.toBeDefined();
  });

  it('the location is not registered, or its role may not read it', async () => {
    const { lakeFormation, iam } = inProducer;
    const ResourceArn = `arn:aws:s3:::${producer.dataBucket}/warehouse`;
    const RoleArn = `arn:aws:iam::${PRODUCER}:role/${producer.dataAccessRole}`;
    const policy = {
      RoleName: producer.dataAccessRole,
      PolicyArn: `arn:aws:iam::${PRODUCER}:policy/${producer.dataAccessRole}-policy`,
    };
    await lakeFormation.send(new DeregisterResourceCommand({ ResourceArn }));
    await expect(read()).rejects.toThrow('is not registered');
    await lakeFormation.send(
      new RegisterResourceCommand({ ResourceArn, RoleArn }),
    );
    await iam.send(new DetachRolePolicyCommand(policy));
    await expect(read()).rejects.toThrow(
      `Lake Formation's data access role ${RoleArn} may not read`,
    );
    await iam.send(new AttachRolePolicyCommand(policy));
    await expect(read()).resolves.toBeDefined();
  });

  it('the role of the job may not get data from Lake Formation', async () => {
    const policy = {
      RoleName: consumer.team1Role,
      PolicyArn: `arn:aws:iam::${CONSUMER}:policy/${consumer.team1Role}-policy`,
    };
    await inConsumer.iam.send(new DetachRolePolicyCommand(policy));
    await expect(read()).rejects.toThrow('lakeformation:GetDataAccess');
    await inConsumer.iam.send(new AttachRolePolicyCommand(policy));
  });
});

describe('a table of every type', () => {
  const LOCATION = `s3://${consumer.jobsBucket}/measures`;

  async function run(sql: string) {
    const { QueryExecutionId } = await inConsumer.athena.send(
      new StartQueryExecutionCommand({
        QueryString: sql,
        QueryExecutionContext: { Database: consumer.database },
        ResultConfiguration: {
          OutputLocation: `s3://${consumer.jobsBucket}/results/`,
        },
      }),
    );
    const { QueryExecution } = await inConsumer.athena.send(
      new GetQueryExecutionCommand({ QueryExecutionId }),
    );
    expect(QueryExecution!.Status).toMatchObject({ State: 'SUCCEEDED' });
  }

  async function grantFilter(
    Name: string,
    FilterExpression: string,
    ColumnNames: string[],
  ) {
    const TableData = {
      TableCatalogId: CONSUMER,
      DatabaseName: consumer.database,
      TableName: 'measures',
      Name,
    };
    await inConsumer.lakeFormation.send(
      new CreateDataCellsFilterCommand({
        TableData: {
          ...TableData,
          ColumnNames,
          RowFilter: { FilterExpression },
        },
      }),
    );
    await grant(
      inConsumer,
      consumerRoleArn(consumer.team1Role),
      { DataCellsFilter: TableData },
      ['SELECT'],
    );
  }

  const ROWS = [
    {
      id: '1',
      flag: true,
      small: -7,
      ratio: 0.1,
      name: "O'Fallon ☂",
      cents: '123.45',
      exact: '99999999999999.9999',
      day: '1969-12-31',
      at: '2025-03-28 10:00:00.123',
    },
    {
      id: '2',
      flag: null,
      small: null,
      ratio: null,
      name: null,
      cents: null,
      exact: null,
      day: null,
      at: null,
    },
    {
      id: '9007199254740993',
      flag: false,
      small: 2147483647,
      ratio: -1.5,
      name: '',
      cents: '-0.01',
      exact: '0.0000',
      day: '2100-01-01',
      at: '1900-01-01 00:00:00',
    },
  ];

  beforeAll(async () => {
    await run(
      `CREATE TABLE measures (id bigint, flag boolean, small int, ratio double, name string,
         cents decimal(5,2), exact decimal(18,4), day date, at timestamp)
       LOCATION '${LOCATION}/' TBLPROPERTIES ('table_type'='ICEBERG')`,
    );
    await run(
      `INSERT INTO measures VALUES
        (1, true, -7, 0.1, 'O''Fallon ☂', 123.45, 99999999999999.9999, DATE '1969-12-31', TIMESTAMP '2025-03-28 10:00:00.123'),
        (2, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL)`,
    );
    await run(
      `INSERT INTO measures VALUES
        (9007199254740993, false, 2147483647, -1.5, '', -0.01, 0, DATE '2100-01-01', TIMESTAMP '1900-01-01 00:00:00')`,
    );
  });

  const read = async () => {
    const team1 = job(consumer.team1Role);
    return rowsOf(team1, await tableFor(team1, 'measures'));
  };
  const byId = (rows: Record<string, any>[]) =>
    rows.sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));

  it('keeps every value; each filter shows its own cells; a rename and a drop are followed', async () => {
    await grantFilter('ids', 'id < 3', ['id']);
    await grantFilter('rest', 'id <> 2', Object.keys(ROWS[0]));
    const [first, , third] = ROWS;
    expect(byId(await read())).toEqual([
      first,
      // Row 2 opens by the first filter, which has no other column.
      ROWS[1],
      third,
    ]);

    await grantFilter('all', 'id = 2', Object.keys(ROWS[0]));
    expect(byId(await read())).toEqual(ROWS);

    await evolve(columns =>
      columns
        .filter(({ name }) => name !== 'flag')
        .map(column =>
          column.name === 'name' ? { ...column, name: 'title' } : column,
        ),
    );
    // The filters name the old column, so the new one is hidden until they name it.
    const { flag, name, ...kept } = first;
    expect(byId(await read())[0]).toEqual(kept);
  });

  it('is not read, and no value is told, when its row filter no longer fits', async () => {
    await evolve(columns =>
      columns.map(column =>
        column.name === 'id' ? { ...column, name: 'number' } : column,
      ),
    );
    const refusal = await read().catch(error => error);
    expect(refusal).toMatchObject({
      name: 'InvalidInputException',
      message:
        'The query engine cannot read measures: its row filter cannot be applied to its columns as they are now.',
    });
  });

  /** Changes the schema as an engine does: new metadata, and Glue's columns with it. */
  async function evolve(
    change: (
      columns: { id: number; name: string }[],
    ) => { id: number; name: string }[],
  ) {
    const { glue, s3 } = inConsumer;
    const { Table } = await glue.send(
      new GetTableCommand({
        DatabaseName: consumer.database,
        Name: 'measures',
      }),
    );
    const { hostname, pathname } = new URL(
      Table!.Parameters!.metadata_location,
    );
    const { Body } = await s3.send(
      new GetObjectCommand({ Bucket: hostname, Key: pathname.slice(1) }),
    );
    const metadata = JSON.parse(await Body!.transformToString());
    const { fields } = metadata.schemas.at(-1);
    const id = metadata.schemas.length;
    metadata.schemas.push({
      type: 'struct',
      'schema-id': id,
      fields: change(fields),
    });
    metadata['current-schema-id'] = id;
    const Key = `measures/metadata/evolved-${id}.metadata.json`;
    await s3.send(
      new PutObjectCommand({
        Bucket: consumer.jobsBucket,
        Key,
        Body: JSON.stringify(metadata),
      }),
    );
    await glue.send(
      new UpdateTableCommand({
        DatabaseName: consumer.database,
        TableInput: {
          Name: 'measures',
          TableType: Table!.TableType,
          PartitionKeys: [],
          Parameters: {
            ...Table!.Parameters,
            metadata_location: `s3://${consumer.jobsBucket}/${Key}`,
          },
          StorageDescriptor: {
            ...Table!.StorageDescriptor,
            Columns: change(
              Table!.StorageDescriptor!.Columns!.map(({ Name, Type }) => ({
                id: 0,
                name: Name!,
                Type,
              })),
            ).map(({ name, ...column }) => ({
              Name: name,
              Type: (column as { Type?: string }).Type,
            })),
          },
        },
      }),
    );
  }
});

describe('what Lake Formation says meanwhile', () => {
  const filter = (FilterExpression: string) =>
    inProducer.lakeFormation.send(
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

  it('a filter that is widened gives 12 rows, and one that lets nobody through none', async () => {
    const team1 = job(consumer.team1Role);
    const rows = async () =>
      rowsOf(team1, await tableFor(team1, consumer.patientsLink));
    await filter('patient_id > 0');
    await expect(rows()).resolves.toHaveLength(12);
    await filter("state = 'Ohio'");
    await expect(rows()).resolves.toHaveLength(0);
    await filter("state in ('Texas', 'New York')");
    await expect(rows()).resolves.toHaveLength(8);
  });

  it('what is revoked is denied, to runs that go on as to new ones', async () => {
    const running = job(consumer.team1Role);
    await expect(
      tableFor(running, consumer.patientsLink),
    ).resolves.toBeDefined();
    await inConsumer.lakeFormation.send(
      new RevokePermissionsCommand({
        Principal: {
          DataLakePrincipalIdentifier: consumerRoleArn(consumer.team1Role),
        },
        Resource: {
          Table: {
            CatalogId: PRODUCER,
            DatabaseName: producer.database,
            Name: producer.patients,
          },
        },
        Permissions: ['SELECT'],
      }),
    );
    for (const team1 of [running, job(consumer.team1Role)]) {
      await expect(tableFor(team1, consumer.patientsLink)).rejects.toThrow(
        'Insufficient Lake Formation permission(s) on patients',
      );
    }
  });
});
