import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import type { DriftFilter } from './driftFilter';
import { DriftTable } from './DriftTable';

const PAGE_SIZE = 25;

/** Not read parts of accounts that are named; the others are counted. */
const MAX_NOT_READ = 5;

/** Differences that match, page by page, and what is not known of others. */
export function DriftList({
  filter,
  of,
}: {
  filter: DriftFilter;
  /** What the page is about, which is no filter of the person. */
  of?: 'product' | 'team';
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['drift', filter],
    queryFn: ({ pageParam }) =>
      api.getDrift({ ...filter, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  if (isPending) return <LoadingState what="the differences" />;
  if (!data) {
    return (
      <ErrorState
        error={error}
        what="the differences"
        onRetry={() => refetch()}
      />
    );
  }
  const [first] = data.pages;
  const items = data.pages.flatMap(page => page.items);
  return (
    <Flex direction="column" gap="4">
      <NotRead notRead={first.notRead} />
      {items.length === 0 ? (
        <Nothing
          list={first}
          filter={of ? { ...filter, [of]: undefined } : filter}
        />
      ) : (
        <DriftTable items={items} />
      )}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older differences
          </Button>
        </div>
      )}
      {first.checkedAt && (
        <Text variant="body-small" color="secondary">
          What is declared and what is granted were compared at{' '}
          {timeText(first.checkedAt)}.
        </Text>
      )}
    </Flex>
  );
}

function NotRead({ notRead }: Pick<SluiceApi.DriftList, 'notRead'>) {
  if (notRead.length === 0) return null;
  const more = notRead.length - MAX_NOT_READ;
  return (
    <Alert
      status="warning"
      icon
      title="It is not known whether there is more"
      description={`${notRead
        .slice(0, MAX_NOT_READ)
        .map(({ text }) => text)
        .join(' ')}${more > 0 ? ` And ${more} more.` : ''}`}
    />
  );
}

function Nothing({
  list: { checkedAt, notRead, counts },
  filter: { status = 'open', ...others },
}: {
  list: SluiceApi.DriftList;
  filter: DriftFilter;
}) {
  if (!checkedAt) {
    return (
      <EmptyState title="Nothing was compared yet">
        That is done after each observation of the accounts.
      </EmptyState>
    );
  }
  if (Object.values(others).some(Boolean) || status !== 'open') {
    return (
      <EmptyState title="No difference matches">
        {counts[status] > 0
          ? 'Clear a filter.'
          : 'Look at differences of another status.'}
      </EmptyState>
    );
  }
  return notRead.length > 0 ? (
    <EmptyState title="No difference is known">
      Not everything could be read, so there may be some.
    </EmptyState>
  ) : (
    <EmptyState title="What is declared is granted, and nothing else">
      Of all that you may see.
    </EmptyState>
  );
}
