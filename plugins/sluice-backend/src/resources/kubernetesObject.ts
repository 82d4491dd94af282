import type { JsonObject } from '@backstage/types';
import { KubernetesObjectProperties } from '@sluice/plugin-sluice-common';
import { kubernetesDifferences } from './kubernetesDifferences';
import {
  isRefusal,
  KubernetesJson,
  KubernetesJsonApi,
} from './KubernetesJsonApi';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';

/**
 * An object in an EKS cluster. One that is about to go, as a namespace is while
 * it is emptied, counts as gone.
 */
export const kubernetesObject: ResourceType<'kubernetesObject'> = {
  async read(wanted, context) {
    const api = await apiOf(wanted, context);
    const found = await api.find(objectOf(wanted));
    return found && !isTerminating(found)
      ? propertiesOf(found, wanted.cluster)
      : undefined;
  },

  diff: (wanted, found) => [
    ...kubernetesDifferences(
      wanted.kind,
      wanted.labels,
      found.labels,
      'metadata.labels',
    ),
    ...kubernetesDifferences(wanted.kind, wanted.body, found.body),
  ],

  async create(wanted, context) {
    const api = await apiOf(wanted, context);
    const object = objectOf(wanted);
    const found = await api.find(object);
    if (found && isTerminating(found))
      await waitUntilGone(api, object, context);
    try {
      await api.post(object);
    } catch (error) {
      if (!isRefusal(error, 409)) throw error;
      await api.merge(object);
    }
  },

  async update(wanted, found, context) {
    const api = await apiOf(wanted, context);
    const object = objectOf(wanted);
    if (!hasOtherRole(wanted, found)) {
      await api.merge(object);
      return;
    }
    // What a binding binds to cannot be changed: it is made anew, with all its labels.
    await api.remove(object);
    await waitUntilGone(api, object, context);
    await api.post(
      objectOf({ ...wanted, labels: { ...found.labels, ...wanted.labels } }),
    );
  },

  async delete(found, context) {
    const api = await apiOf(found, context);
    await api.remove(objectOf(found));
  },

  undo: 'The object is deleted from the cluster; with a namespace goes everything that is in it.',
  actions: {
    read: ['eks:DescribeCluster'],
    write: ['eks:DescribeCluster'],
  },
};

async function apiOf(
  { cluster }: KubernetesObjectProperties,
  context: ResourceContext,
): Promise<KubernetesJsonApi> {
  const types = context.kubernetesTypes.get(cluster) ?? {};
  context.kubernetesTypes.set(cluster, types);
  return KubernetesJsonApi.over(await context.kubeConfig(cluster), types);
}

function objectOf(properties: KubernetesObjectProperties): KubernetesJson {
  const { apiVersion, kind, name, namespace, labels, body } = properties;
  return {
    ...body,
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace && { namespace }),
      ...(Object.keys(labels).length > 0 && { labels }),
    },
  };
}

function propertiesOf(
  object: KubernetesJson,
  cluster: string,
): KubernetesObjectProperties {
  const { apiVersion, kind, metadata, status, ...body } = object;
  const { name, namespace, labels = {} } = metadata;
  return {
    cluster,
    apiVersion,
    kind,
    ...(namespace && { namespace }),
    name,
    labels: labels as Record<string, string>,
    body: body as JsonObject,
  };
}

function isTerminating({ metadata }: KubernetesJson): boolean {
  return metadata.deletionTimestamp !== undefined;
}

async function waitUntilGone(
  api: KubernetesJsonApi,
  object: KubernetesJson,
  context: ResourceContext,
): Promise<void> {
  const { kind, metadata } = object;
  await context.waitFor(
    `${kind} ${metadata.name} that is being deleted to be gone`,
    async () => (await api.find(object)) === undefined,
  );
}

function hasOtherRole(
  { kind, body: { roleRef } }: KubernetesObjectProperties,
  { body: found }: KubernetesObjectProperties,
): boolean {
  return kubernetesDifferences(kind, { roleRef }, found).length > 0;
}
