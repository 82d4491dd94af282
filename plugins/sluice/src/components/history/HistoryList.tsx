import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { HistoryEvent } from './HistoryEvent';
import { HistoryFilter } from './historyFilter';
import styles from './history.module.css';

const PAGE_SIZE = 50;

/** What happened, newest first, page by page from the backend. */
export function HistoryList({
  filter,
  isNarrowed,
}: {
  filter: HistoryFilter;
  /** Whether somebody chose a filter. */
  isNarrowed: boolean;
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['history', filter],
    queryFn: ({ pageParam }) =>
      api.getHistory({ ...filter, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  // What is on the screen stays when only more of it could not be had.
  if (!data) {
    return error ? (
      <ErrorState error={error} what="the history" onRetry={() => refetch()} />
    ) : (
      <LoadingState what="the history" />
    );
  }
  const entries = withoutRepeats(data.pages.flatMap(({ items }) => items));
  return (
    <Flex direction="column" gap="4">
      {entries.length === 0 ? (
        <NothingHere isNarrowed={isNarrowed} />
      ) : (
        <ol className={styles.events} aria-label="What happened">
          {entries.map(entry => (
            <HistoryEvent key={entry.id} entry={entry} />
          ))}
        </ol>
      )}
      {error && <ErrorState error={error} what="more of the history" />}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older events
          </Button>
        </div>
      )}
    </Flex>
  );
}

/** What came in while the pages were read may put an event on two of them. */
function withoutRepeats(
  entries: SluiceApi.HistoryEntry[],
): SluiceApi.HistoryEntry[] {
  return [...new Map(entries.map(each => [each.id, each])).values()];
}

function NothingHere({ isNarrowed }: { isNarrowed: boolean }) {
  return isNarrowed ? (
    <EmptyState title="Nothing matches">
      Clear a filter, or look at a longer time.
    </EmptyState>
  ) : (
    <EmptyState title="Nothing has happened yet">
      All that happens to requests and to what they grant is kept here: who
      asked, who decided and why, when access began, and when it ended. You see
      what is about your teams and your data products.
    </EmptyState>
  );
}
