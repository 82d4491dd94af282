import { useState } from 'react';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex, Text } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { useRequestUpdates } from '../requests';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { ReviewsTable } from './ReviewsTable';
import { StartReviewDialog } from './StartReviewDialog';

const PAGE_SIZE = 25;

/** Reviews of agreed access, newest first. */
export function ReviewsPage() {
  useRequestUpdates();
  const api = useApi(sluiceApiRef);
  const [isStarting, setStarting] = useState(false);
  const { data, error, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['reviews'],
    queryFn: ({ pageParam }) =>
      api.getReviews({ cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  // What is on the screen stays when only more of it could not be had.
  if (!data) {
    return error ? (
      <ErrorState error={error} what="the reviews" onRetry={() => refetch()} />
    ) : (
      <LoadingState what="the reviews" />
    );
  }
  const reviews = data.pages.flatMap(({ items }) => items);
  const products = data.pages[0].startable ?? [];
  return (
    <Flex direction="column" gap="4">
      <Text color="secondary">
        In a review the owners of data products keep or revoke each grant.
      </Text>
      {products.length > 0 && (
        <div>
          <Button onPress={() => setStarting(true)}>Start a review…</Button>
        </div>
      )}
      {reviews.length === 0 ? (
        <EmptyState title="No reviews yet">
          A review shows up here once it asks about access of your teams, or to
          your data products. You are notified when you have to answer.
        </EmptyState>
      ) : (
        <ReviewsTable reviews={reviews} />
      )}
      {error && <ErrorState error={error} what="more of the reviews" />}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older reviews
          </Button>
        </div>
      )}
      {isStarting && (
        <StartReviewDialog
          products={products}
          onClose={() => setStarting(false)}
        />
      )}
    </Flex>
  );
}
