import { parseEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/frontend-plugin-api';
import { Alert, Badge, Flex } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { useQuery } from '@tanstack/react-query';
import { sluiceApiRef } from '../../api';
import { ErrorState, LoadingState } from '../states';
import { timeText } from '../time';
import { Facts } from './Facts';
import { Section } from './Section';
import styles from './entity.module.css';

/** Who decides on access to the files of a table (LF reference A9). */
const REGISTRATION: Record<SluiceApi.Table['registration'], string> = {
  lakeFormation: 'Lake Formation',
  hybrid: 'Hybrid: Lake Formation for principals that opted in, else IAM',
  none: 'Not registered: IAM alone',
  unknown: 'Not known',
};

function Tags({ tags }: { tags: SluiceApi.LfTagAssignment[] }) {
  return (
    <span className={styles.tags}>
      {tags.map(({ key, values, source }) => (
        <Badge key={key} size="small" title={`Set on the ${source}`}>
          {`${key}=${values.join('|')}`}
        </Badge>
      ))}
    </span>
  );
}

function Schema({ columns }: { columns: SluiceApi.Column[] }) {
  return (
    <div className={styles.scroll}>
      <table className={`${styles.table} ${styles.schema}`} aria-label="Schema">
        <thead>
          <tr>
            <th scope="col">Id</th>
            <th scope="col">Column</th>
            <th scope="col">Type</th>
            <th scope="col">Partition</th>
            <th scope="col">Classification</th>
            <th scope="col">LF-Tags</th>
            <th scope="col">Comment</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(column => (
            <tr key={column.name}>
              <td>{column.fieldId ?? '–'}</td>
              <th scope="row">
                {column.name}
                {column.required && ' (required)'}
              </th>
              <td>
                <code>{column.type}</code>
              </td>
              <td>{column.partitionTransform ?? '–'}</td>
              <td>{column.classification ?? '–'}</td>
              <td>
                <Tags tags={column.lfTags} />
              </td>
              <td>{column.comment}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** A table as it was last read: schema and Iceberg details, never data. */
export function TableDetails({ tableRef }: { tableRef: string }) {
  const api = useApi(sluiceApiRef);
  const { data, error, refetch } = useQuery({
    queryKey: ['table', tableRef],
    queryFn: () => api.getTable(tableRef),
  });
  const { name } = parseEntityRef(tableRef);
  if (error) {
    return (
      <ErrorState
        error={error}
        what={`the table ${name}`}
        onRetry={() => refetch()}
      />
    );
  }
  if (!data) return <LoadingState what={`the table ${name}`} />;
  const { ref, formatVersion, currentSnapshotId, currentSnapshotAt } = data;
  return (
    <Section
      title={`${ref.databaseName}.${ref.tableName}`}
      note={data.description}
    >
      <Flex direction="column" gap="5">
        {data.stale && (
          <Alert
            status="warning"
            icon
            title="What is shown may be out of date"
            description={`The table was last read at ${timeText(
              data.observedAt,
            )}.`}
          />
        )}
        {data.problem && <Alert status="warning" icon title={data.problem} />}
        <Schema columns={data.columns} />
        <Facts
          facts={[
            [
              'Account',
              `${data.accountName} (${ref.catalogId}, ${ref.region})`,
            ],
            [
              'Format',
              data.format === 'iceberg'
                ? ['Apache Iceberg', formatVersion && `v${formatVersion}`]
                    .filter(Boolean)
                    .join(' ')
                : 'Not Iceberg',
            ],
            ['Access to files decided by', REGISTRATION[data.registration]],
            ['LF-Tags', data.lfTags.length > 0 && <Tags tags={data.lfTags} />],
            ['Location', data.location && <code>{data.location}</code>],
            ['Table UUID', data.tableUuid && <code>{data.tableUuid}</code>],
            [
              'Current snapshot',
              currentSnapshotId && (
                <>
                  <code>{currentSnapshotId}</code>
                  {currentSnapshotAt && ` · ${timeText(currentSnapshotAt)}`}
                </>
              ),
            ],
            ['Read at', timeText(data.observedAt)],
          ]}
        />
      </Flex>
    </Section>
  );
}
