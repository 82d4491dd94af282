import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { useEntity } from '@backstage/plugin-catalog-react';
import { Alert, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { RunJobButtons } from '../jobStart';
import { QueryProvider } from '../QueryProvider';
import { EmptyState, ErrorState, isNotFound, LoadingState } from '../states';
import { timeText } from '../time';
import { JobRunsList } from './JobRunsList';
import styles from './jobs.module.css';

/** What a team runs: starts a job, and lists what was run. */
export function TeamJobsContent() {
  const { entity } = useEntity();
  return (
    <QueryProvider>
      <TeamJobs teamRef={stringifyEntityRef(entity)} />
    </QueryProvider>
  );
}

function TeamJobs({ teamRef }: { teamRef: string }) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['job-options', teamRef],
    queryFn: () => api.getJobOptions(teamRef),
  });
  if (error && isNotFound(error)) {
    return (
      <EmptyState title="The team runs no jobs">
        It has no job execution role yet. A platform engineer onboards it from a
        template.
      </EmptyState>
    );
  }
  if (error && !data) {
    return (
      <ErrorState
        error={error}
        what="the jobs of the team"
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what="the jobs of the team" />;
  return (
    <Flex direction="column" gap="4">
      {data.notices.map(notice => (
        <Alert
          key={notice}
          status="warning"
          icon
          title="Jobs do not run as usual here"
          description={notice}
        />
      ))}
      {data.missing.length > 0 && (
        <Alert
          status="warning"
          icon
          title="The team cannot run jobs yet"
          description={
            <ul className={styles.missing}>
              {data.missing.map(each => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          }
        />
      )}
      <Flex align="center" justify="between" gap="3" className={styles.wrap}>
        <RunJobButtons options={data} />
        <Schedule options={data} />
      </Flex>
      <JobRunsList filter={{ team: teamRef }} ofOneTeam />
    </Flex>
  );
}

function Schedule({
  options: { reverification },
}: {
  options: SluiceApi.JobOptions;
}) {
  if (!reverification) return null;
  const { everyDays, nextAt } = reverification;
  const often =
    everyDays === 1
      ? 'every day'
      : `every ${Number(everyDays.toFixed(1))} days`;
  return (
    <Text variant="body-small" color="secondary">
      Sluice verifies {often}
      {nextAt && `; next on ${timeText(nextAt)}`}
    </Text>
  );
}
