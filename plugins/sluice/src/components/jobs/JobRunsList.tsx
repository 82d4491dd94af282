import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { JobFilter } from './jobFilter';
import { JobRunsTable } from './JobRunsTable';
import { isUnderWay } from './jobState';
import { useJobUpdates } from './useJobUpdates';

const PAGE_SIZE = 25;
/** While something is under way, in milliseconds. */
const POLL_MS = 4_000;

/** Runs that match, page by page, as they are now. */
export function JobRunsList({
  filter,
  ofOneTeam,
}: {
  filter: JobFilter;
  ofOneTeam?: boolean;
}) {
  const api = useApi(sluiceApiRef);
  useJobUpdates();
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['job-runs', filter],
    queryFn: ({ pageParam }) =>
      api.getJobRuns({ ...filter, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ items }) => items.some(isUnderWay))
        ? POLL_MS
        : false,
  });
  if (isPending) return <LoadingState what="the job runs" />;
  // What is on the screen stays when only more of it could not be had.
  if (!data) {
    return (
      <ErrorState error={error} what="the job runs" onRetry={() => refetch()} />
    );
  }
  const items = data.pages.flatMap(page => page.items);
  return (
    <Flex direction="column" gap="4">
      {items.length === 0 ? (
        <Nothing isFiltered={!ofOneTeam && Object.keys(filter).length > 0} />
      ) : (
        <JobRunsTable items={items} withoutTeam={ofOneTeam} />
      )}
      {error && <ErrorState error={error} what="the latest of the job runs" />}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older runs
          </Button>
        </div>
      )}
    </Flex>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No job run matches">Clear a filter.</EmptyState>
  ) : (
    <EmptyState title="Nothing was run yet">
      Jobs are started on the Jobs tab of a team, and show up here.
    </EmptyState>
  );
}
