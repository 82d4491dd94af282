import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Text } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { AccessDetailsDialog } from '../accessDetails';
import { useRequestUpdates } from '../requests/useRequestUpdates';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { Legend } from './Legend';
import { CellAddress, MatrixGrid } from './MatrixGrid';

/** Tables per request: enough to fill a screen, few enough to draw at once. */
const PAGE_SIZE = 100;

export interface AccessMatrixProps {
  /** Entity refs of data products to show; all of them when absent. */
  products?: string[];
}

/**
 * Which team reads which columns and rows of which table. The cell that is open
 * stands in the URL, so that it can be sent to somebody and survives a reload.
 */
export function AccessMatrix({ products }: AccessMatrixProps) {
  useRequestUpdates();
  const api = useApi(sluiceApiRef);
  const [search, setSearch] = useSearchParams();
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['access-matrix', products],
    queryFn: ({ pageParam }) =>
      api.getAccessMatrix({ products, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });

  if (isPending) return <LoadingState what="the access matrix" />;
  // What is on the screen stays when only the next page could not be had.
  if (error && !data) {
    return (
      <ErrorState
        error={error}
        what="the access matrix"
        onRetry={() => refetch()}
      />
    );
  }

  const pagesRead = data!.pages;
  const [first] = pagesRead;
  const tables = pagesRead.flatMap(page => page.tables);
  const cells = pagesRead.flatMap(page => page.cells);
  const team = search.get('team');
  const table = search.get('table');
  const show = (address?: CellAddress) =>
    setSearch(
      current => {
        const next = new URLSearchParams(current);
        for (const key of ['team', 'table'] as const) {
          if (address) next.set(key, address[key]);
          else next.delete(key);
        }
        return next;
      },
      { replace: true },
    );

  return (
    <Flex direction="column" gap="4">
      {first.stale && (
        <Alert
          status="warning"
          icon
          title="What is shown may be out of date"
          description="Some account was not read for too long, so access that depends on it is shown as unknown. Platform engineering can read it again under Accounts."
        />
      )}
      {tables.length === 0 || first.teams.length === 0 ? (
        <NothingToShow hasTables={tables.length > 0} />
      ) : (
        <>
          <Legend />
          <MatrixGrid
            matrix={{ tables, cells, teams: first.teams }}
            onOpen={show}
          />
        </>
      )}
      {error && <ErrorState error={error} what="more of the matrix" />}
      <Flex align="center" justify="between" gap="4">
        <Text variant="body-small" color="secondary">
          {[
            `${tables.length} of ${first.totalTables} tables`,
            first.observedAt &&
              `as Lake Formation held it at ${timeText(first.observedAt)}`,
            first.hiddenTeams > 0 &&
              `access of ${first.hiddenTeams} more ${
                first.hiddenTeams === 1 ? 'team' : 'teams'
              } is not shown to you`,
          ]
            .filter(Boolean)
            .join(' · ')}
        </Text>
        {pages.hasNextPage && (
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show more tables
          </Button>
        )}
      </Flex>
      {team && table && (
        <AccessDetailsDialog
          team={team}
          table={table}
          onClose={() => show(undefined)}
        />
      )}
    </Flex>
  );
}

function NothingToShow({ hasTables }: { hasTables: boolean }) {
  return hasTables ? (
    <EmptyState title="No team that you may see">
      There are tables, but no consumer team whose access you may see. Members
      of a team see their own; owners of a data product see everybody who reads
      it.
    </EmptyState>
  ) : (
    <EmptyState title="No tables yet">
      The tables of a data product show up once its account has been read, which
      takes a few minutes after it was connected.
    </EmptyState>
  );
}
