import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { Flex, Link, Text } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { requestRouteRef, requestsRouteRef } from '../../routes';
import { timeText } from '../time';
import { timeLeftText } from './timeLeft';
import styles from './requests.module.css';

/** Agreements on one table of one team that are named; rarely are there two. */
const MAX_NAMED = 20;

/**
 * By which requests a team reads a table, and until when. Beside what it reads,
 * which can be seen even when this cannot.
 */
export function RequestsBehind({
  team,
  table,
}: {
  /** Entity ref of the team. */
  team: string;
  /** Entity ref of the table. */
  table: string;
}) {
  const api = useApi(sluiceApiRef);
  const requestRoute = useRouteRef(requestRouteRef);
  const requestsRoute = useRouteRef(requestsRouteRef);
  const { data, isPending } = useQuery({
    queryKey: ['requests', 'behind', team, table],
    queryFn: () =>
      api.getRequests({ team, table, phase: ['active'], limit: MAX_NAMED }),
  });
  if (isPending) return null;
  const search = new URLSearchParams({ list: 'all', team, table });
  return (
    <Flex direction="column" gap="2">
      {!data && (
        <Text color="secondary">The requests behind it could not be read.</Text>
      )}
      {data?.items.length === 0 && (
        <Text color="secondary">
          No request that you may see gives this access.
        </Text>
      )}
      {data?.items.map(({ id, purpose, expiresAt }) => (
        <Text key={id} className={styles.anywhere}>
          Granted
          {expiresAt &&
            ` until ${timeText(expiresAt)} (${timeLeftText(
              expiresAt,
              new Date(),
            )})`}{' '}
          by request{' '}
          <Link href={requestRoute?.({ requestId: id })}>{purpose}</Link>
        </Text>
      ))}
      <Link href={requestsRoute && `${requestsRoute()}?${search}`}>
        All requests of this team about this table
      </Link>
    </Flex>
  );
}
