import {
  Check,
  consumerNamed,
  declarationsAfter,
  finding,
  observationOf,
  resourcesOfType,
  SetUp,
} from './setUp';

const GONE = ['TERMINATED', 'TERMINATING'];

/** V18, of virtual clusters that are there */
export const namespacesHaveOneVirtualCluster: Check = setUp =>
  resourcesOfType(setUp, 'emrVirtualCluster').flatMap(
    ({ account, properties: { name, cluster, namespace } }) => {
      const others = (
        observationOf(setUp, account)?.virtualClusters ?? []
      ).filter(({ state }) => !GONE.includes(state));
      const squatter = others.find(
        other =>
          other.name !== name &&
          other.eksClusterName === cluster &&
          other.namespace === namespace,
      );
      const namesake = others.find(
        other =>
          other.name === name &&
          (other.eksClusterName !== cluster || other.namespace !== namespace),
      );
      return [
        ...(squatter
          ? [
              finding(
                'V18',
                'error',
                `Namespace ${namespace} of ${cluster} already has virtual cluster ${squatter.name} (${squatter.id}), and a namespace has one. Choose another namespace, or delete that virtual cluster.`,
              ),
            ]
          : []),
        ...(namesake
          ? [
              finding(
                'V18',
                'warning',
                `Virtual cluster ${name} (${namesake.id}) is there, for namespace ${namesake.namespace} of ${namesake.eksClusterName}. It cannot be moved, so a new one of the same name is made for ${namespace} of ${cluster}.`,
              ),
            ]
          : []),
      ];
    },
  );

/** V18, of virtual clusters and namespaces that are wanted */
export const systemNamespaceIsApart: Check = setUp =>
  resourcesOfType(setUp, 'emrVirtualCluster').flatMap(({ properties }) => {
    const { name, cluster, namespace, securityConfiguration } = properties;
    return [
      ...(namespace === securityConfiguration.secureNamespace
        ? [
            finding(
              'V18',
              'error',
              `Virtual cluster ${name} is to run user code in ${namespace}, which is the system namespace of ${securityConfiguration.name}. Give it another namespace.`,
            ),
          ]
        : []),
      ...(cluster !== securityConfiguration.cluster
        ? [
            finding(
              'V18',
              'error',
              `Virtual cluster ${name} is on EKS cluster ${cluster}, but its system namespace is on ${securityConfiguration.cluster}. Put both on one cluster.`,
            ),
          ]
        : []),
    ];
  });

/** V18, of the namespaces of teams */
export const teamNamespacesAreFree: Check = setUp => {
  const { declaration } = setUp;
  if (declaration.kind !== 'consumerTeam' || !declaration.namespace) return [];
  const { account, namespace, team } = declaration;
  const holder = holderOf(setUp, account, namespace);
  return holder
    ? [
        finding(
          'V18',
          'error',
          `Namespace ${namespace} is to be that of ${team}, but it is ${holder}. Choose another namespace.`,
        ),
      ]
    : [];
};

function holderOf(
  setUp: SetUp,
  account: string,
  namespace: string,
): string | undefined {
  const consumer = consumerNamed(setUp, account);
  if (namespace === consumer?.secureNamespace) {
    return `the system namespace of ${account}`;
  }
  if (namespace === consumer?.userNamespace) {
    return `the user namespace of ${account}, which teams without an own one share`;
  }
  const other = declarationsAfter(setUp).find(
    each =>
      each !== setUp.declaration &&
      each.kind === 'consumerTeam' &&
      each.account === account &&
      each.namespace === namespace,
  );
  return other?.kind === 'consumerTeam' ? `that of ${other.team}` : undefined;
}
