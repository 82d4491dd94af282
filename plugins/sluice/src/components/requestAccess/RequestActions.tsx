import { useId } from 'react';
import { Button, Text } from '@backstage/ui';
import { type RequestForm } from './useRequestForm';
import styles from './requestAccess.module.css';

/** What can be done with the form, and why not yet. */
export function RequestActions({
  form: { send, draftObstacle, submitObstacle },
  onCancel,
}: {
  form: RequestForm;
  onCancel?: () => void;
}) {
  const obstacleId = useId();
  return (
    <div className={styles.footer}>
      <div id={obstacleId} className={styles.obstacle}>
        {submitObstacle && (
          <Text variant="body-small" color="secondary">
            {submitObstacle}
          </Text>
        )}
      </div>
      {onCancel && (
        <Button variant="secondary" onPress={onCancel}>
          Cancel
        </Button>
      )}
      <Button
        variant="secondary"
        isDisabled={draftObstacle !== undefined || send.isPending}
        onPress={() => send.start({ submit: false })}
      >
        Save as draft
      </Button>
      <Button
        isDisabled={submitObstacle !== undefined}
        isPending={send.isPending}
        aria-describedby={obstacleId}
        onPress={() => send.start({ submit: true })}
      >
        Submit request
      </Button>
    </div>
  );
}
