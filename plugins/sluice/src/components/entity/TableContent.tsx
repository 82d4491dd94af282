import { useState } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  catalogApiRef,
  EntityRefLink,
  useEntity,
} from '@backstage/plugin-catalog-react';
import { Button, Flex } from '@backstage/ui';
import type {
  AccessGrantEntityV1alpha1,
  SluiceApi,
} from '@sluice/plugin-sluice-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { AccessDetailsDialog } from '../accessDetails';
import { ExplorerLink } from '../explorer/ExplorerLink';
import { CompareButton } from '../preview';
import { QueryProvider } from '../QueryProvider';
import { RequestAccessButton } from '../requestAccess';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { AccessList } from './AccessList';
import { Section } from './Section';
import { TableDetails } from './TableDetails';

const PAGE_SIZE = 50;

function cellOf({ spec }: AccessGrantEntityV1alpha1): SluiceApi.MatrixCell {
  return {
    team: spec.team,
    table: spec.table,
    level: spec.level,
    visibleColumns: spec.columns.length,
    totalColumns: spec.columns.length + spec.hiddenColumns,
    rows: spec.rowFilter
      ? { kind: 'expression', expression: spec.rowFilter }
      : undefined,
    warnings: spec.warnings?.length ?? 0,
  };
}

/** The schema of a table, which teams read it, and the way to ask for it. */
export function TableContent() {
  const tableRef = stringifyEntityRef(useEntity().entity);
  return (
    <QueryProvider>
      <Flex direction="column" gap="4">
        <RequestAccessButton tables={[tableRef]} />
        <TableDetails tableRef={tableRef} />
        <Section title="Who can read it">
          <Flex direction="column" gap="3">
            <Readers tableRef={tableRef} />
            <ExplorerLink question="who" table={tableRef}>
              Who can see this table, by any way?
            </ExplorerLink>
            <CompareButton table={tableRef} />
          </Flex>
        </Section>
      </Flex>
    </QueryProvider>
  );
}

/** Grants are asked of the catalog, which pages them and knows who may see which. */
function Readers({ tableRef }: { tableRef: string }) {
  const catalog = useApi(catalogApiRef);
  const [open, setOpen] = useState<SluiceApi.MatrixCell>();
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['grants-of-table', tableRef],
    queryFn: ({ pageParam }) =>
      catalog.queryEntities(
        pageParam
          ? { cursor: pageParam, limit: PAGE_SIZE }
          : {
              filter: { kind: 'AccessGrant', 'spec.table': tableRef },
              orderFields: { field: 'spec.team', order: 'asc' },
              limit: PAGE_SIZE,
            },
      ),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.pageInfo.nextCursor,
  });
  if (isPending) return <LoadingState what="who can read it" rows={3} />;
  if (error) {
    return (
      <ErrorState
        error={error}
        what="who can read this table"
        onRetry={() => refetch()}
      />
    );
  }
  const grants = data.pages.flatMap(
    page => page.items as AccessGrantEntityV1alpha1[],
  );
  if (grants.length === 0) {
    return (
      <EmptyState title="No grant that you may see">
        No team reads this table, or only teams whose access is not shown to
        you.
      </EmptyState>
    );
  }
  return (
    <Flex direction="column" gap="3">
      <AccessList
        label="Who can read it"
        subjectTitle="Team"
        items={grants.map(grant => ({
          subject: <EntityRefLink entityRef={grant.spec.team} hideIcon />,
          cell: cellOf(grant),
        }))}
        onOpen={setOpen}
      />
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show more teams
          </Button>
        </div>
      )}
      {open && (
        <AccessDetailsDialog
          team={open.team}
          table={open.table}
          onClose={() => setOpen(undefined)}
        />
      )}
    </Flex>
  );
}
