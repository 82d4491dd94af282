import { Button, Flex, SearchField, Select, Text } from '@backstage/ui';
import { type ReactNode, useState, useEffect } from 'react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { AsOfBanner } from '../asOf';
import { SEARCH_PAUSE_MS } from '../catalog/useEntityOptions';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { useSettled } from '../useSettled';
import { AnswersTable, AnswersTableProps } from './AnswersTable';
import { Question } from './question';
import styles from './explorer.module.css';

/** What of an infinite query is shown. */
export interface PagesOfAnswers {
  data: { pages: SluiceApi.AccessAnswers[] } | undefined;
  error: Error | null;
  refetch: () => unknown;
  hasNextPage: boolean;
  isFetchingNextPage: boolean;
  fetchNextPage: () => unknown;
}

const ANY = 'any';
const LEVEL_OPTIONS = [
  { id: ANY, label: 'Any' },
  { id: 'full', label: 'Full' },
  { id: 'partial', label: 'Partial' },
  { id: 'unknown', label: 'Unknown' },
];

/** Answers page by page, with totals, filters and what else can be done with them. */
export function AnswersView({
  pages,
  of,
  question,
  onChange,
  empty,
  actions,
  canFilter = true,
}: {
  pages: PagesOfAnswers;
  of: AnswersTableProps['of'];
  question: Question;
  onChange: (change: Partial<Question>) => void;
  /** What it means that there is no answer. */
  empty: string;
  actions?: ReactNode;
  /** Not where the question takes no search and no level. */
  canFilter?: boolean;
}) {
  const { data, error, refetch } = pages;
  const first = data?.pages[0];
  return (
    <Flex direction="column" gap="4">
      {question.at && (
        <AsOfBanner
          at={question.at}
          observedAt={first?.observedAt}
          isShown={Boolean(first)}
          onBack={() => onChange({ at: undefined })}
        />
      )}
      {!data && !error && <LoadingState what="the answers" />}
      {!data && error && (
        <ErrorState error={error} what="the answers" onRetry={refetch} />
      )}
      {first && (
        <>
          <Flex align="end" gap="3" className={styles.wrap}>
            {canFilter && (
              <>
                <SearchBox
                  value={question.search ?? ''}
                  label={of === 'principals' ? 'Search who' : 'Search tables'}
                  onChange={search => onChange({ search: search || undefined })}
                />
                <Select
                  label="How much"
                  size="small"
                  options={LEVEL_OPTIONS}
                  value={question.level ?? ANY}
                  onChange={key =>
                    onChange({
                      level:
                        key === ANY || !key
                          ? undefined
                          : (String(key) as Question['level']),
                    })
                  }
                  className={styles.narrow}
                />
              </>
            )}
            {actions}
          </Flex>
          <Totals answers={first} of={of} />
          {first.items.length === 0 ? (
            <EmptyState
              title={first.hidden > 0 ? 'Nothing that you may see' : 'Nothing'}
            >
              {canFilter && (question.search || question.level)
                ? 'Nothing matches; clear the search or the filter.'
                : empty}
            </EmptyState>
          ) : (
            <AnswersTable
              answers={data.pages.flatMap(({ items }) => items)}
              of={of}
              question={question}
            />
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
        </>
      )}
    </Flex>
  );
}

/** A search that asks once the typing pauses. */
function SearchBox({
  value,
  label,
  onChange,
}: {
  value: string;
  label: string;
  onChange: (value: string) => void;
}) {
  const [text, setText] = useState(value);
  const settled = useSettled(text.trim(), SEARCH_PAUSE_MS);
  useEffect(() => {
    if (settled !== value) onChange(settled);
    // Only what was typed asks anew; the URL may change for other reasons.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [settled]);
  return (
    <SearchField
      label={label}
      size="small"
      value={text}
      onChange={setText}
      className={styles.select}
    />
  );
}

function Totals({
  answers: { levels, hidden, stale },
  of,
}: {
  answers: SluiceApi.AccessAnswers;
  of: AnswersTableProps['of'];
}) {
  const { full, partial, unknown } = levels;
  const noun = of === 'principals' ? 'read it' : 'are read';
  const parts = [
    `${full + partial} ${noun}: ${full} in full, ${partial} in part`,
    ...(unknown > 0 ? [`${unknown} unknown`] : []),
    ...(hidden > 0 ? [`${hidden} more that you may not see`] : []),
  ];
  return (
    <Text as="p" variant="body-medium" role="status" className={styles.totals}>
      {parts.join('; ')}.{stale && ' Some account was not read for too long.'}
    </Text>
  );
}
