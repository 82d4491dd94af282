import type { ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { Checkbox, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { requestRouteRef } from '../../routes';
import { Person } from '../changes/Person';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { PhaseBadge } from './requestPhase';
import { durationText, tableText, titleOf } from './requestText';
import styles from './requests.module.css';

type Summary = SluiceApi.AccessRequestSummary;

/** Tables of one request that a row of the list shows. */
const MAX_TABLES = 3;

export interface RequestsTableProps {
  requests: Summary[];
  /** Ids of those that are chosen; absent when nothing can be done to several. */
  selection?: {
    ids: ReadonlySet<string>;
    onChange: (ids: ReadonlySet<string>) => void;
  };
}

/** Who asks for what, and how far it is. */
export function RequestsTable({ requests, selection }: RequestsTableProps) {
  const chosen = requests.filter(({ id }) => selection?.ids.has(id)).length;
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Requests">
        <thead>
          <tr>
            {selection && (
              <th scope="col">
                <Checkbox
                  aria-label="Select all that are shown"
                  isSelected={chosen > 0 && chosen === requests.length}
                  isIndeterminate={chosen > 0 && chosen < requests.length}
                  onChange={all =>
                    selection.onChange(
                      new Set(all ? requests.map(({ id }) => id) : []),
                    )
                  }
                />
              </th>
            )}
            <th scope="col">Request</th>
            <th scope="col">Purpose</th>
            <th scope="col">Asked</th>
            <th scope="col">Phase</th>
            <th scope="col">Until</th>
          </tr>
        </thead>
        <tbody>
          {requests.map(request => (
            <tr key={request.id}>
              {selection && (
                <td>
                  <Checkbox
                    aria-label={`Select ${titleOf(request)}`}
                    isSelected={selection.ids.has(request.id)}
                    onChange={isChosen =>
                      selection.onChange(
                        toggled(selection.ids, request.id, isChosen),
                      )
                    }
                  />
                </td>
              )}
              <th scope="row" className={styles.what}>
                <What request={request} />
              </th>
              <td className={styles.purpose}>
                <span className={styles.clamped} title={request.purpose}>
                  {request.purpose}
                </span>
              </td>
              <td className={styles.asked}>
                <Person entityRef={request.requester} />
                <Note>
                  {timeText(request.submittedAt ?? request.createdAt)}
                </Note>
              </td>
              <td className={styles.asked}>
                <PhaseBadge phase={request.phase} />
                {request.waitingFor.map(title => (
                  <Note key={title}>{title}</Note>
                ))}
              </td>
              <td className={tables.short}>
                {request.expiresAt
                  ? timeText(request.expiresAt)
                  : durationText(request.durationMinutes)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Text as="div" variant="body-small" color="secondary">
      {children}
    </Text>
  );
}

/** Team and tables, with a link to all that is known of it. */
export function What({ request }: { request: Summary }) {
  const requestRoute = useRouteRef(requestRouteRef);
  const shown = request.tables.slice(0, MAX_TABLES);
  const more = request.tables.length - shown.length;
  return (
    <>
      <Link href={requestRoute?.({ requestId: request.id })}>
        {titleOf(request)}
      </Link>
      {shown.map(table => (
        <Text
          key={table.table}
          as="div"
          variant="body-small"
          color="secondary"
          className={styles.clamped}
        >
          {request.tables.length > 1 && `${table.name}: `}
          {tableText(table)}
        </Text>
      ))}
      {more > 0 && (
        <Text as="div" variant="body-small" color="secondary">
          and {more.toLocaleString()} more
        </Text>
      )}
    </>
  );
}

function toggled(
  ids: ReadonlySet<string>,
  id: string,
  isChosen: boolean,
): ReadonlySet<string> {
  const next = new Set(ids);
  if (isChosen) next.add(id);
  else next.delete(id);
  return next;
}
