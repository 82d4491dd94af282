import {
  RiCheckLine,
  RiHourglassLine,
  RiSkipForwardLine,
  RiTimeLine,
} from '@remixicon/react';
import { Badge, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Person } from '../changes/Person';
import { EmptyState } from '../states';
import { timeText } from '../time';
import styles from './requests.module.css';

const STATES: Record<
  SluiceApi.ApprovalStep['state'],
  { title: string; icon: JSX.Element }
> = {
  waiting: {
    title: 'After the steps before',
    icon: <RiTimeLine aria-hidden size={14} />,
  },
  open: {
    title: 'To decide',
    icon: <RiHourglassLine aria-hidden size={14} />,
  },
  complete: {
    title: 'Approved',
    icon: <RiCheckLine aria-hidden size={14} />,
  },
  skipped: {
    title: 'Not needed any more',
    icon: <RiSkipForwardLine aria-hidden size={14} />,
  },
};

/** Who has to agree, in the order of their stages, and who has. */
export function ApprovalSteps({
  agreement: { status, steps, decisions },
}: {
  agreement: SluiceApi.Agreement;
}) {
  if (steps.length === 0) {
    return (
      <EmptyState title="Nobody was asked">
        Who has to agree is worked out when the request is submitted.
      </EmptyState>
    );
  }
  const inOrder = [...steps].sort((a, b) => a.stage - b.stage);
  return (
    <ol className={styles.list} aria-label="Approvals">
      {inOrder.map(step => (
        <Step
          key={step.id}
          step={step}
          isDecided={status !== 'pending'}
          decisions={decisions.filter(({ stepId }) => stepId === step.id)}
        />
      ))}
    </ol>
  );
}

function Step({
  step: { stage, title, why, quorum, state, skipped, approverRefs },
  isDecided,
  decisions,
}: {
  step: SluiceApi.ApprovalStep;
  /** Of the request: whoever had not decided need not any more. */
  isDecided: boolean;
  decisions: SluiceApi.ApprovalDecision[];
}) {
  const isLeft = state === 'waiting' || state === 'open';
  return (
    <li className={styles.item}>
      <span className={styles.stepTitle}>
        <Text weight="bold">{title}</Text>
        {!(isDecided && isLeft) && (
          <Badge size="small" icon={STATES[state].icon}>
            {STATES[state].title}
          </Badge>
        )}
      </span>
      <Text variant="body-small" color="secondary">
        Stage {stage + 1}. {skipped ?? why}
        {quorum > 1 && ` ${quorum} people have to approve.`}
      </Text>
      {decisions.map(decision => (
        <Decision key={decision.by} decision={decision} />
      ))}
      {isLeft && !isDecided && (
        <Text variant="body-small">
          {approverRefs.length === 0 ? (
            'Nobody can decide it now; it goes to those whom unanswered requests go to.'
          ) : (
            <>
              Can be decided by{' '}
              {approverRefs.map((ref, i) => (
                <span key={ref}>
                  {i > 0 && ', '}
                  <Person entityRef={ref} />
                </span>
              ))}
              .
            </>
          )}
        </Text>
      )}
    </li>
  );
}

function Decision({
  decision: { outcome, by, onBehalfOf, asMemberOf, escalated, comment, at },
}: {
  decision: SluiceApi.ApprovalDecision;
}) {
  return (
    <div>
      <Text>
        {outcome === 'approved' ? 'Approved' : 'Denied'} by{' '}
        <Person entityRef={by} />
        {onBehalfOf && (
          <>
            {' '}
            on behalf of <Person entityRef={onBehalfOf} />
          </>
        )}
        , as <Person entityRef={asMemberOf} />
        {escalated && ', since nobody had answered'}, {timeText(at)}
      </Text>
      {comment && (
        <Text as="div" color="secondary" className={styles.text}>
          {comment}
        </Text>
      )}
    </div>
  );
}
