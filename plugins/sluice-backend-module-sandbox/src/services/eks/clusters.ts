import { createHash } from 'crypto';
import type { AccessEntry, AccessPolicy, Cluster } from '@aws-sdk/client-eks';
import { SandboxWorld, SliceKey } from '../../core';
import { KubernetesCluster } from '../../kubernetes';

/** A policy associated with an access entry, with its scope. */
export interface AssociatedPolicy {
  policyArn: NonNullable<AccessPolicy['arn']>;
  accessScope: { type?: 'cluster' | 'namespace'; namespaces?: string[] };
  associatedAt: Date;
  modifiedAt: Date;
}

/** An EKS cluster: what EKS says of it, who may enter, and its Kubernetes API. */
export interface EksCluster {
  description: Cluster & { name: string; arn: string };
  accessEntries: Map<string, AccessEntry & { principalArn: string }>;
  policies: Map<string, AssociatedPolicy[]>;
  kubernetes: KubernetesCluster;
}

const CLUSTERS: SliceKey<Map<string, EksCluster>> = {
  id: 'eks.clusters',
  create: () => new Map(),
};

/** Clusters of an account in a region, by name. */
export function eksClusters(
  world: SandboxWorld,
  accountId: string,
  region: string,
): Map<string, EksCluster> {
  return world.slice(CLUSTERS, accountId, region);
}

/** The Kubernetes API of a cluster, for the port and for EMR; undefined when there is none. */
export function kubernetesOf(
  world: SandboxWorld,
  address: { accountId: string; region: string; clusterName: string },
): KubernetesCluster | undefined {
  return eksClusters(world, address.accountId, address.region).get(
    address.clusterName,
  )?.kubernetes;
}

/** Path of a cluster's Kubernetes API on the sandbox's port. */
export function kubernetesPath(address: {
  accountId: string;
  region: string;
  clusterName: string;
}): string {
  return `/kubernetes/${address.accountId}/${address.region}/${address.clusterName}`;
}

/** Issuer as EKS makes it: 32 hexadecimal digits, here from the cluster's ARN. */
export function oidcIssuer(region: string, clusterArn: string): string {
  const id = createHash('sha256')
    .update(clusterArn)
    .digest('hex')
    .slice(0, 32)
    .toUpperCase();
  return `https://oidc.eks.${region}.amazonaws.com/id/${id}`;
}
