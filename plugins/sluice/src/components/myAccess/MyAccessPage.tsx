import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { RequestAccessButton } from '../requestAccess';
import { useRequestUpdates } from '../requests';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { TeamSection } from './TeamSection';
import styles from './myAccess.module.css';

/** What the person's teams read, by which agreements, and what is under way. */
export function MyAccessPage() {
  useRequestUpdates();
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['my-access'],
    queryFn: () => api.getMyAccess(),
  });
  if (data) return <MyAccess access={data} />;
  return error ? (
    <ErrorState error={error} what="your access" onRetry={() => refetch()} />
  ) : (
    <LoadingState what="your access" />
  );
}

function MyAccess({
  access: { teams, stale },
}: {
  access: SluiceApi.MyAccess;
}) {
  if (teams.length === 0) {
    return (
      <EmptyState title="You are in no team that reads data">
        Access is given to teams, never to single people. Teams are groups of
        the catalog; ask to become a member of one that has what you need.
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="5">
      <Flex align="center" justify="between" gap="3" className={styles.wrap}>
        <Text color="secondary">
          What your teams read now, until when, and what they asked for.
        </Text>
        <RequestAccessButton tables={[]} />
      </Flex>
      {stale && (
        <Alert
          status="warning"
          icon
          title="What is shown may be out of date"
          description="Some account was not read for too long, so access that depends on it is shown as unknown."
        />
      )}
      {teams.map(team => (
        <TeamSection key={team.entityRef} team={team} />
      ))}
    </Flex>
  );
}
