import {
  CreateAccessEntryCommand,
  DeleteAccessEntryCommand,
  DescribeAccessEntryCommand,
  UpdateAccessEntryCommand,
} from '@aws-sdk/client-eks';
import { EksAccessEntryProperties } from '@sluice/plugin-sluice-common';
import { differencesBetween } from './differences';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

/**
 * Which Kubernetes user an IAM principal is in a cluster. Groups and access
 * policies that others gave to the entry stay.
 */
export const eksAccessEntry: ResourceType<'eksAccessEntry'> = {
  async read({ cluster, principalArn }, { clients }) {
    const answer = await unlessRefused(
      'ResourceNotFoundException',
      clients.eks.send(
        new DescribeAccessEntryCommand({ clusterName: cluster, principalArn }),
      ),
    );
    if (!answer) return undefined;
    return {
      cluster,
      principalArn,
      username: answer.accessEntry?.username ?? '',
    };
  },

  diff: (wanted, found) =>
    differencesBetween(wanted.username, found.username, 'username'),

  async create(wanted, context) {
    const { cluster, principalArn, username } = wanted;
    const made = await unlessRefused(
      'ResourceInUseException',
      context.clients.eks.send(
        new CreateAccessEntryCommand({
          clusterName: cluster,
          principalArn,
          username,
        }),
      ),
    );
    if (!made) await rename(wanted, context);
  },

  update: (wanted, _, context) => rename(wanted, context),

  async delete({ cluster, principalArn }, { clients }) {
    await unlessRefused(
      'ResourceNotFoundException',
      clients.eks.send(
        new DeleteAccessEntryCommand({ clusterName: cluster, principalArn }),
      ),
    );
  },

  undo: 'The access entry is deleted, and with it the access policies that are associated with it; the principal loses access to the cluster at once.',
  actions: {
    read: ['eks:DescribeAccessEntry'],
    write: [
      'eks:CreateAccessEntry',
      'eks:UpdateAccessEntry',
      'eks:DeleteAccessEntry',
    ],
  },
};

async function rename(
  { cluster, principalArn, username }: EksAccessEntryProperties,
  { clients }: ResourceContext,
): Promise<void> {
  await clients.eks.send(
    new UpdateAccessEntryCommand({
      clusterName: cluster,
      principalArn,
      username,
    }),
  );
}
