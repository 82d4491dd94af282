import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Button, Flex, Select, Text } from '@backstage/ui';
import { useInfiniteQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { TableSelect } from '../catalog';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { FINDING_KINDS, findingTitle } from './findingKinds';
import { FindingsTable, SEVERITIES } from './FindingsTable';
import { Question } from './question';
import styles from './explorer.module.css';

const PAGE_SIZE = 50;
const ANY = 'any';

/** Ways past Lake Formation, of which its permissions say nothing. */
export function Findings({
  question,
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const { table, kind, severity } = question;
  const kinds = Object.keys(FINDING_KINDS);
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" gap="3" className={styles.wrap}>
        <TableSelect
          value={table}
          onChange={chosen => onChange({ table: chosen })}
          className={styles.select}
        />
        <Select
          label="Kind"
          size="small"
          options={[
            { id: ANY, label: 'Any' },
            ...(kind && !kinds.includes(kind) ? [kind, ...kinds] : kinds).map(
              id => ({ id, label: findingTitle(id) }),
            ),
          ]}
          value={kind ?? ANY}
          onChange={key =>
            onChange({ kind: key === ANY || !key ? undefined : String(key) })
          }
          className={styles.select}
        />
        <Select
          label="Severity"
          size="small"
          options={[
            { id: ANY, label: 'Any' },
            ...Object.entries(SEVERITIES).map(([id, { title }]) => ({
              id,
              label: title,
            })),
          ]}
          value={severity ?? ANY}
          onChange={key =>
            onChange({
              severity:
                key === ANY || !key
                  ? undefined
                  : (String(key) as Question['severity']),
            })
          }
        />
      </Flex>
      <FoundPages query={{ table, kind, severity }} />
    </Flex>
  );
}

function FoundPages({
  query,
}: {
  query: Pick<Question, 'table' | 'kind' | 'severity'>;
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch, ...pages } = useInfiniteQuery({
    queryKey: ['bypass-findings', query],
    queryFn: ({ pageParam }) =>
      api.getBypassFindings({ ...query, cursor: pageParam, limit: PAGE_SIZE }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.nextCursor,
  });
  if (!data) {
    return error ? (
      <ErrorState
        error={error}
        what="the ways past Lake Formation"
        onRetry={() => refetch()}
      />
    ) : (
      <LoadingState what="the ways past Lake Formation" />
    );
  }
  const [{ total, observedAt, stale }] = data.pages;
  const isNarrowed = Object.values(query).some(Boolean);
  return (
    <Flex direction="column" gap="4">
      {stale && (
        <Alert
          status="warning"
          icon
          title="Some account was not read for too long"
          description="There may be ways past Lake Formation that are not shown."
        />
      )}
      {total === 0 ? (
        <EmptyState title={isNarrowed ? 'Nothing matches' : 'None was found'}>
          {isNarrowed
            ? 'Choose another table, kind or severity.'
            : 'In what was read and you may see, nothing leads past Lake Formation.'}
        </EmptyState>
      ) : (
        <>
          <Text as="p" role="status" className={styles.totals}>
            {total === 1 ? '1 finding' : `${total} findings`}
            {observedAt && `, as read at ${timeText(observedAt)}`}.
          </Text>
          <FindingsTable findings={data.pages.flatMap(({ items }) => items)} />
        </>
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
