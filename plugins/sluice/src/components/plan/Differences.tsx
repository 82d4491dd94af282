import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { jsonText } from './jsonText';
import tables from '../entity/entity.module.css';
import styles from './PlanView.module.css';

function Value({ value }: { value: unknown }) {
  return value === undefined ? (
    <>not there</>
  ) : (
    <code className={styles.value}>{jsonText(value)}</code>
  );
}

/** Where what is there differs from what is wanted. */
export function Differences({
  of,
  differences,
}: {
  /** What differs. */
  of: string;
  differences: SluiceApi.Difference[];
}) {
  return (
    <div className={tables.scroll}>
      <table className={tables.table} aria-label={`Differences of ${of}`}>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {differences.map(({ path, before, after }) => (
            <tr key={path}>
              <th scope="row">{path || 'All of it'}</th>
              <td>
                <Value value={before} />
              </td>
              <td>
                <Value value={after} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
