import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { RiDownload2Line } from '@remixicon/react';
import { type PlanExportFormat, sluiceApiRef } from '../../api';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import { downloadFile } from './downloadFile';

const FORMATS: [PlanExportFormat, string][] = [
  ['terraform', 'Terraform'],
  ['shell', 'Shell script'],
  ['json', 'JSON'],
];

/** The plan as a file, for people who apply it by other means. */
export function ExportButtons({ planId }: { planId: string }) {
  const api = useApi(sluiceApiRef);
  const download = useAction({
    action: (format: PlanExportFormat) => api.exportPlan(planId, format),
    onSuccess: ({ filename, content }) => downloadFile(filename, content),
  });
  return (
    <Flex direction="column" gap="3">
      <Flex align="center" gap="2" role="group" aria-label="Export the plan">
        <Text variant="body-small" color="secondary">
          Export as
        </Text>
        {FORMATS.map(([format, title]) => (
          <Button
            key={format}
            variant="secondary"
            iconStart={<RiDownload2Line aria-hidden />}
            aria-label={`Export as ${title}`}
            onPress={() => download.start(format)}
          >
            {title}
          </Button>
        ))}
      </Flex>
      {download.error && (
        <ErrorState error={download.error} action="export" what="the plan" />
      )}
    </Flex>
  );
}
