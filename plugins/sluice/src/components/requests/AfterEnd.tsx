import { useState } from 'react';
import { Alert, Button, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessDetailsDialog } from '../accessDetails';
import { timeText } from '../time';
import styles from './requests.module.css';

/** After access was removed: who may have read on, and what else lets the team read. */
export function AfterEnd({
  request: { fulfilment, history, summary },
}: {
  request: SluiceApi.AccessRequest;
}) {
  const [open, setOpen] = useState<string>();
  const { lastPossibleRead } = fulfilment;
  if (!lastPossibleRead) return null;
  const remaining = remainingIn(history);
  return (
    <>
      <Alert
        status={remaining.length > 0 ? 'warning' : 'info'}
        icon
        title={`Sessions that were open may have read until ${timeText(
          lastPossibleRead,
        )}`}
        description={
          <Flex direction="column" gap="2">
            {remaining.length > 0 ? (
              <>
                Of the same tables the team can still read, by other ways:
                <ul className={styles.short}>
                  {remaining.map(way => (
                    <li key={way} className={styles.anywhere}>
                      {way}
                    </li>
                  ))}
                </ul>
              </>
            ) : (
              'When it was removed, no other way to read the same tables was known.'
            )}
            <Flex gap="2" className={styles.filters}>
              {summary.tables.map(({ table, name }) => (
                <Button
                  key={table}
                  size="small"
                  variant="secondary"
                  onPress={() => setOpen(table)}
                >
                  {`What the team reads of ${name} now`}
                </Button>
              ))}
            </Flex>
          </Flex>
        }
      />
      {open && (
        <AccessDetailsDialog
          team={summary.team}
          table={open}
          onClose={() => setOpen(undefined)}
        />
      )}
    </>
  );
}

/** Other ways to the same tables, as the latest removal found them. */
function remainingIn(history: SluiceApi.HistoryEntry[]): string[] {
  const removal = history.filter(({ type }) => type === 'removed').at(-1);
  const remaining = removal?.details?.remaining;
  return Array.isArray(remaining) ? remaining.map(String) : [];
}
