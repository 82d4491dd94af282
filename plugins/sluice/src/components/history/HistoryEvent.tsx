import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { requestRouteRef } from '../../routes';
import { nameOf } from '../catalog';
import { Person } from '../changes/Person';
import { EventDetails } from '../requests/EventDetails';
import { timeText } from '../time';
import styles from './history.module.css';

/** One thing that happened: a sentence, when, by whom, and to which request. */
export function HistoryEvent({ entry }: { entry: SluiceApi.HistoryEntry }) {
  const requestRoute = useRouteRef(requestRouteRef);
  return (
    <li className={styles.event}>
      <Text>{entry.text}</Text>
      <Text variant="body-small" color="secondary">
        {timeText(entry.at)} · <Person entityRef={entry.actor} /> ·{' '}
        <Link href={requestRoute?.({ requestId: entry.requestId })}>
          {requestText(entry)}
        </Link>
      </Text>
      <EventDetails entry={entry} />
    </li>
  );
}

/** `Request of patients-care for healthcare_db.patients and 2 more`. */
function requestText({ team, tables }: SluiceApi.HistoryEntry): string {
  const [first, ...more] = tables.map(nameOf);
  return [
    `Request of ${nameOf(team)}`,
    first && `for ${first}`,
    more.length > 0 && `and ${more.length.toLocaleString()} more`,
  ]
    .filter(Boolean)
    .join(' ');
}
