import { wanted } from './__testUtils__/blueprints';
import { consumerAccount } from './__testUtils__/seedDeclarations';

const LONG =
  'get,list,watch,describe,create,edit,delete,deletecollection,annotate,patch,label';
const WITHOUT_COLLECTION = LONG.replace('deletecollection,', '');

/** Seed reference 1.7e: groups, resources, verbs in a Role, verbs in the ClusterRole. */
const RULES = [
  ['', 'namespaces', 'get', 'get'],
  ['', 'serviceaccounts,services,configmaps,events,pods,pods/log', LONG, LONG],
  ['', 'secrets', 'create,patch,delete,watch', 'create,patch,delete,watch'],
  ['apps', 'statefulsets,deployments', LONG, WITHOUT_COLLECTION],
  ['batch', 'jobs', LONG, WITHOUT_COLLECTION],
  ['extensions,networking.k8s.io', 'ingresses', LONG, WITHOUT_COLLECTION],
  ['rbac.authorization.k8s.io', 'roles,rolebindings', LONG, LONG],
  ['', 'persistentvolumeclaims', LONG, LONG],
];

const objects = wanted(consumerAccount, 'kubernetesObject').map(
  ({ properties }) => properties,
);
const rulesOf = (kind: string, namespace?: string) => {
  const { body } = objects.find(
    object => object.kind === kind && object.namespace === namespace,
  )!;
  const rules = body.rules as Record<string, string[]>[];
  return rules.map(({ apiGroups, resources, verbs }) => [
    apiGroups.join(),
    resources.join(),
    verbs.join(),
  ]);
};

it.each(['lf-fgac-user', 'lf-fgac-secure'])(
  'gives EMR its role in namespace %s',
  namespace => {
    expect(rulesOf('Role', namespace)).toEqual(
      RULES.map(([groups, resources, verbs]) => [groups, resources, verbs]),
    );
  },
);

it('gives EMR its cluster role', () => {
  expect(rulesOf('ClusterRole')).toEqual(
    RULES.map(([groups, resources, , verbs]) => [
      groups,
      resources === 'roles,rolebindings'
        ? 'roles,rolebindings,clusterroles,clusterrolebindings'
        : resources,
      verbs,
    ]),
  );
});

it.each([
  ['RoleBinding', 'Role', 'lf-fgac-user'],
  ['RoleBinding', 'Role', 'lf-fgac-secure'],
  ['ClusterRoleBinding', 'ClusterRole', undefined],
])('binds %s to the user of EMR (%s, %s)', (kind, role, namespace) => {
  expect(
    objects.find(
      object => object.kind === kind && object.namespace === namespace,
    ),
  ).toMatchObject({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    name: 'emr-containers',
    body: {
      subjects: [
        {
          kind: 'User',
          name: 'emr-containers',
          apiGroup: 'rbac.authorization.k8s.io',
        },
      ],
      roleRef: {
        apiGroup: 'rbac.authorization.k8s.io',
        kind: role,
        name: 'emr-containers',
      },
    },
  });
});

it('labels all that it makes, in the cluster of the declaration', () => {
  expect(objects).toHaveLength(8);
  for (const object of objects) {
    expect(object).toMatchObject({
      cluster: 'fgac-blog',
      labels: { 'app.kubernetes.io/managed-by': 'sluice' },
    });
  }
});
