import { Alert } from '@backstage/ui';
import { countText, titleOf } from '../requests/requestText';
import type { OneByOneFailure } from '../requests/OneByOneDialog';
import type { Answer } from './answer';
import styles from './reviews.module.css';

/** What could not be answered, once the dialog is gone. */
export interface Failures {
  answer: Answer;
  failed: OneByOneFailure[];
}

/** Says of each grant that could not be kept or revoked why. */
export function AnswerFailures({ answer, failed }: Failures) {
  if (failed.length === 0) return null;
  return (
    <Alert
      status="danger"
      icon
      title={`${countText(failed.length, 'grant')} could not be ${
        answer === 'keep' ? 'kept' : 'revoked'
      }`}
      description={
        <ul className={styles.short}>
          {failed.map(({ request, reason }) => (
            <li key={request.id} className={styles.anywhere}>
              {titleOf(request)}: {reason}
            </li>
          ))}
        </ul>
      }
    />
  );
}
