import {
  CreateVirtualClusterCommand,
  DeleteVirtualClusterCommand,
  DescribeVirtualClusterCommand,
  VirtualCluster,
  VirtualClusterState,
} from '@aws-sdk/client-emr-containers';
import {
  EmrSecurityConfigurationProperties,
  EmrVirtualClusterProperties,
} from '@sluice/plugin-sluice-common';
import { clientTokenOf } from './clientToken';
import { differencesBetween } from './differences';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import {
  describeSecurityConfiguration,
  findSecurityConfiguration,
} from './securityConfigurations';
import { unlessRefused } from './unlessRefused';
import {
  activeJobRuns,
  listVirtualClusters,
  namespaceOf,
} from './virtualClusters';

/** EMR on EKS lets itself into the namespace, in the name of who makes the virtual cluster. */
const ACCESS_ENTRY_ACTIONS = [
  'eks:AssociateAccessPolicy',
  'eks:CreateAccessEntry',
  'eks:DeleteAccessEntry',
  'eks:DescribeAccessEntry',
  'eks:DisassociateAccessPolicy',
  'eks:ListAssociatedAccessPolicies',
];

const ALIVE: VirtualClusterState[] = ['RUNNING', 'ARRESTED'];

const NO_SECURITY_CONFIGURATION: EmrSecurityConfigurationProperties = {
  name: '',
  sessionTagValue: '',
  cluster: '',
  secureNamespace: '',
  queryEngineRoleArn: '',
};

/** A namespace in which EMR on EKS runs jobs (seed reference 1.7, C13). */
export const emrVirtualCluster: ResourceType<'emrVirtualCluster'> = {
  async read(wanted, context) {
    const running = await listVirtualClusters(context, wanted, ['RUNNING']);
    const found = await Promise.all(
      running.map(cluster => propertiesOf(cluster, wanted, context)),
    );
    return (
      found.find(each => diff(wanted, each).length === 0) ??
      found.find(({ namespace }) => namespace === wanted.namespace) ??
      found[0]
    );
  },

  diff,

  async create(wanted, context) {
    const { name, cluster, namespace, securityConfiguration } = wanted;
    const securityConfigurationId = await findSecurityConfiguration(
      context,
      securityConfiguration,
    );
    if (!securityConfigurationId) {
      throw new Error(
        `Virtual cluster ${name} needs EMR security configuration ${securityConfiguration.name} with the contents of the plan, and there is none. Make the security configuration first, or plan again.`,
      );
    }
    await waitUntilEnded(wanted, context, ['TERMINATING']);
    const ended = await listVirtualClusters(context, wanted, ['TERMINATED']);
    const { clients } = context;
    const { id } = await clients.emrContainers.send(
      new CreateVirtualClusterCommand({
        name,
        clientToken: clientTokenOf(
          name,
          cluster,
          namespace,
          securityConfigurationId,
          // The token of one that was deleted would answer with that one.
          ended.length,
        ),
        containerProvider: {
          type: 'EKS',
          id: cluster,
          info: { eksInfo: { namespace } },
        },
        securityConfigurationId,
      }),
    );
    await context.waitFor(`Virtual cluster ${name} to run`, async () => {
      const { virtualCluster } = await clients.emrContainers.send(
        new DescribeVirtualClusterCommand({ id }),
      );
      return virtualCluster?.state === 'RUNNING';
    });
  },

  async delete(found, context) {
    const { clients } = context;
    for (const { id } of await listIn(found, context, ALIVE)) {
      await refuseWhileInUse(id!, found.name, context);
      await unlessRefused(
        'ResourceNotFoundException',
        clients.emrContainers.send(new DeleteVirtualClusterCommand({ id })),
      );
    }
    await waitUntilEnded(found, context, [...ALIVE, 'TERMINATING']);
  },

  undo: 'The virtual cluster is deleted, once no job runs in it; the logs and results of its jobs, and the Kubernetes namespace, stay.',
  actions: {
    read: [
      'emr-containers:ListVirtualClusters',
      'emr-containers:DescribeSecurityConfiguration',
    ],
    write: [
      'emr-containers:ListSecurityConfigurations',
      'emr-containers:DescribeSecurityConfiguration',
      'emr-containers:ListVirtualClusters',
      'emr-containers:CreateVirtualCluster',
      'emr-containers:DescribeVirtualCluster',
      'emr-containers:ListJobRuns',
      'emr-containers:DeleteVirtualCluster',
      ...ACCESS_ENTRY_ACTIONS,
    ],
  },
};

function diff(
  wanted: EmrVirtualClusterProperties,
  found: EmrVirtualClusterProperties,
) {
  return differencesBetween(wanted, found);
}

async function propertiesOf(
  virtualCluster: VirtualCluster,
  { name, cluster }: EmrVirtualClusterProperties,
  context: ResourceContext,
): Promise<EmrVirtualClusterProperties> {
  const { securityConfigurationId } = virtualCluster;
  const securityConfiguration = securityConfigurationId
    ? (await describeSecurityConfiguration(context, securityConfigurationId))
        .properties
    : NO_SECURITY_CONFIGURATION;
  return {
    name,
    cluster,
    namespace: namespaceOf(virtualCluster),
    securityConfiguration,
  };
}

async function listIn(
  { namespace, ...wanted }: EmrVirtualClusterProperties,
  context: ResourceContext,
  states: VirtualClusterState[],
): Promise<VirtualCluster[]> {
  const named = await listVirtualClusters(context, wanted, states);
  return named.filter(each => namespaceOf(each) === namespace);
}

/** A namespace has room for one virtual cluster (rule V18), also while it ends. */
async function waitUntilEnded(
  wanted: EmrVirtualClusterProperties,
  context: ResourceContext,
  states: VirtualClusterState[],
): Promise<void> {
  await context.waitFor(
    `Virtual cluster ${wanted.name} to terminate`,
    async () => (await listIn(wanted, context, states)).length === 0,
  );
}

async function refuseWhileInUse(
  id: string,
  name: string,
  context: ResourceContext,
): Promise<void> {
  const active = await activeJobRuns(context, id);
  if (active.length === 0) return;
  const count =
    active.length === 1
      ? '1 active job run'
      : `${active.length} active job runs`;
  throw new Error(
    `Virtual cluster ${name} has ${count} (${active.join(
      ', ',
    )}) and is not deleted. Wait until they have ended or cancel them, then try again.`,
  );
}
