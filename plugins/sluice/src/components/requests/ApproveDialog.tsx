import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { TextAreaField } from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import { ErrorState, LoadingState } from '../states';
import { CheckInShort } from './CheckInShort';
import { RequestDialog } from './RequestDialog';
import { RequestInShort } from './RequestInShort';
import { useRequestChecks } from './useRequestChecks';

/** Approves a request as it is, in view of what that comes to. */
export function ApproveDialog({
  request,
  onClose,
}: {
  request: SluiceApi.AccessRequestSummary;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const [comment, setComment] = useState('');
  const [check] = useRequestChecks([request], true);
  return (
    <RequestDialog
      request={request}
      action="approve"
      verb="approve"
      title="Approve the request"
      confirm="Approve"
      // Nothing is approved whose consequences nobody could see.
      isDisabled={!check.data}
      onConfirm={revision =>
        api.approveRequest(request.id, {
          revision,
          ...(comment.trim() && { comment: comment.trim() }),
        })
      }
      onClose={onClose}
    >
      <RequestInShort request={request} />
      {check.data && <CheckInShort check={check.data} />}
      {!check.data && check.error && (
        <ErrorState
          error={check.error}
          what="the consequences, without which nothing is approved"
          onRetry={() => check.refetch()}
        />
      )}
      {!check.data && !check.error && (
        <LoadingState what="the consequences" rows={2} />
      )}
      <TextAreaField
        label="Comment"
        description="Kept with the decision."
        maxLength={REQUEST_LIMITS.reason}
        value={comment}
        onChange={setComment}
      />
    </RequestDialog>
  );
}
