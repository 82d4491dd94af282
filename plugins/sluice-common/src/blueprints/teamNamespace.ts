import { DesiredResource } from '../resources';
import { emrAccess, kubernetesObject, namespaceNamed } from './kubernetes';
import { Consumer } from './parties';
import { Team } from './teamRole';
import { virtualCluster } from './virtualCluster';

/** For containers that ask for nothing, which a quota on requests would refuse. */
const DEFAULT_REQUEST = { cpu: '100m', memory: '256Mi' };

/**
 * Namespace of a team that has its own, with its limits and a virtual cluster;
 * nothing for a team that shares that of the account.
 */
export function teamNamespace({
  declaration,
  consumer,
}: Team): DesiredResource[] {
  const { namespace: name, quota } = declaration;
  if (!name || name === consumer.declaration.userNamespace) return [];
  const namespace = namespaceNamed(
    consumer,
    name,
    'The code of the team runs in it, apart from that of other teams.',
  );
  return [
    namespace,
    ...emrAccess(consumer, namespace),
    ...limits(consumer, namespace, quota),
    networkPolicy(consumer, namespace),
    virtualCluster(consumer, {
      name,
      namespace,
      why: 'Jobs of the team are submitted to it.',
    }),
  ];
}

/**
 * On requests and not on limits: Spark sets no limit of CPU, and a quota on
 * limits would refuse its pods.
 */
function limits(
  consumer: Consumer,
  namespace: ReturnType<typeof namespaceNamed>,
  quota: Team['declaration']['quota'],
) {
  const { name } = namespace.properties;
  return [
    kubernetesObject(consumer, {
      apiVersion: 'v1',
      kind: 'ResourceQuota',
      namespace: name,
      name: 'team-quota',
      body: {
        spec: {
          hard: {
            'requests.cpu': quota.cpu,
            'requests.memory': quota.memory,
            pods: String(quota.pods),
          },
        },
      },
      dependsOn: [namespace],
      why: 'Jobs of the team leave room on the cluster for those of others.',
    }),
    kubernetesObject(consumer, {
      apiVersion: 'v1',
      kind: 'LimitRange',
      namespace: name,
      name: 'default-requests',
      body: {
        spec: {
          limits: [{ type: 'Container', defaultRequest: DEFAULT_REQUEST }],
        },
      },
      dependsOn: [namespace],
      why: 'Helper containers of EMR that ask for nothing would be refused by the quota.',
    }),
  ];
}

/** The two drivers talk across namespaces; nobody else has business here. */
function networkPolicy(
  consumer: Consumer,
  namespace: ReturnType<typeof namespaceNamed>,
) {
  return kubernetesObject(consumer, {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    namespace: namespace.properties.name,
    name: 'ingress-from-own-and-secure-namespace',
    body: {
      spec: {
        podSelector: {},
        policyTypes: ['Ingress'],
        ingress: [
          {
            from: [
              { podSelector: {} },
              {
                namespaceSelector: {
                  matchLabels: {
                    'kubernetes.io/metadata.name':
                      consumer.declaration.secureNamespace,
                  },
                },
              },
            ],
          },
        ],
      },
    },
    dependsOn: [namespace],
    why: 'Pods of other teams cannot reach those of this one.',
  });
}
