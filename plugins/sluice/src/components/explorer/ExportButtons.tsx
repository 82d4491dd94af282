import { useApi } from '@backstage/frontend-plugin-api';
import { RiDownload2Line } from '@remixicon/react';
import { Button, Flex } from '@backstage/ui';
import { type SluiceApi, sluiceApiRef } from '../../api';
import { downloadFile } from '../changes/downloadFile';
import { ErrorState } from '../states';
import { useAction } from '../useAction';

const FORMATS = [
  ['csv', 'CSV'],
  ['json', 'JSON'],
] as const;

/** All answers as a file, not only those on the screen. */
export function ExportButtons({
  query,
}: {
  query: Omit<Parameters<SluiceApi['exportAnswers']>[0], 'format'>;
}) {
  const api = useApi(sluiceApiRef);
  const download = useAction({
    action: (format: 'csv' | 'json') => api.exportAnswers({ ...query, format }),
    onSuccess: ({ fileName, content }) => downloadFile(fileName, content),
  });
  return (
    <Flex align="center" gap="2" role="group" aria-label="Export the answers">
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
      {download.error && (
        <ErrorState error={download.error} action="export" what="the answers" />
      )}
    </Flex>
  );
}
