import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { BulkActions } from './BulkActions';
import { RequestFilter, RequestList } from './requestFilter';
import { isUnderWay } from './requestPhase';
import { RequestsTable } from './RequestsTable';

const PAGE_SIZE = 25;

/** How often to look while something is under way, in milliseconds. */
const POLL_MS = 3_000;

/** One list, newest first. */
export function RequestsList({
  list,
  filter,
}: {
  list: RequestList;
  filter: RequestFilter;
}) {
  const api = useApi(sluiceApiRef);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['requests', list, filter],
    queryFn: ({ pageParam }) =>
      api.getRequests({
        ...filter,
        list,
        cursor: pageParam,
        limit: PAGE_SIZE,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    refetchInterval: query =>
      query.state.data?.pages.some(({ items }) => items.some(isUnderWay))
        ? POLL_MS
        : false,
  });

  if (isPending) return <LoadingState what="the requests" />;
  // What is on the screen stays when only more of it could not be had.
  if (!data) {
    return (
      <ErrorState error={error} what="the requests" onRetry={() => refetch()} />
    );
  }
  const requests = withoutRepeats(data.pages.flatMap(({ items }) => items));
  return (
    <Flex direction="column" gap="4">
      {requests.length === 0 && (
        <NothingHere list={list} isFiltered={Object.keys(filter).length > 0} />
      )}
      {list === 'toDecide' && (
        <BulkActions
          requests={requests.filter(({ id }) => chosen.has(id))}
          onDone={failed => setChosen(new Set(failed))}
        />
      )}
      {requests.length > 0 && (
        <RequestsTable
          requests={requests}
          selection={
            list === 'toDecide'
              ? { ids: chosen, onChange: setChosen }
              : undefined
          }
        />
      )}
      {error && <ErrorState error={error} what="the latest of the requests" />}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older requests
          </Button>
        </div>
      )}
    </Flex>
  );
}

/** A request that came in while the pages were read may be on two of them. */
function withoutRepeats(
  requests: SluiceApi.AccessRequestSummary[],
): SluiceApi.AccessRequestSummary[] {
  return [...new Map(requests.map(each => [each.id, each])).values()];
}

const NOTHING: Record<RequestList, { title: string; text: string }> = {
  toDecide: {
    title: 'Nothing waits for you',
    text: 'Requests come here when they need your approval: as an owner of the data product, for sensitive columns, or in place of somebody who is away.',
  },
  mine: {
    title: 'Your teams asked for nothing yet',
    text: 'Find a data product or a cell of the access matrix, and request access to it.',
  },
  all: {
    title: 'No requests yet',
    text: 'You see those of your teams, those about your data products, and those that you may decide.',
  },
};

function NothingHere({
  list,
  isFiltered,
}: {
  list: RequestList;
  isFiltered: boolean;
}) {
  const { title, text } = NOTHING[list];
  return isFiltered ? (
    <EmptyState title="No request matches">
      <Text color="secondary">Clear a filter, or look in another list.</Text>
    </EmptyState>
  ) : (
    <EmptyState title={title}>{text}</EmptyState>
  );
}
