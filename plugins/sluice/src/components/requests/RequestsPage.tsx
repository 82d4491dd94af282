import { useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Flex, ToggleButton, ToggleButtonGroup } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { StandInsButton } from '../standIns';
import { LoadingState } from '../states';
import { RequestFilters } from './RequestFilters';
import { RequestsList } from './RequestsList';
import { filterIn, listIn, RequestList, withFilter } from './requestFilter';
import { useRequestUpdates } from './useRequestUpdates';
import styles from './requests.module.css';

/** Decisions that are counted; beyond it, `100+` says enough. */
const MAX_COUNT = 100;

/**
 * What waits for the person, what their teams asked for, and all else that they
 * may see. List and filter stand in the URL, so that they can be sent on.
 */
export function RequestsPage() {
  useRequestUpdates();
  const [search, setSearch] = useSearchParams();
  const waiting = useWaitingCount();
  const [first, setFirst] = useState<RequestList>();
  const named = listIn(search);
  // Without a name in the URL: what waits, if anything does. Once it is
  // decided, the page stays where it is.
  if (!named && !first && waiting.isSettled) {
    setFirst(waiting.count ? 'toDecide' : 'mine');
  }
  const list = named ?? first;
  if (!list) return <LoadingState what="the requests" />;
  const filter = filterIn(search);
  const change = (next: Parameters<typeof withFilter>[1]) =>
    setSearch(current => withFilter(current, next), { replace: true });
  return (
    <Flex direction="column" gap="4">
      <Flex align="center" justify="between" gap="3" className={styles.filters}>
        <ToggleButtonGroup
          aria-label="Which requests"
          selectionMode="single"
          disallowEmptySelection
          selectedKeys={[list]}
          onSelectionChange={([chosen]) =>
            change({ list: chosen as RequestList, phase: undefined })
          }
          className={styles.lists}
        >
          <ToggleButton id="toDecide">
            {waiting.count === undefined
              ? 'To decide'
              : `To decide (${waiting.text})`}
          </ToggleButton>
          <ToggleButton id="mine">My teams’</ToggleButton>
          <ToggleButton id="all">All</ToggleButton>
        </ToggleButtonGroup>
        <StandInsButton />
      </Flex>
      <RequestFilters
        filter={filter}
        withPhase={list !== 'toDecide'}
        onChange={change}
      />
      <RequestsList
        key={JSON.stringify([list, filter])}
        list={list}
        filter={filter}
      />
    </Flex>
  );
}

/** How many requests wait for the person; unknown when it could not be had. */
function useWaitingCount() {
  const api = useApi(sluiceApiRef);
  const { data, isPending } = useQuery({
    queryKey: ['requests', 'waiting'],
    queryFn: () => api.getRequests({ list: 'toDecide', limit: MAX_COUNT }),
  });
  return {
    isSettled: !isPending,
    count: data?.items.length,
    text: `${data?.items.length}${data?.nextCursor ? '+' : ''}`,
  };
}
