import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ChangeDialog, ExtendDialog, ReasonDialog } from '../requests';

/** What the team is about to do about an agreement. */
export interface OpenAgreement {
  act: 'extend' | 'change' | 'giveBack';
  request: SluiceApi.AccessRequestSummary;
}

/** Extends, changes or gives back what a team has. */
export function AgreementDialog({
  open: { act, request },
  requests,
  onClose,
}: {
  open: OpenAgreement;
  /** As they are now. */
  requests: SluiceApi.AccessRequestSummary[];
  onClose: () => void;
}) {
  const current = requests.find(({ id }) => id === request.id) ?? request;
  switch (act) {
    case 'extend':
      return <ExtendDialog request={current} onClose={onClose} />;
    case 'change':
      return <ChangeDialog requestId={request.id} onClose={onClose} />;
    default:
      return (
        <ReasonDialog act="giveBack" request={current} onClose={onClose} />
      );
  }
}
