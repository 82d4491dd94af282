import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { durationText, tableText, titleOf } from './requestText';
import styles from './requests.module.css';

/** What is asked for, for how long and what for: what somebody is about to decide on. */
export function RequestInShort({
  request,
}: {
  request: SluiceApi.AccessRequestSummary;
}) {
  return (
    <div className={styles.item}>
      <Text weight="bold">{titleOf(request)}</Text>
      {request.tables.map(table => (
        <Text key={table.table} variant="body-small" color="secondary">
          {table.name}: {tableText(table)}
        </Text>
      ))}
      <Text variant="body-small" color="secondary">
        For {durationText(request.durationMinutes)}. {request.purpose}
      </Text>
    </div>
  );
}
