import { useApi } from '@backstage/frontend-plugin-api';
import {
  RiCheckLine,
  RiCloseCircleLine,
  RiHourglassLine,
  RiStopCircleLine,
} from '@remixicon/react';
import { Badge, Button, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQueryClient } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Person } from '../changes/Person';
import { titleOf } from '../requests/requestText';
import { refreshDependents } from '../requests/useRequestUpdates';
import { isConflict, reasonOf } from '../states';
import { timeText } from '../time';
import { useAction } from '../useAction';
import styles from './reviews.module.css';

type Outcome = NonNullable<SluiceApi.ReviewItem['outcome']>;

const OUTCOMES: Record<Outcome, { title: string; icon: JSX.Element }> = {
  kept: { title: 'Kept', icon: <RiCheckLine aria-hidden size={14} /> },
  revoked: {
    title: 'Revoked',
    icon: <RiCloseCircleLine aria-hidden size={14} />,
  },
  ended: {
    title: 'Ended by itself',
    icon: <RiStopCircleLine aria-hidden size={14} />,
  },
};

/** What was answered for a grant, or the way to answer. */
export function GrantAnswer({
  reviewId,
  item,
  onRevoke,
}: {
  reviewId: string;
  item: SluiceApi.ReviewItem;
  onRevoke: () => void;
}) {
  if (item.outcome) return <Answered item={item} outcome={item.outcome} />;
  return item.mayAnswer ? (
    <Ask reviewId={reviewId} request={item.request} onRevoke={onRevoke} />
  ) : (
    <Badge
      size="small"
      icon={<RiHourglassLine aria-hidden size={14} />}
      title="An owner of the data product answers"
    >
      Not answered
    </Badge>
  );
}

function Answered({
  item: { decidedBy, decidedAt, reason, unanswered },
  outcome,
}: {
  item: SluiceApi.ReviewItem;
  outcome: Outcome;
}) {
  const { title, icon } = OUTCOMES[outcome];
  return (
    <Flex direction="column" gap="1" className={styles.anywhere}>
      <div>
        <Badge size="small" icon={icon}>
          {title}
        </Badge>
      </div>
      <Text variant="body-small" color="secondary">
        {unanswered && 'Nobody answered in time. '}
        {decidedBy && (
          <>
            <Person entityRef={decidedBy} />
            {', '}
          </>
        )}
        {decidedAt && timeText(decidedAt)}
      </Text>
      {reason && <Text variant="body-small">{reason}</Text>}
    </Flex>
  );
}

function Ask({
  reviewId,
  request,
  onRevoke,
}: {
  reviewId: string;
  request: SluiceApi.AccessRequestSummary;
  onRevoke: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const queries = useQueryClient();
  const keep = useAction({
    action: async () => {
      try {
        return await api.answerReview(reviewId, {
          requestId: request.id,
          answer: 'keep',
        });
      } catch (error) {
        // Somebody else was faster: show what they answered.
        if (isConflict(error as Error)) refreshDependents(queries);
        throw error;
      }
    },
    onSuccess: () => refreshDependents(queries),
  });
  return (
    <Flex direction="column" gap="2">
      <Flex gap="2">
        <Button
          size="small"
          aria-label={`Keep ${titleOf(request)}`}
          // Until the page shows it as kept.
          isPending={keep.isPending || keep.isSuccess}
          onPress={() => keep.start()}
        >
          Keep
        </Button>
        <Button
          size="small"
          variant="secondary"
          destructive
          aria-label={`Revoke ${titleOf(request)}`}
          isDisabled={keep.isPending || keep.isSuccess}
          onPress={onRevoke}
        >
          Revoke…
        </Button>
      </Flex>
      {keep.error && (
        <Text variant="body-small" color="danger" role="alert">
          Could not be kept. {reasonOf(keep.error)}
        </Text>
      )}
    </Flex>
  );
}
