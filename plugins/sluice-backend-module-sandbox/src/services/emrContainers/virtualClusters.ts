import { AwsError, CallContext, OperationHandler } from '../../core';
import { kubernetesOf } from '../eks';
import { page } from '../paging';
import { createdWithin } from './createdWithin';
import { securityConfigurationOf } from './securityConfigurations';
import { emrContainersState, VirtualCluster } from './state';
import { checkMember, validationError } from './validation';

/** The Kubernetes user that EMR on EKS acts as (seed 1.7e). */
const EMR_USER = { kind: 'User', name: 'emr-containers' } as const;

function stateOf({ world, caller, region }: CallContext) {
  return emrContainersState(world, caller.accountId, region);
}

/** @throws AwsError `ResourceNotFoundException` (400, as the service has it). */
export function virtualClusterOf(
  context: CallContext,
  id: string,
): VirtualCluster {
  const found = stateOf(context).virtualClusters.get(id);
  if (!found) {
    throw new AwsError(
      'ResourceNotFoundException',
      `Virtual cluster ${id} doesn't exist.`,
    );
  }
  return found;
}

/** One virtual cluster per namespace (rule V18), and EMR must have rights in it. */
function checkNamespace(
  context: CallContext,
  clusterName: string,
  namespace: string,
) {
  const kubernetes = kubernetesOf(context.world, {
    accountId: context.caller.accountId,
    region: context.region,
    clusterName,
  });
  if (!kubernetes) {
    throw validationError(`EKS cluster ${clusterName} does not exist.`);
  }
  if (!kubernetes.hasNamespace(namespace)) {
    throw validationError(
      `Namespace ${namespace} does not exist in EKS cluster ${clusterName}.`,
    );
  }
  if (!kubernetes.isBoundIn(namespace, EMR_USER)) {
    throw validationError(
      `Amazon EMR on EKS has no access to namespace ${namespace} of EKS cluster ${clusterName}: bind a role to the user emr-containers in it.`,
    );
  }
  const occupant = [...stateOf(context).virtualClusters.values()].find(
    other =>
      other.state === 'RUNNING' &&
      other.containerProvider.id === clusterName &&
      other.containerProvider.info.eksInfo.namespace === namespace,
  );
  if (occupant) {
    throw validationError(
      `A virtual cluster already exists in the given namespace: ${occupant.id}`,
    );
  }
}

export const virtualClusterOperations: Record<string, OperationHandler> = {
  CreateVirtualCluster: (input, context) => {
    const state = stateOf(context);
    checkMember('name', input.name, 'name');
    if (!input.clientToken) throw validationError('clientToken is required.');
    const known = state.tokens.get(input.clientToken);
    const earlier = known && state.virtualClusters.get(known);
    if (earlier) {
      return { id: earlier.id, name: earlier.name, arn: earlier.arn };
    }
    const provider = input.containerProvider ?? {};
    if (provider.type !== 'EKS') {
      throw validationError('containerProvider.type must be EKS.');
    }
    checkMember('containerProvider.id', provider.id, 'clusterId');
    const namespace = provider.info?.eksInfo?.namespace ?? 'default';
    checkMember(
      'containerProvider.info.eksInfo.namespace',
      namespace,
      'namespace',
    );
    checkNamespace(context, provider.id, namespace);
    if (input.securityConfigurationId) {
      const secure = securityConfigurationOf(
        context,
        input.securityConfigurationId,
      ).securityConfigurationData.authorizationConfiguration
        ?.lakeFormationConfiguration?.secureNamespaceInfo;
      if (secure && secure.clusterId !== provider.id) {
        throw validationError(
          `The security configuration names EKS cluster ${secure.clusterId}, but the virtual cluster is on ${provider.id}.`,
        );
      }
      if (secure && secure.namespace === namespace) {
        throw validationError(
          `Namespace ${namespace} is the secure namespace of the security configuration; a virtual cluster needs one of its own.`,
        );
      }
    }
    const id = context.world.nextId(25).toLowerCase();
    const created: VirtualCluster = {
      id,
      name: input.name,
      arn: `arn:aws:emr-containers:${context.region}:${context.caller.accountId}:/virtualclusters/${id}`,
      state: 'RUNNING',
      containerProvider: {
        type: 'EKS',
        id: provider.id,
        info: { eksInfo: { namespace } },
      },
      createdAt: context.world.clock.now(),
      tags: input.tags,
      securityConfigurationId: input.securityConfigurationId,
    };
    state.virtualClusters.set(id, created);
    state.tokens.set(input.clientToken, id);
    return { id, name: created.name, arn: created.arn };
  },
  DescribeVirtualCluster: (input, context) => ({
    virtualCluster: virtualClusterOf(context, input.id),
  }),
  ListVirtualClusters: (input, context) => {
    const wanted = [...stateOf(context).virtualClusters.values()].filter(
      cluster =>
        createdWithin(cluster.createdAt, input) &&
        (!input.containerProviderId ||
          cluster.containerProvider.id === input.containerProviderId) &&
        (!input.states?.length || input.states.includes(cluster.state)),
    );
    const { items, nextToken } = page(
      wanted,
      input.maxResults ?? 50,
      input.nextToken,
      token => validationError(`Invalid nextToken: ${token}`),
    );
    return { virtualClusters: items, nextToken };
  },
  DeleteVirtualCluster: (input, context) => {
    const cluster = virtualClusterOf(context, input.id);
    cluster.state = 'TERMINATED';
    return { id: cluster.id };
  },
};
