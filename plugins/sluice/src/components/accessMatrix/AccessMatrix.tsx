import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { AccessDetailsDialog } from '../accessDetails';
import { AsOfBanner, AsOfBar } from '../asOf';
import { useRequestUpdates } from '../requests/useRequestUpdates';
import { ErrorState, LoadingState } from '../states';
import { MatrixPages } from './MatrixPages';

/** Tables per request: enough to fill a screen, few enough to draw at once. */
const PAGE_SIZE = 100;

export interface AccessMatrixProps {
  /** Entity refs of data products to show; all of them when absent. */
  products?: string[];
}

/**
 * Which team reads which columns and rows of which table, now or at a moment of
 * the past. That, and the cell that is open, stand in the URL, so that they can
 * be sent to somebody and survive a reload.
 */
export function AccessMatrix({ products }: AccessMatrixProps) {
  useRequestUpdates();
  const api = useApi(sluiceApiRef);
  const [search, setSearch] = useSearchParams();
  const [at, team, table] = ['at', 'team', 'table'].map(
    key => search.get(key) || undefined,
  );
  const change = (values: Record<string, string | undefined>) =>
    setSearch(current => withValues(current, values), { replace: true });
  const changeAt = (moment?: string) => change({ at: moment });
  const { data, error, refetch, ...more } = useInfiniteQuery({
    queryKey: ['access-matrix', products, at],
    queryFn: ({ pageParam }) =>
      api.getAccessMatrix({
        products,
        at,
        cursor: pageParam,
        limit: PAGE_SIZE,
      }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });

  return (
    <Flex direction="column" gap="4">
      <AsOfBar key={at} at={at} onChange={changeAt} />
      {at && (
        <AsOfBanner
          at={at}
          observedAt={data?.pages[0].observedAt}
          isShown={Boolean(data)}
          onBack={changeAt}
        />
      )}
      {!data && !error && <LoadingState what="the access matrix" />}
      {!data && error && (
        <ErrorState
          error={error}
          what="the access matrix"
          onRetry={() => refetch()}
        />
      )}
      {/* What is on the screen stays when only the next page could not be had. */}
      {data && (
        <MatrixPages
          pages={data.pages}
          isPast={at !== undefined}
          error={error}
          more={more}
          onOpen={address => change({ ...address })}
        />
      )}
      {team && table && (
        <AccessDetailsDialog
          team={team}
          table={table}
          asOf={{ at, onChange: changeAt }}
          onClose={() => change({ team: undefined, table: undefined })}
        />
      )}
    </Flex>
  );
}

function withValues(
  search: URLSearchParams,
  values: Record<string, string | undefined>,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(values)) {
    if (value) next.set(key, value);
    else next.delete(key);
  }
  return next;
}
