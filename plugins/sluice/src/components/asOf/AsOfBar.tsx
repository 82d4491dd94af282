import { type FormEvent, useState } from 'react';
import { Button, Flex } from '@backstage/ui';
import { DateTimeField } from '../dateTime';
import styles from './asOf.module.css';

/** Chooses a moment of the past to look at; not for each letter that is typed. */
export function AsOfBar({
  at = '',
  onChange,
}: {
  /** ISO 8601; absent while one looks at what holds now. */
  at?: string;
  onChange: (at: string | undefined) => void;
}) {
  const [asked, setAsked] = useState(at);
  const show = (event: FormEvent) => {
    event.preventDefault();
    if (asked) onChange(asked);
  };
  return (
    <form onSubmit={show} aria-label="Access as of a moment of the past">
      <Flex align="end" gap="2" className={styles.wrap}>
        <DateTimeField
          label="As of"
          isDense
          value={asked}
          onChange={setAsked}
        />
        <Button
          type="submit"
          variant="secondary"
          size="small"
          isDisabled={!asked || asked === at}
        >
          Show
        </Button>
      </Flex>
    </form>
  );
}
