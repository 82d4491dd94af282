import { RiAlertLine } from '@remixicon/react';
import type { SluiceApi } from '@sluice/plugin-sluice-common';
import { columnsText, LEVELS, rowsText } from './level';
import styles from './AccessMatrix.module.css';

function partialText(visible: number, total: number): string {
  return visible < total ? columnsText(visible, total) : 'All columns';
}

/** What a team reads of a table, in a few words. */
export function AccessCell({ cell }: { cell: SluiceApi.MatrixCell }) {
  const { level, visibleColumns = 0, totalColumns, rows, warnings } = cell;
  const { title, icon } = LEVELS[level];
  const predicate = rowsText(rows);
  const columns =
    level === 'partial' ? partialText(visibleColumns, totalColumns) : undefined;
  return (
    <span className={styles.cell} data-level={level}>
      <span className={styles.level}>
        {icon}
        <span>{columns ?? title}</span>
        {warnings > 0 && (
          <RiAlertLine
            size={14}
            className={styles.warning}
            role="img"
            aria-label={`${warnings} ${
              warnings === 1 ? 'warning' : 'warnings'
            }`}
          />
        )}
      </span>
      {predicate && (
        <code className={styles.predicate} title={predicate}>
          {predicate}
        </code>
      )}
    </span>
  );
}
