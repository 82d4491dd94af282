import { useParams } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { attestationsRouteRef } from '../../routes';
import { ErrorState, LoadingState } from '../states';
import { AttestationView } from './AttestationView';

/** What one verification checked, and what it saw. */
export function AttestationPage() {
  const { attestationId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const listRoute = useRouteRef(attestationsRouteRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['attestation', attestationId],
    queryFn: () => api.getAttestation(attestationId),
  });
  return (
    <Flex direction="column" gap="4">
      <Link href={listRoute?.()}>All attestations</Link>
      {error && (
        <ErrorState
          error={error}
          what="the attestation"
          onRetry={() => refetch()}
        />
      )}
      {!data && !error && <LoadingState what="the attestation" />}
      {data && <AttestationView attestation={data} />}
    </Flex>
  );
}
