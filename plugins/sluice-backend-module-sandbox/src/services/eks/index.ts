import type {
  CreateAccessEntryRequest,
  CreateClusterRequest,
} from '@aws-sdk/client-eks';
import { AwsError, CallContext, SandboxService } from '../../core';
import { page } from '../paging';
import {
  AssociatedPolicy,
  EksCluster,
  eksClusters,
  kubernetesPath,
  oidcIssuer,
} from './clusters';
import { KubernetesCluster } from '../../kubernetes';

export { kubernetesOf, kubernetesPath } from './clusters';

const NAME = /^[0-9A-Za-z][A-Za-z0-9\-_]*$/;

function clustersOf(context: CallContext) {
  return eksClusters(context.world, context.caller.accountId, context.region);
}

function clusterOf(context: CallContext, name: string): EksCluster {
  const cluster = clustersOf(context).get(name);
  if (!cluster) {
    throw new AwsError(
      'ResourceNotFoundException',
      `No cluster found for name: ${name}.`,
    );
  }
  return cluster;
}

function createCluster(input: CreateClusterRequest, context: CallContext) {
  const { world, caller, region } = context;
  const name = input.name ?? '';
  if (!NAME.test(name) || name.length > 100) {
    throw new AwsError(
      'InvalidParameterException',
      `The cluster name ${name} is invalid: 1 to 100 letters, digits, hyphens and underscores, beginning with a letter or digit.`,
    );
  }
  const clusters = clustersOf(context);
  if (clusters.has(name)) {
    throw new AwsError(
      'ResourceInUseException',
      `Cluster already exists with name: ${name}`,
    );
  }
  const arn = `arn:aws:eks:${region}:${caller.accountId}:cluster/${name}`;
  const cluster: EksCluster = {
    description: {
      name,
      arn,
      createdAt: world.clock.now(),
      version: input.version ?? '1.33',
      roleArn: input.roleArn,
      resourcesVpcConfig: { ...input.resourcesVpcConfig },
      identity: { oidc: { issuer: oidcIssuer(region, arn) } },
      // The embedded control plane is there at once.
      status: 'ACTIVE',
      accessConfig: {
        authenticationMode:
          input.accessConfig?.authenticationMode ?? 'API_AND_CONFIG_MAP',
      },
      // Not a certificate: the sandbox speaks plain HTTP on loopback.
      certificateAuthority: {
        data: Buffer.from('sandbox').toString('base64'),
      },
      platformVersion: 'eks.1',
      tags: input.tags,
    },
    accessEntries: new Map(),
    policies: new Map(),
    kubernetes: new KubernetesCluster(() => world.clock.now()),
  };
  clusters.set(name, cluster);
  return { cluster: describe(cluster, context) };
}

function describe(cluster: EksCluster, { world, caller, region }: CallContext) {
  const path = kubernetesPath({
    accountId: caller.accountId,
    region,
    clusterName: cluster.description.name,
  });
  return {
    ...cluster.description,
    endpoint: `${
      world.endpoint ?? 'http://sandbox.not-listening.invalid'
    }${path}`,
  };
}

function createAccessEntry(
  input: CreateAccessEntryRequest,
  context: CallContext,
) {
  const { accessEntries, description } = clusterOf(context, input.clusterName!);
  const principalArn = input.principalArn!;
  if (accessEntries.has(principalArn)) {
    throw new AwsError(
      'ResourceInUseException',
      `The specified access entry resource is already in use on this cluster: ${principalArn}`,
    );
  }
  const [kind, ...rest] = principalArn.split(':').slice(5).join(':').split('/');
  const accessEntry = {
    clusterName: description.name,
    principalArn,
    kubernetesGroups: input.kubernetesGroups ?? [],
    accessEntryArn: `${description.arn.replace(
      ':cluster/',
      ':access-entry/',
    )}/${kind}/${context.caller.accountId}/${rest.join(
      '/',
    )}/${context.world.nextId()}`,
    createdAt: context.world.clock.now(),
    modifiedAt: context.world.clock.now(),
    tags: input.tags,
    username: input.username ?? principalArn,
    type: input.type ?? 'STANDARD',
  };
  accessEntries.set(principalArn, accessEntry);
  return { accessEntry };
}

function accessEntryOf(
  context: CallContext,
  input: { clusterName?: string; principalArn?: string },
) {
  const cluster = clusterOf(context, input.clusterName!);
  const entry = cluster.accessEntries.get(input.principalArn!);
  if (!entry) {
    throw new AwsError(
      'ResourceNotFoundException',
      `The specified principalArn could not be found: ${input.principalArn}. You may need to create it with CreateAccessEntry.`,
    );
  }
  return { cluster, entry };
}

/** Clusters and access entries can have tags; both keep them in their description. */
function tagged(context: CallContext, resourceArn: string) {
  const cluster = [...clustersOf(context).values()].find(
    ({ description, accessEntries }) =>
      description.arn === resourceArn ||
      [...accessEntries.values()].some(
        entry => entry.accessEntryArn === resourceArn,
      ),
  );
  if (!cluster) {
    throw new AwsError(
      'NotFoundException',
      `No resource found for ARN: ${resourceArn}.`,
    );
  }
  return cluster.description.arn === resourceArn
    ? cluster.description
    : [...cluster.accessEntries.values()].find(
        entry => entry.accessEntryArn === resourceArn,
      )!;
}

/** EKS as far as EMR on EKS and access entries need it. */
export const eksService: SandboxService = {
  id: 'EKS',
  operations: {
    CreateCluster: createCluster,
    DescribeCluster: (input, context) => ({
      cluster: describe(clusterOf(context, input.name), context),
    }),
    ListClusters: (input, context) => {
      const { items, nextToken } = page(
        [...clustersOf(context).keys()].sort(),
        input.maxResults ?? 100,
        input.nextToken,
        token =>
          new AwsError('InvalidParameterException', `Invalid token: ${token}`),
      );
      return { clusters: items, nextToken };
    },
    DeleteCluster: (input, context) => {
      const cluster = clusterOf(context, input.name);
      clustersOf(context).delete(input.name);
      return {
        cluster: { ...describe(cluster, context), status: 'DELETING' },
      };
    },
    CreateAccessEntry: createAccessEntry,
    DescribeAccessEntry: (input, context) => ({
      accessEntry: accessEntryOf(context, input).entry,
    }),
    ListAccessEntries: (input, context) => {
      const { items, nextToken } = page(
        [...clusterOf(context, input.clusterName).accessEntries.keys()].sort(),
        input.maxResults ?? 100,
        input.nextToken,
        token =>
          new AwsError('InvalidParameterException', `Invalid token: ${token}`),
      );
      return { accessEntries: items, nextToken };
    },
    UpdateAccessEntry: (input, context) => {
      const { cluster, entry } = accessEntryOf(context, input);
      const accessEntry = {
        ...entry,
        kubernetesGroups: input.kubernetesGroups ?? entry.kubernetesGroups,
        username: input.username ?? entry.username,
        modifiedAt: context.world.clock.now(),
      };
      cluster.accessEntries.set(entry.principalArn, accessEntry);
      return { accessEntry };
    },
    DeleteAccessEntry: (input, context) => {
      const { cluster, entry } = accessEntryOf(context, input);
      cluster.accessEntries.delete(entry.principalArn);
      cluster.policies.delete(entry.principalArn);
      return {};
    },
    AssociateAccessPolicy: (input, context) => {
      const { cluster, entry } = accessEntryOf(context, input);
      const now = context.world.clock.now();
      const others = (cluster.policies.get(entry.principalArn) ?? []).filter(
        policy => policy.policyArn !== input.policyArn,
      );
      const associated: AssociatedPolicy = {
        policyArn: input.policyArn,
        accessScope: input.accessScope,
        associatedAt: now,
        modifiedAt: now,
      };
      cluster.policies.set(entry.principalArn, [...others, associated]);
      return {
        clusterName: cluster.description.name,
        principalArn: entry.principalArn,
        associatedAccessPolicy: associated,
      };
    },
    ListAssociatedAccessPolicies: (input, context) => {
      const { cluster, entry } = accessEntryOf(context, input);
      return {
        clusterName: cluster.description.name,
        principalArn: entry.principalArn,
        associatedAccessPolicies:
          cluster.policies.get(entry.principalArn) ?? [],
      };
    },
    DisassociateAccessPolicy: (input, context) => {
      const { cluster, entry } = accessEntryOf(context, input);
      cluster.policies.set(
        entry.principalArn,
        (cluster.policies.get(entry.principalArn) ?? []).filter(
          policy => policy.policyArn !== input.policyArn,
        ),
      );
      return {};
    },
    ListTagsForResource: (input, context) => ({
      tags: tagged(context, input.resourceArn).tags ?? {},
    }),
    TagResource: (input, context) => {
      const resource = tagged(context, input.resourceArn);
      resource.tags = { ...resource.tags, ...input.tags };
      return {};
    },
    UntagResource: (input, context) => {
      const resource = tagged(context, input.resourceArn);
      resource.tags = Object.fromEntries(
        Object.entries(resource.tags ?? {}).filter(
          ([key]) => !input.tagKeys.includes(key),
        ),
      );
      return {};
    },
  },
};
