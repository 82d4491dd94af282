import type { ReactNode } from 'react';
import { Button } from '@backstage/ui';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { AccessCell } from '../accessMatrix/AccessCell';
import styles from './entity.module.css';

export interface AccessListItem {
  /** The team or the table that the row is about. */
  subject: ReactNode;
  cell: SluiceApi.MatrixCell;
}

export interface AccessListProps {
  label: string;
  subjectTitle: string;
  items: AccessListItem[];
  onOpen: (cell: SluiceApi.MatrixCell) => void;
}

/** One side of the matrix: the tables of a team, or the teams of a table. */
export function AccessList({
  label,
  subjectTitle,
  items,
  onOpen,
}: AccessListProps) {
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label}>
        <thead>
          <tr>
            <th scope="col">{subjectTitle}</th>
            <th scope="col">Access</th>
            <th scope="col">Reasons</th>
          </tr>
        </thead>
        <tbody>
          {items.map(({ subject, cell }) => (
            <tr key={`${cell.team} ${cell.table}`}>
              <th scope="row">{subject}</th>
              <td>
                <AccessCell cell={cell} />
              </td>
              <td>
                <Button
                  variant="tertiary"
                  size="small"
                  onPress={() => onOpen(cell)}
                >
                  Why
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
