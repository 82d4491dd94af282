import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Text, TextAreaField } from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import { RequestDialog } from './RequestDialog';
import { RequestInShort } from './RequestInShort';

/** What takes a reason and nothing else. */
export type ReasonedAct = 'deny' | 'withdraw' | 'revoke' | 'giveBack';

const ENDS_NOW = (
  <Alert
    status="warning"
    icon
    title="The last possible read comes later"
    description="Access ends now, but sessions that are open have credentials that may read until they run out. Once it is removed, the request says until when that was possible."
  />
);

const ACTS: Record<
  ReasonedAct,
  {
    action: SluiceApi.RequestAction;
    verb: string;
    title: string;
    confirm: string;
    reason: string;
    meaning: JSX.Element;
  }
> = {
  deny: {
    action: 'deny',
    verb: 'deny',
    title: 'Deny the request',
    confirm: 'Deny',
    reason: 'The team reads it.',
    meaning: <Text>The team gets nothing of what it asked for.</Text>,
  },
  withdraw: {
    action: 'withdraw',
    verb: 'withdraw',
    title: 'Withdraw the request',
    confirm: 'Withdraw',
    reason: 'Kept with the request.',
    meaning: (
      <Text>Nobody is asked any more. The team can ask anew at any time.</Text>
    ),
  },
  revoke: {
    action: 'revoke',
    verb: 'revoke',
    title: 'Revoke access now',
    confirm: 'Revoke now',
    reason: 'The team reads it.',
    meaning: ENDS_NOW,
  },
  giveBack: {
    action: 'revoke',
    verb: 'give back',
    title: 'Give back access now',
    confirm: 'Give back',
    reason: 'Kept with the request.',
    meaning: ENDS_NOW,
  },
};

/** Denies, withdraws or ends a request, with a reason. */
export function ReasonDialog({
  act,
  request,
  onClose,
}: {
  act: ReasonedAct;
  request: SluiceApi.AccessRequestSummary;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const [reason, setReason] = useState('');
  const { meaning, reason: description, ...texts } = ACTS[act];
  const run = (body: SluiceApi.RequestReason) => {
    switch (texts.action) {
      case 'deny':
        return api.denyRequest(request.id, body);
      case 'withdraw':
        return api.withdrawRequest(request.id, body);
      default:
        return api.revokeRequest(request.id, body);
    }
  };
  return (
    <RequestDialog
      {...texts}
      request={request}
      isDestructive
      isDisabled={reason.trim() === ''}
      onConfirm={revision => run({ revision, reason: reason.trim() })}
      onClose={onClose}
    >
      <RequestInShort request={request} />
      {meaning}
      <TextAreaField
        label="Reason"
        description={description}
        isRequired
        maxLength={REQUEST_LIMITS.reason}
        value={reason}
        onChange={setReason}
      />
    </RequestDialog>
  );
}
