import { AccountObservation, Permission } from '../accessModel';

/** Whether what an account shares has arrived in another. */
export type ShareState =
  | { kind: 'accepted' }
  | { kind: 'notAccepted'; text: string }
  | { kind: 'undetermined'; text: string };

/**
 * Whether the RAM share behind a cross-account permission is accepted. Until
 * then the receiving account sees nothing of it (LF reference A8.2); within one
 * organization there is no invitation, and the share is received at once.
 *
 * @param consumer - observation of the account that the share is for
 */
export function shareStateOf(
  permission: Permission,
  consumer: AccountObservation,
): ShareState {
  const arns = new Set(permission.rows.flatMap(row => row.resourceShareArns));
  // Rows need not name their share; shares of the same sender then stand for it.
  const concerns = (shareArn: string, senderId: string) =>
    arns.size > 0 ? arns.has(shareArn) : senderId === permission.observedIn;

  const invitations = consumer.invitations.filter(invitation =>
    concerns(invitation.shareArn, invitation.senderAccountId),
  );
  if (invitations.some(({ status }) => status === 'ACCEPTED')) {
    return { kind: 'accepted' };
  }
  const parties = `from account ${permission.observedIn} to account ${consumer.accountId}`;
  if (invitations.some(({ status }) => status === 'PENDING')) {
    return {
      kind: 'notAccepted',
      text: `The resource share ${parties} waits to be accepted; until then nothing of it can be read. Accept the invitation in AWS RAM.`,
    };
  }
  const isReceived = consumer.shares.some(
    share =>
      share.direction === 'received' &&
      share.status.toUpperCase() === 'ACTIVE' &&
      concerns(share.arn, share.ownerAccountId),
  );
  if (isReceived) return { kind: 'accepted' };

  const [invitation] = invitations;
  if (invitation) {
    const outcome =
      invitation.status === 'REJECTED' ? 'was rejected' : 'has expired';
    return {
      kind: 'notAccepted',
      text: `The invitation to the resource share ${parties} ${outcome}, so nothing of it can be read. Grant again in account ${permission.observedIn} to send a new one.`,
    };
  }
  return {
    kind: 'undetermined',
    text: `Account ${consumer.accountId} shows neither a resource share from account ${permission.observedIn} nor an invitation to one, though there should be; look at AWS RAM in both accounts.`,
  };
}
