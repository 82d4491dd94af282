import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Badge, Flex, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { Findings } from '../plan/Findings';
import { ColumnChecklist, RowFilterEditor } from '../rowFilter';
import { ErrorState, LoadingState } from '../states';
import { mentions, tableName, type TermsProblem } from './terms';
import styles from './requestAccess.module.css';

export interface TableTermsProps {
  value: SluiceApi.AskedTable;
  onChange: (value: SluiceApi.AskedTable) => void;
  /** What may be asked of the table at most. */
  atMost?: SluiceApi.RequestedTable;
  sensitiveClassifications: string[];
  /** Of this table. */
  problems: TermsProblem[];
  check?: SluiceApi.RequestCheck;
}

/** Columns and rows of one table. */
export function TableTerms(props: TableTermsProps) {
  const { value } = props;
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['table', value.table],
    queryFn: () => api.getTable(value.table),
  });
  const name = tableName(value.table, data);
  return (
    <section aria-label={name} className={styles.table}>
      <Flex direction="column" gap="4">
        <div>
          <Text as="h3" variant="title-x-small" className={styles.anywhere}>
            {name}
          </Text>
          {data?.description && (
            <Text color="secondary">{data.description}</Text>
          )}
        </div>
        {data && <LoadedTable {...props} table={data} name={name} />}
        {!data && error && (
          <ErrorState
            error={error}
            what={`the table ${name}`}
            onRetry={() => refetch()}
          />
        )}
        {!data && !error && <LoadingState what={`the table ${name}`} />}
      </Flex>
    </section>
  );
}

function LoadedTable({
  value,
  onChange,
  atMost,
  sensitiveClassifications,
  problems,
  check,
  table,
  name,
}: TableTermsProps & { table: SluiceApi.Table; name: string }) {
  const columns = atMost ? columnsOf(table, atMost) : table.columns;
  const findings = (check?.findings ?? []).filter(({ message }) =>
    mentions(message, name),
  );
  const noteOf = ({ name: column, classification }: SluiceApi.Column) => {
    const isSensitive =
      classification &&
      sensitiveClassifications.some(
        each => each.toLowerCase() === classification.toLowerCase(),
      );
    if (!isSensitive) return undefined;
    const approvers = (check?.steps ?? [])
      .filter(({ why }) => mentions(why, `${name}.${column}`))
      .map(({ title }) => title);
    return (
      <Badge size="small">
        {approvers.length > 0
          ? `Sensitive: needs the approval of ${approvers.join(' and ')}`
          : 'Sensitive: needs more than the owner’s approval'}
      </Badge>
    );
  };
  return (
    <>
      {table.problem && <Alert status="warning" icon title={table.problem} />}
      <ColumnChecklist
        label={`Columns of ${name}`}
        description={
          atMost
            ? 'No others were asked for'
            : 'Columns that are added to the table later stay hidden'
        }
        columns={columns}
        value={value.columns}
        onChange={chosen => onChange({ ...value, columns: chosen })}
        noteOf={noteOf}
      />
      <RowFilterEditor
        label={`Row filter of ${name}`}
        columns={table.columns}
        value={value.rowFilter ?? ''}
        onChange={text =>
          onChange({ ...value, rowFilter: text === '' ? undefined : text })
        }
      />
      {atMost && problems.length > 0 && (
        <Exceeding atMost={atMost} problems={problems} />
      )}
      {findings.length > 0 && <Findings findings={findings} />}
    </>
  );
}

/** The row filter's own problems stand under it already. */
function Exceeding({
  atMost: { rowFilter },
  problems,
}: {
  atMost: SluiceApi.RequestedTable;
  problems: TermsProblem[];
}) {
  return (
    <>
      {problems
        .filter(({ field }) => field === 'exceeds')
        .map(({ message }) => (
          <Alert
            key={message}
            status="danger"
            icon
            title={message}
            description={
              rowFilter && (
                <>
                  Asked for: <code className={styles.code}>{rowFilter}</code>.
                  Put more conditions beside it with <code>and</code>.
                </>
              )
            }
          />
        ))}
    </>
  );
}

function columnsOf(
  { columns }: SluiceApi.Table,
  atMost: SluiceApi.RequestedTable,
): SluiceApi.Column[] {
  const ids = new Set(atMost.columns.map(({ fieldId }) => fieldId));
  return columns.filter(
    ({ fieldId }) => fieldId !== undefined && ids.has(fieldId),
  );
}
