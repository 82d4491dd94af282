import { useSearchParams } from 'react-router-dom';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Checkbox, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { ProductSelect, TeamSelect } from '../catalog';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { StagesTable } from './StagesTable';
import styles from './stages.module.css';

const PAGE_SIZE = 50;
const KEYS = ['team', 'product', 'differs'] as const;

/** Declared, granted, effective and observed side by side; the filter stands in the URL. */
export function StagesView() {
  const [search, setSearch] = useSearchParams();
  const [team, product, differs] = KEYS.map(
    key => search.get(key) || undefined,
  );
  const change = (key: (typeof KEYS)[number], value: string | undefined) =>
    setSearch(
      current => {
        const next = new URLSearchParams(current);
        if (value) next.set(key, value);
        else next.delete(key);
        return next;
      },
      { replace: true },
    );
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" gap="3" className={styles.wrap}>
        <TeamSelect
          value={team}
          onChange={chosen => change('team', chosen)}
          className={styles.filter}
        />
        <ProductSelect
          value={product}
          onChange={chosen => change('product', chosen)}
          className={styles.filter}
        />
        <Checkbox
          isSelected={differs === 'true'}
          onChange={only => change('differs', only ? 'true' : undefined)}
        >
          Only where they differ
        </Checkbox>
      </Flex>
      <Stages team={team} product={product} differs={differs === 'true'} />
    </Flex>
  );
}

function Stages({
  team,
  product,
  differs,
}: {
  team?: string;
  product?: string;
  differs: boolean;
}) {
  const api = useApi(sluiceApiRef);
  const query = {
    ...(team && { team }),
    ...(product && { product: [product] }),
    ...(differs && { differs }),
  };
  const { data, error, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['stages', query],
    queryFn: ({ pageParam }) =>
      api.getStages({ ...query, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  if (!data && error) {
    return (
      <ErrorState error={error} what="the stages" onRetry={() => refetch()} />
    );
  }
  if (!data) return <LoadingState what="the stages" />;
  const items = data.pages.flatMap(page => page.items);
  return (
    <Flex direction="column" gap="4">
      <Totals first={data.pages[0]} />
      {items.length === 0 ? (
        <EmptyState title={differs ? 'They agree everywhere' : 'Nothing here'}>
          {differs
            ? 'Of all that you may see.'
            : 'Nothing is declared, granted or read that you may see.'}
        </EmptyState>
      ) : (
        <StagesTable items={items} />
      )}
      {pages.hasNextPage && (
        <div>
          <Button
            variant="secondary"
            isPending={pages.isFetchingNextPage}
            onPress={() => pages.fetchNextPage()}
          >
            Show more
          </Button>
        </div>
      )}
    </Flex>
  );
}

function Totals({
  first: { total, differing, hiddenTeams, stale },
}: {
  first: SluiceApi.GetStages200Response;
}) {
  return (
    <Text as="p" role="status" className={styles.totals}>
      {differing} of {total} differ
      {hiddenTeams > 0 && `; ${hiddenTeams} teams that you may not see`}.
      {stale && ' Some account was not read for too long.'}
    </Text>
  );
}
