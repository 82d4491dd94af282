import type {
  AcceptResourceShareInvitationRequest,
  GetResourceShareInvitationsRequest,
} from '@aws-sdk/client-ram';
import { AwsError, CallContext, OperationHandler } from '../../core';
import { pageOf } from './pageOf';
import { Invitation, offeredShares, Share, statusOf } from './shares';
import { invitationView } from './views';

function receivedInvitations({
  world,
  caller,
  region,
}: CallContext): { share: Share; invitation: Invitation }[] {
  const shares = offeredShares(world, caller.accountId, region).values();
  return [...shares].flatMap(share =>
    (share.invitations.get(caller.accountId) ?? []).map(invitation => ({
      share,
      invitation,
    })),
  );
}

function getInvitations(
  input: GetResourceShareInvitationsRequest,
  context: CallContext,
) {
  const { resourceShareInvitationArns: arns, resourceShareArns } = input;
  const received = receivedInvitations(context);
  for (const arn of arns ?? []) {
    if (!received.some(({ invitation }) => invitation.arn === arn)) {
      throw invitationNotFound(arn);
    }
  }
  const { items, nextToken } = pageOf(
    received.filter(
      ({ share, invitation }) =>
        (!arns?.length || arns.includes(invitation.arn)) &&
        (!resourceShareArns?.length || resourceShareArns.includes(share.arn)),
    ),
    input,
  );
  return {
    resourceShareInvitations: items.map(({ share, invitation }) =>
      invitationView(context.world, share, invitation),
    ),
    nextToken,
  };
}

/** An invitation is answered once; afterwards RAM says which way it went. */
function answer(
  input: AcceptResourceShareInvitationRequest,
  context: CallContext,
  answered: 'ACCEPTED' | 'REJECTED',
) {
  const arn = input.resourceShareInvitationArn ?? '';
  const found = receivedInvitations(context).find(
    ({ invitation }) => invitation.arn === arn,
  );
  if (!found) throw invitationNotFound(arn);
  const { share, invitation } = found;
  const refusal = {
    PENDING: undefined,
    ACCEPTED: 'ResourceShareInvitationAlreadyAcceptedException',
    REJECTED: 'ResourceShareInvitationAlreadyRejectedException',
    EXPIRED: 'ResourceShareInvitationExpiredException',
  }[statusOf(context.world, invitation)];
  if (refusal) {
    throw new AwsError(
      refusal,
      `Invitation ${arn} is already ${statusOf(
        context.world,
        invitation,
      ).toLowerCase()}.`,
    );
  }
  invitation.answer = answered;
  return {
    resourceShareInvitation: invitationView(context.world, share, invitation),
    clientToken: input.clientToken,
  };
}

function invitationNotFound(arn: string): AwsError {
  return new AwsError(
    'ResourceShareInvitationArnNotFoundException',
    `Invitation ${arn} could not be found.`,
  );
}

/** What the receiver of a share does with the owner's invitation. */
export const invitationOperations: Record<string, OperationHandler> = {
  GetResourceShareInvitations: getInvitations,
  AcceptResourceShareInvitation: (input, context) =>
    answer(input, context, 'ACCEPTED'),
  RejectResourceShareInvitation: (input, context) =>
    answer(input, context, 'REJECTED'),
};
