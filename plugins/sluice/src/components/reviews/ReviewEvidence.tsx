import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { RiDownload2Line } from '@remixicon/react';
import { Button, Flex, Link } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import { historyRouteRef } from '../../routes';
import { downloadFile } from '../download/downloadFile';
import { ErrorState } from '../states';
import { useAction } from '../useAction';
import styles from './reviews.module.css';

/** Who answered what, when and why, to show to an auditor. */
export function ReviewEvidence({
  review: { id },
}: {
  review: SluiceApi.Review;
}) {
  const api = useApi(sluiceApiRef);
  const historyRoute = useRouteRef(historyRouteRef);
  const download = useAction({
    action: () => api.exportHistory({ review: id, format: 'csv' }),
    onSuccess: ({ filename, content }) => downloadFile(filename, content),
  });
  return (
    <Flex direction="column" gap="3">
      <Flex align="center" gap="3" className={styles.wrap}>
        <Button
          variant="secondary"
          size="small"
          iconStart={<RiDownload2Line aria-hidden />}
          isPending={download.isPending}
          onPress={() => download.start()}
        >
          Export the answers as CSV
        </Button>
        <Link
          href={
            historyRoute &&
            `${historyRoute()}?${new URLSearchParams({ review: id })}`
          }
        >
          Answers in the history
        </Link>
      </Flex>
      {download.error && (
        <ErrorState error={download.error} action="export" what="the answers" />
      )}
    </Flex>
  );
}
