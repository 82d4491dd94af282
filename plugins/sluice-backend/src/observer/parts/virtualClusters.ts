import { paginateListVirtualClusters } from '@aws-sdk/client-emr-containers';
import { PartReader } from '../AccountReader';
import { ObservedDocument } from '../../store';

/** `emr-containers:ListVirtualClusters`; terminated ones stay listed for weeks and are left out. */
export const readVirtualClusters: PartReader = async ({ clients }) => {
  const documents: ObservedDocument[] = [];
  const pages = paginateListVirtualClusters(
    { client: clients.emrContainers },
    { states: ['RUNNING', 'TERMINATING', 'ARRESTED'] },
  );
  for await (const page of pages) {
    for (const cluster of page.virtualClusters ?? []) {
      const { containerProvider, securityConfigurationId } = cluster;
      documents.push({
        type: 'virtualCluster',
        key: cluster.id!,
        document: {
          id: cluster.id!,
          name: cluster.name ?? cluster.id!,
          state: cluster.state ?? 'UNKNOWN',
          eksClusterName: containerProvider?.id ?? '',
          namespace: containerProvider?.info?.eksInfo?.namespace ?? '',
          ...(securityConfigurationId && { securityConfigurationId }),
        },
      });
    }
  }
  return documents;
};
