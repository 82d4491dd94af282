import { createServer, Server } from 'http';
import { AddressInfo } from 'net';
import {
  CoreV1Api,
  KubeConfig,
  PatchStrategy,
  RbacAuthorizationV1Api,
  setHeaderOptions,
} from '@kubernetes/client-node';
import { handleKubernetesRequest, KubernetesCluster } from './index';

const PREFIX = '/kubernetes/444455556666/us-west-2/fgac-blog';

async function serve(cluster: KubernetesCluster): Promise<Server> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', chunk => chunks.push(chunk));
    request.on('end', () => {
      const url = new URL(request.url!, 'http://localhost');
      const { status, body } = handleKubernetesRequest(cluster, {
        method: request.method!,
        path: url.pathname.slice(PREFIX.length),
        prefix: PREFIX,
        query: url.searchParams,
        contentType: request.headers['content-type'] ?? '',
        accept: request.headers.accept ?? '',
        body: Buffer.concat(chunks),
      });
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  await new Promise<void>(resolve =>
    server.listen(0, '127.0.0.1', () => resolve()),
  );
  return server;
}

function urlOf(server: Server): string {
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}${PREFIX}`;
}

describe('handleKubernetesRequest', () => {
  let server: Server;
  let config: KubeConfig;

  beforeEach(async () => {
    server = await serve(
      new KubernetesCluster(() => new Date('2026-01-02T03:04:05.678Z')),
    );
    config = new KubeConfig();
    config.loadFromClusterAndUser(
      { name: 'fgac-blog', server: urlOf(server), skipTLSVerify: true },
      { name: 'admin', token: 'sandbox' },
    );
  });

  afterEach(async () => {
    await new Promise(resolve => server.close(resolve));
  });

  describe('driven by @kubernetes/client-node', () => {
    it('keeps namespaces, with their labels', async () => {
      const core = config.makeApiClient(CoreV1Api);
      await core.createNamespace({
        body: { metadata: { name: 'lf-fgac-user', labels: { team: 'a' } } },
      });

      const { items } = await core.listNamespace({ labelSelector: 'team=a' });

      expect(items).toMatchObject([
        {
          metadata: {
            name: 'lf-fgac-user',
            creationTimestamp: new Date('2026-01-02T03:04:05Z'),
          },
          status: { phase: 'Active' },
        },
      ]);
    });

    it('pages lists', async () => {
      const core = config.makeApiClient(CoreV1Api);
      const first = await core.listNamespace({ limit: 2 });
      const second = await core.listNamespace({
        limit: 2,
        _continue: first.metadata!._continue,
      });

      expect(
        [...first.items, ...second.items].map(item => item.metadata?.name),
      ).toEqual(['default', 'kube-public', 'kube-system']);
      expect(second.metadata?._continue).toBeUndefined();
    });

    it('deletes what is in a namespace with the namespace', async () => {
      const core = config.makeApiClient(CoreV1Api);
      await core.createNamespace({ body: { metadata: { name: 'team' } } });
      await core.createNamespacedServiceAccount({
        namespace: 'team',
        body: { metadata: { name: 'spark' } },
      });
      await core.deleteNamespace({ name: 'team' });

      const { items } = await core.listServiceAccountForAllNamespaces();
      expect(items).toEqual([]);
    });

    it('merges a patch into the object', async () => {
      const core = config.makeApiClient(CoreV1Api);
      await core.createNamespace({ body: { metadata: { name: 'team' } } });
      await core.patchNamespace(
        { name: 'team', body: { metadata: { labels: { env: 'dev' } } } },
        setHeaderOptions('Content-Type', PatchStrategy.MergePatch),
      );

      const namespace = await core.readNamespace({ name: 'team' });
      expect(namespace.metadata?.labels).toEqual({
        env: 'dev',
        'kubernetes.io/metadata.name': 'team',
      });
    });

    it('applies on the server, creating what is absent', async () => {
      const rbac = config.makeApiClient(RbacAuthorizationV1Api);
      await rbac.patchClusterRole(
        {
          name: 'emr-containers',
          fieldManager: 'sluice',
          body: {
            apiVersion: 'rbac.authorization.k8s.io/v1',
            kind: 'ClusterRole',
            metadata: { name: 'emr-containers' },
            rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }],
          },
        },
        setHeaderOptions('Content-Type', PatchStrategy.ServerSideApply),
      );

      const role = await rbac.readClusterRole({ name: 'emr-containers' });
      expect(role.rules).toEqual([
        { apiGroups: [''], resources: ['pods'], verbs: ['get'] },
      ]);
    });

    it.each([
      {
        what: 'a second namespace of a name',
        call: (core: CoreV1Api) =>
          core.createNamespace({ body: { metadata: { name: 'default' } } }),
        code: 409,
        reason: 'AlreadyExists',
      },
      {
        what: 'a namespace name that is no DNS label',
        call: (core: CoreV1Api) =>
          core.createNamespace({ body: { metadata: { name: 'Team_A' } } }),
        code: 422,
        reason: 'Invalid',
      },
      {
        what: 'an object in an absent namespace',
        call: (core: CoreV1Api) =>
          core.createNamespacedConfigMap({
            namespace: 'absent',
            body: { metadata: { name: 'a' } },
          }),
        code: 404,
        reason: 'NotFound',
      },
      {
        what: 'reading what is absent',
        call: (core: CoreV1Api) => core.readNamespace({ name: 'absent' }),
        code: 404,
        reason: 'NotFound',
      },
      {
        what: 'a replacement of an older version',
        call: (core: CoreV1Api) =>
          core.replaceNamespace({
            name: 'default',
            body: { metadata: { name: 'default', resourceVersion: '0' } },
          }),
        code: 409,
        reason: 'Conflict',
      },
    ])('refuses $what', async ({ call, code, reason }) => {
      await expect(call(config.makeApiClient(CoreV1Api))).rejects.toMatchObject(
        {
          code,
          body: expect.stringContaining(`"reason":"${reason}"`),
        },
      );
    });
  });
});

describe('KubernetesCluster', () => {
  it('knows who is bound in a namespace', () => {
    const cluster = new KubernetesCluster();
    const request = (path: string, body: object) =>
      handleKubernetesRequest(cluster, {
        method: 'POST',
        path,
        prefix: '',
        query: new URLSearchParams(),
        contentType: 'application/json',
        accept: 'application/json',
        body: Buffer.from(JSON.stringify(body)),
      });
    request('/api/v1/namespaces', { metadata: { name: 'user' } });
    request('/api/v1/namespaces', { metadata: { name: 'other' } });
    const { status } = request(
      '/apis/rbac.authorization.k8s.io/v1/namespaces/user/rolebindings',
      {
        metadata: { name: 'emr-containers' },
        subjects: [{ kind: 'User', name: 'emr-containers' }],
        roleRef: { kind: 'Role', name: 'emr-containers' },
      },
    );

    const emr = { kind: 'User', name: 'emr-containers' } as const;
    expect(status).toBe(201);
    expect(cluster.isBoundIn('user', emr)).toBe(true);
    expect(cluster.isBoundIn('other', emr)).toBe(false);
  });
});
