import {
  AcceptResourceShareInvitationCommand,
  paginateGetResourceShareInvitations,
  paginateGetResourceShares,
  ResourceShare,
} from '@aws-sdk/client-ram';
import { ResourceContext } from './ResourceContext';
import { ResourceType } from './ResourceType';
import { unlessRefused } from './unlessRefused';

const GONE = ['DELETING', 'DELETED'];

/** What another account shares is accepted and can be used here (seed reference 1.6). */
export const acceptedShare: ResourceType<'acceptedShare'> = {
  async read({ senderAccountId }, context) {
    const [pending, shares] = await Promise.all([
      pendingInvitations(senderAccountId, context),
      sharesOf(senderAccountId, context),
    ]);
    return pending.length === 0 && shares.some(isActive)
      ? { senderAccountId }
      : undefined;
  },

  diff: () => [],

  async create({ senderAccountId }, context) {
    const shares = () => sharesOf(senderAccountId, context);
    let pending: string[] = [];
    await context.waitFor(
      `Account ${senderAccountId} to share something`,
      async () => {
        pending = await pendingInvitations(senderAccountId, context);
        // Within an organization, shares come without invitations.
        return pending.length > 0 || (await shares()).length > 0;
      },
    );
    for (const resourceShareInvitationArn of pending) {
      await unlessRefused(
        'ResourceShareInvitationAlreadyAcceptedException',
        context.clients.ram.send(
          new AcceptResourceShareInvitationCommand({
            resourceShareInvitationArn,
          }),
        ),
      );
    }
    await context.waitFor(
      `Shares of account ${senderAccountId} to become active`,
      async () => {
        const all = await shares();
        return all.length > 0 && all.every(isActive);
      },
    );
  },

  mayComeUndone: true,
  undo: 'Nothing is undone here: the shares belong to the account that made them, and end when it revokes its grants.',
  actions: {
    read: ['ram:GetResourceShareInvitations', 'ram:GetResourceShares'],
    write: [
      'ram:GetResourceShareInvitations',
      'ram:GetResourceShares',
      'ram:AcceptResourceShareInvitation',
    ],
  },
};

async function pendingInvitations(
  senderAccountId: string,
  { clients }: ResourceContext,
): Promise<string[]> {
  const arns: string[] = [];
  const pages = paginateGetResourceShareInvitations(
    { client: clients.ram, pageSize: 500 },
    {},
  );
  for await (const { resourceShareInvitations = [] } of pages) {
    for (const invitation of resourceShareInvitations) {
      const { senderAccountId: sender, status } = invitation;
      if (sender === senderAccountId && status === 'PENDING') {
        arns.push(invitation.resourceShareInvitationArn!);
      }
    }
  }
  return arns;
}

/** Deleted shares stay listed for a while, and are nobody's any more. */
async function sharesOf(
  owningAccountId: string,
  { clients }: ResourceContext,
): Promise<ResourceShare[]> {
  const shares: ResourceShare[] = [];
  const pages = paginateGetResourceShares(
    { client: clients.ram, pageSize: 500 },
    { resourceOwner: 'OTHER-ACCOUNTS' },
  );
  for await (const { resourceShares = [] } of pages) {
    shares.push(
      ...resourceShares.filter(
        share =>
          share.owningAccountId === owningAccountId &&
          !GONE.includes(share.status ?? ''),
      ),
    );
  }
  return shares;
}

function isActive({ status }: ResourceShare): boolean {
  return status === 'ACTIVE';
}
