import type {
  ResourceShare,
  ResourceShareAssociation,
  ResourceShareInvitation,
} from '@aws-sdk/client-ram';
import { SandboxWorld } from '../../core';
import { accountOf, Invitation, Share, statusOf } from './shares';

/** A share as RAM's API shows it. */
export function shareView(share: Share): ResourceShare {
  return {
    resourceShareArn: share.arn,
    name: share.name,
    owningAccountId: share.ownerAccountId,
    allowExternalPrincipals: share.allowExternalPrincipals,
    status: share.deleted ? 'DELETED' : 'ACTIVE',
    creationTime: share.createdAt,
    lastUpdatedTime: share.updatedAt,
    featureSet: 'STANDARD',
  };
}

/** An invitation as RAM's API shows it, with its status of this moment. */
export function invitationView(
  world: SandboxWorld,
  share: Share,
  invitation: Invitation,
): ResourceShareInvitation {
  return {
    resourceShareInvitationArn: invitation.arn,
    resourceShareName: share.name,
    resourceShareArn: share.arn,
    senderAccountId: invitation.senderAccountId,
    receiverAccountId: invitation.receiverAccountId,
    invitationTimestamp: invitation.sentAt,
    status: statusOf(world, invitation),
  };
}

/** The resources or the principals of a share, as RAM's API shows them. */
export function associationViews(
  world: SandboxWorld,
  share: Share,
  type: 'PRINCIPAL' | 'RESOURCE',
): ResourceShareAssociation[] {
  const entities: [string, { associatedAt: Date }][] =
    type === 'PRINCIPAL' ? [...share.principals] : [...share.resources];
  return entities.map(([associatedEntity, { associatedAt }]) => ({
    resourceShareArn: share.arn,
    resourceShareName: share.name,
    associatedEntity,
    associationType: type,
    status:
      type === 'PRINCIPAL'
        ? principalStatus(world, share, associatedEntity)
        : 'ASSOCIATED',
    creationTime: associatedAt,
    lastUpdatedTime: associatedAt,
    external:
      type === 'PRINCIPAL' &&
      accountOf(associatedEntity) !== share.ownerAccountId,
  }));
}

/** A principal is being associated until its account has answered the invitation. */
function principalStatus(
  world: SandboxWorld,
  share: Share,
  principal: string,
): 'ASSOCIATING' | 'ASSOCIATED' | 'FAILED' {
  const receiver = accountOf(principal);
  const last = receiver && share.invitations.get(receiver)?.at(-1);
  if (!last) return 'ASSOCIATED';
  const status = statusOf(world, last);
  if (status === 'ACCEPTED') return 'ASSOCIATED';
  return status === 'PENDING' ? 'ASSOCIATING' : 'FAILED';
}
