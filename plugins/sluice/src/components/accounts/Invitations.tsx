import { useState } from 'react';
import { usePermission } from '@backstage/plugin-permission-react';
import { Button, Flex } from '@backstage/ui';
import {
  type SluiceApi,
  sluiceInvitationAnswerPermission,
} from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { EmptyState } from '../states';
import { AnswerDialog, type InvitationAnswer } from './AnswerDialog';

const isOpen = ({ status }: SluiceApi.ShareInvitation) =>
  status.toLocaleUpperCase('en-US') === 'PENDING';

/** Invitations of AWS RAM, answered by those who may. */
export function Invitations({
  account: { name, invitations },
}: {
  account: SluiceApi.AccountDetails;
}) {
  const mayAnswer = usePermission({
    permission: sluiceInvitationAnswerPermission,
  });
  const [asked, setAsked] = useState<InvitationAnswer>();
  if (invitations.length === 0) {
    return (
      <EmptyState title="No invitations">
        No other account has offered to share anything with this one.
      </EmptyState>
    );
  }
  return (
    <>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label="Invitations">
          <thead>
            <tr>
              <th scope="col">From account</th>
              <th scope="col">Share</th>
              <th scope="col">Status</th>
              {mayAnswer.allowed && <th scope="col">Answer</th>}
            </tr>
          </thead>
          <tbody>
            {invitations.map(invitation => (
              <tr key={invitation.arn}>
                <th scope="row">{invitation.senderAccountId}</th>
                <td>
                  <code>{invitation.shareArn}</code>
                </td>
                <td>{invitation.status}</td>
                {mayAnswer.allowed && (
                  <td>
                    {isOpen(invitation) && (
                      <AnswerButtons
                        sender={invitation.senderAccountId}
                        onAnswer={answer => setAsked({ invitation, answer })}
                      />
                    )}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {asked && (
        <AnswerDialog
          accountName={name}
          asked={asked}
          onClose={() => setAsked(undefined)}
        />
      )}
    </>
  );
}

function AnswerButtons({
  sender,
  onAnswer,
}: {
  sender: string;
  onAnswer: (answer: InvitationAnswer['answer']) => void;
}) {
  return (
    <Flex gap="2">
      <Button
        size="small"
        aria-label={`Accept the invitation of ${sender}`}
        onPress={() => onAnswer('accept')}
      >
        Accept
      </Button>
      <Button
        size="small"
        variant="secondary"
        aria-label={`Reject the invitation of ${sender}`}
        onPress={() => onAnswer('reject')}
      >
        Reject
      </Button>
    </Flex>
  );
}
