import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { reviewRouteRef } from '../../routes';
import { Person } from '../changes/Person';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { ReviewProgress } from './ReviewProgress';
import styles from './reviews.module.css';

/** What is reviewed, by when, and how far it is. */
export function ReviewsTable({ reviews }: { reviews: SluiceApi.Review[] }) {
  const reviewRoute = useRouteRef(reviewRouteRef);
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Reviews">
        <thead>
          <tr>
            <th scope="col">Review</th>
            <th scope="col">Started by</th>
            <th scope="col">Started</th>
            <th scope="col">Due</th>
            <th scope="col">Progress</th>
          </tr>
        </thead>
        <tbody>
          {reviews.map(review => (
            <tr key={review.id}>
              <th scope="row" className={styles.title}>
                <Link href={reviewRoute?.({ reviewId: review.id })}>
                  {review.title}
                </Link>
              </th>
              <td className={styles.people}>
                <Person entityRef={review.startedBy} />
              </td>
              <td className={tables.short}>{timeText(review.startedAt)}</td>
              <td className={tables.short}>
                {review.closedAt
                  ? `Closed ${timeText(review.closedAt)}`
                  : timeText(review.dueAt)}
              </td>
              <td>
                <ReviewProgress review={review} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
