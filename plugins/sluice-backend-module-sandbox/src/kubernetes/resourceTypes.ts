/** A type of the Kubernetes API, as discovery describes it. */
export interface ResourceType {
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Plural, lower case; the path segment. */
  name: string;
  kind: string;
  namespaced: boolean;
  /** Without these, `kubectl get ns` cannot be resolved. */
  shortNames: string[];
}

function type(
  group: string,
  name: string,
  kind: string,
  options: { cluster?: boolean; shortNames?: string[] } = {},
): ResourceType {
  return {
    group,
    version: 'v1',
    name,
    kind,
    namespaced: !options.cluster,
    shortNames: options.shortNames ?? [],
  };
}

/** What the embedded cluster knows: all that EMR on EKS and a team's namespace are made of. */
export const RESOURCE_TYPES: ResourceType[] = [
  type('', 'namespaces', 'Namespace', { cluster: true, shortNames: ['ns'] }),
  type('', 'serviceaccounts', 'ServiceAccount', { shortNames: ['sa'] }),
  type('', 'configmaps', 'ConfigMap', { shortNames: ['cm'] }),
  type('', 'secrets', 'Secret'),
  type('', 'pods', 'Pod', { shortNames: ['po'] }),
  type('', 'services', 'Service', { shortNames: ['svc'] }),
  type('', 'resourcequotas', 'ResourceQuota', { shortNames: ['quota'] }),
  type('', 'limitranges', 'LimitRange', { shortNames: ['limits'] }),
  type('batch', 'jobs', 'Job'),
  type('networking.k8s.io', 'networkpolicies', 'NetworkPolicy', {
    shortNames: ['netpol'],
  }),
  type('rbac.authorization.k8s.io', 'roles', 'Role'),
  type('rbac.authorization.k8s.io', 'rolebindings', 'RoleBinding'),
  type('rbac.authorization.k8s.io', 'clusterroles', 'ClusterRole', {
    cluster: true,
  }),
  type(
    'rbac.authorization.k8s.io',
    'clusterrolebindings',
    'ClusterRoleBinding',
    {
      cluster: true,
    },
  ),
];

/** `v1`, `batch/v1`: the `apiVersion` of objects of the type. */
export function apiVersionOf(resourceType: ResourceType): string {
  return resourceType.group
    ? `${resourceType.group}/${resourceType.version}`
    : resourceType.version;
}

/** Named API groups with their types, in discovery order. */
export function apiGroups(): Map<string, ResourceType[]> {
  const groups = new Map<string, ResourceType[]>();
  for (const resourceType of RESOURCE_TYPES) {
    if (!resourceType.group) continue;
    groups.set(resourceType.group, [
      ...(groups.get(resourceType.group) ?? []),
      resourceType,
    ]);
  }
  return groups;
}
