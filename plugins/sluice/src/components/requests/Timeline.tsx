import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { Person } from '../changes/Person';
import { timeText } from '../time';
import { EventDetails } from './EventDetails';
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
          <EventDetails entry={entry} />
        </li>
      ))}
    </ol>
  );
}
