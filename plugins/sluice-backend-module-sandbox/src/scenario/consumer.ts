import {
  CreateAccessEntryCommand,
  CreateClusterCommand,
  DescribeClusterCommand,
} from '@aws-sdk/client-eks';
import {
  CreateSecurityConfigurationCommand,
  CreateVirtualClusterCommand,
  DescribeVirtualClusterCommand,
} from '@aws-sdk/client-emr-containers';
import { CreateDatabaseCommand } from '@aws-sdk/client-glue';
import {
  CreateOpenIDConnectProviderCommand,
  CreateRoleCommand,
  GetRoleCommand,
  UpdateAssumeRolePolicyCommand,
} from '@aws-sdk/client-iam';
import { createBucket, createRole } from './bucketsAndRoles';
import type { AccountClients, ScenarioSandbox } from './clients';
import { setUpNamespaces } from './kubernetes';
import { allowExternalFiltering, grant } from './lakeFormation';
import {
  CONSUMER,
  consumer,
  consumerRoleArn,
  PRODUCER,
  producer,
  REGION,
  SESSION_TAG_VALUE,
} from './names';
import {
  accountTrust,
  jobRolePolicy,
  jobRoleTrust,
  queryRolePolicy,
  serviceTrust,
  withServiceAccounts,
} from './policies';
import { acceptInvitations, createResourceLink } from './sharing';
import { until } from './until';

const TEAM_ROLES = [consumer.team1Role, consumer.team2Role];

/**
 * Sets the consumer account up: acceptance of the shares, then steps C1 to C14
 * of the seed and its manual step (seed reference 1.6 to 1.8). The job scripts
 * (C15, C16) come with the jobs.
 */
export async function setUpConsumer(
  clients: AccountClients,
  sandbox: ScenarioSandbox,
): Promise<void> {
  await acceptInvitations(clients);

  await clients.glue.send(
    new CreateDatabaseCommand({
      DatabaseInput: {
        Name: consumer.database,
        Description: 'Links to the healthcare tables of the producer',
        CreateTableDefaultPermissions: [],
      },
    }),
  );
  await createBucket(clients, consumer.jobsBucket);
  await createRoles(clients);

  const issuer = await createCluster(clients);
  await setUpNamespaces(
    sandbox.kubeConfig({
      accountId: CONSUMER,
      region: REGION,
      clusterName: consumer.cluster,
    }),
  );
  await trustServiceAccounts(clients, issuer);

  await createLinks(clients);
  await grantToTeams(clients);
  await allowExternalFiltering(clients);
  await createVirtualCluster(clients);
}

/** C3 and C4. The query role first: IAM checks that a principal in a trust exists. */
async function createRoles(clients: AccountClients): Promise<void> {
  await createRole(
    clients,
    consumer.queryRole,
    accountTrust(CONSUMER),
    queryRolePolicy(TEAM_ROLES),
  );
  for (const role of TEAM_ROLES) {
    await createRole(clients, role, jobRoleTrust, jobRolePolicy);
  }
}

/**
 * C5, with what eksctl makes besides, and the access entry for EMR that the
 * seed leaves out.
 *
 * @returns issuer of the cluster's OIDC provider, without `https://`
 */
async function createCluster({ eks, iam }: AccountClients): Promise<string> {
  const { Role } = await iam.send(
    new CreateRoleCommand({
      RoleName: `eksctl-${consumer.cluster}-cluster-ServiceRole`,
      AssumeRolePolicyDocument: JSON.stringify(
        serviceTrust('eks.amazonaws.com'),
      ),
    }),
  );
  await eks.send(
    new CreateClusterCommand({
      name: consumer.cluster,
      roleArn: Role?.Arn,
      resourcesVpcConfig: {
        subnetIds: ['subnet-0a1b2c3d4e5f60718', 'subnet-0b1c2d3e4f5a60719'],
      },
      accessConfig: { authenticationMode: 'API_AND_CONFIG_MAP' },
    }),
  );
  let issuerUrl = '';
  await until(`EKS cluster ${consumer.cluster} to become active`, async () => {
    const { cluster } = await eks.send(
      new DescribeClusterCommand({ name: consumer.cluster }),
    );
    issuerUrl = cluster?.identity?.oidc?.issuer ?? '';
    return cluster?.status === 'ACTIVE';
  });
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: issuerUrl,
      ClientIDList: ['sts.amazonaws.com'],
    }),
  );
  await eks.send(
    new CreateAccessEntryCommand({
      clusterName: consumer.cluster,
      principalArn: consumerRoleArn(
        'aws-service-role/emr-containers.amazonaws.com/AWSServiceRoleForAmazonEMRContainers',
      ),
      username: 'emr-containers',
    }),
  );
  return issuerUrl.replace('https://', '');
}

/** C9: each role may be taken by EMR's service accounts of its namespace. */
async function trustServiceAccounts(
  { iam }: AccountClients,
  issuer: string,
): Promise<void> {
  const namespaceOf = new Map([
    ...TEAM_ROLES.map(role => [role, consumer.userNamespace] as const),
    [consumer.queryRole, consumer.secureNamespace] as const,
  ]);
  for (const [roleName, namespace] of namespaceOf) {
    const { Role } = await iam.send(new GetRoleCommand({ RoleName: roleName }));
    const trust = JSON.parse(
      decodeURIComponent(Role!.AssumeRolePolicyDocument!),
    );
    await iam.send(
      new UpdateAssumeRolePolicyCommand({
        RoleName: roleName,
        PolicyDocument: JSON.stringify(
          withServiceAccounts(trust, { issuer, namespace, roleName }),
        ),
      }),
    );
  }
}

/** C10. */
async function createLinks(clients: AccountClients): Promise<void> {
  const { database, patientsLink, claimsLink } = consumer;
  await createResourceLink(
    clients,
    { database, name: patientsLink },
    { database: producer.database, name: producer.patients },
  );
  await createResourceLink(
    clients,
    { database, name: claimsLink },
    { database: producer.database, name: producer.claims },
  );
}

/**
 * C11 as the seed means it (seed reference 1.7g). Team 1 gets SELECT on all
 * of patients, and sees what the account was given: 8 columns, two states.
 */
async function grantToTeams(clients: AccountClients): Promise<void> {
  const { database, patientsLink, claimsLink } = consumer;
  const link = (name: string) => ({
    Table: { CatalogId: CONSUMER, DatabaseName: database, Name: name },
  });
  const target = (name: string) => ({
    Table: { CatalogId: PRODUCER, DatabaseName: producer.database, Name: name },
  });

  for (const role of TEAM_ROLES.map(consumerRoleArn)) {
    const local = { Database: { CatalogId: CONSUMER, Name: database } };
    await grant(clients, role, local, ['DESCRIBE']);
    await grant(clients, role, link(claimsLink), ['DESCRIBE']);
    await grant(clients, role, target(producer.claims), ['SELECT', 'DESCRIBE']);
  }
  const team1 = consumerRoleArn(consumer.team1Role);
  await grant(clients, team1, link(patientsLink), ['DESCRIBE']);
  await grant(clients, team1, target(producer.patients), ['SELECT']);
}

/** C12 to C14. */
async function createVirtualCluster({
  emrContainers,
}: AccountClients): Promise<void> {
  const { id: securityConfigurationId } = await emrContainers.send(
    new CreateSecurityConfigurationCommand({
      name: consumer.securityConfiguration,
      securityConfigurationData: {
        authorizationConfiguration: {
          lakeFormationConfiguration: {
            authorizedSessionTagValue: SESSION_TAG_VALUE,
            secureNamespaceInfo: {
              clusterId: consumer.cluster,
              namespace: consumer.secureNamespace,
            },
            queryEngineRoleArn: consumerRoleArn(consumer.queryRole),
          },
        },
      },
    }),
  );
  const { id } = await emrContainers.send(
    new CreateVirtualClusterCommand({
      name: consumer.virtualCluster,
      containerProvider: {
        type: 'EKS',
        id: consumer.cluster,
        info: { eksInfo: { namespace: consumer.userNamespace } },
      },
      securityConfigurationId,
    }),
  );
  await until(`virtual cluster ${consumer.virtualCluster} to run`, async () => {
    const { virtualCluster } = await emrContainers.send(
      new DescribeVirtualClusterCommand({ id }),
    );
    return virtualCluster?.state === 'RUNNING';
  });
}
