import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { GetTableCommand } from '@aws-sdk/client-glue';
import { GetRoleCommand } from '@aws-sdk/client-iam';
import {
  GetDataLakeSettingsCommand,
  ListPermissionsCommand,
  PrincipalResourcePermissions,
} from '@aws-sdk/client-lakeformation';
import { GetResourceShareInvitationsCommand } from '@aws-sdk/client-ram';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import {
  DescribeSecurityConfigurationCommand,
  ListVirtualClustersCommand,
} from '@aws-sdk/client-emr-containers';
import { CoreV1Api } from '@kubernetes/client-node';
import { createSandbox, Sandbox } from '../createSandbox';
import { AccountClients, createClients } from './clients';
import { loadHealthcareScenario } from './index';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  PRODUCER,
  producer,
  REGION,
} from './names';

describe('loadHealthcareScenario', () => {
  let dataDirectory: string;
  let sandbox: Sandbox;
  let loaded: Awaited<ReturnType<typeof loadHealthcareScenario>>;
  let inProducer: AccountClients;
  let inConsumer: AccountClients;

  beforeAll(async () => {
    dataDirectory = await mkdtemp(path.join(tmpdir(), 'sluice-scenario-'));
    sandbox = createSandbox({ dataDirectory });
    await sandbox.listen();
    loaded = await loadHealthcareScenario(sandbox);
    inProducer = createClients(sandbox, PRODUCER);
    inConsumer = createClients(sandbox, CONSUMER);
  });

  afterAll(async () => {
    await sandbox.close();
    await rm(dataDirectory, { recursive: true });
  });

  const permissionsOf = async (
    { lakeFormation }: AccountClients,
    input: ConstructorParameters<typeof ListPermissionsCommand>[0] = {},
  ): Promise<PrincipalResourcePermissions[]> => {
    const rows: PrincipalResourcePermissions[] = [];
    let NextToken: string | undefined;
    do {
      const page = await lakeFormation.send(
        new ListPermissionsCommand({ ...input, NextToken }),
      );
      rows.push(...(page.PrincipalResourcePermissions ?? []));
      NextToken = page.NextToken;
    } while (NextToken);
    return rows;
  };

  it('names the accounts to connect to', () => {
    expect(loaded.accounts).toEqual([
      {
        name: 'healthcare-producer',
        accountId: '111122223333',
        region: 'us-west-2',
        eksClusters: [],
      },
      {
        name: 'healthcare-consumer',
        accountId: '444455556666',
        region: 'us-west-2',
        eksClusters: ['fgac-blog'],
      },
    ]);
  });

  it.each([
    ['healthcare_db', 'patients', 9, 12, 'city'],
    ['healthcare_db', 'claims', 10, 10, 'status'],
    ['operations_db', 'facilities', 8, 6, undefined],
    ['operations_db', 'staff_assignments', 7, 8, 'shift'],
  ])(
    'has an Iceberg table %s.%s with %s columns and %s rows',
    async (DatabaseName, Name, columns, rows, partitionedBy) => {
      const { Table } = await inProducer.glue.send(
        new GetTableCommand({ DatabaseName, Name }),
      );
      expect(Table?.Parameters?.table_type).toBe('ICEBERG');
      expect(Table?.Description).toBeTruthy();
      expect(Table?.StorageDescriptor?.Columns).toHaveLength(columns);
      for (const { Comment } of Table!.StorageDescriptor!.Columns!) {
        expect(Comment).toBeTruthy();
      }

      const location = new URL(Table!.Parameters!.metadata_location);
      const { Body } = await inProducer.s3.send(
        new GetObjectCommand({
          Bucket: location.hostname,
          Key: location.pathname.slice(1),
        }),
      );
      const metadata = JSON.parse(await Body!.transformToString());
      const snapshot = metadata.snapshots.find(
        (candidate: any) =>
          candidate['snapshot-id'] === metadata['current-snapshot-id'],
      );
      expect(snapshot.summary['total-records']).toBe(String(rows));
      const [{ fields }] = metadata['partition-specs'];
      expect(fields.map(({ name }: any) => name)).toEqual(
        partitionedBy ? [partitionedBy] : [],
      );
    },
  );

  it('says which columns are sensitive', async () => {
    const { Table } = await inProducer.glue.send(
      new GetTableCommand({ DatabaseName: 'healthcare_db', Name: 'patients' }),
    );
    const ssn = Table?.StorageDescriptor?.Columns?.find(
      ({ Name }) => Name === 'ssn',
    );
    expect(ssn?.Parameters).toMatchObject({ classification: 'restricted' });
  });

  it('shares healthcare_db as the seed does (seed reference 1.5)', async () => {
    const shared = (await permissionsOf(inProducer))
      .filter(
        ({ Principal }) => Principal?.DataLakePrincipalIdentifier === CONSUMER,
      )
      .map(({ Resource, Permissions, PermissionsWithGrantOption }) => {
        const { Database, DataCellsFilter, Table, TableWithColumns } =
          Resource!;
        const table = Table ?? TableWithColumns;
        return {
          database:
            Database?.Name ??
            DataCellsFilter?.DatabaseName ??
            table?.DatabaseName,
          name: DataCellsFilter?.Name ?? table?.Name,
          permissions: Permissions,
          grantable: PermissionsWithGrantOption,
        };
      })
      .filter(({ database }) => database === producer.database);
    const claims = { database: producer.database, name: producer.claims };
    expect(new Set(shared)).toEqual(
      new Set([
        {
          database: producer.database,
          name: undefined,
          permissions: ['DESCRIBE'],
          grantable: ['DESCRIBE'],
        },
        {
          database: producer.database,
          name: producer.patientsFilter,
          permissions: ['SELECT'],
          grantable: ['SELECT'],
        },
        // One grant, two rows (LF reference A11.1).
        { ...claims, permissions: ['DESCRIBE'], grantable: ['DESCRIBE'] },
        { ...claims, permissions: ['SELECT'], grantable: ['SELECT'] },
      ]),
    );
  });

  it('gives patients to team 1 only, and claims to both', async () => {
    const rows = [
      ...(await permissionsOf(inConsumer)),
      ...(await permissionsOf(inConsumer, { CatalogId: PRODUCER })),
    ];
    const readersOf = (table: string) => [
      ...new Set(
        rows
          .filter(
            ({ Permissions, Resource }) =>
              Permissions?.includes('SELECT') &&
              (Resource?.Table?.Name ?? Resource?.TableWithColumns?.Name) ===
                table,
          )
          .map(({ Principal }) => Principal?.DataLakePrincipalIdentifier)
          .filter(principal => principal?.includes(':role/emr_on_eks')),
      ),
    ];
    const team1 = consumerRoleArn(consumer.team1Role);
    const team2 = consumerRoleArn(consumer.team2Role);
    expect(readersOf(producer.patients)).toEqual([team1]);
    expect(readersOf(producer.claims).sort()).toEqual([team1, team2]);
  });

  it('leaves nothing to IAM alone, in either account', async () => {
    for (const clients of [inProducer, inConsumer]) {
      const principals = (await permissionsOf(clients)).map(
        ({ Principal }) => Principal?.DataLakePrincipalIdentifier,
      );
      expect(principals).not.toContain('IAM_ALLOWED_PRINCIPALS');
      expect(principals.length).toBeGreaterThan(0);
    }
  });

  it('lets engines filter, with the same session tag in both accounts', async () => {
    for (const { lakeFormation } of [inProducer, inConsumer]) {
      const { DataLakeSettings } = await lakeFormation.send(
        new GetDataLakeSettingsCommand({}),
      );
      expect(DataLakeSettings).toMatchObject({
        DataLakeAdmins: [
          {
            DataLakePrincipalIdentifier: expect.stringMatching(
              /:role\/data_lake_administrator$/,
            ),
          },
        ],
        AllowExternalDataFiltering: true,
        ExternalDataFilteringAllowList: [
          { DataLakePrincipalIdentifier: CONSUMER },
        ],
        AuthorizedSessionTagValueList: ['EMR on EKS Engine'],
      });
    }
  });

  it('accepted every invitation', async () => {
    const { resourceShareInvitations = [] } = await inConsumer.ram.send(
      new GetResourceShareInvitationsCommand({}),
    );
    expect(resourceShareInvitations.length).toBeGreaterThan(0);
    for (const { status } of resourceShareInvitations) {
      expect(status).toBe('ACCEPTED');
    }
  });

  it.each([
    [consumer.team1Role, 3, 'lf-fgac-user'],
    [consumer.team2Role, 3, 'lf-fgac-user'],
    [consumer.queryRole, 2, 'lf-fgac-secure'],
  ])(
    'lets %s be taken from its namespace',
    async (RoleName, statements, namespace) => {
      const { Role } = await inConsumer.iam.send(
        new GetRoleCommand({ RoleName }),
      );
      const { Statement } = JSON.parse(
        decodeURIComponent(Role!.AssumeRolePolicyDocument!),
      );
      expect(Statement).toHaveLength(statements);
      expect(Object.values(Statement.at(-1).Condition.StringLike)[0]).toContain(
        `system:serviceaccount:${namespace}:emr-containers-sa-`,
      );
    },
  );

  it('runs the virtual cluster between the two namespaces', async () => {
    const { virtualClusters = [] } = await inConsumer.emrContainers.send(
      new ListVirtualClustersCommand({}),
    );
    expect(virtualClusters).toHaveLength(1);
    const [cluster] = virtualClusters;
    expect(cluster).toMatchObject({
      name: 'emr-on-eks-fgac-blog',
      state: 'RUNNING',
      containerProvider: {
        id: 'fgac-blog',
        info: { eksInfo: { namespace: 'lf-fgac-user' } },
      },
    });
    const { securityConfiguration } = await inConsumer.emrContainers.send(
      new DescribeSecurityConfigurationCommand({
        id: cluster.securityConfigurationId,
      }),
    );
    expect(
      securityConfiguration?.securityConfigurationData
        ?.authorizationConfiguration?.lakeFormationConfiguration,
    ).toEqual({
      authorizedSessionTagValue: 'EMR on EKS Engine',
      queryEngineRoleArn: consumerRoleArn(consumer.queryRole),
      secureNamespaceInfo: {
        clusterId: 'fgac-blog',
        namespace: 'lf-fgac-secure',
      },
    });

    const { items } = await sandbox
      .kubeConfig({
        accountId: CONSUMER,
        region: REGION,
        clusterName: consumer.cluster,
      })
      .makeApiClient(CoreV1Api)
      .listNamespace();
    expect(items.map(({ metadata }) => metadata?.name)).toEqual(
      expect.arrayContaining(['lf-fgac-user', 'lf-fgac-secure']),
    );
  });

  it.each([
    ['consumer_healthcare_db', 'rl_patients', 'healthcare_db', 'patients'],
    ['consumer_healthcare_db', 'rl_claims', 'healthcare_db', 'claims'],
    ['consumer_operations_db', 'rl_facilities', 'operations_db', 'facilities'],
    [
      'consumer_operations_db',
      'rl_staff_assignments',
      'operations_db',
      'staff_assignments',
    ],
  ])('links %s.%s to %s.%s', async (DatabaseName, Name, database, table) => {
    const { Table } = await inConsumer.glue.send(
      new GetTableCommand({ DatabaseName, Name }),
    );
    expect(Table?.TargetTable).toMatchObject({
      CatalogId: PRODUCER,
      DatabaseName: database,
      Name: table,
    });
  });
});
