import { KeyboardEvent, useCallback, useRef, useState } from 'react';

export interface GridPosition {
  row: number;
  column: number;
}

function move(
  { row, column }: GridPosition,
  key: string,
  rows: number,
  columns: number,
): GridPosition | undefined {
  switch (key) {
    case 'ArrowUp':
      return { row: Math.max(row - 1, 0), column };
    case 'ArrowDown':
      return { row: Math.min(row + 1, rows - 1), column };
    case 'ArrowLeft':
      return { row, column: Math.max(column - 1, 0) };
    case 'ArrowRight':
      return { row, column: Math.min(column + 1, columns - 1) };
    case 'Home':
      return { row, column: 0 };
    case 'End':
      return { row, column: columns - 1 };
    default:
      return undefined;
  }
}

/**
 * Keyboard use of a grid as ARIA's authoring practices have it: one cell is in
 * the tab order, the arrows move between cells.
 */
export function useGridNavigation(rows: number, columns: number) {
  const grid = useRef<HTMLTableElement>(null);
  const [wanted, setWanted] = useState<GridPosition>({ row: 0, column: 0 });
  const active: GridPosition = {
    row: Math.min(wanted.row, rows - 1),
    column: Math.min(wanted.column, columns - 1),
  };

  const onKeyDown = useCallback(
    (event: KeyboardEvent, at: GridPosition) => {
      const next = move(at, event.key, rows, columns);
      if (!next) return;
      event.preventDefault();
      setWanted(next);
      grid.current
        ?.querySelector<HTMLElement>(
          `[data-position="${next.row}/${next.column}"]`,
        )
        ?.focus();
    },
    [rows, columns],
  );

  const cellProps = (at: GridPosition) => ({
    'data-position': `${at.row}/${at.column}`,
    tabIndex: at.row === active.row && at.column === active.column ? 0 : -1,
    onFocus: () => setWanted(at),
    onKeyDown: (event: KeyboardEvent) => onKeyDown(event, at),
  });

  return { grid, cellProps };
}
