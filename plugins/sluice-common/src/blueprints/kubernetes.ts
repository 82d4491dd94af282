import type { JsonObject } from '@backstage/types';
import { desired } from '../resources';
import { emrRules } from './emrRules';
import { Consumer } from './parties';

/** Kubernetes user of EMR on EKS, and the name of its roles and bindings (seed reference 1.0). */
export const EMR_USER = 'emr-containers';

const RBAC = 'rbac.authorization.k8s.io';
const RBAC_V1 = `${RBAC}/v1`;

/** An object in the account's EKS cluster, labelled as ours. */
export function kubernetesObject(
  { account, declaration }: Consumer,
  options: {
    apiVersion: string;
    kind: string;
    namespace?: string;
    name: string;
    body: JsonObject;
    dependsOn?: readonly { id: string }[];
    why: string;
  },
) {
  const { apiVersion, kind, namespace, name, body, dependsOn, why } = options;
  return desired('kubernetesObject', {
    account: account.name,
    properties: {
      cluster: declaration.eksCluster,
      apiVersion,
      kind,
      ...(namespace && { namespace }),
      name,
      labels: { 'app.kubernetes.io/managed-by': 'sluice' },
      body,
    },
    dependsOn,
    why,
  });
}

export function namespaceNamed(consumer: Consumer, name: string, why: string) {
  return kubernetesObject(consumer, {
    apiVersion: 'v1',
    kind: 'Namespace',
    name,
    body: {},
    why,
  });
}

/** Namespace of teams that have none of their own. */
export function userNamespace(consumer: Consumer) {
  return namespaceNamed(
    consumer,
    consumer.declaration.userNamespace,
    'Drivers and executors run the code of users in it.',
  );
}

/** Namespace of the system driver, which sees unfiltered data. */
export function secureNamespace(consumer: Consumer) {
  return namespaceNamed(
    consumer,
    consumer.declaration.secureNamespace,
    'The system driver and its executors filter data in it, away from the code of users.',
  );
}

/** Lets EMR work in a namespace. */
export function emrAccess(
  consumer: Consumer,
  namespace: ReturnType<typeof namespaceNamed>,
) {
  const { name } = namespace.properties;
  const role = kubernetesObject(consumer, {
    apiVersion: RBAC_V1,
    kind: 'Role',
    namespace: name,
    name: EMR_USER,
    body: { rules: emrRules('namespace') },
    dependsOn: [namespace],
    why: `What EMR needs to run jobs in namespace ${name}.`,
  });
  const binding = kubernetesObject(consumer, {
    apiVersion: RBAC_V1,
    kind: 'RoleBinding',
    namespace: name,
    name: EMR_USER,
    body: bindingTo('Role'),
    dependsOn: [role],
    why: `Gives the role in namespace ${name} to EMR.`,
  });
  return [role, binding] as const;
}

/** Lets EMR's system driver start executors in the namespaces of users. */
export function emrClusterAccess(consumer: Consumer) {
  const role = kubernetesObject(consumer, {
    apiVersion: RBAC_V1,
    kind: 'ClusterRole',
    name: EMR_USER,
    body: { rules: emrRules('cluster') },
    why: 'The system driver starts executors in the namespaces of users.',
  });
  const binding = kubernetesObject(consumer, {
    apiVersion: RBAC_V1,
    kind: 'ClusterRoleBinding',
    name: EMR_USER,
    body: bindingTo('ClusterRole'),
    dependsOn: [role],
    why: 'Gives the cluster role to EMR.',
  });
  return [role, binding] as const;
}

function bindingTo(kind: 'Role' | 'ClusterRole'): JsonObject {
  return {
    subjects: [{ kind: 'User', name: EMR_USER, apiGroup: RBAC }],
    roleRef: { apiGroup: RBAC, kind, name: EMR_USER },
  };
}
