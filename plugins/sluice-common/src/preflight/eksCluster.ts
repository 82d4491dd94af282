import type { JsonObject, JsonValue } from '@backstage/types';
import { KubernetesObjectProperties } from '../resources';
import {
  accountNamed,
  Check,
  consumerNamed,
  finding,
  resourcesOfType,
  SetUp,
} from './setUp';

/** Submitter, driver and one executor. */
const FEWEST_PODS = 3;
const FEWEST_CPUS = 2;
const EMR_USER = 'emr-containers';
const GUARDED_RESOURCES = ['pods', 'configmaps', 'secrets'];
const CLUSTER_ROLES_THAT_CREATE = ['admin', 'cluster-admin', 'edit'];

/** V19, of the OIDC issuer */
export const clustersHaveIssuers: Check = setUp =>
  eksClusters(setUp).flatMap(({ account, cluster }) =>
    setUp.facts.oidcIssuers[`${account}/${cluster}`]
      ? []
      : [
          finding(
            'V19',
            'error',
            `The OIDC issuer of EKS cluster ${cluster} in ${account} is not known, so the trust of roles for its pods cannot be written. Check that the cluster exists, that Sluice may describe it, and observe the account again.`,
          ),
        ],
  );

function eksClusters(setUp: SetUp): { account: string; cluster: string }[] {
  const { declaration } = setUp;
  if (
    declaration.kind !== 'consumerAccount' &&
    declaration.kind !== 'consumerTeam'
  ) {
    return [];
  }
  const { account } = declaration;
  const cluster = consumerNamed(setUp, account)?.eksCluster;
  return cluster && accountNamed(setUp, account) ? [{ account, cluster }] : [];
}

/** V19, of the quota */
export const quotasFitAJob: Check = ({ declaration }) => {
  if (declaration.kind !== 'consumerTeam' || !declaration.namespace) return [];
  const { team, namespace, quota } = declaration;
  const cpus = quota.cpu.endsWith('m')
    ? Number(quota.cpu.slice(0, -1)) / 1000
    : Number(quota.cpu);
  return quota.pods < FEWEST_PODS || cpus < FEWEST_CPUS
    ? [
        finding(
          'V19',
          'warning',
          `The quota of namespace ${namespace} (${quota.pods} pods, ${quota.cpu} CPU) is too small for a job of ${team}, which takes at least a submitter, a driver and an executor there: ${FEWEST_PODS} pods and ${FEWEST_CPUS} CPU. Raise it.`,
        ),
      ]
    : [];
};

/** V20 */
export const onlyEmrWorksInNamespaces: Check = setUp => {
  const system = new Set<string>();
  const user = new Set<string>();
  for (const { properties } of resourcesOfType(setUp, 'emrVirtualCluster')) {
    const { securityConfiguration, cluster, namespace } = properties;
    user.add(`${cluster}/${namespace}`);
    system.add(`${cluster}/${securityConfiguration.secureNamespace}`);
  }
  return bindings(setUp).flatMap(binding => {
    const { cluster, namespace, name, body } = binding;
    const strangers = strangersIn(body);
    if (strangers.length === 0) return [];
    const where = `${cluster}/${namespace}`;
    const isForbidden =
      system.has(where) || (user.has(where) && maysCreate(setUp, binding));
    return isForbidden
      ? [
          finding(
            'V20',
            'error',
            `RoleBinding ${name} gives ${strangers.join(
              ', ',
            )} rights in namespace ${namespace} of ${cluster}, where nobody but EMR may ${
              system.has(where)
                ? 'do anything'
                : `create ${GUARDED_RESOURCES.join(', ')}`
            }. Leave it out.`,
          ),
        ]
      : [];
  });
};

function bindings(setUp: SetUp): KubernetesObjectProperties[] {
  return resourcesOfType(setUp, 'kubernetesObject')
    .map(({ properties }) => properties)
    .filter(({ kind }) => kind === 'RoleBinding');
}

function strangersIn({ subjects }: JsonObject): string[] {
  return objectsIn(subjects)
    .filter(({ kind, name }) => kind !== 'User' || name !== EMR_USER)
    .map(({ kind, name }) => `${kind} ${name}`);
}

/** Whether the role that a binding refers to lets its subjects create what is guarded. */
function maysCreate(
  setUp: SetUp,
  { cluster, namespace, body }: KubernetesObjectProperties,
): boolean {
  const [{ kind, name } = {} as JsonObject] = objectsIn([body.roleRef ?? null]);
  const role = resourcesOfType(setUp, 'kubernetesObject').find(
    ({ properties }) =>
      properties.cluster === cluster &&
      properties.kind === kind &&
      properties.name === name &&
      (kind === 'ClusterRole' || properties.namespace === namespace),
  );
  if (!role) return CLUSTER_ROLES_THAT_CREATE.includes(String(name));
  return objectsIn(role.properties.body.rules).some(
    ({ verbs, resources }) =>
      includesAny(verbs, ['create', '*']) &&
      includesAny(resources, [...GUARDED_RESOURCES, '*']),
  );
}

function includesAny(list: JsonValue | undefined, wanted: string[]): boolean {
  return (
    Array.isArray(list) && list.some(each => wanted.includes(String(each)))
  );
}

function objectsIn(list: JsonValue | undefined): JsonObject[] {
  return Array.isArray(list)
    ? list.filter(
        (each): each is JsonObject =>
          typeof each === 'object' && each !== null && !Array.isArray(each),
      )
    : [];
}
