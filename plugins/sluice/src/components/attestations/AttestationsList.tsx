import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Flex } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { AttestationFilter } from './attestationFilter';
import { AttestationsTable } from './AttestationsTable';

const PAGE_SIZE = 25;

/** Attestations that match, page by page. */
export function AttestationsList({ filter }: { filter: AttestationFilter }) {
  const api = useApi(sluiceApiRef);
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['attestations', filter],
    queryFn: ({ pageParam }) =>
      api.getAttestations({ ...filter, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  if (isPending) return <LoadingState what="the attestations" />;
  // What is on the screen stays when only more of it could not be had.
  if (!data) {
    return (
      <ErrorState
        error={error}
        what="the attestations"
        onRetry={() => refetch()}
      />
    );
  }
  const items = data.pages.flatMap(page => page.items);
  return (
    <Flex direction="column" gap="4">
      {items.length === 0 ? (
        <Nothing isFiltered={Object.keys(filter).length > 0} />
      ) : (
        <AttestationsTable items={items} />
      )}
      {error && <ErrorState error={error} what="more of the attestations" />}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older attestations
          </Button>
        </div>
      )}
    </Flex>
  );
}

function Nothing({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyState title="No attestation matches">Clear a filter.</EmptyState>
  ) : (
    <EmptyState title="Nothing was verified yet">
      Verify access on the Jobs tab of a team; what the job sees shows up here,
      as far as you may see the access.
    </EmptyState>
  );
}
