import {
  CoreV1Api,
  NetworkingV1Api,
  PatchStrategy,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { createMockDirectory } from '@backstage/backend-test-utils';
import { KubernetesObjectProperties } from '@sluice/plugin-sluice-common';
import { EmptyAws, startEmptyAws } from '../__testUtils__/resourceContext';
import { checkLifeCycle } from './__testUtils__/checkLifeCycle';
import {
  CLUSTER,
  emrBindingIn,
  makeCluster,
  makeNamespaces,
  namespaceOf,
} from './__testUtils__/eksCluster';
import { kubernetesObject } from './kubernetesObject';
import { ResourceContext } from './ResourceContext';

const RBAC = 'rbac.authorization.k8s.io';

const QUOTA: KubernetesObjectProperties = {
  cluster: CLUSTER,
  apiVersion: 'v1',
  kind: 'ResourceQuota',
  namespace: 'team',
  name: 'team',
  labels: { team: 'claims-care' },
  body: { spec: { hard: { cpu: '32', memory: '128Gi', pods: '50' } } },
};

/** The sandbox's kubeconfig takes none, where that of AWS describes the cluster. */
const NO_CALLS = { read: [], write: [] };

describe('kubernetesObject', () => {
  const directory = createMockDirectory();
  let aws: EmptyAws;
  let context: ResourceContext;
  let core: CoreV1Api;

  beforeEach(async () => {
    aws = startEmptyAws(directory);
    context = await aws.contextOf();
    await makeCluster(context);
    core = (await context.kubeConfig(CLUSTER)).makeApiClient(CoreV1Api);
  });

  afterEach(() => aws.sandbox.close());

  it('lives in a namespace, with labels and fields of others', async () => {
    await makeNamespaces(context, 'team');
    const taken = await checkLifeCycle({
      type: kubernetesObject,
      aws,
      context,
      wanted: QUOTA,
      changed: {
        ...QUOTA,
        labels: { team: 'claims', env: 'dev' },
        body: { spec: { hard: { cpu: '16' } } },
      },
      others: {
        change: () =>
          core.patchNamespacedResourceQuota(
            {
              name: 'team',
              namespace: 'team',
              body: {
                metadata: { labels: { cost: '4711' } },
                spec: { hard: { services: '5' } },
              },
            },
            setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
          ),
        isThere: async () => {
          const { metadata, spec } = await core.readNamespacedResourceQuota({
            name: 'team',
            namespace: 'team',
          });
          return (
            metadata?.labels?.cost === '4711' && spec?.hard?.services === '5'
          );
        },
      },
    });
    expect(taken).toEqual(NO_CALLS);
  });

  it('lives in the cluster', async () => {
    const wanted: KubernetesObjectProperties = {
      cluster: CLUSTER,
      apiVersion: `${RBAC}/v1`,
      kind: 'ClusterRole',
      name: 'emr-containers',
      labels: {},
      body: {
        rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
      },
    };
    const taken = await checkLifeCycle({
      type: kubernetesObject,
      aws,
      context,
      wanted,
      changed: {
        ...wanted,
        body: {
          rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['list'] }],
        },
      },
    });
    expect(taken).toEqual(NO_CALLS);
  });

  it('sends every field, also one that the client calls by another name', async () => {
    await makeNamespaces(context, 'team');
    const wanted: KubernetesObjectProperties = {
      cluster: CLUSTER,
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      namespace: 'team',
      name: 'same-namespace',
      labels: {},
      body: {
        spec: {
          podSelector: {},
          policyTypes: ['Ingress'],
          ingress: [{ from: [{ podSelector: {} }], ofTomorrow: true }],
        },
      },
    };
    await kubernetesObject.create(wanted, context);

    const found = (await kubernetesObject.read(wanted, context))!;
    expect(found.body).toEqual(wanted.body);
    const networking = (await context.kubeConfig(CLUSTER)).makeApiClient(
      NetworkingV1Api,
    );
    const policy = await networking.readNamespacedNetworkPolicy({
      name: 'same-namespace',
      namespace: 'team',
    });
    expect(policy.spec?.ingress?.[0]._from).toEqual([{ podSelector: {} }]);
  });

  it('wants no labels where it names none', async () => {
    const wanted = namespaceOf('team');
    await kubernetesObject.create(wanted, context);
    const found = (await kubernetesObject.read(wanted, context))!;
    expect(found.labels).not.toEqual({});
    expect(kubernetesObject.diff(wanted, found)).toEqual([]);
  });

  it('completes an object that was made meanwhile', async () => {
    await core.createNamespace({
      body: { metadata: { name: 'team', labels: { cost: '4711' } } },
    });
    const wanted = { ...namespaceOf('team'), labels: { team: 'claims-care' } };
    await kubernetesObject.create(wanted, context);
    expect((await kubernetesObject.read(wanted, context))?.labels).toEqual({
      cost: '4711',
      'kubernetes.io/metadata.name': 'team',
      team: 'claims-care',
    });
  });

  it('waits for a namespace that is being deleted, and makes it anew', async () => {
    await core.createNamespace({
      body: { metadata: { name: 'team', finalizers: ['example.com/backup'] } },
    });
    const { metadata: old } = await core.readNamespace({ name: 'team' });
    const wanted = namespaceOf('team');
    await kubernetesObject.delete!(wanted, context);
    expect(await kubernetesObject.read(wanted, context)).toBeUndefined();

    const waits: string[] = [];
    await kubernetesObject.create(wanted, {
      ...context,
      waitFor: async (what, isSo) => {
        waits.push(what);
        expect(await isSo()).toBe(false);
        await core.patchNamespace(
          { name: 'team', body: { metadata: { finalizers: null } } },
          setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
        );
        expect(await isSo()).toBe(true);
      },
    });

    expect(waits).toEqual(['Namespace team that is being deleted to be gone']);
    const { metadata, status } = await core.readNamespace({ name: 'team' });
    expect(metadata?.uid).not.toBe(old?.uid);
    expect(status?.phase).toBe('Active');
  });

  it('makes a binding anew that binds to another role, with the labels of others', async () => {
    await makeNamespaces(context, 'team');
    const wanted = emrBindingIn('team');
    await kubernetesObject.delete!(wanted, context);
    await kubernetesObject.create(
      {
        ...wanted,
        labels: { cost: '4711' },
        body: {
          ...wanted.body,
          roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'admin' },
        },
      },
      context,
    );
    const found = (await kubernetesObject.read(wanted, context))!;
    expect(kubernetesObject.diff(wanted, found)).not.toEqual([]);

    await kubernetesObject.update!(wanted, found, context);

    expect(await kubernetesObject.read(wanted, context)).toEqual({
      ...wanted,
      labels: { cost: '4711' },
    });
  });

  it('is absent in an absent namespace, and hands on why it cannot be made there', async () => {
    expect(await kubernetesObject.read(QUOTA, context)).toBeUndefined();
    await expect(kubernetesObject.create(QUOTA, context)).rejects.toMatchObject(
      {
        name: 'NotFound',
        message: 'namespaces "team" not found',
      },
    );
    await kubernetesObject.delete!(QUOTA, context);
  });
});
