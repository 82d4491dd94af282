import { useSearchParams } from 'react-router-dom';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Button, Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { changeRouteRef, changesRouteRef } from '../../routes';
import tables from '../entity/entity.module.css';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { ChangeStatus, isUnderWay } from './changeStatus';
import { Person } from './Person';

const PAGE_SIZE = 25;

/** How often to look while a change is under way, in milliseconds. */
const POLL_MS = 2_000;

/** Changes, newest first; those to one subject when the URL names it. */
export function ChangesPage() {
  const api = useApi(sluiceApiRef);
  const [search] = useSearchParams();
  const subject = search.get('subject') ?? undefined;
  const { data, error, isPending, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['changes', subject],
    queryFn: ({ pageParam }) =>
      api.getChanges({ subject, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
    refetchInterval: query =>
      query.state.data?.pages.some(({ items }) =>
        items.some(({ status }) => isUnderWay(status)),
      )
        ? POLL_MS
        : false,
  });

  if (isPending) return <LoadingState what="the changes" />;
  // What is on the screen stays when only more of it could not be had.
  if (!data) {
    return (
      <ErrorState error={error} what="the changes" onRetry={() => refetch()} />
    );
  }
  const changes = data.pages.flatMap(({ items }) => items);
  return (
    <Flex direction="column" gap="4">
      {subject ? (
        <OnlyOneSubject subject={subject} />
      ) : (
        <Text color="secondary">
          Everything that Sluice did in the accounts, or is doing: each a plan
          that somebody saw before it was applied.
        </Text>
      )}
      {changes.length === 0 ? (
        <EmptyState title="No changes yet">
          Connect an account or onboard a team from a template; what it changes
          shows up here.
        </EmptyState>
      ) : (
        <ChangesTable changes={changes} />
      )}
      {error && <ErrorState error={error} what="more of the changes" />}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show older changes
          </Button>
        </div>
      )}
    </Flex>
  );
}

function OnlyOneSubject({ subject }: { subject: string }) {
  const changesRoute = useRouteRef(changesRouteRef);
  return (
    <Text color="secondary">
      Only changes to {subject}.{' '}
      <Link href={changesRoute?.()}>Show all changes</Link>
    </Text>
  );
}

function ChangesTable({ changes }: { changes: SluiceApi.ChangeSummary[] }) {
  const changeRoute = useRouteRef(changeRouteRef);
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Changes">
        <thead>
          <tr>
            <th scope="col">Status</th>
            <th scope="col">Change</th>
            <th scope="col">Steps</th>
            <th scope="col">Who</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {changes.map(change => (
            <tr key={change.id}>
              <td>
                <ChangeStatus status={change.status} />
              </td>
              <th scope="row">
                <Link href={changeRoute?.({ changeId: change.id })}>
                  {change.title}
                </Link>
                <Text variant="body-small" color="secondary" as="div">
                  {change.reason}
                </Text>
              </th>
              <td>
                {change.stepsDone.toLocaleString()} of{' '}
                {change.stepsTotal.toLocaleString()}
              </td>
              <td>
                <Person entityRef={change.createdBy} />
              </td>
              <td>{timeText(change.createdAt)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
