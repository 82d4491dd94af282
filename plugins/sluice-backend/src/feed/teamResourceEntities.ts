import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import {
  AccountObservation,
  ANNOTATION_JOB_EXECUTION_ROLE_ARN,
  ANNOTATION_ROLE_UNIQUE_ID,
  entityNameOf,
  ObservedNamespace,
  ObservedRole,
  ObservedVirtualCluster,
} from '@sluice/plugin-sluice-common';
import { AccessSnapshot, Team } from '../access';
import { accountAnnotations } from './annotations';

/** On a Kubernetes namespace: name of the team that it belongs to. */
const TEAM_LABEL = 'sluice.io/team';

/** Namespaces that every cluster has; no team's. */
const SYSTEM_NAMESPACE = /^(default|kube-.*)$/;

/**
 * What teams have in their accounts: job execution roles, namespaces and
 * virtual clusters. Their names have three parts or more, so that they never
 * meet a table's, which has two.
 */
export function teamResourceEntities(
  snapshot: AccessSnapshot,
  defaultOwner: string,
): Entity[] {
  return snapshot.world.observations.flatMap(observation => [
    ...roleEntities(snapshot.teams, observation),
    ...namespaceEntities(snapshot.teams, observation, defaultOwner),
    ...virtualClusterEntities(snapshot.teams, observation, defaultOwner),
  ]);
}

function roleEntities(
  teams: Team[],
  observation: AccountObservation,
): Entity[] {
  const roles = new Map(observation.roles.map(role => [role.arn, role]));
  const seen = new Set<string>();
  return teams.flatMap(({ entityRef, roleArn }) => {
    const role = roleArn && roles.get(roleArn);
    // Two teams that share a role share its entity; the first owns it.
    if (!role || seen.has(role.arn)) return [];
    seen.add(role.arn);
    return [roleEntity(role, observation, entityRef)];
  });
}

function roleEntity(
  role: ObservedRole,
  observation: AccountObservation,
  owner: string,
): Entity {
  return resource(observation, {
    name: entityNameOf('iam', 'role', role.name),
    title: role.name,
    annotations: {
      [ANNOTATION_JOB_EXECUTION_ROLE_ARN]: role.arn,
      [ANNOTATION_ROLE_UNIQUE_ID]: role.uniqueId,
    },
    spec: { type: 'iam-role', owner },
  });
}

function namespaceEntities(
  teams: Team[],
  observation: AccountObservation,
  defaultOwner: string,
): Entity[] {
  return observation.namespaces
    .filter(({ name }) => !SYSTEM_NAMESPACE.test(name))
    .map(namespace =>
      resource(observation, {
        name: namespaceName(namespace.clusterName, namespace.name),
        title: namespace.name,
        description: `Namespace of the EKS cluster ${namespace.clusterName}`,
        spec: {
          type: 'kubernetes-namespace',
          owner: ownerOf(namespace, teams) ?? defaultOwner,
        },
      }),
    );
}

function virtualClusterEntities(
  teams: Team[],
  observation: AccountObservation,
  defaultOwner: string,
): Entity[] {
  return observation.virtualClusters.map(cluster => {
    const namespace = observation.namespaces.find(isNamespaceOf(cluster));
    return resource(observation, {
      name: entityNameOf('emr', 'virtual-cluster', cluster.id),
      title: cluster.name,
      description: `EMR on EKS virtual cluster on the namespace ${cluster.namespace} of ${cluster.eksClusterName}`,
      spec: {
        type: 'emr-virtual-cluster',
        owner: (namespace && ownerOf(namespace, teams)) ?? defaultOwner,
        ...(namespace && {
          dependsOn: [
            stringifyEntityRef({
              kind: 'Resource',
              namespace: observation.accountName,
              name: namespaceName(namespace.clusterName, namespace.name),
            }),
          ],
        }),
      },
    });
  });
}

function isNamespaceOf(cluster: ObservedVirtualCluster) {
  return ({ clusterName, name }: ObservedNamespace) =>
    clusterName === cluster.eksClusterName && name === cluster.namespace;
}

function namespaceName(clusterName: string, name: string): string {
  return entityNameOf('eks', clusterName, name);
}

function ownerOf(
  namespace: ObservedNamespace,
  teams: Team[],
): string | undefined {
  const label = namespace.labels[TEAM_LABEL];
  return teams.find(({ entityRef }) => entityRef.endsWith(`/${label}`))
    ?.entityRef;
}

function resource(
  observation: AccountObservation,
  entity: {
    name: string;
    title: string;
    description?: string;
    annotations?: Record<string, string>;
    spec: JsonObject;
  },
): Entity {
  const { annotations, spec, ...metadata } = entity;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      ...metadata,
      namespace: observation.accountName,
      annotations: { ...accountAnnotations(observation), ...annotations },
    },
    spec,
  };
}
