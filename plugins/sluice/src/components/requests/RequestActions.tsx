import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import { type AskedAccess, RequestAccessDialog } from '../requestAccess';
import { ErrorState } from '../states';
import { ApproveDialog } from './ApproveDialog';
import { ExtendDialog } from './ExtendDialog';
import { NarrowDialog } from './NarrowDialog';
import { ReasonDialog, ReasonedAct } from './ReasonDialog';
import { useRequestAct } from './useRequestAct';
import styles from './requests.module.css';

type Open = 'approve' | 'approveLess' | 'reduce' | 'extend' | ReasonedAct;

/** All that the caller may do to a request, and nothing else. */
export function RequestActions({
  request,
}: {
  request: SluiceApi.AccessRequest;
}) {
  const { summary } = request;
  const api = useApi(sluiceApiRef);
  const [open, setOpen] = useState<Open>();
  // As it was when the form opened: what is sent is about what was seen.
  const [asked, setAsked] = useState<AskedAccess>();
  const may = (action: SluiceApi.RequestAction) =>
    summary.actions.includes(action);
  const submit = useRequestAct({
    requestId: summary.id,
    revision: summary.revision,
    action: revision => api.submitRequest(summary.id, revision),
  });
  const close = () => setOpen(undefined);
  // Whoever may ask for more time is of the team.
  const end = may('extend') ? 'giveBack' : 'revoke';
  return (
    <Flex direction="column" gap="3">
      <Flex gap="2" className={styles.filters}>
        {may('approve') && (
          <Button onPress={() => setOpen('approve')}>Approve…</Button>
        )}
        {may('approve') && (
          <Button variant="secondary" onPress={() => setOpen('approveLess')}>
            Approve with less…
          </Button>
        )}
        {may('deny') && (
          <Button
            variant="secondary"
            destructive
            onPress={() => setOpen('deny')}
          >
            Deny…
          </Button>
        )}
        {may('submit') && (
          <Button isPending={submit.isPending} onPress={() => submit.start()}>
            Submit
          </Button>
        )}
        {may('extend') && (
          <Button variant="secondary" onPress={() => setOpen('extend')}>
            Extend…
          </Button>
        )}
        {may('extend') && (
          <Button
            variant="secondary"
            onPress={() => setAsked({ kind: 'change', request })}
          >
            Change…
          </Button>
        )}
        {may('edit') && (
          <Button
            variant="secondary"
            onPress={() => setAsked({ kind: 'edit', request })}
          >
            Edit…
          </Button>
        )}
        {may('withdraw') && (
          <Button variant="secondary" onPress={() => setOpen('withdraw')}>
            Withdraw…
          </Button>
        )}
        {may('reduce') && (
          <Button variant="secondary" onPress={() => setOpen('reduce')}>
            Reduce…
          </Button>
        )}
        {may('revoke') && (
          <Button variant="secondary" destructive onPress={() => setOpen(end)}>
            {end === 'revoke' ? 'Revoke now…' : 'Give back…'}
          </Button>
        )}
      </Flex>
      {submit.error && (
        <ErrorState error={submit.error} action="submit" what="the request" />
      )}
      {open === 'approve' && (
        <ApproveDialog request={summary} onClose={close} />
      )}
      {(open === 'approveLess' || open === 'reduce') && (
        <NarrowDialog
          act={open === 'reduce' ? 'reduce' : 'approve'}
          request={request}
          onClose={close}
        />
      )}
      {open === 'extend' && <ExtendDialog request={summary} onClose={close} />}
      {asked && (
        <RequestAccessDialog
          asked={asked}
          onClose={() => setAsked(undefined)}
        />
      )}
      {isReasoned(open) && (
        <ReasonDialog act={open} request={summary} onClose={close} />
      )}
    </Flex>
  );
}

function isReasoned(open: Open | undefined): open is ReasonedAct {
  return ['deny', 'withdraw', 'revoke', 'giveBack'].includes(open ?? '');
}
