import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { answeredOf, progressText } from './reviewText';
import styles from './reviews.module.css';

/** How many of the grants of a review are answered, in words and as a bar. */
export function ReviewProgress({ review }: { review: SluiceApi.Review }) {
  return (
    <div className={styles.progress}>
      <progress
        aria-label={`Answered in ${review.title}`}
        max={Math.max(review.total, 1)}
        value={answeredOf(review)}
      />
      <Text variant="body-small">{progressText(review)}</Text>
    </div>
  );
}
