import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
} from '@backstage/ui';
import { PreviewPane } from './PreviewPane';
import { usePreview } from './usePreview';

/** What a preview would cost, and then the rows; they are forgotten when it closes. */
export function PreviewDialog({
  team,
  table,
  title,
  onClose,
}: {
  team: string;
  table: string;
  title: string;
  onClose: () => void;
}) {
  const [isAsked, setAsked] = useState(false);
  const view = usePreview({ team, table }, { isAsked });
  return (
    <Dialog
      isOpen
      isDismissable
      width={1100}
      onOpenChange={isOpen => !isOpen && onClose()}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <PreviewPane view={view} />
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" slot="close">
          Close
        </Button>
        {!isAsked && (
          <Button
            isDisabled={!view.estimate.data}
            onPress={() => setAsked(true)}
          >
            Show rows
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}
