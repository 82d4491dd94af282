import {
  CoreV1Api,
  KubeConfig,
  RbacAuthorizationV1Api,
  V1PolicyRule,
} from '@kubernetes/client-node';
import { consumer } from './names';

const EMR = 'emr-containers';
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

/** Seed reference 1.7e; the cluster role has fewer verbs and more of RBAC. */
function rules(options: {
  workloadVerbs: string[];
  rbacResources: string[];
}): V1PolicyRule[] {
  const { workloadVerbs, rbacResources } = options;
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
    { apiGroups: [RBAC], resources: rbacResources, verbs: MANAGE },
    {
      apiGroups: [''],
      resources: ['persistentvolumeclaims'],
      verbs: MANAGE,
    },
  ];
}

const subjects = [{ kind: 'User', name: EMR, apiGroup: RBAC }];

/**
 * Makes the user namespace and the secure one, and lets EMR work in them:
 * steps C7 and C8 of the seed.
 */
export async function setUpNamespaces(kubeConfig: KubeConfig): Promise<void> {
  const core = kubeConfig.makeApiClient(CoreV1Api);
  const rbac = kubeConfig.makeApiClient(RbacAuthorizationV1Api);

  for (const namespace of [consumer.userNamespace, consumer.secureNamespace]) {
    await core.createNamespace({ body: { metadata: { name: namespace } } });
    await rbac.createNamespacedRole({
      namespace,
      body: {
        metadata: { name: EMR, namespace },
        rules: rules({
          workloadVerbs: MANAGE,
          rbacResources: ['roles', 'rolebindings'],
        }),
      },
    });
    await rbac.createNamespacedRoleBinding({
      namespace,
      body: {
        metadata: { name: EMR, namespace },
        subjects,
        roleRef: { apiGroup: RBAC, kind: 'Role', name: EMR },
      },
    });
  }
  await rbac.createClusterRole({
    body: {
      metadata: { name: EMR },
      rules: rules({
        workloadVerbs: MANAGE_SINGLY,
        rbacResources: [
          'roles',
          'rolebindings',
          'clusterroles',
          'clusterrolebindings',
        ],
      }),
    },
  });
  await rbac.createClusterRoleBinding({
    body: {
      metadata: { name: EMR },
      subjects,
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: EMR },
    },
  });
}
