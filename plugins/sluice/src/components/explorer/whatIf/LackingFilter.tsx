import { useState } from 'react';
import { Button, Flex, TextField } from '@backstage/ui';
import styles from '../explorer.module.css';

/** Asks for the row filter of a change that came by a link. */
export function LackingFilter({
  onWritten,
}: {
  onWritten: (rowFilter: string) => void;
}) {
  const [text, setText] = useState('');
  const rowFilter = text.trim();
  return (
    <Flex align="end" gap="2" mt="2" className={styles.wrap}>
      <TextField
        label="Row filter"
        description="The link leaves it out, since its values may be personal."
        size="small"
        value={text}
        onChange={setText}
        className={styles.lacking}
      />
      <Button
        variant="secondary"
        size="small"
        isDisabled={rowFilter === ''}
        onPress={() => onWritten(rowFilter)}
      >
        Use this filter
      </Button>
    </Flex>
  );
}
