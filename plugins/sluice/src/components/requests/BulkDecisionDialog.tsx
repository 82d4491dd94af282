import { useState } from 'react';
import {
  Button,
  Dialog,
  DialogBody,
  DialogFooter,
  DialogHeader,
  Flex,
  Text,
  TextAreaField,
} from '@backstage/ui';
import { REQUEST_LIMITS, type SluiceApi } from '@sluice/plugin-sluice-common';
import { BulkItem } from './BulkItem';
import { countText } from './requestText';
import { BulkDecision, BulkFailure, useBulkDecision } from './useBulkDecision';
import { useRequestChecks } from './useRequestChecks';
import styles from './requests.module.css';

type Summary = SluiceApi.AccessRequestSummary;

const TEXTS: Record<
  BulkDecision,
  { verb: string; label: string; description: string }
> = {
  approve: {
    verb: 'Approve',
    label: 'Comment',
    description: 'Kept with each of the decisions.',
  },
  deny: {
    verb: 'Deny',
    label: 'Reason',
    description: 'Each team reads it. Nothing is denied without one.',
  },
};

export interface BulkResult {
  /** Ids of those that are still to be decided. */
  left: string[];
  failures: BulkFailure[];
}

/** Shows exactly what is about to be decided, then what came of each. */
export function BulkDecisionDialog({
  decision,
  requests,
  onClose,
}: {
  decision: BulkDecision;
  requests: Summary[];
  onClose: (result: BulkResult) => void;
}) {
  const { verb, label, description } = TEXTS[decision];
  const [comment, setComment] = useState('');
  const { start, isRunning, hasStarted, outcomes } = useBulkDecision(decision);
  const needsCheck = decision === 'approve';
  const checks = useRequestChecks(requests, needsCheck && !hasStarted);
  // Nothing is approved whose consequences nobody could see.
  const decidable = requests.filter(
    (_, i) => !needsCheck || checks[i].data !== undefined,
  );
  const isChecking = needsCheck && checks.some(({ isLoading }) => isLoading);
  const close = () =>
    onClose({
      left: requests
        .map(({ id }) => id)
        .filter(id => outcomes.get(id) !== 'done'),
      failures: requests.flatMap(request => {
        const outcome = outcomes.get(request.id);
        return typeof outcome === 'object' ? [{ request, ...outcome }] : [];
      }),
    });
  return (
    <Dialog
      isOpen
      isDismissable={!isRunning}
      isKeyboardDismissDisabled={isRunning}
      width={760}
      onOpenChange={isOpen => {
        if (!isOpen && !isRunning) close();
      }}
    >
      <DialogHeader>
        {verb} {countText(requests.length, 'request')}
      </DialogHeader>
      <DialogBody>
        <Flex direction="column" gap="4">
          <ul className={styles.list} aria-label="What is decided">
            {requests.map((request, i) => (
              <BulkItem
                key={request.id}
                request={request}
                check={needsCheck ? checks[i] : undefined}
                outcome={outcomes.get(request.id)}
                done={decision === 'approve' ? 'Approved' : 'Denied'}
              />
            ))}
          </ul>
          {!hasStarted && (
            <TextAreaField
              label={label}
              description={description}
              isRequired={decision === 'deny'}
              maxLength={REQUEST_LIMITS.reason}
              value={comment}
              onChange={setComment}
            />
          )}
          {hasStarted && !isRunning && (
            <Text role="status">{summaryOf(requests, outcomes)}</Text>
          )}
        </Flex>
      </DialogBody>
      <DialogFooter>
        <Button variant="secondary" isDisabled={isRunning} onPress={close}>
          {hasStarted ? 'Close' : 'Cancel'}
        </Button>
        {(!hasStarted || isRunning) && (
          <Button
            destructive={decision === 'deny'}
            isPending={isRunning || isChecking}
            isDisabled={
              decidable.length === 0 ||
              (decision === 'deny' && comment.trim() === '')
            }
            onPress={() => start({ items: decidable, comment: comment.trim() })}
          >
            {verb} {countText(decidable.length, 'request')}
          </Button>
        )}
      </DialogFooter>
    </Dialog>
  );
}

function summaryOf(
  requests: Summary[],
  outcomes: ReturnType<typeof useBulkDecision>['outcomes'],
): string {
  const done = requests.filter(({ id }) => outcomes.get(id) === 'done').length;
  return done === requests.length
    ? 'All of them are decided.'
    : `${done.toLocaleString()} of ${countText(
        requests.length,
        'request',
      )} decided. The others stay selected.`;
}
