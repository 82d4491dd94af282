import { ApiException, CoreV1Api } from '@kubernetes/client-node';
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
    const page = await budget
      .run(() => api.listNamespace({ limit: PAGE_SIZE, _continue: from }))
      .catch(error => {
        throw shortened(error, clusterName);
      });
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

/** The client's message holds every header, and so differs each time; the API's says what is wrong. */
function shortened(error: unknown, clusterName: string): unknown {
  if (!(error instanceof ApiException)) return error;
  const { code, body } = error;
  return Object.assign(
    new Error(`cluster ${clusterName} answered ${code}: ${reasonOf(body)}`),
    { name: code === 401 || code === 403 ? 'Forbidden' : 'KubernetesApiError' },
  );
}

/** Of a Kubernetes `Status`, which the client hands on as text. */
function reasonOf(body: unknown): string {
  try {
    const status = typeof body === 'string' ? JSON.parse(body) : body;
    return status?.message ?? 'no reason given';
  } catch {
    return 'no reason given';
  }
}
