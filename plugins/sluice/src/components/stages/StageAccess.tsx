import { RiQuestionLine } from '@remixicon/react';
import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { LevelChip } from '../explorer/LevelChip';
import styles from './stages.module.css';

/** How much is read by one stage. */
export function StageAccess({
  stage: { level, text },
}: {
  stage: SluiceApi.StageView;
}) {
  if (level === 'notProved') {
    return (
      <span className={styles.notProved}>
        <RiQuestionLine aria-hidden size={16} /> Not proved yet
      </span>
    );
  }
  return (
    <>
      <LevelChip level={level} />
      <Text as="div" variant="body-small" color="secondary">
        {text}
      </Text>
    </>
  );
}
