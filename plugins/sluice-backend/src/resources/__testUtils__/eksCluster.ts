import { CreateClusterCommand } from '@aws-sdk/client-eks';
import { KubernetesObjectProperties } from '@sluice/plugin-sluice-common';
import { kubernetesObject } from '../kubernetesObject';
import { ResourceContext } from '../ResourceContext';

export const CLUSTER = 'fgac-blog';
const RBAC = 'rbac.authorization.k8s.io';

export async function makeCluster({ clients }: ResourceContext): Promise<void> {
  await clients.eks.send(
    new CreateClusterCommand({
      name: CLUSTER,
      roleArn: 'arn:aws:iam::111122223333:role/eks',
      resourcesVpcConfig: { subnetIds: ['subnet-0a1b2c3d4e5f60718'] },
    }),
  );
}

export function namespaceOf(name: string): KubernetesObjectProperties {
  return {
    cluster: CLUSTER,
    apiVersion: 'v1',
    kind: 'Namespace',
    name,
    labels: {},
    body: {},
  };
}

/** Lets EMR on EKS work in a namespace. */
export function emrBindingIn(namespace: string): KubernetesObjectProperties {
  return {
    cluster: CLUSTER,
    apiVersion: `${RBAC}/v1`,
    kind: 'RoleBinding',
    namespace,
    name: 'emr-containers',
    labels: {},
    body: {
      subjects: [{ apiGroup: RBAC, kind: 'User', name: 'emr-containers' }],
      roleRef: { apiGroup: RBAC, kind: 'Role', name: 'emr-containers' },
    },
  };
}

/** Namespaces that EMR on EKS may work in. */
export async function makeNamespaces(
  context: ResourceContext,
  ...names: string[]
): Promise<void> {
  for (const name of names) {
    await kubernetesObject.create(namespaceOf(name), context);
    await kubernetesObject.create(emrBindingIn(name), context);
  }
}
