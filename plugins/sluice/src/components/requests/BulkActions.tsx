import { useState } from 'react';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { BulkDecisionDialog } from './BulkDecisionDialog';
import type { OneByOneFailure } from './OneByOneDialog';
import { BulkDecision } from './useBulkDecision';
import { countText, titleOf } from './requestText';
import styles from './requests.module.css';

const DONE: Record<BulkDecision, string> = {
  approve: 'approved',
  deny: 'denied',
};

/** Approves or denies all that are chosen. */
export function BulkActions({
  requests,
  onDone,
}: {
  /** Those that are chosen. */
  requests: SluiceApi.AccessRequestSummary[];
  /** Told the ids of those that are still to be decided. */
  onDone: (left: string[]) => void;
}) {
  // As they were when the dialog opened: what is decided is what was read.
  const [asked, setAsked] = useState<{
    decision: BulkDecision;
    requests: SluiceApi.AccessRequestSummary[];
  }>();
  const [failed, setFailed] = useState<{
    decision: BulkDecision;
    failures: OneByOneFailure[];
  }>();
  const open = (decision: BulkDecision) => {
    setFailed(undefined);
    setAsked({ decision, requests });
  };
  return (
    <>
      <Flex align="center" gap="3" className={styles.filters}>
        <Text color="secondary" role="status">
          {requests.length === 0
            ? 'Select requests to decide several at once.'
            : `${countText(requests.length, 'request')} selected.`}
        </Text>
        <Button
          isDisabled={requests.length === 0}
          onPress={() => open('approve')}
        >
          Approve selected…
        </Button>
        <Button
          variant="secondary"
          destructive
          isDisabled={requests.length === 0}
          onPress={() => open('deny')}
        >
          Deny selected…
        </Button>
      </Flex>
      {failed && failed.failures.length > 0 && (
        <Alert
          status="danger"
          icon
          title={`${countText(
            failed.failures.length,
            'request',
          )} could not be ${DONE[failed.decision]}`}
          description={
            <ul className={styles.short}>
              {failed.failures.map(({ request, reason }) => (
                <li key={request.id} className={styles.anywhere}>
                  {titleOf(request)}: {reason}
                </li>
              ))}
            </ul>
          }
        />
      )}
      {asked && (
        <BulkDecisionDialog
          {...asked}
          onClose={({ left, failed: failures }) => {
            setAsked(undefined);
            setFailed({ decision: asked.decision, failures });
            onDone(left);
          }}
        />
      )}
    </>
  );
}
