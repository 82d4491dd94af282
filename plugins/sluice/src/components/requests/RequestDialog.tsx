import { PropsWithChildren, useState } from 'react';
import {
  Alert,
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ErrorState } from '../states';
import { PHASES } from './requestPhase';
import { useRequestAct } from './useRequestAct';

export interface RequestDialogProps {
  /** As it is now, also while the dialog is open. */
  request: SluiceApi.AccessRequestSummary;
  action: SluiceApi.RequestAction;
  title: string;
  /** What the button says. */
  confirm: string;
  /** What is done to the request, for a sentence: `deny`. */
  verb: string;
  isDestructive?: boolean;
  isDisabled?: boolean;
  /** In pixels. */
  width?: number;
  /** @param revision - the one that the person saw */
  onConfirm: (revision: number) => Promise<SluiceApi.AccessRequest>;
  onDone?: (request: SluiceApi.AccessRequest) => void;
  onClose: () => void;
}

/**
 * Asks for what belongs to something that is done to a request. The page under
 * it follows the request; what is confirmed is what was read, so other terms
 * have to be looked at first. What was typed is kept.
 */
export function RequestDialog({
  request,
  action,
  title,
  confirm,
  verb,
  isDestructive,
  isDisabled,
  width = 640,
  onConfirm,
  onDone,
  onClose,
  children,
}: PropsWithChildren<RequestDialogProps>) {
  const [seen, setSeen] = useState(request);
  const hasChanged = decidedOn(request) !== decidedOn(seen);
  const act = useRequestAct({
    requestId: request.id,
    // A reminder, say, makes a newer revision of the same.
    revision: (hasChanged ? seen : request).revision,
    action: onConfirm,
    onSuccess: answer => {
      onClose();
      onDone?.(answer);
    },
  });
  const isOffered = request.actions.includes(action);
  return (
    <Dialog
      isOpen
      isDismissable={!act.isPending}
      width={width}
      onOpenChange={isOpen => {
        if (!isOpen) onClose();
      }}
    >
      <DialogHeader>{title}</DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          {act.error && (
            <ErrorState error={act.error} action={verb} what="the request" />
          )}
          {/* While it is under way, what changes is what was asked for. */}
          {!act.isPending && hasChanged && isOffered && (
            <Alert
              status="warning"
              icon
              title="The request has changed since you opened this"
              description="It is shown as it is now. Look at it again; what you typed is kept."
              customActions={
                <Button
                  size="small"
                  variant="secondary"
                  onPress={() => setSeen(request)}
                >
                  I have looked at it
                </Button>
              }
            />
          )}
          {!act.isPending && !isOffered && (
            <Alert
              status="warning"
              icon
              title={`You can no longer ${verb} this request`}
              description={`It is now ${PHASES[
                request.phase
              ].title.toLowerCase()}: ${PHASES[request.phase].meaning}.`}
            />
          )}
          {children}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" onPress={onClose}>
          Cancel
        </Button>
        <Button
          destructive={isDestructive}
          isPending={act.isPending}
          isDisabled={isDisabled || hasChanged || !isOffered}
          onPress={() => act.start()}
        >
          {confirm}
        </Button>
      </DialogFooter>
    </Dialog>
  );
}

/** What a person has looked at when they decide, as text to compare. */
function decidedOn({
  team,
  purpose,
  tables,
  durationMinutes,
  startsAt,
  expiresAt,
}: SluiceApi.AccessRequestSummary): string {
  return JSON.stringify([
    team,
    purpose,
    tables,
    durationMinutes,
    startsAt,
    expiresAt,
  ]);
}
