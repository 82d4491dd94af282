import { IAMClient, ListPoliciesCommand } from '@aws-sdk/client-iam';
import {
  EMRContainersClient,
  paginateListVirtualClusters,
} from '@aws-sdk/client-emr-containers';
import {
  GetResourceShareInvitationsCommand,
  RAMClient,
} from '@aws-sdk/client-ram';
import { KubernetesObjectApi } from '@kubernetes/client-node';
import {
  ESTATE_ACCOUNTS,
  startEmptyEstate,
} from '../../__testUtils__/emptyEstate';
import { canonicalJson } from '../../store';
import { describeEstate } from './describeEstate';

type Estate = Awaited<ReturnType<typeof startEmptyEstate>>;

const KUBERNETES_KINDS = [
  ['v1', 'Namespace'],
  ['v1', 'ResourceQuota'],
  ['v1', 'LimitRange'],
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['rbac.authorization.k8s.io/v1', 'Role'],
  ['rbac.authorization.k8s.io/v1', 'RoleBinding'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRole'],
  ['rbac.authorization.k8s.io/v1', 'ClusterRoleBinding'],
];

/**
 * All accounts as `describeEstate` has them, with what a step done twice or by
 * half would leave beside that: policies without a role, a second cluster of one
 * name, invitations that nobody took, objects in Kubernetes.
 */
export async function describeWorld(estate: Estate): Promise<string[]> {
  const parts = await Promise.all(
    ESTATE_ACCOUNTS.flatMap(account => {
      const configuration = estate.configurationOf(account.accountId);
      return [
        describeEstate(configuration).then(named =>
          Object.entries(named).map(entry => entry.join(' = ')),
        ),
        policies(configuration),
        virtualClusters(configuration),
        openInvitations(configuration),
        ...account.eksClusters.flatMap(clusterName =>
          kubernetesObjects(estate, { ...account, clusterName }),
        ),
      ];
    }),
  );
  return parts
    .flatMap((lines, index) => lines.map(line => `${index}: ${line}`))
    .sort();
}

async function policies(configuration: any): Promise<string[]> {
  const { Policies = [] } = await new IAMClient(configuration).send(
    new ListPoliciesCommand({ Scope: 'Local' }),
  );
  return Policies.map(
    ({ PolicyName, AttachmentCount }) =>
      `policy ${PolicyName} of ${AttachmentCount} roles`,
  );
}

async function virtualClusters(configuration: any): Promise<string[]> {
  const lines: string[] = [];
  const pages = paginateListVirtualClusters(
    { client: new EMRContainersClient(configuration) },
    { states: ['RUNNING', 'TERMINATING', 'ARRESTED'] },
  );
  for await (const { virtualClusters: all = [] } of pages) {
    lines.push(
      ...all.map(({ name, state }) => `virtual cluster ${name} ${state}`),
    );
  }
  return lines;
}

async function openInvitations(configuration: any): Promise<string[]> {
  const { resourceShareInvitations = [] } = await new RAMClient(
    configuration,
  ).send(new GetResourceShareInvitationsCommand({}));
  return resourceShareInvitations
    .filter(({ status }) => status === 'PENDING')
    .map(({ resourceShareName }) => `invitation to ${resourceShareName}`);
}

function kubernetesObjects(
  { sandbox }: Estate,
  cluster: Parameters<Estate['sandbox']['kubeConfig']>[0],
): Promise<string[]>[] {
  const api = KubernetesObjectApi.makeApiClient(sandbox.kubeConfig(cluster));
  return KUBERNETES_KINDS.map(async ([apiVersion, kind]) => {
    const { items } = await api.list(apiVersion, kind);
    return items.map(({ metadata, ...body }: any) =>
      [
        kind,
        metadata.namespace ?? '',
        metadata.name,
        canonicalJson({ labels: metadata.labels, ...body, status: undefined }),
      ].join(' '),
    );
  });
}
