import { useState } from 'react';
import {
  Accordion,
  AccordionPanel,
  AccordionTrigger,
  Text,
} from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Person } from '../changes/Person';
import { timeText } from '../time';
import styles from './requests.module.css';

/** What happened to a request, the latest first. */
export function Timeline({
  history,
}: Pick<SluiceApi.AccessRequest, 'history'>) {
  return (
    <ol className={styles.timeline} reversed aria-label="What happened">
      {[...history].reverse().map(entry => (
        <li key={entry.id} className={styles.item}>
          <Text>{entry.text}</Text>
          <Text variant="body-small" color="secondary">
            {timeText(entry.at)} · <Person entityRef={entry.actor} />
          </Text>
          <Details entry={entry} />
        </li>
      ))}
    </ol>
  );
}

function Details({
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
