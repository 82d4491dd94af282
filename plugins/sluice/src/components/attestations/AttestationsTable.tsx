import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import { Link, Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { attestationRouteRef } from '../../routes';
import tables from '../entity/entity.module.css';
import { timeText } from '../time';
import { EngineMark } from './EngineMark';
import { VerdictChip } from './VerdictChip';
import styles from './attestations.module.css';

/** Attestations, newest first. */
export function AttestationsTable({
  items,
}: {
  items: SluiceApi.AttestationSummary[];
}) {
  const attestationRoute = useRouteRef(attestationRouteRef);
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label="Attestations">
        <thead>
          <tr>
            <th scope="col">Verdict</th>
            <th scope="col">What was seen</th>
            <th scope="col">Team</th>
            <th scope="col">Tables</th>
            <th scope="col">When</th>
          </tr>
        </thead>
        <tbody>
          {items.map(item => (
            <tr key={item.id}>
              <td>
                <VerdictChip verdict={item.verdict} />
              </td>
              <th scope="row" className={styles.what}>
                <Link href={attestationRoute?.({ attestationId: item.id })}>
                  {item.text}
                </Link>
              </th>
              <td className={styles.where}>
                <EntityRefLink
                  entityRef={item.team.entityRef}
                  title={item.team.title}
                  hideIcon
                />
              </td>
              <td className={styles.where}>
                <TableVerdicts tables={item.tables} />
              </td>
              <td className={tables.short}>
                {timeText(item.attestedAt)}
                <Text as="div" variant="body-small" color="secondary">
                  <EngineMark engine={item.engine} />
                </Text>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Tables of one attestation that are named; the others are counted. */
const MAX_TABLES = 4;

function TableVerdicts({
  tables: attested,
}: Pick<SluiceApi.AttestationSummary, 'tables'>) {
  if (attested.length === 0) return <>None</>;
  const more = attested.length - MAX_TABLES;
  return (
    <ul className={styles.tables}>
      {attested.slice(0, MAX_TABLES).map(each => (
        <li key={each.tableEntityRef}>
          <VerdictChip verdict={each.verdict} />{' '}
          <EntityRefLink
            entityRef={each.tableEntityRef}
            title={each.name}
            hideIcon
          />
        </li>
      ))}
      {more > 0 && <li>and {more} more</li>}
    </ul>
  );
}
