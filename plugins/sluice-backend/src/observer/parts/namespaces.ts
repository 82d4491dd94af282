import { CoreV1Api } from '@kubernetes/client-node';
import { AccountReader, PartReader } from '../AccountReader';
import { ObservedDocument } from '../../store';

const PAGE_SIZE = 500;

/** The namespaces of the account's EKS clusters, from their Kubernetes API. */
export const readNamespaces: PartReader = async reader => {
  const documents = await Promise.all(
    reader.account.eksClusters.map(cluster => readCluster(reader, cluster)),
  );
  return documents.flat();
};

async function readCluster(
  { account, budget, connection }: AccountReader,
  clusterName: string,
): Promise<ObservedDocument[]> {
  const kubeConfig = await connection.getKubeConfig({
    ...account,
    clusterName,
  });
  const api = kubeConfig.makeApiClient(CoreV1Api);
  const documents: ObservedDocument[] = [];
  let next: string | undefined;
  do {
    const from = next;
    const page = await budget.run(() =>
      api.listNamespace({ limit: PAGE_SIZE, _continue: from }),
    );
    for (const { metadata, status } of page.items) {
      const name = metadata!.name!;
      documents.push({
        type: 'namespace',
        key: `${clusterName}/${name}`,
        document: {
          clusterName,
          name,
          phase: status?.phase ?? 'Unknown',
          labels: metadata?.labels ?? {},
        },
      });
    }
    next = page.metadata?._continue || undefined;
  } while (next);
  return documents;
}
