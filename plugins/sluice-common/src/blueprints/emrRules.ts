import type { JsonObject } from '@backstage/types';

const RBAC = 'rbac.authorization.k8s.io';

const MANAGE = [
  'get',
  'list',
  'watch',
  'describe',
  'create',
  'edit',
  'delete',
  'deletecollection',
  'annotate',
  'patch',
  'label',
];
const MANAGE_SINGLY = MANAGE.filter(verb => verb !== 'deletecollection');

/**
 * What EMR on EKS does in a namespace, or, for the system driver that starts
 * executors in the namespaces of users, in all of them: seed reference 1.7e.
 */
export function emrRules(scope: 'namespace' | 'cluster'): JsonObject[] {
  const isCluster = scope === 'cluster';
  const workloadVerbs = isCluster ? MANAGE_SINGLY : MANAGE;
  return [
    { apiGroups: [''], resources: ['namespaces'], verbs: ['get'] },
    {
      apiGroups: [''],
      resources: [
        'serviceaccounts',
        'services',
        'configmaps',
        'events',
        'pods',
        'pods/log',
      ],
      verbs: MANAGE,
    },
    {
      apiGroups: [''],
      resources: ['secrets'],
      verbs: ['create', 'patch', 'delete', 'watch'],
    },
    {
      apiGroups: ['apps'],
      resources: ['statefulsets', 'deployments'],
      verbs: workloadVerbs,
    },
    { apiGroups: ['batch'], resources: ['jobs'], verbs: workloadVerbs },
    {
      apiGroups: ['extensions', 'networking.k8s.io'],
      resources: ['ingresses'],
      verbs: workloadVerbs,
    },
    {
      apiGroups: [RBAC],
      resources: [
        'roles',
        'rolebindings',
        ...(isCluster ? ['clusterroles', 'clusterrolebindings'] : []),
      ],
      verbs: MANAGE,
    },
    {
      apiGroups: [''],
      resources: ['persistentvolumeclaims'],
      verbs: MANAGE,
    },
  ];
}
