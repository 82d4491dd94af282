import { useId, useState } from 'react';
import { RiArrowDownSLine, RiArrowUpSLine } from '@remixicon/react';
import { Button } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './requests.module.css';

/** All that was kept of an event, for whoever looks. */
export function EventDetails({
  entry: { details = {} },
}: {
  entry: SluiceApi.HistoryEntry;
}) {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  if (Object.keys(details).length === 0) return null;
  return (
    <>
      <div>
        <Button
          size="small"
          variant="tertiary"
          iconEnd={
            isOpen ? (
              <RiArrowUpSLine aria-hidden />
            ) : (
              <RiArrowDownSLine aria-hidden />
            )
          }
          aria-expanded={isOpen}
          aria-controls={isOpen ? id : undefined}
          onPress={() => setOpen(!isOpen)}
        >
          Details
        </Button>
      </div>
      {isOpen && (
        <pre id={id} className={styles.details}>
          {JSON.stringify(details, undefined, 2)}
        </pre>
      )}
    </>
  );
}
