import { useApi } from '@backstage/frontend-plugin-api';
import { Dialog, DialogBody, DialogHeader } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { RequestAccessDialog } from '../requestAccess';
import { ErrorState, LoadingState } from '../states';

/** The form that asks for a change of access, from a list that does not hold all of the request. */
export function ChangeDialog({
  requestId,
  onClose,
}: {
  requestId: string;
  onClose: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['request', requestId],
    queryFn: () => api.getRequest(requestId),
  });
  if (data) {
    return (
      <RequestAccessDialog
        asked={{ kind: 'change', request: data }}
        onClose={onClose}
      />
    );
  }
  return (
    <Dialog
      isOpen
      isDismissable
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>Request a change of access</DialogHeader>
      <DialogBody>
        {error ? (
          <ErrorState
            error={error}
            what="the request"
            onRetry={() => refetch()}
          />
        ) : (
          <LoadingState what="the request" />
        )}
      </DialogBody>
    </Dialog>
  );
}
