import { useApi } from '@backstage/frontend-plugin-api';
import { RiDownload2Line } from '@remixicon/react';
import { Button, Flex, Text } from '@backstage/ui';
import { sluiceApiRef } from '../../api';
import { downloadFile } from '../changes/downloadFile';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import { HistoryFilter } from './historyFilter';
import styles from './history.module.css';

const FORMATS = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
] as const;

/** All that matches as a file, not only what is on the screen. */
export function HistoryExport({ filter }: { filter: HistoryFilter }) {
  const api = useApi(sluiceApiRef);
  const download = useAction({
    action: (format: 'csv' | 'json') =>
      api.exportHistory({ ...filter, format }),
    onSuccess: ({ filename, content }) => downloadFile(filename, content),
  });
  return (
    <Flex direction="column" gap="3">
      <Flex
        align="center"
        gap="2"
        role="group"
        aria-label="Export the history"
        className={styles.filters}
      >
        <Text variant="body-small" color="secondary">
          Export all that matches as
        </Text>
        {FORMATS.map(([format, title]) => (
          <Button
            key={format}
            variant="secondary"
            size="small"
            iconStart={<RiDownload2Line aria-hidden />}
            aria-label={`Export as ${title}`}
            isDisabled={download.isPending}
            onPress={() => download.start(format)}
          >
            {title}
          </Button>
        ))}
      </Flex>
      {download.error && (
        <ErrorState error={download.error} action="export" what="the history" />
      )}
    </Flex>
  );
}
