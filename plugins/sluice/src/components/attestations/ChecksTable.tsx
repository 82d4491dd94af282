import { Text } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import { VerdictChip } from './VerdictChip';
import styles from './attestations.module.css';

const TITLES: Record<SluiceApi.AttestationCheck['check'], string> = {
  access: 'Access',
  columns: 'Columns',
  rowFilter: 'Row filter',
  rows: 'Number of rows',
};

/** What was expected of a table beside what a job saw. */
export function ChecksTable({
  of,
  checks,
}: {
  of: string;
  checks: SluiceApi.AttestationCheck[];
}) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label={`Checks of ${of}`}>
        <thead>
          <tr>
            <th scope="col">Checked</th>
            <th scope="col">Verdict</th>
            <th scope="col">Expected</th>
            <th scope="col">Seen</th>
          </tr>
        </thead>
        <tbody>
          {checks.map(({ check, verdict, expected, observed, text }) => (
            <tr key={check}>
              <th scope="row" className={styles.check}>
                {TITLES[check]}
                <Text as="div" variant="body-small" color="secondary">
                  {text}
                </Text>
              </th>
              <td>
                <VerdictChip verdict={verdict} />
              </td>
              <td className={styles.side}>{expected}</td>
              <td className={styles.side} data-verdict={verdict}>
                {observed}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
