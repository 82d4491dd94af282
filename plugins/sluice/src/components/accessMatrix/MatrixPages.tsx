import { Alert, Button, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { EmptyState, ErrorState } from '../states';
import { timeText } from '../time';
import { Legend } from './Legend';
import { CellAddress, MatrixGrid } from './MatrixGrid';

const STALE_NOW =
  'Some account was not read for too long, so access that depends on it is shown as unknown. Platform engineering can read it again under Accounts.';
const STALE_THEN =
  'Some account had not been read for too long by then, or never, so access that depended on it is shown as unknown.';

export interface MatrixPagesProps {
  /** At least one. */
  pages: SluiceApi.AccessMatrix[];
  isPast: boolean;
  /** Why there is no more of it. */
  error: Error | null;
  more: {
    hasNextPage: boolean;
    isFetchingNextPage: boolean;
    fetchNextPage: () => unknown;
  };
  onOpen: (address: CellAddress) => void;
}

/** The part of the matrix that was read, and the way to more of it. */
export function MatrixPages({
  pages,
  isPast,
  error,
  more,
  onOpen,
}: MatrixPagesProps) {
  const [first] = pages;
  const tables = pages.flatMap(page => page.tables);
  const cells = pages.flatMap(page => page.cells);
  return (
    <>
      {first.stale && (
        <Alert
          status="warning"
          icon
          title="What is shown may be out of date"
          description={isPast ? STALE_THEN : STALE_NOW}
        />
      )}
      {tables.length === 0 || first.teams.length === 0 ? (
        <NothingToShow hasTables={tables.length > 0} />
      ) : (
        <>
          <Legend />
          <MatrixGrid
            matrix={{ tables, cells, teams: first.teams }}
            onOpen={onOpen}
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
        {more.hasNextPage && (
          <Button
            variant="secondary"
            isPending={more.isFetchingNextPage}
            onPress={() => more.fetchNextPage()}
          >
            Show more tables
          </Button>
        )}
      </Flex>
    </>
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
