import { useApi } from '@backstage/frontend-plugin-api';
import { Flex } from '@backstage/ui';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { AsOfBanner } from '../asOf';
import { TableSelect } from '../catalog';
import { EmptyState, ErrorState, LoadingState } from '../states';
import { ColumnSelect } from './ColumnSelect';
import { Explanation } from './Explanation';
import { PrincipalSelect } from './PrincipalSelect';
import { Question, whoIn } from './question';
import styles from './explorer.module.css';

/** Why somebody sees something, or does not. */
export function Why({
  question,
  onChange,
}: {
  question: Question;
  onChange: (change: Partial<Question>) => void;
}) {
  const { table, column } = question;
  const who = whoIn(question);
  return (
    <Flex direction="column" gap="4">
      <Flex align="end" gap="3" className={styles.wrap}>
        <PrincipalSelect
          value={question}
          onChange={({ team, principal }) => onChange({ team, principal })}
        />
        <TableSelect
          value={table}
          onChange={chosen => onChange({ table: chosen, column: undefined })}
          className={styles.select}
        />
        {table && (
          <ColumnSelect
            table={table}
            value={column}
            onChange={chosen => onChange({ column: chosen })}
          />
        )}
      </Flex>
      {table && who ? (
        <Answer
          query={{ ...who, table, column, at: question.at }}
          onBack={() => onChange({ at: undefined })}
        />
      ) : (
        <EmptyState title="Choose who, and which table">
          Then you see each way by which it is read, what stops the others, and
          what would change that.
        </EmptyState>
      )}
    </Flex>
  );
}

function Answer({
  query,
  onBack,
}: {
  query: {
    team?: string;
    principal?: string;
    table: string;
    column?: string;
    at?: string;
  };
  onBack: () => void;
}) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['why', query],
    queryFn: () => api.getWhy(query),
  });
  return (
    <Flex direction="column" gap="4">
      {query.at && (
        <AsOfBanner
          at={query.at}
          observedAt={data?.observedAt}
          isShown={Boolean(data)}
          onBack={onBack}
        />
      )}
      {error && (
        <ErrorState
          error={error}
          what="the reasons"
          onRetry={() => refetch()}
        />
      )}
      {!data && !error && <LoadingState what="the reasons" />}
      {data && <Explanation explanation={data} />}
    </Flex>
  );
}
