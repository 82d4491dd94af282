import {
  RiCheckLine,
  RiCloseCircleLine,
  RiLoader4Line,
} from '@remixicon/react';
import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { reasonOf } from '../states';
import { CheckInShort } from './CheckInShort';
import { RequestInShort } from './RequestInShort';
import { BulkOutcome } from './useOneByOne';
import styles from './requests.module.css';

export interface BulkItemProps {
  request: SluiceApi.AccessRequestSummary;
  /** What approving it comes to; absent when that does not matter. */
  check?: { data?: SluiceApi.RequestCheck; error: Error | null };
  outcome: BulkOutcome | undefined;
  /** Said of one that was decided. */
  done: string;
}

/** One of the requests that are decided together. */
export function BulkItem({ request, check, outcome, done }: BulkItemProps) {
  return (
    <li className={styles.item}>
      <RequestInShort request={request} />
      {check?.data && <CheckInShort check={check.data} />}
      {check && !check.data && !check.error && (
        <Text variant="body-small" color="secondary">
          Working out the consequences…
        </Text>
      )}
      {check?.error && !check.data && (
        <Text variant="body-small" role="alert">
          Left out: its consequences could not be worked out.{' '}
          {reasonOf(check.error)}
        </Text>
      )}
      {outcome && <Outcome outcome={outcome} done={done} />}
    </li>
  );
}

function Outcome({ outcome, done }: { outcome: BulkOutcome; done: string }) {
  if (outcome === 'running') {
    return (
      <Text className={styles.outcome} role="status">
        <RiLoader4Line aria-hidden size={14} /> Under way…
      </Text>
    );
  }
  return outcome === 'done' ? (
    <Text className={styles.outcome} data-outcome="done" role="status">
      <RiCheckLine aria-hidden size={14} /> {done}
    </Text>
  ) : (
    <Text className={styles.outcome} data-outcome="failed" role="alert">
      <RiCloseCircleLine aria-hidden size={14} /> {outcome.reason}
    </Text>
  );
}
