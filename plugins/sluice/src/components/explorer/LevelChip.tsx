import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { LEVELS } from '../accessMatrix/level';
import styles from './explorer.module.css';

/** How much is read, by icon and word. */
export function LevelChip({ level }: { level: SluiceApi.AccessLevel }) {
  const { title, icon, meaning } = LEVELS[level];
  return (
    <span className={styles.level} data-level={level} title={meaning}>
      {icon}
      <Text variant="body-small" weight="bold">
        {title}
      </Text>
    </span>
  );
}
