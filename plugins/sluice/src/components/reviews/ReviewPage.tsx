import { useParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Badge, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Person } from '../changes/Person';
import { useRequestUpdates } from '../requests';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { ReviewEvidence } from './ReviewEvidence';
import { ReviewGrants } from './ReviewGrants';
import { ReviewProgress } from './ReviewProgress';
import { unansweredText } from './reviewText';
import styles from './reviews.module.css';

/** A review: how far it is, and each grant that it asks about. */
export function ReviewPage() {
  useRequestUpdates();
  const { reviewId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['review', reviewId],
    queryFn: () => api.getReview(reviewId),
  });
  if (!data) {
    return error ? (
      <ErrorState error={error} what="the review" onRetry={() => refetch()} />
    ) : (
      <LoadingState what="the review" />
    );
  }
  return (
    <Flex direction="column" gap="5">
      {error && <ErrorState error={error} what="the latest of the review" />}
      <Heading review={data} />
      <ReviewEvidence review={data} />
      <ReviewGrants key={data.id} review={data} />
    </Flex>
  );
}

function Heading({ review }: { review: SluiceApi.Review }) {
  const { title, startedBy, startedAt, dueAt, closedAt } = review;
  return (
    <div className={styles.heading}>
      <Flex align="center" gap="2" className={styles.wrap}>
        <Text as="h2" variant="title-small">
          {title}
        </Text>
        <Badge size="small">{closedAt ? 'Closed' : 'Open'}</Badge>
      </Flex>
      <Text color="secondary">
        Started by <Person entityRef={startedBy} /> at {timeText(startedAt)},{' '}
        {closedAt
          ? `closed at ${timeText(closedAt)}`
          : `due at ${timeText(dueAt)}`}
        . {unansweredText(review)}
      </Text>
      <div role="status">
        <ReviewProgress review={review} />
      </div>
    </div>
  );
}
