import { useState } from 'react';
import { Accordion, AccordionPanel, AccordionTrigger } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './requests.module.css';

/** All that was kept of an event. */
export function EventDetails({
  entry: { details = {} },
}: {
  entry: SluiceApi.HistoryEntry;
}) {
  // Terms of many columns are long; they are drawn for whoever looks.
  const [wasOpened, setWasOpened] = useState(false);
  if (Object.keys(details).length === 0) return null;
  return (
    <Accordion
      onExpandedChange={isExpanded => {
        if (isExpanded) setWasOpened(true);
      }}
    >
      <AccordionTrigger level={4} title="Details" />
      <AccordionPanel>
        {wasOpened && (
          <pre className={styles.details}>
            {JSON.stringify(details, undefined, 2)}
          </pre>
        )}
      </AccordionPanel>
    </Accordion>
  );
}
