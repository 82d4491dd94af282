import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { requestRouteRef } from '../../routes';
import { PhaseBadge } from '../requests';
import { tableText, titleOf } from '../requests/requestText';
import styles from './reviews.module.css';

/** Tables of one grant that a row shows. */
const MAX_TABLES = 3;
/** Columns of one table that are named. */
const MAX_COLUMNS = 12;

/** Whose access to which columns and rows it is. */
export function GrantInReview({
  request,
}: {
  request: SluiceApi.AccessRequestSummary;
}) {
  const requestRoute = useRouteRef(requestRouteRef);
  const shown = request.tables.slice(0, MAX_TABLES);
  const more = request.tables.length - shown.length;
  return (
    <div className={styles.heading}>
      <Link href={requestRoute?.({ requestId: request.id })}>
        {titleOf(request)}
      </Link>
      <div>
        <PhaseBadge phase={request.phase} />
      </div>
      {shown.map(table => (
        <Text
          key={table.table}
          as="div"
          variant="body-small"
          color="secondary"
          className={styles.anywhere}
        >
          {request.tables.length > 1 && `${table.name}: `}
          {tableText(table)}: {columnNames(table.columns)}
        </Text>
      ))}
      {more > 0 && (
        <Text as="div" variant="body-small" color="secondary">
          and {more.toLocaleString()} more
        </Text>
      )}
    </div>
  );
}

function columnNames(columns: string[]): string {
  const more = columns.length - MAX_COLUMNS;
  return [
    ...columns.slice(0, MAX_COLUMNS),
    ...(more > 0 ? [`${more.toLocaleString()} more`] : []),
  ].join(', ');
}
