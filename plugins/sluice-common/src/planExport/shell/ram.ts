import { ShellExporter } from './ShellExporter';
import { quote } from './text';

const SHARE_FUNCTIONS = `
pending_invitations() {
  aws ram get-resource-share-invitations | jq -r --arg sender "$1" \\
    '.resourceShareInvitations[] | select(.senderAccountId == $sender and .status == "PENDING") | .resourceShareInvitationArn'
}

# shares_of SENDER CONDITION: whether its shares are there and meet a condition of jq
shares_of() {
  aws ram get-resource-shares --resource-owner OTHER-ACCOUNTS | jq -e --arg sender "$1" '
    [.resourceShares[] | select(.owningAccountId == $sender and (.status | startswith("DELET") | not))]
    | length > 0 and all(.[]; '"$2"')' >/dev/null
}

# Within an organization, shares come without invitations.
has_shared() {
  [ -n "$(pending_invitations "$1")" ] || shares_of "$1" true
}

accept_shares() {
  local invitation
  wait_for "account $1 to share something" has_shared "$1"
  for invitation in $(pending_invitations "$1"); do
    ignoring ResourceShareInvitationAlreadyAccepted \\
      aws ram accept-resource-share-invitation --resource-share-invitation-arn "$invitation" >/dev/null
  done
  wait_for "shares of account $1 to become active" shares_of "$1" '.status == "ACTIVE"'
}
`;

export const acceptedShare: ShellExporter<'acceptedShare'> = {
  functions: [SHARE_FUNCTIONS],
  apply: ({ senderAccountId }) => `accept_shares ${quote(senderAccountId)}`,
};
