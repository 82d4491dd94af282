import { RiDeleteBinLine } from '@remixicon/react';
import { ButtonIcon, Flex, Text } from '@backstage/ui';
import type { Tried } from './changesIn';
import { changeText } from './changeText';
import { LackingFilter } from './LackingFilter';
import styles from '../explorer.module.css';

/** What is tried out, in its order. */
export function ChangeList({
  tried: { changes, lacking },
  onRemove,
  onFilter,
}: {
  tried: Tried;
  onRemove: (index: number) => void;
  /** Takes the row filter of a change that lacks it. */
  onFilter: (index: number, rowFilter: string) => void;
}) {
  return (
    <ol className={styles.remedies} aria-label="What is tried out">
      {changes.map((change, i) => (
        <li key={i}>
          <Flex align="center" gap="2">
            <Text className={styles.anywhere}>
              {changeText(change)}
              {lacking.includes(i) && ', by a row filter'}.
            </Text>
            <ButtonIcon
              aria-label={`Leave out change ${i + 1}`}
              variant="tertiary"
              size="small"
              icon={<RiDeleteBinLine aria-hidden />}
              onPress={() => onRemove(i)}
            />
          </Flex>
          {lacking.includes(i) && (
            <LackingFilter onWritten={rowFilter => onFilter(i, rowFilter)} />
          )}
        </li>
      ))}
    </ol>
  );
}
