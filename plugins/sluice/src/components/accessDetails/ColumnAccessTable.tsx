import { RiEyeLine, RiEyeOffLine } from '@remixicon/react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import styles from './AccessDetails.module.css';

function rowsOf({ rows }: SluiceApi.ColumnAccess): JSX.Element {
  switch (rows.kind) {
    case 'all':
      return <>every row</>;
    case 'none':
      return <>hidden</>;
    default:
      return <code>{rows.expression}</code>;
  }
}

/** Each column of a table, and in which rows it is readable. */
export function ColumnAccessTable({
  columns,
}: {
  columns: SluiceApi.ColumnAccess[];
}) {
  return (
    <table className={styles.columns} aria-label="Columns">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Type</th>
          <th scope="col">Readable in</th>
        </tr>
      </thead>
      <tbody>
        {columns.map(column => {
          const hidden = column.rows.kind === 'none';
          return (
            <tr key={column.name} data-hidden={hidden || undefined}>
              <th scope="row">
                <span className={styles.columnName}>
                  {hidden ? (
                    <RiEyeOffLine size={14} role="img" aria-label="hidden" />
                  ) : (
                    <RiEyeLine size={14} role="img" aria-label="visible" />
                  )}
                  {column.name}
                </span>
              </th>
              <td>
                <code>{column.type}</code>
              </td>
              <td>{rowsOf(column)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
