import { Button, Flex, Text } from '@backstage/ui';
import { countText } from '../requests/requestText';
import type { Answer } from './answer';
import styles from './reviews.module.css';

/** Keeps or revokes all that are chosen. */
export function AnswerSelected({
  count,
  onAnswer,
}: {
  count: number;
  onAnswer: (answer: Answer) => void;
}) {
  return (
    <Flex align="center" gap="3" className={styles.wrap}>
      <Text color="secondary" role="status">
        {count === 0
          ? 'Select grants to answer for several at once.'
          : `${countText(count, 'grant')} selected.`}
      </Text>
      <Button isDisabled={count === 0} onPress={() => onAnswer('keep')}>
        Keep selected…
      </Button>
      <Button
        variant="secondary"
        destructive
        isDisabled={count === 0}
        onPress={() => onAnswer('revoke')}
      >
        Revoke selected…
      </Button>
    </Flex>
  );
}
