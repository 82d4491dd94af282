import { Dialog, DialogBody, DialogFooter, DialogHeader } from '@backstage/ui';
import { type AskedAccess, titleOf } from './askedAccess';
import { RequestActions } from './RequestActions';
import { RequestFields } from './RequestFields';
import { type RequestFormBasis, RequestFormLoader } from './RequestFormLoader';
import { useRequestForm } from './useRequestForm';

export interface RequestAccessDialogProps {
  asked: AskedAccess;
  onClose: () => void;
}

/** Asks for access, for a change of it, or edits what was asked for. */
export function RequestAccessDialog({
  asked,
  onClose,
}: RequestAccessDialogProps) {
  return (
    <Dialog
      isOpen
      // A click beside it must not lose what was filled in.
      isDismissable={false}
      width={860}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>{titleOf(asked)}</DialogHeader>
      <RequestFormLoader
        asked={asked}
        frame={content => <DialogBody>{content}</DialogBody>}
      >
        {basis => <Form asked={asked} basis={basis} onClose={onClose} />}
      </RequestFormLoader>
    </Dialog>
  );
}

function Form({
  asked,
  basis,
  onClose,
}: RequestAccessDialogProps & { basis: RequestFormBasis }) {
  const form = useRequestForm({ ...basis, asked, onDone: onClose });
  return (
    <>
      <DialogBody>
        <RequestFields form={form} asked={asked} teams={basis.teams} />
      </DialogBody>
      <DialogFooter>
        <RequestActions form={form} onCancel={onClose} />
      </DialogFooter>
    </>
  );
}
