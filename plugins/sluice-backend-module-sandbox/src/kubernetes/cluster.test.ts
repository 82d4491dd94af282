import { KubernetesCluster } from './cluster';
import { RESOURCE_TYPES } from './resourceTypes';

const typeOf = (kind: string) =>
  RESOURCE_TYPES.find(type => type.kind === kind)!;

const NAMESPACE = { type: typeOf('Namespace'), name: 'team' };
const BINDING = {
  type: typeOf('RoleBinding'),
  namespace: 'team',
  name: 'emr-containers',
};

describe('KubernetesCluster', () => {
  let cluster: KubernetesCluster;

  beforeEach(() => {
    cluster = new KubernetesCluster(() => new Date('2026-01-02T03:04:05.678Z'));
  });

  it('lets a namespace terminate until its finalizers are taken off', () => {
    cluster.create(NAMESPACE.type, undefined, {
      metadata: { name: 'team', finalizers: ['example.com/backup'] },
    });
    cluster.create(typeOf('ConfigMap'), 'team', { metadata: { name: 'a' } });

    cluster.delete(NAMESPACE);

    expect(cluster.get(NAMESPACE)).toMatchObject({
      metadata: { deletionTimestamp: '2026-01-02T03:04:05Z' },
      status: { phase: 'Terminating' },
    });
    expect(cluster.list(typeOf('ConfigMap'))).toEqual([]);
    expect(() =>
      cluster.create(typeOf('ConfigMap'), 'team', { metadata: { name: 'b' } }),
    ).toThrow(/in namespace team because it is being terminated/);

    cluster.replace(NAMESPACE, { metadata: { finalizers: [] } });

    expect(() => cluster.get(NAMESPACE)).toThrow('"team" not found');
  });

  it('refuses to change what a binding binds to, and nothing else of it', () => {
    cluster.create(NAMESPACE.type, undefined, { metadata: { name: 'team' } });
    const binding = {
      metadata: { name: 'emr-containers' },
      subjects: [{ kind: 'User', name: 'emr-containers' }],
      roleRef: { kind: 'Role', name: 'emr-containers' },
    };
    cluster.create(BINDING.type, 'team', binding);

    expect(() =>
      cluster.replace(BINDING, {
        ...binding,
        roleRef: { kind: 'ClusterRole', name: 'admin' },
      }),
    ).toThrow('cannot change roleRef');
    cluster.replace(BINDING, { ...binding, subjects: [] });

    expect(cluster.get(BINDING)).toMatchObject({
      subjects: [],
      roleRef: { kind: 'Role', name: 'emr-containers' },
    });
  });
});
