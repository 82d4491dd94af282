import type { SluiceApi } from '@sluice/plugin-sluice-common';
import {
  OneByOneDialog,
  OneByOneResult,
  OneByOneTexts,
} from './OneByOneDialog';
import { BulkDecision, useBulkDecision } from './useBulkDecision';
import { useRequestChecks } from './useRequestChecks';

const TEXTS: Record<
  BulkDecision,
  Pick<OneByOneTexts, 'verb' | 'done' | 'label' | 'description'>
> = {
  approve: {
    verb: 'Approve',
    done: 'Approved',
    label: 'Comment',
    description: 'Kept with each of the decisions.',
  },
  deny: {
    verb: 'Deny',
    done: 'Denied',
    label: 'Reason',
    description: 'Each team reads it. Nothing is denied without one.',
  },
};

/** Decides several requests. Nothing is approved whose consequences nobody could see. */
export function BulkDecisionDialog({
  decision,
  requests,
  onClose,
}: {
  decision: BulkDecision;
  requests: SluiceApi.AccessRequestSummary[];
  onClose: (result: OneByOneResult) => void;
}) {
  const work = useBulkDecision(decision);
  const needsCheck = decision === 'approve';
  const checks = useRequestChecks(requests, needsCheck && !work.hasStarted);
  return (
    <OneByOneDialog
      texts={{
        ...TEXTS[decision],
        outcome: 'decided',
        noun: 'request',
        list: 'What is decided',
      }}
      requests={requests}
      doable={requests.filter(
        (_, i) => !needsCheck || checks[i].data !== undefined,
      )}
      checkOf={needsCheck ? i => checks[i] : undefined}
      work={work}
      needsComment={decision === 'deny'}
      isPreparing={needsCheck && checks.some(({ isLoading }) => isLoading)}
      onClose={onClose}
    />
  );
}
