import type { SluiceApi } from '@sluice/plugin-sluice-common';
import tables from '../entity/entity.module.css';
import styles from './attestations.module.css';

/** Rows by the values that the row filter names; what it should have kept away stands out. */
export function GroupCounts({
  table: { expectation, groups = [], rows, rowsOutside = 0 },
}: {
  table: SluiceApi.AttestedTable;
}) {
  if (groups.length === 0 && rowsOutside === 0) return null;
  const most = Math.max(1, rows ?? 0, ...groups.map(group => group.rows));
  return (
    <div className={tables.scroll}>
      <table
        className={`${tables.table} ${styles.counts}`}
        aria-label={`Rows of ${expectation.name} by value`}
      >
        <thead>
          <tr>
            <th scope="col">Value in the row filter</th>
            <th scope="col">Rows</th>
          </tr>
        </thead>
        <tbody>
          {groups.map(({ value, rows: count }) => (
            <Count
              key={value ?? ''}
              title={value === undefined ? 'Any other value' : value}
              count={count}
              most={most}
            />
          ))}
          {rowsOutside > 0 && (
            <Count
              title="Outside of the row filter"
              count={rowsOutside}
              most={most}
              isOutside
            />
          )}
          {rows !== undefined && (
            <Count title="Altogether" count={rows} most={most} />
          )}
        </tbody>
      </table>
    </div>
  );
}

function Count({
  title,
  count,
  most,
  isOutside = false,
}: {
  title: string;
  count: number;
  most: number;
  isOutside?: boolean;
}) {
  return (
    <tr data-outside={isOutside}>
      <th scope="row">{title}</th>
      <td>
        <span className={styles.count}>{count.toLocaleString()}</span>
        {/* The number stands beside it. */}
        <span
          aria-hidden
          className={styles.bar}
          style={{ width: `${(count / most) * 60}%` }}
        />
      </td>
    </tr>
  );
}
