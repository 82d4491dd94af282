import { useParams, useSearchParams } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Tab, TabList, Tabs, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { jobsRouteRef } from '../../routes';
import { Section } from '../entity/Section';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { CancelJob } from './CancelJob';
import { JobLog } from './JobLog';
import { JobOutcome } from './JobOutcome';
import { JobRunFacts } from './JobRunFacts';
import { isUnderWay, JobStateBadge, STATES } from './jobState';
import { useJobUpdates } from './useJobUpdates';
import styles from './jobs.module.css';

/** While the run goes on, in milliseconds. */
const POLL_MS = 2_000;

/** A run as it is now; all of it comes from the backend, so a reload loses nothing. */
export function JobRunPage() {
  const { jobRunId = '' } = useParams();
  const api = useApi(sluiceApiRef);
  const listRoute = useRouteRef(jobsRouteRef);
  useJobUpdates();
  const { data, error, refetch } = useQuery({
    queryKey: ['job-run', jobRunId],
    queryFn: () => api.getJobRun(jobRunId),
    refetchInterval: ({ state }) =>
      state.data && isUnderWay(state.data) ? POLL_MS : false,
  });
  return (
    <Flex direction="column" gap="4">
      <Link href={listRoute?.()}>All job runs</Link>
      {error && (
        <ErrorState
          error={error}
          what={data ? 'the latest of the run' : 'the job run'}
          onRetry={() => refetch()}
        />
      )}
      {!data && !error && <LoadingState what="the job run" />}
      {data && <JobRun run={data} />}
    </Flex>
  );
}

function JobRun({ run }: { run: SluiceApi.JobRun }) {
  return (
    <>
      <Flex align="start" justify="between" gap="4" className={styles.wrap}>
        <div className={styles.heading}>
          <Text as="h2" variant="title-small">
            {run.kind === 'verification' ? 'Verify access' : run.name}
          </Text>
          <Flex align="center" gap="2" role="status">
            <JobStateBadge state={run.state} />
            <Text color="secondary">
              {STATES[run.state].meaning} ({run.state})
            </Text>
          </Flex>
        </div>
        {run.actions.includes('cancel') && <CancelJob run={run} />}
      </Flex>
      <JobOutcome run={run} />
      <Section title="Log">
        <Logs run={run} />
      </Section>
      <Section title="Run">
        <JobRunFacts run={run} />
      </Section>
    </>
  );
}

const STREAMS: { id: SluiceApi.JobLog['stream']; label: string }[] = [
  { id: 'stdout', label: 'Output (stdout)' },
  { id: 'stderr', label: 'Spark (stderr)' },
];

/** Which stream is looked at stands in the URL. */
function Logs({ run }: { run: SluiceApi.JobRun }) {
  const [search, setSearch] = useSearchParams();
  const stream = search.get('log') === 'stderr' ? 'stderr' : 'stdout';
  if (!run.actions.includes('readLogs')) {
    return (
      <EmptyState title="Logs are for the team">
        A log may hold what the team reads, so only members of {run.team.title}{' '}
        read it.
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="3">
      <Tabs
        selectedKey={stream}
        onSelectionChange={key =>
          setSearch(
            current => {
              const next = new URLSearchParams(current);
              if (key === 'stderr') next.set('log', 'stderr');
              else next.delete('log');
              return next;
            },
            { replace: true },
          )
        }
      >
        <TabList>
          {STREAMS.map(({ id, label }) => (
            <Tab key={id} id={id}>
              {label}
            </Tab>
          ))}
        </TabList>
      </Tabs>
      <JobLog key={`${stream} ${run.emrJobRunId}`} run={run} stream={stream} />
    </Flex>
  );
}
