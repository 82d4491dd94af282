import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Badge, Flex, Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { requestRouteRef } from '../../routes';
import { Facts } from '../entity/Facts';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { narrowings } from './narrowings';
import { countText, durationText } from './requestText';
import styles from './requests.module.css';

/** What is to be read by whom, for how long and what for. */
export function RequestTerms({
  request: { summary, terms, asked, supersededBy },
}: {
  request: SluiceApi.AccessRequest;
}) {
  return (
    <Flex direction="column" gap="5">
      <Facts
        facts={[
          [
            'Team',
            <EntityRefLink
              entityRef={summary.team}
              title={summary.teamTitle}
              hideIcon
            />,
          ],
          ['Purpose', <span className={styles.text}>{summary.purpose}</span>],
          ['Lasts', durationText(terms.durationMinutes)],
          ['Begins', terms.startsAt ? timeText(terms.startsAt) : 'on approval'],
          [
            'In place of',
            summary.supersedes && (
              <OtherRequest id={summary.supersedes}>
                an earlier request
              </OtherRequest>
            ),
          ],
          [
            'Replaced by',
            supersededBy && (
              <OtherRequest id={supersededBy}>a later request</OtherRequest>
            ),
          ],
        ]}
      />
      {terms.tables.map(table => (
        <TableTerms
          key={table.table}
          table={table}
          inShort={summary.tables.find(each => each.table === table.table)}
        />
      ))}
      {asked && <Narrowed asked={asked} terms={terms} />}
    </Flex>
  );
}

function OtherRequest({ id, children }: { id: string; children: string }) {
  const requestRoute = useRouteRef(requestRouteRef);
  return <Link href={requestRoute?.({ requestId: id })}>{children}</Link>;
}

function TableTerms({
  table: { table, ref, columns, rowFilter },
  inShort,
}: {
  table: SluiceApi.RequestedTable;
  inShort: SluiceApi.AccessRequestSummary['tables'][number] | undefined;
}) {
  const name = `${ref.databaseName}.${ref.tableName}`;
  return (
    <section className={styles.item} aria-label={name}>
      <Text as="h4" weight="bold">
        <EntityRefLink entityRef={table} title={name} hideIcon />
      </Text>
      {inShort?.productRef && (
        <Text variant="body-small" color="secondary">
          of{' '}
          <EntityRefLink
            entityRef={inShort.productRef}
            title={inShort.productTitle}
            hideIcon
          />
        </Text>
      )}
      <Text variant="body-small" color="secondary">
        {inShort?.totalColumns === undefined
          ? countText(columns.length, 'column')
          : `${columns.length} of ${countText(inShort.totalColumns, 'column')}`}
      </Text>
      <ul className={styles.columns} aria-label={`Columns of ${name}`}>
        {columns.map(({ fieldId, name: column, classification }) => (
          <li key={fieldId}>
            <code>{column}</code>
            {classification && <Badge size="small">{classification}</Badge>}
          </li>
        ))}
      </ul>
      <Text>
        {rowFilter ? (
          <>
            Rows where <code className={styles.anywhere}>{rowFilter}</code>
          </>
        ) : (
          'Every row'
        )}
      </Text>
    </section>
  );
}

/** What an approver or owner took away from what was asked for. */
function Narrowed({
  asked,
  terms,
}: {
  asked: SluiceApi.AccessTerms;
  terms: SluiceApi.AccessTerms;
}) {
  const differences = narrowings(asked, terms);
  if (differences.length === 0) return null;
  return (
    <section className={styles.item}>
      <Text as="h4" weight="bold">
        Narrower than what was asked for
      </Text>
      <div className={tables.scroll}>
        <table className={tables.table} aria-label="What was narrowed">
          <thead>
            <tr>
              <th scope="col">What</th>
              <th scope="col">Asked for</th>
              <th scope="col">Stands</th>
            </tr>
          </thead>
          <tbody>
            {differences.map(({ what, before, after }) => (
              <tr key={what}>
                <th scope="row">{what}</th>
                <td>{before}</td>
                <td>{after}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
