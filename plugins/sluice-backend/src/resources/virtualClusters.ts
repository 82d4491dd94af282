import {
  paginateListJobRuns,
  paginateListVirtualClusters,
  VirtualCluster,
  VirtualClusterState,
} from '@aws-sdk/client-emr-containers';
import { ResourceContext } from './ResourceContext';

/** Virtual clusters of a name on an EKS cluster, newest first; ended ones stay listed for weeks. */
export async function listVirtualClusters(
  { clients }: ResourceContext,
  wanted: { name: string; cluster: string },
  states?: VirtualClusterState[],
): Promise<VirtualCluster[]> {
  const named: VirtualCluster[] = [];
  const pages = paginateListVirtualClusters(
    { client: clients.emrContainers },
    {
      containerProviderId: wanted.cluster,
      containerProviderType: 'EKS',
      states,
    },
  );
  for await (const { virtualClusters = [] } of pages) {
    named.push(...virtualClusters.filter(({ name }) => name === wanted.name));
  }
  return named.sort((a, b) => createdAt(b) - createdAt(a));
}

/** Kubernetes namespace of a virtual cluster. */
export function namespaceOf({ containerProvider }: VirtualCluster): string {
  return containerProvider?.info?.eksInfo?.namespace ?? '';
}

/** Ids of the job runs of a virtual cluster that have not ended. */
export async function activeJobRuns(
  { clients }: ResourceContext,
  virtualClusterId: string,
): Promise<string[]> {
  const ids: string[] = [];
  const pages = paginateListJobRuns(
    { client: clients.emrContainers },
    {
      virtualClusterId,
      states: ['PENDING', 'SUBMITTED', 'RUNNING', 'CANCEL_PENDING'],
    },
  );
  for await (const { jobRuns = [] } of pages) {
    ids.push(...jobRuns.map(({ id }) => id!));
  }
  return ids;
}

function createdAt(cluster: VirtualCluster): number {
  return cluster.createdAt?.getTime() ?? 0;
}
