import { useApi } from '@backstage/frontend-plugin-api';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { ErrorState } from '../states';
import { useAction } from '../useAction';

/** An answer that somebody is about to give. */
export interface InvitationAnswer {
  invitation: SluiceApi.ShareInvitation;
  answer: SluiceApi.AnswerInvitationRequest['answer'];
}

const ANSWERS: Record<
  InvitationAnswer['answer'],
  { title: string; meaning: string }
> = {
  accept: {
    title: 'Accept',
    meaning:
      'What the account shares becomes visible to the data lake administrators of this account. No team can read it before it is granted to the team.',
  },
  reject: {
    title: 'Reject',
    meaning:
      'What the account shares stays out of reach. The invitation is gone, and the account has to share anew.',
  },
};

/** Asks once more, since a rejection cannot be taken back. */
export function AnswerDialog({
  accountName,
  asked: { invitation, answer },
  onClose,
}: {
  accountName: string;
  asked: InvitationAnswer;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const { title, meaning } = ANSWERS[answer];
  const confirm = useAction({
    action: () =>
      api.answerInvitation(accountName, {
        invitationArn: invitation.arn,
        answer,
      }),
    onSuccess: answered => {
      queries.setQueryData<SluiceApi.AccountDetails>(
        ['account', accountName],
        account => account && withInvitation(account, answered),
      );
      onClose();
    },
  });
  return (
    <Dialog
      isOpen
      isDismissable
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>
        {title} the invitation of {invitation.senderAccountId}?
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="3">
          <Text>{meaning}</Text>
          {confirm.error && (
            <ErrorState
              error={confirm.error}
              action={answer}
              what="the invitation"
            />
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          destructive={answer === 'reject'}
          isPending={confirm.isPending}
          onPress={() => confirm.start()}
        >
          {title}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

function withInvitation(
  account: SluiceApi.AccountDetails,
  answered: SluiceApi.ShareInvitation,
): SluiceApi.AccountDetails {
  return {
    ...account,
    invitations: account.invitations.map(each =>
      each.arn === answered.arn ? answered : each,
    ),
  };
}
