import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { sluiceApiRef } from '../../api';
import { ErrorState } from '../states';
import { useRequestAct } from './useRequestAct';
import styles from './requests.module.css';

/** Why Lake Formation does not hold what was agreed on, and a way forward. */
export function FulfilmentFailure({
  request: { summary, fulfilment, agreement },
}: {
  request: SluiceApi.AccessRequest;
}) {
  const api = useApi(sluiceApiRef);
  const resume = useRequestAct({
    requestId: summary.id,
    revision: summary.revision,
    action: revision => api.resumeRequest(summary.id, revision),
  });
  if (fulfilment.status !== 'failed') return null;
  return (
    <Flex direction="column" gap="3">
      <Alert
        status="danger"
        icon
        title={
          agreement.status === 'approved'
            ? 'It was agreed on, but could not be granted in full'
            : 'It has ended, but could not be removed in full'
        }
        description={<span className={styles.text}>{fulfilment.error}</span>}
        customActions={
          summary.actions.includes('resume') && (
            <Button
              size="small"
              variant="secondary"
              isPending={resume.isPending}
              onPress={() => resume.start()}
            >
              Try again
            </Button>
          )
        }
      />
      {resume.error && (
        <ErrorState error={resume.error} action="resume" what="the request" />
      )}
    </Flex>
  );
}
