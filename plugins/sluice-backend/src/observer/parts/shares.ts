import {
  paginateGetResourceShareInvitations,
  paginateGetResourceShares,
  ResourceShare,
} from '@aws-sdk/client-ram';
import {
  ObservedInvitation,
  ObservedResourceShare,
} from '@sluice/plugin-sluice-common';
import { ObservedDocument } from '../../store';
import { AccountReader, PartReader } from '../AccountReader';

/** RAM's maximum for GetResourceShares. */
const PAGE_SIZE = 500;

/** RAM shares that leave the account, those that come into it, and invitations to it. */
export const readShares: PartReader = async reader => {
  const [owned, received, invitations] = await Promise.all([
    listShares(reader, 'owned'),
    listShares(reader, 'received'),
    listInvitations(reader),
  ]);
  return [...owned, ...received, ...invitations];
};

async function listShares(
  { clients }: AccountReader,
  direction: ObservedResourceShare['direction'],
): Promise<ObservedDocument[]> {
  const documents: ObservedDocument[] = [];
  const pages = paginateGetResourceShares(
    { client: clients.ram, pageSize: PAGE_SIZE },
    { resourceOwner: direction === 'owned' ? 'SELF' : 'OTHER-ACCOUNTS' },
  );
  for await (const page of pages) {
    for (const share of page.resourceShares ?? []) {
      documents.push({
        type: 'share',
        key: `${direction}/${share.resourceShareArn}`,
        document: toShare(share, direction),
      });
    }
  }
  return documents;
}

function toShare(
  share: ResourceShare,
  direction: ObservedResourceShare['direction'],
): ObservedResourceShare {
  return {
    arn: share.resourceShareArn!,
    name: share.name ?? '',
    ownerAccountId: share.owningAccountId ?? '',
    status: share.status ?? 'UNKNOWN',
    direction,
  };
}

async function listInvitations({
  clients,
}: AccountReader): Promise<ObservedDocument[]> {
  const documents: ObservedDocument[] = [];
  const pages = paginateGetResourceShareInvitations(
    { client: clients.ram, pageSize: PAGE_SIZE },
    {},
  );
  for await (const page of pages) {
    for (const invitation of page.resourceShareInvitations ?? []) {
      documents.push({
        type: 'invitation',
        key: invitation.resourceShareInvitationArn!,
        document: {
          arn: invitation.resourceShareInvitationArn!,
          shareArn: invitation.resourceShareArn ?? '',
          senderAccountId: invitation.senderAccountId ?? '',
          receiverAccountId: invitation.receiverAccountId ?? '',
          status: invitation.status as ObservedInvitation['status'],
        },
      });
    }
  }
  return documents;
}
