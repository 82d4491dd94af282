import type { ReactNode } from 'react';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { driftItemRouteRef } from '../../routes';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { Severity } from './Severity';
import styles from './drift.module.css';

/** Differences, the newest first. */
export function DriftTable({ items }: { items: SluiceApi.DriftItem[] }) {
  const itemRoute = useRouteRef(driftItemRouteRef);
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Differences">
        <thead>
          <tr>
            <th scope="col">Severity</th>
            <th scope="col">What is the matter</th>
            <th scope="col">Where</th>
            <th scope="col">Since</th>
            <th scope="col">Changed by</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.id}>
              <td>
                <Severity severity={item.severity} />
              </td>
              <th scope="row" className={styles.what}>
                <Link href={itemRoute?.({ driftId: item.id })}>
                  {item.title}
                </Link>
                <Note>{item.text}</Note>
              </th>
              <td className={styles.where}>
                <Where item={item} />
              </td>
              <td className={tables.short}>
                {timeText(item.firstSeenAt)}
                {item.goneAt && <Note>gone {timeText(item.goneAt)}</Note>}
                {item.status === 'ignored' && item.ignored && (
                  <Note>ignored until {timeText(item.ignored.until)}</Note>
                )}
              </td>
              <td className={styles.where}>
                {item.changedBy ?? <Note>Not known</Note>}
                {item.changedAt && <Note>{timeText(item.changedAt)}</Note>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Table, team and account of a difference, as far as it has them. */
export function Where({ item }: { item: SluiceApi.DriftItem }) {
  const { tableEntityRef, table, team, principal, accountName, accountId } =
    item;
  return (
    <>
      {tableEntityRef && (
        <EntityRefLink
          entityRef={tableEntityRef}
          title={table && `${table.databaseName}.${table.tableName}`}
          hideIcon
        />
      )}
      {team && (
        <Note>
          <EntityRefLink
            entityRef={team.entityRef}
            title={team.title}
            hideIcon
          />
        </Note>
      )}
      {!team && principal && (
        <Note>{principal.slice(principal.lastIndexOf('/') + 1)}</Note>
      )}
      <Note>{accountName ?? accountId}</Note>
    </>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <Text as="div" variant="body-small" color="secondary">
      {children}
    </Text>
  );
}
