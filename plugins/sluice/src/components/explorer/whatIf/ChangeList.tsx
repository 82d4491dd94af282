import { RiDeleteBinLine } from '@remixicon/react';
import { ButtonIcon, Flex, Text } from '@backstage/ui';
import type { HypotheticalChange } from '@sluice/plugin-sluice-common';
import { changeText } from './changeText';
import styles from '../explorer.module.css';

/** What is tried out, in its order. */
export function ChangeList({
  changes,
  onRemove,
}: {
  changes: HypotheticalChange[];
  onRemove: (index: number) => void;
}) {
  return (
    <ol className={styles.remedies} aria-label="What is tried out">
      {changes.map((change, i) => (
        <li key={i}>
          <Flex align="center" gap="2">
            <Text className={styles.anywhere}>{changeText(change)}.</Text>
            <ButtonIcon
              aria-label={`Leave out change ${i + 1}`}
              variant="tertiary"
              size="small"
              icon={<RiDeleteBinLine aria-hidden />}
              onPress={() => onRemove(i)}
            />
          </Flex>
        </li>
      ))}
    </ol>
  );
}
