import {
  DescribeAccessEntryCommand,
  EKSClient,
  ListAccessEntriesCommand,
} from '@aws-sdk/client-eks';
import {
  DescribeSecurityConfigurationCommand,
  EMRContainersClient,
  ListVirtualClustersCommand,
} from '@aws-sdk/client-emr-containers';
import {
  GetDatabasesCommand,
  GetTablesCommand,
  GlueClient,
} from '@aws-sdk/client-glue';
import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  IAMClient,
  ListAttachedRolePoliciesCommand,
  ListRolesCommand,
} from '@aws-sdk/client-iam';
import {
  GetDataLakeSettingsCommand,
  LakeFormationClient,
  ListDataCellsFilterCommand,
  ListPermissionsCommand,
  ListResourcesCommand,
} from '@aws-sdk/client-lakeformation';
import { ListBucketsCommand, S3Client } from '@aws-sdk/client-s3';
import { canonicalJson } from '../../store';

/** Of the scenario, what the seed does not have. */
const BESIDE_THE_SEED =
  /operations_db|consumer_operations_db|facilities|staff_assignments|sensitivity|data_lake_administrator|eksctl-|eks-cluster-role|rl_staff/;

/**
 * What an account holds, as text by name: the rows of ListPermissions, every
 * document, every thing that the seed's sections 1.2 to 1.9 make. Ids and times
 * that AWS chose are left out, as is the order where it means nothing.
 */
export async function describeEstate(
  configuration: any,
): Promise<Record<string, string>> {
  const parts = await Promise.all([
    permissionsOf(configuration),
    rolesOf(configuration),
    catalogOf(configuration),
    clustersOf(configuration),
    bucketsOf(configuration),
  ]);
  return Object.fromEntries(
    parts
      .flat()
      .filter(entry => !BESIDE_THE_SEED.test(entry.join(' ')))
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

type Entry = [name: string, contents: string];

async function permissionsOf(configuration: any): Promise<Entry[]> {
  const client = new LakeFormationClient(configuration);
  const { PrincipalResourcePermissions: rows = [] } = await client.send(
    new ListPermissionsCommand({ MaxResults: 1000 }),
  );
  const { DataLakeSettings: settings } = await client.send(
    new GetDataLakeSettingsCommand({}),
  );
  const { DataCellsFilters: filters = [] } = await client.send(
    new ListDataCellsFilterCommand({}),
  );
  const { ResourceInfoList: locations = [] } = await client.send(
    new ListResourcesCommand({}),
  );
  return [
    ...rows.map(
      (row): Entry => [
        `permission ${row.Principal?.DataLakePrincipalIdentifier?.split(
          '/',
        ).pop()} ${canonicalJson(row.Resource)}`,
        `${row.Permissions?.sort()} / ${row.PermissionsWithGrantOption?.sort()}`,
      ],
    ),
    ['settings', canonicalJson({ ...settings, DataLakeAdmins: undefined })],
    ...filters.map(
      ({ VersionId: _, ...filter }): Entry => [
        `filter ${filter.Name}`,
        canonicalJson(filter),
      ],
    ),
    ...locations.map(
      ({ ResourceArn, RoleArn, HybridAccessEnabled }): Entry => [
        `location ${ResourceArn}`,
        canonicalJson({ RoleArn, HybridAccessEnabled }),
      ],
    ),
  ];
}

async function rolesOf(configuration: any): Promise<Entry[]> {
  const client = new IAMClient(configuration);
  const { Roles = [] } = await client.send(new ListRolesCommand({}));
  const entries = await Promise.all(
    Roles.filter(({ Path }) => Path === '/').map(async ({ RoleName }) => {
      const { Role } = await client.send(new GetRoleCommand({ RoleName }));
      const { AttachedPolicies = [] } = await client.send(
        new ListAttachedRolePoliciesCommand({ RoleName }),
      );
      const policies = await Promise.all(
        AttachedPolicies.map(async ({ PolicyArn, PolicyName }) => {
          const { Policy } = await client.send(
            new GetPolicyCommand({ PolicyArn }),
          );
          const { PolicyVersion } = await client.send(
            new GetPolicyVersionCommand({
              PolicyArn,
              VersionId: Policy!.DefaultVersionId,
            }),
          );
          return statementsOf(`policy ${PolicyName}`, PolicyVersion!.Document!);
        }),
      );
      return [
        ...statementsOf(`trust ${RoleName}`, Role!.AssumeRolePolicyDocument!),
        ...policies.flat(),
      ];
    }),
  );
  return entries.flat();
}

/** By what they allow, so that a Sid more or less is no difference. */
function statementsOf(name: string, document: string): Entry[] {
  const { Statement } = JSON.parse(decodeURIComponent(document));
  return Statement.map(({ Sid, ...statement }: any): Entry => {
    const actions = [statement.Action].flat().sort().join(', ');
    const who = canonicalJson(statement.Principal ?? '');
    const rest = {
      resource: [statement.Resource ?? []].flat().sort(),
      condition: statement.Condition,
    };
    // The OIDC issuer's id is AWS's choice.
    return [
      `${name}: ${actions} ${who}`.replace(/id\/[A-Z0-9]{32}/g, 'id/OIDC'),
      canonicalJson(rest).replace(/id\/[A-Z0-9]{32}/g, 'id/OIDC'),
    ];
  });
}

async function catalogOf(configuration: any): Promise<Entry[]> {
  const client = new GlueClient(configuration);
  const { DatabaseList = [] } = await client.send(new GetDatabasesCommand({}));
  const entries = await Promise.all(
    DatabaseList.map(async ({ Name, LocationUri, ...database }) => {
      const { TableList = [] } = await client.send(
        new GetTablesCommand({ DatabaseName: Name }),
      );
      return [
        [
          `database ${Name}`,
          canonicalJson({
            LocationUri,
            default: database.CreateTableDefaultPermissions,
          }),
        ] as Entry,
        ...TableList.map(
          (table): Entry => [
            `table ${Name}.${table.Name}`,
            canonicalJson({
              target: table.TargetTable,
              location: table.StorageDescriptor?.Location,
              columns: table.StorageDescriptor?.Columns?.map(
                column => `${column.Name} ${column.Type}`,
              ),
            }),
          ],
        ),
      ];
    }),
  );
  return entries.flat();
}

async function clustersOf(configuration: any): Promise<Entry[]> {
  const emr = new EMRContainersClient(configuration);
  const eks = new EKSClient(configuration);
  const { virtualClusters = [] } = await emr.send(
    new ListVirtualClustersCommand({ states: ['RUNNING'] }),
  );
  const clusters = await Promise.all(
    virtualClusters.map(async ({ name, containerProvider, ...cluster }) => {
      const { securityConfiguration } = await emr.send(
        new DescribeSecurityConfigurationCommand({
          id: cluster.securityConfigurationId,
        }),
      );
      return [
        `virtual cluster ${name}`,
        canonicalJson({
          containerProvider,
          name: securityConfiguration?.name,
          data: securityConfiguration?.securityConfigurationData,
        }),
      ] as Entry;
    }),
  );
  const clusterName = virtualClusters[0]?.containerProvider?.id;
  if (!clusterName) return clusters;
  const { accessEntries = [] } = await eks.send(
    new ListAccessEntriesCommand({ clusterName }),
  );
  const entries = await Promise.all(
    accessEntries.map(async principalArn => {
      const { accessEntry } = await eks.send(
        new DescribeAccessEntryCommand({ clusterName, principalArn }),
      );
      return [`access entry ${principalArn}`, accessEntry!.username!] as Entry;
    }),
  );
  return [...clusters, ...entries];
}

async function bucketsOf(configuration: any): Promise<Entry[]> {
  const { Buckets = [] } = await new S3Client(configuration).send(
    new ListBucketsCommand({}),
  );
  return Buckets.map(({ Name }) => [`bucket ${Name}`, '']);
}

/** Lines that only one of two descriptions has: `- ` the first, `+ ` the second. */
export function differencesOf(
  one: Record<string, string>,
  other: Record<string, string>,
): string[] {
  const lines = (estate: Record<string, string>) =>
    Object.entries(estate).map(([name, contents]) => `${name} = ${contents}`);
  const [first, second] = [lines(one), lines(other)];
  return [
    ...first.filter(line => !second.includes(line)).map(line => `- ${line}`),
    ...second.filter(line => !first.includes(line)).map(line => `+ ${line}`),
  ].sort((a, b) => (a.slice(2) < b.slice(2) ? -1 : 1));
}
