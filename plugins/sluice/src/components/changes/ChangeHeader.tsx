import { Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { ChangeStatus } from './changeStatus';
import styles from './changes.module.css';

/** What it is, and how far. */
export function ChangeHeader({
  summary,
}: {
  summary: SluiceApi.ChangeSummary;
}) {
  const { title, status, stepsDone, stepsTotal } = summary;
  return (
    <div className={styles.heading}>
      <Text as="h2" variant="title-small">
        {title}
      </Text>
      <Flex align="center" gap="3" role="status">
        <ChangeStatus status={status} />
        <progress
          className={styles.progress}
          aria-label="Steps done"
          value={stepsDone}
          max={Math.max(stepsTotal, 1)}
        />
        <Text>
          {stepsDone.toLocaleString()} of {stepsTotal.toLocaleString()} steps
        </Text>
      </Flex>
    </div>
  );
}
